import { describe, expect, it } from 'vitest'
import { aligned, sectionsOf, smoothed } from './curves'
import { byRun } from './points'

const point = (step: number, value: number, timestamp = step * 1000) => ({ step, value, timestamp })

describe('curves of several runs', () => {
  it('share an axis, and go on where only another run has a point', () => {
    const { x, values } = aligned([[point(0, 1), point(2, 3)], [point(1, 5)]], 'step', [], false)
    expect(x).toEqual([0, 1, 2])
    expect(values).toEqual([
      [1, undefined, 3],
      [undefined, 5, undefined],
    ])
  })

  it('have gaps where a value is no number or not above zero on a logarithmic axis', () => {
    const line = [point(0, 1), point(1, Number.NaN), point(2, -1)]
    expect(aligned([line], 'step', [], false).values[0]).toEqual([1, null, -1])
    expect(aligned([line], 'step', [], true).values[0]).toEqual([1, null, null])
  })

  it('begin at zero when time is relative', () => {
    const line = [point(7, 1, 5000), point(8, 2, 6500)]
    expect(aligned([line], 'relative', [4000], false).x).toEqual([1, 2.5])
    expect(aligned([line], 'relative', [undefined], false).x).toEqual([0, 1.5])
    expect(aligned([line], 'time', [undefined], false).x).toEqual([5000, 6500])
  })

  it('keep the last of several points at one place', () => {
    expect(aligned([[point(3, 1), point(3, 2)]], 'step', [], false).values[0]).toEqual([2])
  })

  it('come apart by their run, NaN included', () => {
    const found = byRun([{ key: 'a', run_id: 'r', value: 'NaN', step: '4', timestamp: 1 }], ['r', 's'])
    expect(found.get('r')).toEqual([{ step: 4, timestamp: 1, value: Number.NaN }])
    expect(found.get('s')).toEqual([])
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
