/**
 * A run's colour, the same wherever it is drawn: in the table where it is chosen, in its charts, in comparisons. It gets one when it is first
 * drawn, and the tab remembers it.
 */
export interface RunColor {
  color: string
  /** Where there are more runs than colours. */
  dash: boolean
}

const COLORS = 8
const KEPT_AS = 'holdfast-run-colors'
const MOST_KEPT = 500

const places = new Map<string, number>(restored())

function restored(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '[]')
  } catch {
    return []
  }
}

/** Runs that have no colour yet get those that the fewest of the others have. */
export function colorsOf(ids: readonly string[]): RunColor[] {
  if (assign(places, ids)) {
    try {
      sessionStorage.setItem(KEPT_AS, JSON.stringify([...places].slice(-MOST_KEPT)))
    } catch {
      // A tab that may keep nothing remembers as long as it is open.
    }
  }
  return ids.map((id) => {
    const place = places.get(id) ?? 0
    return { color: `var(--series-${(place % COLORS) + 1})`, dash: Math.floor(place / COLORS) % 2 === 1 }
  })
}

/** Whether any run got a place. Places from 8 on are the same colours, dashed. */
export function assign(into: Map<string, number>, ids: readonly string[]): boolean {
  const used = new Array<number>(2 * COLORS).fill(0)
  for (const id of ids) {
    const place = into.get(id)
    if (place !== undefined) used[place] = (used[place] ?? 0) + 1
  }
  let changed = false
  for (const id of ids) {
    if (into.has(id)) continue
    const place = used.indexOf(Math.min(...used))
    used[place] = (used[place] ?? 0) + 1
    into.set(id, place)
    changed = true
  }
  return changed
}
