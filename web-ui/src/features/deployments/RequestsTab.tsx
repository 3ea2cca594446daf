import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { DeploymentResponse, RequestSeries, RequestWindow } from '@/api/schema'
import { Chart, type Series } from '@/charts/Chart'
import { formatCount, formatDuration, formatNumber, formatShare } from '@/format/numbers'
import { Segmented } from '@/ui/fields'
import { EmptyState, Section, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { useSearchChange } from '@/ui/tableState'
import { requests } from './queries'
import { linesOf } from './requestSeries'

const WINDOWS = [
  { value: '15', label: '15 min' },
  { value: '60', label: '1 h' },
  { value: '360', label: '6 h' },
  { value: '1440', label: '24 h' },
] as const
type Minutes = (typeof WINDOWS)[number]['value']

/** How many ask, how long they wait, how many fail: from the server's own meters. */
export function RequestsTab({ it }: { it: DeploymentResponse }) {
  const { minutes } = useSearch({ from: '/deployments/$name' })
  const change = useSearchChange()
  const chosen: Minutes = WINDOWS.find((each) => each.value === minutes)?.value ?? '60'
  const found = useQuery(requests(it.name, Number(chosen)))
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-4">
        <Segmented
          label="How far back"
          value={chosen}
          options={WINDOWS}
          onChange={(next) => change({ minutes: next === '60' ? undefined : next })}
        />
        <p className="min-w-0 flex-1 text-muted text-xs max-md:basis-full">
          As the server that answers you counted them since it started. Where several do, Prometheus has all of them:{' '}
          <code className="font-mono">holdfast_inference_latency_seconds</code>.
        </p>
      </div>
      <QueryView query={found} loading={<Skeleton className="h-96 w-full" />}>
        {(series) =>
          series.items.length === 0 ? (
            <EmptyState
              title="Nobody asked in this time"
              snippet={`curl ${window.location.origin}/api/v1/deployments/${encodeURIComponent(it.name)}/predict -H 'Content-Type: application/json' -d '{"rows": [{…}]}'`}
            >
              Requests, their latency and their failures appear here as they come.
            </EmptyState>
          ) : (
            <Charts series={series} name={it.name} />
          )
        }
      </QueryView>
    </>
  )
}

function Charts({ series, name }: { series: RequestSeries; name: string }) {
  const { x, releases, total } = useMemo(() => linesOf(series), [series])
  const step = series.step_ms / 1000
  const perSecond = (pick: (window: RequestWindow) => number) => (window: RequestWindow | undefined) =>
    window ? pick(window) / step : 0
  const colour = (i: number) => `var(--series-${(i % 8) + 1})`
  const label = (release: number | undefined) => (release === undefined ? 'no release' : `release ${release}`)
  const rate: Series[] = releases.map(({ release, windows }, i) => ({
    label: label(release),
    values: windows.map(perSecond((window) => window.requests)),
    color: colour(i),
  }))
  const latency: Series[] = releases.flatMap(({ release, windows }, i) => [
    { label: `${label(release)}, p99`, values: windows.map((window) => window?.p99_ms ?? null), color: colour(i) },
    {
      label: `${label(release)}, median`,
      values: windows.map((window) => window?.p50_ms ?? null),
      color: colour(i),
      dash: true,
    },
  ])
  const failures: Series[] = releases.flatMap(({ release, windows }, i) => [
    {
      label: `${label(release)}, failed`,
      values: windows.map((window) => (window ? window.failed / window.requests : null)),
      color: colour(i),
    },
    {
      label: `${label(release)}, refused`,
      values: windows.map((window) => (window ? window.rejected / window.requests : null)),
      color: colour(i),
      dash: true,
    },
  ])
  const note = `one point for ${formatDuration(series.step_ms)}, n = ${formatCount(total.requests)} requests`
  return (
    <Section
      title={`${formatCount(total.requests)} requests`}
      note={`${formatCount(total.failed)} failed, ${formatCount(total.rejected)} refused (the caller’s fault).`}
    >
      <div className="grid grid-cols-1 gap-6 border-t pt-3">
        <Chart
          label="Requests"
          unit="per second"
          note={note}
          time
          x={x}
          series={rate}
          yRange={[0, null]}
          sync={name}
          height={180}
        />
        <Chart
          label="Latency"
          unit="ms"
          note="from the request’s body in memory to the answer’s; between the bounds of a bucket counted as spread evenly"
          time
          x={x}
          series={latency}
          yRange={[0, null]}
          sync={name}
          height={200}
          format={formatNumber}
        />
        <Chart
          label="Failed and refused"
          note="as a share of all requests"
          time
          x={x}
          series={failures}
          yRange={[0, total.failed + total.rejected === 0 ? 0.01 : null]}
          sync={name}
          height={140}
          format={(share) => formatShare(share)}
        />
      </div>
    </Section>
  )
}
