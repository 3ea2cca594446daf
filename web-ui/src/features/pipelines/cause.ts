import type { RunCause } from '@/api/schema'

/** Why a run was started, in a few words. */
export function causeOf(cause: RunCause): string {
  if (cause.kind === 'drift') return `drift of ${cause.deployment ?? 'a deployment'}`
  if (cause.kind === 'schedule') return `schedule ${cause.schedule ?? ''}`.trim()
  if (cause.kind === 'rerun') return `again from ${cause.step ?? 'a step'}`
  return 'by hand'
}
