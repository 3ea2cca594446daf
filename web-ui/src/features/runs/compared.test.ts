import { describe, expect, it } from 'vitest'
import { runOf } from '@/tracking/wire'
import { type Line, linesOf, scaleOf, tellingAxes } from './compared'

const made = (id: string, params: Record<string, string>, metrics: Record<string, number | string>) =>
  runOf({
    info: { run_id: id, experiment_id: '1', status: 'FINISHED' },
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value })),
    },
  })

const line = (values: Line['values']): Line => ({ id: 'param:x', kind: 'param', label: 'x', values, differs: true })

describe('runs side by side', () => {
  it('say what differs, also by what only some have', () => {
    const lines = linesOf([made('a', { lr: '1', seed: '7' }, { auc: 1 }), made('b', { lr: '2', seed: '7' }, {})])
    expect(lines.filter(({ differs }) => differs).map(({ id }) => id)).toEqual(['metric:auc', 'param:lr'])
    expect(lines.find(({ id }) => id === 'param:seed')?.differs).toBe(false)
  })

  it('take NaN for the same as NaN', () => {
    const lines = linesOf([made('a', {}, { loss: 'NaN' }), made('b', {}, { loss: 'NaN' })])
    expect(lines[0]).toMatchObject({ id: 'metric:loss', differs: false })
  })

  it('choose axes that tell runs apart', () => {
    const runs = [1, 2].map((n) => made(String(n), { lr: `${n}`, same: 'x' }, { auc: n, loss: n }))
    expect(tellingAxes(linesOf(runs), 2)).toEqual(['param:lr', 'metric:auc'])
  })
})

describe('axes', () => {
  it('put numbers in a line', () => {
    expect(scaleOf(line(['1', '2', '3', undefined])).places).toEqual([0, 0.5, 1, undefined])
  })

  it('use logarithms where values span orders', () => {
    const scale = scaleOf(line(['0.001', '0.01', '0.1']))
    expect(scale.log).toBe(true)
    expect(scale.places[1]).toBeCloseTo(0.5)
  })

  it('put texts in their order, and one value in the middle', () => {
    expect(scaleOf(line(['b', 'a', 'b'])).places).toEqual([1, 0, 1])
    expect(scaleOf(line([5, 5])).places).toEqual([0.5, 0.5])
  })

  it('have no place for what is no number', () => {
    expect(scaleOf(line([1, Number.NaN, 3])).places).toEqual([0, undefined, 1])
  })
})
