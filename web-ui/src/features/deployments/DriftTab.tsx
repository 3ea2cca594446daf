import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ColumnDrift, DeploymentResponse, DriftReport, WindowSummary } from '@/api/schema'
import { type HeatColumn, HeatMap } from '@/charts/HeatMap'
import { Histogram } from '@/charts/Histogram'
import { formatCount, formatNumber, formatShare } from '@/format/numbers'
import { formatExact } from '@/format/times'
import { sentence } from '@/format/words'
import { EmptyState, Section, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { useSearchChange } from '@/ui/tableState'
import { Num, Time } from '@/ui/values'
import { drift, driftEvents, windows } from './queries'

export function DriftTab({ it }: { it: DeploymentResponse }) {
  const all = useQuery(windows(it.name))
  return (
    <QueryView query={all} loading={<Skeleton className="h-64 w-full" />}>
      {(data) =>
        data.length === 0 ? (
          <EmptyState title="No window of predictions is full yet">
            Every {formatCount(it.monitoring.window_rows)} predictions are compared with the data that the model was
            trained on, feature by feature.
          </EmptyState>
        ) : (
          <Drift it={it} windows={data} />
        )
      }
    </QueryView>
  )
}

function Drift({ it, windows }: { it: DeploymentResponse; windows: WindowSummary[] }) {
  const { window: chosen, feature } = useSearch({ from: '/deployments/$name' })
  const change = useSearchChange()
  const window =
    windows.find((each) => each.id === chosen) ??
    windows.findLast((each) => each.release === it.current?.number) ??
    windows.at(-1)
  const report = useQuery(drift(it.name, window?.id))
  const scores = useMemo(
    () =>
      new Map(
        windows.map((each) => [
          each.id,
          new Map([...each.features, ...each.predictions].map((score) => [score.name, score])),
        ]),
      ),
    [windows],
  )
  const rows = useMemo(
    () => [
      ...new Set(windows.flatMap((each) => each.features.map((score) => score.name))),
      ...new Set(windows.flatMap((each) => each.predictions.map((score) => score.name))),
    ],
    [windows],
  )
  const columns = useMemo(
    () =>
      windows.map(
        (each, i): HeatColumn => ({
          id: each.id,
          label: String(each.sequence),
          divider: each.release === windows[i - 1]?.release ? undefined : `release ${each.release}`,
        }),
      ),
    [windows],
  )
  const worst = window && [...window.features].sort((a, b) => over(b) - over(a))[0]?.name
  const row = rows.find((each) => each === feature) ?? worst ?? rows[0] ?? ''
  return (
    <>
      <Section
        title="Feature by window"
        note={`The newest ${windows.length} windows of ${formatCount(it.monitoring.window_rows)} predictions. Colour: the population stability index is above its threshold.`}
      >
        <HeatMap
          label="Drift of each feature in each window"
          rows={rows}
          columns={columns}
          selected={window && { row, column: window.id }}
          onSelect={(nextRow, column) => change({ feature: nextRow, window: column })}
          cell={(name, column) => {
            const score = scores.get(column.id)?.get(name)
            return score?.score === undefined
              ? { level: undefined, label: `${name}, window ${column.label}: not compared` }
              : {
                  level: over(score),
                  label: `${name}, window ${column.label}: ${score.method} ${formatNumber(score.score)}, threshold ${formatNumber(score.threshold)}, n = ${formatCount(score.n)}${score.drifted ? ', drifted' : ''}`,
                }
          }}
        />
      </Section>
      <QueryView query={report} loading={<Skeleton className="mt-6 h-64 w-full" />}>
        {(data) => <Behind report={data} row={row} />}
      </QueryView>
      <Events name={it.name} />
    </>
  )
}

function over(score: { score?: number; threshold?: number }): number {
  return score.score === undefined || !score.threshold ? 0 : score.score / score.threshold
}

/** Before and after, and every method's verdict about it. */
function Behind({ report, row }: { report: DriftReport; row: string }) {
  const column: ColumnDrift | undefined = [...report.features, ...report.predictions].find((each) => each.name === row)
  const window = report.window
  if (!column || !window) return null
  const from =
    column.reference === 'training' ? 'training data' : column.reference === 'first_rows' ? 'its first rows' : 'nothing'
  return (
    <Section
      title={
        <span className="flex items-center gap-2">
          {row}
          {column.drifted ? <Chip tone="warning">drifted</Chip> : <Chip tone="ok">as before</Chip>}
        </span>
      }
      note={
        <>
          Window {window.sequence} of release {window.release}: {formatExact(Date.parse(window.opened_at))} to{' '}
          {formatExact(Date.parse(window.closed_at))}, {formatCount(window.rows)} rows, compared with {from}.
          {!window.judged && ` Fewer than ${report.rules.least_rows} rows are shown and not judged.`}
        </>
      }
    >
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 border-t pt-4 lg:grid-cols-[3fr_2fr]">
        <div className="min-w-0">
          <Histogram
            label={`${row}: this window and ${from}`}
            bars={column.histogram.map((bin) => ({
              label: bin.label,
              lower: bin.lower,
              upper: bin.upper,
              count: bin.live,
              reference: bin.reference,
            }))}
            names={['this window', from]}
            height={200}
          />
          <p className="mt-3 flex flex-wrap gap-x-6 text-muted text-sm">
            <span>
              Missing <Num value={column.missing_share} share />
              {column.reference_missing_share !== undefined && (
                <> (before {formatShare(column.reference_missing_share)})</>
              )}
            </span>
            {column.kind === 'categorical' && (
              <span>
                Never seen before <Num value={column.unseen_share} share />
              </span>
            )}
          </p>
        </div>
        <div className="overflow-x-auto">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-7 border-b text-right text-faint text-xs [&>th]:px-2 [&>th]:font-medium">
                <th className="text-left">Method</th>
                <th>Score</th>
                <th>Threshold</th>
                <th>p</th>
                <th className="text-left">Verdict</th>
              </tr>
            </thead>
            <tbody>
              {column.methods.map((method) => (
                <tr key={method.method} className="h-8 border-b text-right [&>td]:px-2" title={method.note}>
                  <td className="text-left">
                    {method.method === 'psi' ? 'PSI' : sentence(method.method)}
                    {method.method === column.method && <span className="text-faint text-xs"> decides</span>}
                  </td>
                  <td>
                    <Num value={method.score} />
                  </td>
                  <td>
                    <Num value={method.threshold} />
                  </td>
                  <td>
                    <Num value={method.p_value} />
                  </td>
                  <td className="text-left">
                    {method.score === undefined ? (
                      <span className="text-faint">no score</span>
                    ) : (
                      <StatusBadge
                        quiet
                        state={method.drifted ? 'drifted' : 'passed'}
                        word={method.drifted ? 'Drifted' : 'As before'}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="pt-2 text-muted text-xs">
            n = {formatCount(column.n)} against {formatCount(column.reference_n)}. Thresholds know how many rows they
            are about: a false alarm in {formatShare(report.rules.false_alarms_per_window)} of windows.
          </p>
        </div>
      </div>
    </Section>
  )
}

function Events({ name }: { name: string }) {
  const events = useQuery(driftEvents(name))
  if (!events.data || events.data.length === 0) return null
  return (
    <Section title="When it was raised" note="A pipeline that names this deployment as its trigger started then.">
      <ol className="border-t">
        {events.data.map((event) => (
          <li key={event.id} className="flex flex-wrap gap-x-3 border-b px-3 py-1.5 text-sm">
            <Chip tone="warning">{event.kind}</Chip>
            <span className="min-w-0 flex-1">
              {event.features
                .map(
                  (each) =>
                    `${each.name} (${each.method} ${formatNumber(each.score)}, threshold ${formatNumber(each.threshold)})`,
                )
                .join(', ')}
              <span className="block text-muted">
                release {event.release}, {event.model} version {event.model_version}, after{' '}
                {formatCount(event.rows_seen)} predictions
              </span>
            </span>
            <Time at={event.at} className="text-faint" />
          </li>
        ))}
      </ol>
    </Section>
  )
}
