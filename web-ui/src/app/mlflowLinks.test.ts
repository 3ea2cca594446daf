import { describe, expect, it, vi } from 'vitest'
import { pathOf } from './mlflowLinks'

vi.mock('@/tracking/calls', () => ({ experimentById: async (id: string) => ({ id, name: `no. ${id}` }) }))

describe('links to MLflow’s UI', () => {
  it.each([
    ['#/experiments/3/runs/4f2c', '/runs/4f2c'],
    ['#/experiments/3/runs/4f2c/artifacts', '/runs/4f2c?tab=artifacts'],
    ['#/experiments/3/runs/4f2c/model-metrics', '/runs/4f2c?tab=metrics'],
    ['#/experiments/3', '/experiments/no.%203'],
    ['#/experiments/3/traces', '/experiments/no.%203'],
    ['#/models/fraud', '/models/fraud'],
    ['#/models/a%20b/versions/2', '/models/a%20b/versions/2'],
    ['#/compare-runs?runs=["a","b"]&experiments=["3"]', '/compare?runs=a%2Cb'],
    ['#/models', '/models'],
    ['#/prompts', undefined],
    ['#content', undefined],
    ['', undefined],
  ])('%s leads to %s', async (hash, path) => {
    expect(await pathOf(hash)).toBe(path)
  })
})
