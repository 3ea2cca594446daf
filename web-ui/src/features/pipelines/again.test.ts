import { expect, it } from 'vitest'
import { againFrom, mayBeginAt } from './again'

const step = (name: string, depends_on: string[], state = 'succeeded') => ({ name, depends_on, state }) as never

const steps = [step('read', []), step('ship', ['fit']), step('fit', ['read']), step('look', ['read'], 'failed')]

it('runs a step again with all that come after it and all that failed', () => {
  expect(againFrom(steps, 'fit')).toEqual({ again: ['ship', 'fit', 'look'], kept: ['read'] })
  expect(againFrom(steps, 'ship')).toEqual({ again: ['ship', 'look'], kept: ['read', 'fit'] })
})

it('begins only where everything that is needed was made', () => {
  expect(mayBeginAt(steps, step('fit', ['read']))).toBe(true)
  expect(mayBeginAt(steps, step('tell', ['look']))).toBe(false)
})
