import type { ColumnProfile } from '@/api/schema'
import type { Bar } from '@/charts/Histogram'
import { formatNumber } from '@/format/numbers'

const MOST_BARS = 40

interface Numeric {
  kind: 'numeric'
  edges: number[]
  counts: number[]
}

interface Categorical {
  kind: 'categorical'
  categories: string[]
  counts: number[]
  other: number
}

/**
 * What a histogram draws. The profile's numeric bins are fine and hold about equal counts; drawn as they are they would all look alike, so
 * their rows are dealt out to bars of equal width, as if they were spread evenly within their bin. The far tails, beyond the 1st and 99th
 * percentile, are gathered at the ends.
 */
export function barsOf(column: ColumnProfile): Bar[] {
  const bins = column.bins as unknown as Numeric | Categorical
  if (bins.kind === 'categorical') {
    const bars = bins.categories
      .map((label, i) => ({ label, count: bins.counts[i] ?? 0 }))
      .sort((a, b) => b.count - a.count)
    const rest = bars.slice(MOST_BARS).reduce((sum, bar) => sum + bar.count, bins.other)
    return [...bars.slice(0, MOST_BARS), ...(rest > 0 ? [{ label: 'others', count: rest }] : [])]
  }
  return evenBars(bins, column.quantiles.p01, column.quantiles.p99)
}

export function evenBars({ edges, counts }: Pick<Numeric, 'edges' | 'counts'>, low?: number, high?: number): Bar[] {
  // The profile counts what lies below the first edge and above the last one too.
  const inner = counts.length === edges.length + 1 ? counts.slice(1, -1) : counts
  const first = edges[0]
  const last = edges.at(-1)
  if (first === undefined || last === undefined || inner.length === 0) return []
  const from = Math.max(first, low ?? first)
  const to = Math.min(last, high ?? last)
  if (!(to > from)) {
    const total = inner.reduce((sum, count) => sum + count, 0)
    return [{ label: formatNumber(first), lower: first, upper: last, count: total }]
  }
  const number = Math.min(MOST_BARS, Math.max(1, inner.length))
  const width = (to - from) / number
  const bars = Array.from({ length: number }, (_, i) => {
    const lower = from + i * width
    return { label: `${formatNumber(lower)} to ${formatNumber(lower + width)}`, lower, upper: lower + width, count: 0 }
  })
  inner.forEach((count, i) => {
    const lower = edges[i] ?? first
    const upper = edges[i + 1] ?? last
    const start = clamp(Math.floor((lower - from) / width), number)
    const end = clamp(Math.ceil((upper - from) / width) - 1, number)
    for (let at = start; at <= Math.max(start, end); at++) {
      const bar = bars[at]
      if (!bar) continue
      const begins = at === 0 ? lower : Math.max(lower, bar.lower)
      const ends = at === number - 1 ? upper : Math.min(upper, bar.upper)
      bar.count +=
        upper > lower
          ? (count * Math.max(0, ends - begins)) / (upper - lower)
          : count / (Math.max(start, end) - start + 1)
    }
  })
  for (const bar of bars) bar.count = Math.round(bar.count)
  return bars
}

function clamp(index: number, number: number): number {
  return Math.min(number - 1, Math.max(0, index))
}
