import { describe, expect, it } from 'vitest'
import { labelPoint, roundedPath } from './path'

describe('the lines of a graph', () => {
  it('are straight between two points', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toBe('M0,0 L10,0')
    expect(roundedPath([])).toBe('')
  })

  it('turn their corners softly, never beyond half of a piece', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 100 },
      ]),
    ).toBe('M0,0 L5,0 Q10,0 10,5 L10,100')
  })

  it('carry their label where they are longest', () => {
    expect(
      labelPoint([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 100 },
      ]),
    ).toEqual({ x: 10, y: 50 })
  })
})
