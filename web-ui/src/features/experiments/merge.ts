import type { Run } from '@/tracking/types'

/** Rows as they were read page by page, with what was heard since: what is new stands where the head has it. */
export function merged(pages: readonly Run[][], head: readonly Run[], fresh: readonly Run[]): Run[] {
  const newer = new Map(fresh.map((run) => [run.id, run]))
  const seen = new Set<string>()
  const rows: Run[] = []
  for (const list of [head, ...pages]) {
    for (const run of list) {
      if (seen.has(run.id)) continue
      seen.add(run.id)
      rows.push(newer.get(run.id) ?? run)
    }
  }
  return rows
}

export interface Merged {
  pages: readonly Run[][]
  head: readonly Run[]
  seen: Set<string>
  rows: Run[]
}

/** As `merged`, going on from what was merged before where pages were only added: all 20,000 again with each page would be a stall. */
export function mergedOn(before: Merged | undefined, pages: readonly Run[][], head: readonly Run[]): Merged {
  if (
    before === undefined ||
    before.head !== head ||
    before.pages.length > pages.length ||
    before.pages.some((page, i) => page !== pages[i])
  ) {
    const rows = merged(pages, head, [])
    return { pages, head, seen: new Set(rows.map((run) => run.id)), rows }
  }
  const { seen } = before
  const more = pages.slice(before.pages.length).flat()
  const fresh = more.filter((run) => !seen.has(run.id) && seen.add(run.id))
  return { pages, head, seen, rows: fresh.length === 0 ? before.rows : [...before.rows, ...fresh] }
}

/** Whether two answers show the same. Parameters and datasets only grow, so that their number tells. */
export function sameRuns(before: readonly Run[], after: readonly Run[]): boolean {
  return before.length === after.length && before.every((run, i) => same(run, after[i] as Run))
}

function same(a: Run, b: Run): boolean {
  return (
    a.id === b.id &&
    a.name === b.name &&
    a.status === b.status &&
    a.end === b.end &&
    a.deleted === b.deleted &&
    a.params.size === b.params.size &&
    a.datasets.length === b.datasets.length &&
    a.tags.size === b.tags.size &&
    [...a.tags].every(([key, value]) => b.tags.get(key) === value) &&
    a.metrics.size === b.metrics.size &&
    [...a.metrics].every(([key, { value, step }]) => {
      const other = b.metrics.get(key)
      return other !== undefined && Object.is(other.value, value) && other.step === step
    })
  )
}
