/** A line as the server sends it: what is no number is null. */
export interface Line {
  steps: number[]
  timestamps_ms: number[]
  values: (number | null)[]
}

export type Axis = 'step' | 'time' | 'relative'

type Cells = (number | null | undefined)[]

/**
 * Lines of several runs over one axis. A run has no value where only another one has a point (undefined: the line goes on); what is not a
 * number, or can't stand on a logarithmic axis, is a gap (null).
 */
export function aligned(lines: Line[], axis: Axis, origins: (number | undefined)[], log: boolean) {
  const placed = lines.map((line, i) => placesOf(line, axis, origins[i] ?? line.timestamps_ms[0] ?? 0))
  const x = [...new Set(placed.flat())].sort((a, b) => a - b)
  const place = new Map(x.map((value, i) => [value, i]))
  const values = lines.map((line, i) => {
    const cells: Cells = new Array(x.length).fill(undefined)
    placed[i]?.forEach((at, j) => {
      const value = line.values[j] ?? null
      cells[place.get(at) as number] = value !== null && !(log && value <= 0) ? value : null
    })
    return cells
  })
  return { x, values }
}

/** Milliseconds for times, seconds since the run began for relative ones. */
function placesOf(line: Line, axis: Axis, origin: number): number[] {
  if (axis === 'step') return line.steps
  return axis === 'time' ? line.timestamps_ms : line.timestamps_ms.map((at) => (at - origin) / 1000)
}

/**
 * An exponential moving average, corrected for its beginning, so that the first values are not drawn towards zero. `weight` is that of what
 * came before, from 0 to below 1.
 */
export function smoothed(values: Cells, weight: number): Cells {
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
