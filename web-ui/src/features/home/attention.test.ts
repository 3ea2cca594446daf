import { describe, expect, it } from 'vitest'
import type { Pipeline } from '@/api/schema'
import { attention } from './attention'
import type { InProduction, Served } from './queries'

function production(parts: {
  deployment?: Partial<InProduction['deployment']>
  drift?: unknown
  promotion?: unknown
}): InProduction {
  return {
    deployment: { name: 'fraud', state: 'serving', ...parts.deployment },
    measured: true,
    drift: parts.drift,
    performance: undefined,
    promotion: parts.promotion,
  } as InProduction
}

describe('what needs a person', () => {
  it('is nothing where all is well', () => {
    const pipelines = [{ name: 'train', latest_run: { id: '1', state: 'succeeded', created_at: '' } }] as Pipeline[]
    expect(attention([production({})], pipelines)).toEqual([])
  })

  it('asks who owns what is in production', () => {
    const model = (name: string, owner?: string) => ({ model: { name, owner }, newest: undefined }) as Served
    const found = attention([production({})], [], [model('fraud'), model('churn', 'Risk team')])
    expect(found.map((each) => [each.title, each.href])).toEqual([
      ['fraud is in production and nobody owns it', '/models/fraud'],
    ])
  })

  it('tells of a newest version that can’t be deployed', () => {
    const newest = { version: 4, undeployable: 'It has no ONNX file.', created_at: '2026-03-01T12:00:00Z' }
    const found = attention([], [], [{ model: { name: 'fraud', owner: 'ada' }, newest } as Served])
    expect(found.map((each) => [each.title, each.why, each.href])).toEqual([
      ['fraud version 4 can’t be deployed', 'It has no ONNX file.', '/models/fraud/versions/4'],
    ])
  })

  it('begins with what is broken', () => {
    const found = attention(
      [
        production({
          deployment: { pin: { actor: 'ada', at: '2026-03-01T12:00:00Z', reason: 'complaints' } },
          drift: {
            window: { judged: true, input_drifted: true },
            events: [{ at: '2026-03-01T12:00:00Z', features: [{ name: 'amount' }, { name: 'merchant' }] }],
          },
          promotion: { now: { decision: 'hold' } },
        }),
      ],
      [{ name: 'train', latest_run: { id: '7', state: 'failed', created_at: '' } }] as Pipeline[],
    )
    expect(found.map((each) => each.title)).toEqual([
      'Pipeline train failed',
      'fraud has drifted',
      'The canary of fraud waits for a decision',
      'fraud is pinned',
    ])
    expect(found[0]?.href).toBe('/pipelines/train/runs/7')
    expect(found[1]?.why).toBe('amount, merchant')
  })
})
