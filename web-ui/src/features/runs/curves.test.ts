import { describe, expect, it } from 'vitest'
import { aligned, type Line, sectionsOf, smoothed } from './curves'

const line = (...points: [step: number, value: number | null, timestamp?: number][]): Line => ({
  steps: points.map(([step]) => step),
  timestamps_ms: points.map(([step, , timestamp]) => timestamp ?? step * 1000),
  values: points.map(([, value]) => value),
})

describe('curves of several runs', () => {
  it('share an axis, and go on where only another run has a point', () => {
    const { x, values } = aligned([line([0, 1], [2, 3]), line([1, 5])], 'step', [], false)
    expect(x).toEqual([0, 1, 2])
    expect(values).toEqual([
      [1, undefined, 3],
      [undefined, 5, undefined],
    ])
  })

  it('have gaps where a value is no number or not above zero on a logarithmic axis', () => {
    const gaps = line([0, 1], [1, null], [2, -1])
    expect(aligned([gaps], 'step', [], false).values[0]).toEqual([1, null, -1])
    expect(aligned([gaps], 'step', [], true).values[0]).toEqual([1, null, null])
  })

  it('begin at zero when time is relative', () => {
    const some = line([7, 1, 5000], [8, 2, 6500])
    expect(aligned([some], 'relative', [4000], false).x).toEqual([1, 2.5])
    expect(aligned([some], 'relative', [undefined], false).x).toEqual([0, 1.5])
    expect(aligned([some], 'time', [undefined], false).x).toEqual([5000, 6500])
  })

  it('keep the last of several points at one place', () => {
    expect(aligned([line([3, 1], [3, 2])], 'step', [], false).values[0]).toEqual([2])
  })
})

describe('smoothing', () => {
  it('begins at the first value and keeps a constant', () => {
    expect(smoothed([4, 4, 4], 0.9).map((value) => value?.toFixed(6))).toEqual(['4.000000', '4.000000', '4.000000'])
  })

  it('is a weighted mean of what came before', () => {
    expect(smoothed([0, 1], 0.5)[1]).toBeCloseTo(2 / 3)
  })

  it('leaves gaps', () => {
    expect(smoothed([1, null, undefined, 1], 0.5)).toEqual([1, null, undefined, 1])
  })
})

it('puts metrics together that begin alike', () => {
  expect(sectionsOf(['auc', 'train/loss', 'val/acc', 'val/loss'])).toEqual([
    ['Metrics', ['auc', 'train/loss']],
    ['val', ['val/acc', 'val/loss']],
  ])
})
