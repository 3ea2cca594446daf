import { expect, it } from 'vitest'
import { assign } from './colors'

it('gives runs that are drawn together colours of their own, and keeps them', () => {
  const places = new Map<string, number>()
  expect(assign(places, ['a', 'b'])).toBe(true)
  assign(places, ['c', 'b'])
  expect([...places]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ])
  expect(assign(places, ['c', 'a'])).toBe(false)
})

it('begins again when all colours are taken', () => {
  const places = new Map<string, number>()
  assign(
    places,
    Array.from({ length: 20 }, (_, i) => `${i}`),
  )
  expect(places.get('15')).toBe(15)
  expect(places.get('16')).toBe(0)
})
