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
