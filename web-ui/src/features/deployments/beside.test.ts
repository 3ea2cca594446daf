import { expect, it } from 'vitest'
import { BEGINNING, trafficOf, wrongIn } from './beside'

it('asks for what the API needs', () => {
  expect(wrongIn(BEGINNING)).toEqual({})
  expect(wrongIn({ ...BEGINNING, percent: '101' })).toHaveProperty('percent')
  expect(wrongIn({ ...BEGINNING, sticky: 'header' })).toHaveProperty('stickyName')
  expect(wrongIn({ ...BEGINNING, rule: true, minutes: '' })).toHaveProperty('minutes')
  expect(wrongIn({ ...BEGINNING, rule: true, minutes: '', labelledRows: '500' })).toEqual({})
  expect(wrongIn({ ...BEGINNING, rule: true, p99Ms: 'fast' })).toHaveProperty('p99Ms')
})

it('speaks the words of the API', () => {
  expect(trafficOf(BEGINNING, 4, 'why')).toEqual({
    arms: [{ name: 'canary', version: 4, weight: 0.1 }],
    reason: 'why',
  })
  expect(
    trafficOf(
      { ...BEGINNING, sticky: 'column', stickyName: ' customer ', rule: true, minutes: '1.5', qualityDropPercent: '3' },
      4,
      'why',
    ),
  ).toEqual({
    arms: [{ name: 'canary', version: 4, weight: 0.1 }],
    sticky_by: { column: 'customer' },
    rule: { arm: 'canary', after_ms: 90_000, max_quality_drop: 0.03 },
    reason: 'why',
  })
  expect(trafficOf({ ...BEGINNING, kind: 'shadow', rule: true }, 4, 'why')).toEqual({
    shadow: { version: 4, sample: 0.1 },
    reason: 'why',
  })
})
