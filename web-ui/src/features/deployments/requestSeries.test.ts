import { describe, expect, it } from 'vitest'
import { linesOf } from './requestSeries'

const window = (at: string, release: number, requests: number) => ({
  at,
  release,
  requests,
  rejected: 1,
  failed: 0,
  p99_ms: 2,
})

describe('requests over time', () => {
  const lines = linesOf({
    deployment: 'fraud',
    since: '2026-03-01T12:00:03.000Z',
    until: '2026-03-01T12:00:45.000Z',
    step_ms: 10_000,
    items: [
      window('2026-03-01T12:00:10.000Z', 1, 100),
      window('2026-03-01T12:00:30.000Z', 1, 50),
      window('2026-03-01T12:00:30.000Z', 2, 5),
      window('2026-03-01T12:00:40.000Z', 2, 9),
    ],
  })

  it('have a place for each stretch that is over', () => {
    expect(lines.x.map((at) => new Date(at).toISOString().slice(17, 19))).toEqual(['00', '10', '20', '30'])
  })

  it('are told by release, with gaps where it had none', () => {
    expect(lines.releases.map((each) => each.release)).toEqual([2, 1])
    expect(lines.releases[1]?.windows.map((each) => each?.requests)).toEqual([undefined, 100, undefined, 50])
    expect(lines.total).toEqual({ requests: 155, rejected: 3, failed: 0 })
  })
})
