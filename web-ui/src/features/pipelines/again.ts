import type { StepRun } from '@/api/schema'

type Step = Pick<StepRun, 'name' | 'depends_on' | 'state'>

/** What runs again from a step on, and what stays: as the server will have it. */
export function againFrom(steps: readonly Step[], from: string): { again: string[]; kept: string[] } {
  const again = new Set<string>()
  let size = -1
  while (again.size !== size) {
    size = again.size
    for (const { name, depends_on, state } of steps) {
      if (name === from || state !== 'succeeded' || depends_on.some((needed) => again.has(needed))) again.add(name)
    }
  }
  const names = steps.map(({ name }) => name)
  return { again: names.filter((name) => again.has(name)), kept: names.filter((name) => !again.has(name)) }
}

/** Whether all that the step needs was made. */
export const mayBeginAt = (steps: readonly Step[], step: Step): boolean =>
  step.depends_on.every((needed) => steps.find(({ name }) => name === needed)?.state === 'succeeded')
