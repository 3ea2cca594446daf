/** What was measured last under a key. */
export interface Metric {
  value: number
  step: number
  timestamp: number
}

export interface DatasetUse {
  name: string
  digest: string
  context: string | undefined
  sourceType: string
  source: string
  schema: string | undefined
  profile: string | undefined
}

/** A run as pages need it. Keys come from people: hence maps, not objects. */
export interface Run {
  id: string
  name: string
  experimentId: string
  /** In lower case, as `StatusBadge` has it. */
  status: string
  user: string
  start: number | undefined
  end: number | undefined
  deleted: boolean
  artifactUri: string
  metrics: ReadonlyMap<string, Metric>
  params: ReadonlyMap<string, string>
  tags: ReadonlyMap<string, string>
  datasets: DatasetUse[]
  /** Logged models, by their ids. */
  modelsIn: string[]
  modelsOut: string[]
}

export interface Experiment {
  id: string
  name: string
  deleted: boolean
  artifactLocation: string
  created: number
  updated: number
  tags: ReadonlyMap<string, string>
}

export const PARENT_TAG = 'mlflow.parentRunId'

/** Tags that clients set for themselves. */
export const isOwnTag = (key: string): boolean => key.startsWith('mlflow.')

export const parentOf = (run: Run): string | undefined => run.tags.get(PARENT_TAG)

/** Milliseconds it took, or takes until now. */
export function durationOf(run: Run, now: number): number | undefined {
  if (run.start === undefined) return undefined
  if (run.end !== undefined) return run.end - run.start
  return run.status === 'running' ? Math.max(0, now - run.start) : undefined
}
