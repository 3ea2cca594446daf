import { isOwnTag, type Run } from '@/tracking/types'

/** What the runs of an experiment logged, the most frequent first. */
export interface Keys {
  metrics: string[]
  params: string[]
  tags: string[]
}

/** So many rows tell what there is; reading all of 20,000 again with each page would be a stall. */
export const ENOUGH = 2000

export function keysOf(runs: readonly Run[]): Keys {
  const metrics = new Map<string, number>()
  const params = new Map<string, number>()
  const tags = new Map<string, number>()
  const count = (into: Map<string, number>, keys: Iterable<string>) => {
    for (const key of keys) into.set(key, (into.get(key) ?? 0) + 1)
  }
  for (const run of runs.slice(0, ENOUGH)) {
    count(metrics, run.metrics.keys())
    count(params, run.params.keys())
    count(tags, run.tags.keys())
  }
  const own = ranked(tags).filter(isOwnTag)
  return {
    metrics: ranked(metrics).sort((a, b) => Number(isSystem(a)) - Number(isSystem(b))),
    params: ranked(params),
    tags: [...ranked(tags).filter((key) => !isOwnTag(key)), ...own],
  }
}

/** What was known before, if it is the same: columns are made of it, and rows are drawn again with each new column. */
export function keptKeys(before: Keys | undefined, after: Keys): Keys {
  const same = (a: string[], b: string[]) => a.length === b.length && a.every((key, i) => key === b[i])
  return before && (['metrics', 'params', 'tags'] as const).every((kind) => same(before[kind], after[kind]))
    ? before
    : after
}

export const isSystem = (key: string): boolean => key.startsWith('system/')

function ranked(counts: Map<string, number>): string[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'en', { numeric: true })).map(([key]) => key)
}

/** Parameters whose values differ tell runs apart; they come first. */
export function telling(runs: readonly Run[], params: string[]): string[] {
  const some = runs.slice(0, ENOUGH)
  const differs = (key: string) => new Set(some.map((run) => run.params.get(key))).size > 1
  const [apart, same] = [params.filter(differs), params.filter((key) => !differs(key))]
  return [...apart, ...same]
}
