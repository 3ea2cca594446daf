import { describe, expect, it } from 'vitest'
import { evenBars } from './bins'

const total = (bars: { count: number }[]) => bars.reduce((sum, bar) => sum + bar.count, 0)

describe('bars of a histogram', () => {
  it('keep all rows and show where they are dense', () => {
    // Ten bins of 100 rows each, ever wider.
    const edges = Array.from({ length: 11 }, (_, i) => i * i)
    const bars = evenBars({ edges, counts: Array(10).fill(100) })
    expect(total(bars)).toBeGreaterThan(990)
    expect(total(bars)).toBeLessThan(1010)
    expect(bars[0]?.count).toBeGreaterThan((bars.at(-1)?.count ?? 0) * 2)
  })

  it('gather the tails at the ends', () => {
    const bars = evenBars({ edges: [0, 1, 2, 3, 1000], counts: [10, 10, 10, 4] }, 0, 3)
    expect(bars.at(-1)?.upper).toBe(3)
    expect(Math.abs(total(bars) - 34)).toBeLessThanOrEqual(2)
  })

  it('are one where all values are one', () => {
    expect(evenBars({ edges: [5, 5], counts: [7] })).toEqual([{ label: '5', lower: 5, upper: 5, count: 7 }])
    expect(evenBars({ edges: [], counts: [] })).toEqual([])
  })
})
