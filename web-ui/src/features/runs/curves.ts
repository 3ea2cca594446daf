import type { Point } from './points'

export type Axis = 'step' | 'time' | 'relative'

export interface Curve {
  /** What a cell is where a line has no point of its own: undefined goes on, null is a gap. */
  values: (number | null | undefined)[]
}

/**
 * Lines of several runs over one axis. A run has no value where only another one has a point; what is not a number, or can't stand on a
 * logarithmic axis, is a gap.
 */
export function aligned(lines: Point[][], axis: Axis, origins: (number | undefined)[], log: boolean) {
  const placed = lines.map((points, i) => {
    const origin = origins[i] ?? points[0]?.timestamp ?? 0
    const at = new Map<number, number>()
    for (const point of points) at.set(xOf(point, axis, origin), point.value)
    return at
  })
  const x = [...new Set(placed.flatMap((line) => [...line.keys()]))].sort((a, b) => a - b)
  const place = new Map(x.map((value, i) => [value, i]))
  const values = placed.map((line) => {
    const cells: (number | null | undefined)[] = new Array(x.length).fill(undefined)
    for (const [at, value] of line) {
      cells[place.get(at) as number] = Number.isFinite(value) && !(log && value <= 0) ? value : null
    }
    return cells
  })
  return { x, values }
}

/** Milliseconds for times, seconds since the run began for relative ones. */
function xOf(point: Point, axis: Axis, origin: number): number {
  if (axis === 'step') return point.step
  return axis === 'time' ? point.timestamp : (point.timestamp - origin) / 1000
}

/**
 * An exponential moving average, corrected for its beginning, so that the first values are not drawn towards zero. `weight` is that of what
 * came before, from 0 to below 1.
 */
export function smoothed(values: (number | null | undefined)[], weight: number): (number | null | undefined)[] {
  if (weight <= 0) return values
  let sum = 0
  let share = 0
  return values.map((value) => {
    if (value === null || value === undefined) return value
    sum = sum * weight + value * (1 - weight)
    share = share * weight + (1 - weight)
    return sum / share
  })
}

/** "train/loss" belongs to "train". */
const prefixOf = (key: string): string => (key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '')

/** Metrics that begin alike stand together; those that are alone share one place, the first. */
export function sectionsOf(keys: readonly string[]): [title: string, members: string[]][] {
  const sections = new Map<string, string[]>()
  for (const key of keys) sections.set(prefixOf(key), [...(sections.get(prefixOf(key)) ?? []), key])
  const alone = [...sections].filter(([prefix, members]) => prefix === '' || members.length === 1)
  const together = [...sections].filter(([prefix, members]) => prefix !== '' && members.length > 1)
  const first = alone.flatMap(([, members]) => members)
  return [
    ...(first.length > 0 ? [['Metrics', first] as [string, string[]]] : []),
    ...together.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  ]
}
