import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Chart, type Series } from '@/charts/Chart'
import { saveText, toCsv } from '@/charts/csv'
import { formatCount } from '@/format/numbers'
import type { Run } from '@/tracking/types'
import { Skeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import type { ChartView } from './ChartControls'
import { aligned, smoothed } from './curves'
import { curvesOf, wholeHistory } from './history'

const HEIGHT = 220

export interface ColoredRun {
  run: Run
  label: string
  color: string
  /** Where there are more runs than colours. */
  dash?: boolean
}

/** One metric of one or more runs. The server picks the points that make the line; what is zoomed to is read again, closer. */
export function MetricChart({
  metric,
  runs,
  view,
  sync,
  height = HEIGHT,
}: {
  metric: string
  runs: ColoredRun[]
  view: ChartView
  sync: string
  height?: number
}) {
  const [range, setRange] = useState<[number, number]>()
  const ids = useMemo(() => runs.map(({ run }) => run.id), [runs])
  const live = runs.some(({ run }) => run.status === 'running')
  const found = useQuery(curvesOf(ids, metric, range, live))
  const { data } = found

  const drawn = useMemo(() => {
    if (!data) return undefined
    const some = runs.flatMap((each) => {
      const curve = data.get(each.run.id)
      return curve && curve.steps.length > 0 ? [{ ...each, curve }] : []
    })
    const { x, values } = aligned(
      some.map(({ curve }) => curve),
      view.axis,
      some.map(({ run }) => run.start),
      view.log,
    )
    const smooth = view.smooth > 0
    const raw = some.map(
      ({ label, color, dash }, i): Series => ({
        label: smooth ? `${label}, as logged` : label,
        color,
        values: values[i] ?? [],
        faint: smooth,
        dash: dash ?? false,
        width: 1.5,
      }),
    )
    const series = smooth
      ? [
          ...raw,
          ...raw.map((each, i) => ({
            ...each,
            label: some[i]?.label ?? '',
            values: smoothed(each.values, view.smooth),
            faint: false,
          })),
        ]
      : raw
    return {
      x,
      series,
      sampled: some.some(({ curve }) => curve.points > curve.steps.length),
      points: some.reduce((sum, { curve }) => sum + curve.points, 0),
    }
  }, [data, runs, view])

  if (found.isError && !drawn) return <ProblemNote error={found.error} />
  if (!drawn) return <Skeleton className="h-62 w-full" />
  return (
    <div className="min-w-0">
      <Chart
        label={metric}
        x={drawn.x}
        series={drawn.series}
        time={view.axis === 'time'}
        xLabel={view.axis === 'step' ? 'step' : view.axis === 'relative' ? 'seconds since the start' : undefined}
        log={view.log}
        height={height}
        sync={sync}
        onZoom={(to) => {
          if (view.axis !== 'step' || !(drawn.sampled || range)) return
          setRange(to && [Math.floor(to[0]), Math.ceil(to[1])])
        }}
        note={noteOf(drawn.points, drawn.sampled, view, range)}
      />
      {(drawn.sampled || range) && runs.length === 1 && runs[0] && <AllPoints id={runs[0].run.id} metric={metric} />}
    </div>
  )
}

function noteOf(points: number, sampled: boolean, view: ChartView, range: [number, number] | undefined): string {
  return [
    `n = ${formatCount(points)}`,
    sampled && 'drawn with every peak and trough; drag to look closer',
    range && `steps ${formatCount(range[0])} to ${formatCount(range[1])}; double click for all`,
    view.smooth > 0 && `moving average, weight ${view.smooth}`,
    view.log && 'values above 0 only',
  ]
    .filter(Boolean)
    .join(' · ')
}

function AllPoints({ id, metric }: { id: string; metric: string }) {
  const [state, setState] = useState<{ read?: number; error?: unknown }>({})
  const save = async () => {
    setState({ read: 0 })
    try {
      const rows = await wholeHistory(id, metric, (read) => setState({ read }))
      saveText(`${metric}.csv`, toCsv(rows))
      setState({})
    } catch (error) {
      setState({ error })
    }
  }
  return (
    <div className="pt-1 text-xs">
      <button
        type="button"
        disabled={state.read !== undefined}
        onClick={() => void save()}
        className="rounded text-muted underline-offset-2 hover:text-text hover:underline"
      >
        {state.read === undefined ? 'Download every point as CSV' : `Reading: ${formatCount(state.read)} points`}
      </button>
      {state.error !== undefined && <ProblemNote error={state.error} />}
    </div>
  )
}

/** Nothing is asked for before it comes into sight: runs have hundreds of metrics. */
export function WhenSeen({ height, children }: { height: number; children: () => ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !place.current) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true),
      {
        rootMargin: '200px',
      },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [seen])
  return (
    <div ref={place} className="min-w-0" style={{ minHeight: height }}>
      {seen && children()}
    </div>
  )
}
