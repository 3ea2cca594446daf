import { expect, it } from 'vitest'
import { nextKeys } from './useRowKeys'

const after = (...steps: number[][]) =>
  steps.reduce((keys: Map<number, number>, indices) => nextKeys(keys, indices), new Map())

it('keeps the keys of rows that stay, and gives those of rows that left to rows that came', () => {
  expect([...after([0, 1, 2], [1, 2, 3])]).toEqual([
    [1, 1],
    [2, 2],
    [3, 0],
  ])
})

it('uses all keys again in their order after a jump', () => {
  expect([...after([0, 1, 2], [500, 501, 502]).values()]).toEqual([0, 1, 2])
})

it('never gives a key twice, however many rows there are', () => {
  const keys = after([0, 1, 2, 3], [2, 3], [1, 2, 3, 4, 5], [90], [3, 4, 5, 90])
  expect(new Set(keys.values()).size).toBe(keys.size)
})
