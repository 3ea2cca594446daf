import type { RequestSeries, RequestWindow } from '@/api/schema'

export interface Lines {
  x: number[]
  /** For each release its own values; null where it had no requests. */
  releases: { release: number | undefined; windows: (RequestWindow | undefined)[] }[]
  total: { requests: number; rejected: number; failed: number }
}

/**
 * Lays the stretches in which there were requests onto an even axis of time. Where there were none the rate is zero; a latency there is
 * nothing, which is drawn as a gap.
 */
export function linesOf(series: RequestSeries): Lines {
  const step = series.step_ms
  const first = Math.floor(Date.parse(series.since) / step) * step
  const last = Math.floor(Date.parse(series.until) / step) * step
  const x: number[] = []
  // The newest stretch is not over yet: its rate would look like a fall.
  for (let at = first; at < last; at += step) x.push(at)
  const places = new Map(x.map((at, i) => [at, i]))
  const releases = new Map<number | undefined, (RequestWindow | undefined)[]>()
  const total = { requests: 0, rejected: 0, failed: 0 }
  for (const window of series.items) {
    const at = places.get(Date.parse(window.at))
    if (at === undefined) continue
    const row = releases.get(window.release) ?? Array<RequestWindow | undefined>(x.length).fill(undefined)
    row[at] = window
    releases.set(window.release, row)
    total.requests += window.requests
    total.rejected += window.rejected
    total.failed += window.failed
  }
  return {
    x,
    releases: [...releases]
      .map(([release, windows]) => ({ release, windows }))
      .sort((a, b) => (b.release ?? 0) - (a.release ?? 0)),
    total,
  }
}
