import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { GateCheck, ModelVersion } from '@/api/schema'
import { formatNumber } from '@/format/numbers'
import { EmptyState, Section } from '@/ui/page'
import { StatusBadge } from '@/ui/StatusBadge'
import { Num } from '@/ui/values'
import { lowerIsBetter } from './metrics'
import { version } from './queries'

/** The gate's figures, and all others beside those of the version that was the incumbent. */
export function GateSection({ it }: { it: ModelVersion }) {
  const incumbent = it.gate?.checks.find((check) => check.incumbent_version)?.incumbent_version
  const before = incumbent?.match(/^(.*)\/(\d+)$/)
  const other = before?.[1] && before[2] ? { name: before[1], number: Number(before[2]) } : previous(it)
  return (
    <>
      <Section
        title="Gate"
        note={it.gate && 'Candidate and incumbent are scored on the same held-out rows, which neither was trained on.'}
      >
        {it.gate ? (
          <div className="overflow-x-auto border-t">
            <table className="w-full text-sm">
              <thead>
                <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                  <th>Check</th>
                  <th className="text-right">Asked</th>
                  <th className="text-right">This version</th>
                  <th className="text-right">Incumbent{incumbent ? `, ${incumbent.replace('/', ' version ')}` : ''}</th>
                  <th className="text-right">Difference</th>
                  <th>Verdict</th>
                </tr>
              </thead>
              <tbody>
                {it.gate.checks.map((check, i) => (
                  <Check key={i} check={check} />
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <p className="border-t py-3 text-muted text-sm">
            It was registered without a gate: nothing has compared it with what serves. A pipeline’s gate step does.
          </p>
        )}
      </Section>
      <Section
        title="Metrics"
        note={
          other
            ? `On held-out data at registration, beside those that ${other.name} version ${other.number} had at its own.`
            : 'On held-out data at registration.'
        }
      >
        {Object.keys(it.metrics).length > 0 ? (
          <Metrics it={it} other={other} />
        ) : (
          <EmptyState title="No metrics were recorded with this version">
            A pipeline’s evaluate step, or a run with metrics, adds them.
          </EmptyState>
        )}
      </Section>
    </>
  )
}

function previous(it: ModelVersion): { name: string; number: number } | undefined {
  return it.version > 1 ? { name: it.model, number: it.version - 1 } : undefined
}

/** What was asked for is as long as people wrote it. */
function round(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(4)))
}

function asked(check: GateCheck): string {
  const threshold = round(check.threshold)
  if (check.rule === 'min') return `≥ ${threshold}`
  if (check.rule === 'max') return `≤ ${threshold}`
  if ((check.threshold ?? 0) < 0) return `better by ${round(-(check.threshold ?? 0))}`
  return check.threshold === 0 ? 'not worse' : `worse by at most ${threshold}`
}

function Check({ check }: { check: GateCheck }) {
  const difference =
    check.incumbent !== undefined && check.value !== undefined ? check.value - check.incumbent : undefined
  return (
    <tr className="border-b align-top [&>td]:px-3 [&>td]:py-1.5">
      <td>
        <span className="font-medium">{check.metric}</span>
        {check.explanation && <p className="min-w-56 max-w-xl text-muted text-xs">{check.explanation}</p>}
      </td>
      <td className="whitespace-nowrap text-right">{asked(check)}</td>
      <td className="text-right">
        <Num value={check.value} />
      </td>
      <td className="text-right">
        <Num value={check.incumbent} />
      </td>
      <td className="text-right">
        <Difference value={difference} metric={check.metric} />
      </td>
      <td>
        <StatusBadge quiet state={check.passed ? 'passed' : 'failed'} />
      </td>
    </tr>
  )
}

/** With its sign, and green where it is for the better. */
export function Difference({ value, metric }: { value: number | undefined; metric: string }) {
  if (value === undefined) return <span className="text-faint">–</span>
  const better = lowerIsBetter(metric) ? value < 0 : value > 0
  return (
    <span
      className={value === 0 ? 'text-muted tabular-nums' : better ? 'text-ok tabular-nums' : 'text-failed tabular-nums'}
      title={String(value)}
      data-whole={value}
    >
      {value > 0 ? '+' : ''}
      {formatNumber(value)}
      <span className="sr-only">{value === 0 ? '' : better ? ', better' : ', worse'}</span>
    </span>
  )
}

function Metrics({ it, other }: { it: ModelVersion; other: { name: string; number: number } | undefined }) {
  const compared = useQuery({ ...version(other?.name ?? '', other?.number ?? 0), enabled: other !== undefined })
  const base = compared.data?.metrics
  const names = Object.keys(it.metrics).sort()
  return (
    <div className="overflow-x-auto border-t">
      <table className="w-full max-w-3xl text-sm">
        <thead>
          <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
            <th>Metric</th>
            <th className="text-right">Version {it.version}</th>
            {base && other && (
              <>
                <th className="text-right">
                  <Link
                    to="/models/$name/versions/$version"
                    params={{ name: other.name, version: String(other.number) }}
                    className="hover:underline"
                  >
                    {other.name === it.model ? '' : `${other.name} `}Version {other.number}
                  </Link>
                </th>
                <th className="text-right">Difference</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const value = it.metrics[name]
            const was = base?.[name]
            return (
              <tr key={name} className="h-8 border-b hover:bg-hover [&>td]:px-3">
                <td>{name}</td>
                <td className="text-right">
                  <Num value={value} />
                </td>
                {base && (
                  <>
                    <td className="text-right">
                      <Num value={was} />
                    </td>
                    <td className="text-right">
                      <Difference
                        value={value !== undefined && was !== undefined ? value - was : undefined}
                        metric={name}
                      />
                    </td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
