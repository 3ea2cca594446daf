import { useQueries } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { ModelVersion } from '@/api/schema'
import { cx } from '@/ui/cx'
import { Checkbox } from '@/ui/fields'
import { EmptyState, Page, PageSkeleton, Section } from '@/ui/page'
import { ProblemView } from '@/ui/problems'
import { StatusBadge } from '@/ui/StatusBadge'
import { Digest, Num, Time } from '@/ui/values'
import { Difference } from './GateSection'
import { lowerIsBetter } from './metrics'
import { version } from './queries'

const MOST = 12

/** Versions side by side, what differs first. The first one is what the others are compared with. */
export function ComparePage() {
  const { name } = useParams({ from: '/models/$name/compare' })
  const { versions = '' } = useSearch({ from: '/models/$name/compare' })
  const numbers = versions
    .split(',')
    .map(Number)
    .filter((each) => Number.isInteger(each) && each > 0)
    .slice(0, MOST)
  const found = useQueries({ queries: numbers.map((number) => version(name, number)) })
  const failed = found.find((each) => each.isError)
  const loaded = found.flatMap((each) => each.data ?? [])
  if (failed) return <ProblemView error={failed.error} />
  if (loaded.length < numbers.length) return <PageSkeleton />
  return (
    <Page
      title={`Versions of ${name}, compared`}
      crumbs={[
        { label: 'Models', link: { to: '/models' } },
        { label: name, link: { to: '/models/$name', params: { name } } },
      ]}
      name={`Versions ${numbers.join(', ')}`}
    >
      {loaded.length === 0 ? (
        <EmptyState title="No versions were chosen">Choose two or more in the list of versions.</EmptyState>
      ) : (
        <Comparison versions={loaded} />
      )}
    </Page>
  )
}

interface Line {
  label: string
  values: (string | number | undefined)[]
  show: (version: ModelVersion, i: number) => ReactNode
}

function params(it: ModelVersion): Record<string, unknown> {
  const found = (it.facts as Record<string, unknown>).params
  return found !== null && typeof found === 'object' ? (found as Record<string, unknown>) : {}
}

function Comparison({ versions }: { versions: ModelVersion[] }) {
  const [all, setAll] = useState(false)
  const metrics = keys(versions.map((it) => it.metrics)).map(
    (name): Line => ({
      label: name,
      values: versions.map((it) => it.metrics[name]),
      show: (it, i) => {
        const value = it.metrics[name]
        const base = versions[0]?.metrics[name]
        const all = versions.map((each) => each.metrics[name]).filter((each) => each !== undefined)
        const best = lowerIsBetter(name) ? Math.min(...all) : Math.max(...all)
        return (
          <span className="flex items-baseline justify-end gap-2">
            {i > 0 && value !== undefined && base !== undefined && value !== base && (
              <span className="text-xs">
                <Difference value={value - base} metric={name} />
              </span>
            )}
            <Num value={value} className={cx(value === best && 'font-semibold')} />
          </span>
        )
      },
    }),
  )
  const settings = keys(versions.map(params)).map(
    (name): Line => ({
      label: name,
      values: versions.map((it) => String(params(it)[name] ?? '')),
      show: (it) => <code className="font-mono">{String(params(it)[name] ?? '–')}</code>,
    }),
  )
  const facts: Line[] = [
    {
      label: 'gate',
      values: versions.map((it) => String(it.gate?.passed)),
      show: (it) =>
        it.gate ? (
          <StatusBadge quiet state={it.gate.passed ? 'passed' : 'refused'} />
        ) : (
          <span className="text-faint">no gate</span>
        ),
    },
    ...['training', 'evaluation'].map(
      (role): Line => ({
        label: `${role} data`,
        values: versions.map((it) => it.datasets.find((each) => each.role === role)?.digest),
        show: (it) => {
          const dataset = it.datasets.find((each) => each.role === role)
          return dataset ? `${dataset.name} version ${dataset.version}` : <span className="text-faint">–</span>
        },
      }),
    ),
    { label: 'digest', values: versions.map((it) => it.digest), show: (it) => <Digest value={it.digest} /> },
    { label: 'registered', values: versions.map((it) => it.created_at), show: (it) => <Time at={it.created_at} /> },
    { label: 'registered by', values: versions.map((it) => it.created_by), show: (it) => it.created_by },
  ]
  return (
    <>
      <Checkbox
        label="Show also what is the same in all"
        checked={all}
        onChange={(event) => setAll(event.target.checked)}
      />
      <Lines
        title="Metrics"
        note="On held-out data when each was registered. The best is bold; differences are to the first."
        versions={versions}
        lines={metrics}
        all={all}
      />
      <Lines title="Settings" versions={versions} lines={settings} all={all} />
      <Lines title="Facts" versions={versions} lines={facts} all={all} />
    </>
  )
}

function keys(records: Record<string, unknown>[]): string[] {
  return [...new Set(records.flatMap(Object.keys))].sort()
}

function Lines({
  title,
  note,
  versions,
  lines,
  all,
}: {
  title: string
  note?: string
  versions: ModelVersion[]
  lines: Line[]
  all: boolean
}) {
  const shown = all ? lines : lines.filter((line) => new Set(line.values).size > 1)
  return (
    <Section title={title} note={note}>
      {shown.length === 0 ? (
        <p className="border-t py-2 text-muted text-sm">
          {lines.length === 0 ? 'None were recorded.' : 'They are the same in all.'}
        </p>
      ) : (
        <div className="overflow-x-auto border-t">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-8 border-b text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                <th className="sticky left-0 w-48 bg-bg text-left">
                  <span className="sr-only">Name</span>
                </th>
                {versions.map((it) => (
                  <th key={it.version} className="min-w-32 text-right">
                    <Link
                      to="/models/$name/versions/$version"
                      params={{ name: it.model, version: String(it.version) }}
                      className="hover:underline"
                    >
                      Version {it.version}
                    </Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((line) => (
                <tr key={line.label} className="h-8 border-b hover:bg-hover [&>td]:px-3">
                  <td className="sticky left-0 bg-bg">{line.label}</td>
                  {versions.map((it, i) => (
                    <td key={it.version} className="text-right [&>*]:ml-auto">
                      {line.show(it, i)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
