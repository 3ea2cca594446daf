import { describe, expect, it } from 'vitest'
import { PARENT_TAG, type Run } from '@/tracking/types'
import { runOf } from '@/tracking/wire'
import { absentParents, meanOf, rowsOf, withGroups } from './groups'
import { keysOf, telling } from './keys'
import { merged, sameRuns } from './merge'

function made(id: string, parent?: string, params: Record<string, string> = {}, auc?: number | string): Run {
  return runOf({
    info: { run_id: id, experiment_id: '1' },
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      tags: parent ? [{ key: PARENT_TAG, value: parent }] : [],
      metrics: auc === undefined ? [] : [{ key: 'auc', value: auc }],
    },
  })
}

const shape = (runs: Run[], group?: string, folded: string[] = []) =>
  rowsOf(runs, group, new Set(folded)).map((row) =>
    row.kind === 'run' ? `${' '.repeat(row.depth)}${row.run.id}` : `[${row.label}]`,
  )

describe('grouping', () => {
  it('puts children below their parent, wherever they were', () => {
    const runs = [made('c1', 'p'), made('q'), made('p'), made('c2', 'p'), made('g', 'c1')]
    expect(shape(runs, 'parent')).toEqual(['q', 'p', ' c1', '  g', ' c2'])
    expect(shape(runs, 'parent', ['p'])).toEqual(['q', 'p'])
  })

  it('keeps runs whose parent is not there, and those that claim each other', () => {
    expect(shape([made('a', 'gone'), made('b', 'c'), made('c', 'b')], 'parent')).toEqual(['a', 'b', 'c'])
  })

  it('knows which parents are missing', () => {
    expect(absentParents([made('a', 'p'), made('b', 'q'), made('q'), made('c', 'p')])).toEqual(['p'])
  })

  it('groups by a parameter, in the order of numbers, what lacks it last', () => {
    const runs = [made('a', undefined, { d: '10' }), made('b'), made('c', undefined, { d: '9' })]
    expect(shape(runs, 'param:d')).toEqual(['[d = 9]', ' c', '[d = 10]', ' a', '[without d]', ' b'])
  })

  it('chooses the runs of a group with it, folded or not', () => {
    const rows = rowsOf([made('a', undefined, { d: '1' }), made('b', undefined, { d: '2' })], 'param:d', new Set())
    const key = rows[0]?.key ?? ''
    const chosen = withGroups(rows, new Set(), new Set([key]))
    expect([...chosen]).toEqual([key, 'a'])
    expect([...withGroups(rows, chosen, new Set(['a']))]).toEqual([])
  })

  it('takes means over numbers only', () => {
    expect(meanOf([made('a', undefined, {}, 1), made('b', undefined, {}, 'NaN'), made('c')], 'auc')).toEqual({
      mean: 1,
      n: 1,
    })
  })
})

describe('columns', () => {
  it('know what was logged, and which parameters tell runs apart', () => {
    const runs = [made('a', undefined, { same: '1', lr: '1' }, 1), made('b', 'a', { same: '1', lr: '2' })]
    expect(keysOf(runs)).toEqual({ metrics: ['auc'], params: ['lr', 'same'], tags: [PARENT_TAG] })
    expect(telling(runs, ['same', 'lr'])).toEqual(['lr', 'same'])
  })
})

describe('live rows', () => {
  it('come first where they are new, and replace what was read before', () => {
    const [a, b, c] = [made('a'), made('b'), made('c')]
    const later = made('b', undefined, { x: '1' })
    const rows = merged([[a, b]], [c, a], [later])
    expect(rows.map((run) => run.id)).toEqual(['c', 'a', 'b'])
    expect(rows[2]?.params.get('x')).toBe('1')
  })
  it('are told from those that changed', () => {
    expect(sameRuns([made('a', 'p', { x: '1' }, 'NaN')], [made('a', 'p', { x: '1' }, 'NaN')])).toBe(true)
    expect(sameRuns([made('a', 'p', {}, 1)], [made('a', 'p', {}, 2)])).toBe(false)
    expect(sameRuns([made('a', 'p')], [made('a', 'q')])).toBe(false)
    expect(sameRuns([made('a')], [made('a'), made('b')])).toBe(false)
  })
})
