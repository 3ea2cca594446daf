import { parentOf, type Run } from '@/tracking/types'

/** A row of the runs table: a run, perhaps below another, or the head of a group. */
export type Row =
  | { kind: 'run'; key: string; run: Run; depth: number; children: number; open: boolean }
  | { kind: 'group'; key: string; label: string; runs: Run[]; open: boolean }

export const GROUP_PREFIX = 'group '

export function rowsOf(runs: readonly Run[], group: string | undefined, folded: ReadonlySet<string>): Row[] {
  if (group === 'parent') return byParent(runs, folded)
  if (group?.startsWith('param:')) return byParameter(runs, group.slice('param:'.length), folded)
  return runs.map(plain)
}

const PLAIN = new WeakMap<Run, Row>()

/** The same run is the same row: it is not drawn again because others came. */
function plain(run: Run): Row {
  let row = PLAIN.get(run)
  if (!row) {
    row = { kind: 'run', key: run.id, run, depth: 0, children: 0, open: false }
    PLAIN.set(run, row)
  }
  return row
}

/** Children stand below their parent, in the order they came in; without their parent they stand where they are. */
function byParent(runs: readonly Run[], folded: ReadonlySet<string>): Row[] {
  const known = new Map(runs.map((run) => [run.id, run]))
  const children = new Map<string, Run[]>()
  const roots: Run[] = []
  for (const run of runs) {
    const parent = parentOf(run)
    if (parent === undefined || !known.has(parent) || cyclic(run, known)) roots.push(run)
    else {
      const siblings = children.get(parent)
      if (siblings) siblings.push(run)
      else children.set(parent, [run])
    }
  }
  const rows: Row[] = []
  const add = (run: Run, depth: number) => {
    const below = children.get(run.id) ?? []
    const open = !folded.has(run.id)
    rows.push({ kind: 'run', key: run.id, run, depth, children: below.length, open })
    if (open) for (const child of below) add(child, depth + 1)
  }
  for (const root of roots) add(root, 0)
  return rows
}

/** Parents of these runs that are not among them. */
export function absentParents(runs: readonly Run[]): string[] {
  const known = new Set(runs.map((run) => run.id))
  return [...new Set(runs.flatMap((run) => parentOf(run) ?? []))].filter((id) => !known.has(id))
}

/** Tags are free: two runs may each claim the other for a parent. */
function cyclic(run: Run, known: ReadonlyMap<string, Run>): boolean {
  const seen = new Set<string>()
  for (let at: Run | undefined = run; at !== undefined; at = known.get(parentOf(at) ?? '')) {
    if (seen.has(at.id)) return true
    seen.add(at.id)
  }
  return false
}

function byParameter(runs: readonly Run[], key: string, folded: ReadonlySet<string>): Row[] {
  const groups = new Map<string | undefined, Run[]>()
  for (const run of runs) {
    const value = run.params.get(key)
    const group = groups.get(value)
    if (group) group.push(run)
    else groups.set(value, [run])
  }
  return [...groups]
    .sort(([a], [b]) => (a === undefined ? 1 : b === undefined ? -1 : a.localeCompare(b, 'en', { numeric: true })))
    .flatMap(([value, members]): Row[] => {
      const id = `${GROUP_PREFIX}${value === undefined ? '' : `=${value}`}`
      const open = !folded.has(id)
      const label = value === undefined ? `without ${key}` : `${key} = ${value}`
      return [
        { kind: 'group', key: id, label, runs: members, open },
        ...(open
          ? members.map((run): Row => ({ kind: 'run', key: run.id, run, depth: 1, children: 0, open: false }))
          : []),
      ]
    })
}

/** Choosing a group means choosing its runs. */
export function withGroups(
  rows: readonly Row[],
  before: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): Set<string> {
  const next = new Set(chosen)
  for (const row of rows) {
    if (row.kind !== 'group' || before.has(row.key) === chosen.has(row.key)) continue
    for (const run of row.runs) {
      if (chosen.has(row.key)) next.add(run.id)
      else next.delete(run.id)
    }
  }
  return next
}

/** The mean over those that have the metric, and how many they are. NaN is no number to take the mean of. */
export function meanOf(runs: readonly Run[], key: string): { mean: number; n: number } | undefined {
  let sum = 0
  let n = 0
  for (const run of runs) {
    const value = run.metrics.get(key)?.value
    if (value === undefined || !Number.isFinite(value)) continue
    sum += value
    n++
  }
  return n === 0 ? undefined : { mean: sum / n, n }
}
