import { expect, it } from 'vitest'
import { extentOf } from './extent'

const edge = (from: string, to: string) => ({ from, to })

it('counts what stands beside and behind each other', () => {
  const nodes = ['d', 'a', 'b', 'c'].map((id) => ({ id }))
  expect(extentOf(nodes, [edge('a', 'b'), edge('a', 'c'), edge('b', 'd')])).toEqual({ wide: 2, long: 3 })
  expect(extentOf([], [])).toEqual({ wide: 1, long: 1 })
})

it('ends where edges run in a circle', () => {
  expect(extentOf([{ id: 'a' }, { id: 'b' }], [edge('a', 'b'), edge('b', 'a')]).long).toBeGreaterThan(0)
})
