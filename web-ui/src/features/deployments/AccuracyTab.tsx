import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DeploymentResponse, ReleasePerformance } from '@/api/schema'
import { Chart, type Mark, type Series } from '@/charts/Chart'
import { formatCount, formatDuration, formatNumber, formatShare } from '@/format/numbers'
import { EmptyState, Section, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip } from '@/ui/StatusBadge'
import { Num } from '@/ui/values'
import { performance } from './queries'

export function AccuracyTab({ it }: { it: DeploymentResponse }) {
  const found = useQuery(performance(it.name))
  return (
    <QueryView query={found} loading={<Skeleton className="h-64 w-full" />}>
      {({ releases }) =>
        releases.every((release) => release.labelled_rows === 0) ? (
          <EmptyState
            title="No truth is known yet"
            snippet={`curl -X POST ${window.location.origin}/api/v1/deployments/${encodeURIComponent(it.name)}/labels -H 'Content-Type: application/json' \\
  -d '{"labels": [{"prediction_id": "…", "row": 0, "label": "yes"}]}'`}
          >
            Send the true label of a prediction when it is known, by the id in its answer. Late is fine.
          </EmptyState>
        ) : (
          <Accuracy releases={releases} current={it.current?.number} />
        )
      }
    </QueryView>
  )
}

function Accuracy({ releases, current }: { releases: ReleasePerformance[]; current: number | undefined }) {
  const task = releases.find((each) => each.task)?.task
  const metric = task === 'regression' ? 'rmse' : 'accuracy'
  const serving = releases.find((each) => each.release === current)
  return (
    <>
      <Over releases={releases} metric={metric} />
      <Section
        title="By release"
        note="All predictions of a release whose truth is known, beside what the version had on held-out data."
      >
        <div className="overflow-x-auto border-t">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-8 border-b text-right text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                <th className="text-left">Release</th>
                <th>{metric}, live</th>
                <th>Held-out</th>
                <th>Predicted</th>
                <th>Labelled</th>
                <th className="min-w-40 text-left">Coverage</th>
                <th>Labels come after</th>
              </tr>
            </thead>
            <tbody>
              {releases.map((each) => (
                <tr key={each.release} className="h-8 border-b text-right tabular-nums hover:bg-hover [&>td]:px-3">
                  <td className="whitespace-nowrap text-left">
                    {each.release}{' '}
                    <span className="text-muted">
                      {each.model} version {each.model_version}
                    </span>{' '}
                    {each.release === current && <Chip tone="ok">serves</Chip>}
                  </td>
                  <td>
                    <Num value={each.metrics[metric]} />
                  </td>
                  <td>
                    <Num value={each.reference_metrics[metric]} />
                  </td>
                  <td>{formatCount(each.predicted_rows)}</td>
                  <td>{formatCount(each.labelled_rows)}</td>
                  <td>
                    <span className="flex items-center gap-2">
                      <span className="h-1.5 w-24 overflow-hidden rounded-full bg-line">
                        <span
                          className="block h-full bg-(--series-1)"
                          style={{ width: `${(each.label_coverage ?? 0) * 100}%` }}
                        />
                      </span>
                      {formatShare(each.label_coverage)}
                    </span>
                  </td>
                  <td>{each.mean_lag_seconds === undefined ? '–' : formatDuration(each.mean_lag_seconds * 1000)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      {serving && serving.confusion.length > 0 && <Confusion it={serving} />}
    </>
  )
}

/** The windows of all releases in the order of their labels, one line for each release. */
function Over({ releases, metric }: { releases: ReleasePerformance[]; metric: string }) {
  const { x, series, marks } = useMemo(() => {
    const windows = releases
      .flatMap((each) => each.windows)
      .filter((each) => each.metrics[metric] !== undefined)
      .sort((a, b) => a.opened_at.localeCompare(b.opened_at))
    const numbers = [...new Set(windows.map((each) => each.release))].sort((a, b) => a - b)
    const value = (release: number, pick: (window: (typeof windows)[number]) => number | undefined) =>
      windows.map((each) => (each.release === release ? (pick(each) ?? null) : null))
    const series: Series[] = numbers.flatMap((release, i) => [
      {
        label: `release ${release}`,
        values: value(release, (each) => each.metrics[metric]),
        color: `var(--series-${(i % 8) + 1})`,
        points: true,
      },
      {
        label: `release ${release}: alarm`,
        values: value(release, (each) => each.threshold),
        color: `var(--series-${(i % 8) + 1})`,
        dash: true,
        points: false,
        width: 1,
      },
    ])
    const marks: Mark[] = windows.flatMap((each, i) => (each.drifted ? [{ x: i + 1, label: 'worse' }] : []))
    return { x: windows.map((_, i) => i + 1), series, marks }
  }, [releases, metric])
  if (x.length === 0) return null
  return (
    <Section
      title={`${metric === 'rmse' ? 'RMSE' : 'Accuracy'} over labelled windows`}
      note="Each point is one window of labelled rows, in the order in which labels came. Dashed: where an alarm is raised."
    >
      <div className="border-t pt-2">
        <Chart
          label={metric}
          x={x}
          series={series}
          marks={marks}
          xLabel="window of labelled rows"
          height={240}
          format={formatNumber}
        />
      </div>
    </Section>
  )
}

const MOST_CLASSES = 20

function Confusion({ it }: { it: ReleasePerformance }) {
  const classes = [...new Set(it.confusion.flatMap((cell) => [cell.truth, cell.predicted]))].sort()
  if (classes.length > MOST_CLASSES) return null
  const rows = new Map(it.confusion.map((cell) => [`${cell.truth}\0${cell.predicted}`, cell.rows]))
  const totals = new Map(
    classes.map((truth) => [
      truth,
      classes.reduce((sum, predicted) => sum + (rows.get(`${truth}\0${predicted}`) ?? 0), 0),
    ]),
  )
  return (
    <Section
      title="What it takes for what"
      note={`Release ${it.release}, n = ${formatCount(it.labelled_rows)}. Shares of each true class.`}
    >
      <div className="overflow-x-auto border-t pt-3">
        <table className="text-sm">
          <thead>
            <tr className="text-faint text-xs">
              <td />
              <th colSpan={classes.length} className="pb-1 text-left font-medium">
                Predicted
              </th>
            </tr>
            <tr className="text-xs">
              <th className="pr-4 text-left font-medium text-faint">Truth</th>
              {classes.map((each) => (
                <th key={each} className="px-1 pb-1 font-medium">
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((truth) => (
              <tr key={truth}>
                <th className="pr-4 text-left font-medium">{truth}</th>
                {classes.map((predicted) => {
                  const count = rows.get(`${truth}\0${predicted}`) ?? 0
                  const share = count / (totals.get(truth) || 1)
                  return (
                    <td
                      key={predicted}
                      title={`${formatCount(count)} of ${formatCount(totals.get(truth) ?? 0)} rows whose truth is ${truth} were predicted as ${predicted}`}
                      className="h-12 min-w-24 border border-bg px-2 text-center tabular-nums"
                      style={{
                        background: `color-mix(in oklch, ${truth === predicted ? 'var(--ok)' : 'var(--failed)'} ${Math.round(share * 40)}%, var(--sunken))`,
                      }}
                    >
                      {formatShare(share)}
                      <span className="block text-xs">{formatCount(count)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
