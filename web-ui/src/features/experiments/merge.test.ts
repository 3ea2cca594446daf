import { describe, expect, it } from 'vitest'
import type { Run } from '@/tracking/types'
import { type Merged, mergedOn } from './merge'

const run = (id: string) => ({ id }) as Run
const ids = (merged: Merged) => merged.rows.map(({ id }) => id).join('')

describe('rows that are read page by page', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(run) as [Run, Run, Run, Run]
  const head = [a, b]
  const first = [a, b]

  it('grow by what is new, and none comes twice', () => {
    const one = mergedOn(undefined, [first], head)
    expect(ids(one)).toBe('ab')
    const two = mergedOn(one, [first, [b, c]], head)
    expect(ids(two)).toBe('abc')
    expect(ids(mergedOn(two, [first, two.pages[1] as Run[], [d, c]], head))).toBe('abcd')
    expect(ids(one)).toBe('ab')
  })

  it('are the same list where nothing came', () => {
    const one = mergedOn(undefined, [first], head)
    expect(mergedOn(one, [first, [a]], head).rows).toBe(one.rows)
  })

  it('begin anew with another head or other pages', () => {
    const one = mergedOn(undefined, [first, [c]], head)
    expect(ids(mergedOn(one, [first, [c]], [d, a, b]))).toBe('dabc')
    expect(ids(mergedOn(one, [[c], [d]], head))).toBe('abcd')
    expect(ids(mergedOn(one, [first], head))).toBe('ab')
  })
})
