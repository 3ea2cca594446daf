import { describe, expect, it } from 'vitest'
import type { Pipeline } from '@/api/schema'
import { attention } from './attention'
import type { InProduction } from './queries'

function production(parts: {
  deployment?: Partial<InProduction['deployment']>
  drift?: unknown
  promotion?: unknown
}): InProduction {
  return {
    deployment: { name: 'fraud', state: 'serving', ...parts.deployment },
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
