import { describe, expect, it } from 'vitest'
import { wayBack } from './wayBack'

describe('the way back', () => {
  const released = (release: number, previous_release?: number) => ({
    action: 'released' as const,
    release,
    previous_release,
  })
  const rolledBack = (release: number, previous_release: number) => ({
    action: 'rolled_back' as const,
    release,
    previous_release,
  })

  it('leads to what served when the current release was made', () => {
    expect(wayBack([released(2, 1), released(1)], 2)).toBe(1)
  })

  it('goes on backwards after a rollback, never forward again', () => {
    expect(wayBack([rolledBack(2, 3), released(3, 2), released(2, 1), released(1)], 2)).toBe(1)
  })

  it('ends at the first release', () => {
    expect(wayBack([released(1)], 1)).toBeUndefined()
    expect(wayBack([], undefined)).toBeUndefined()
  })
})
