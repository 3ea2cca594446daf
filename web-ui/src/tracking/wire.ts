import type { DatasetUse, Experiment, Metric, Run } from './types'

/** Runs and experiments as MLflow's protocol has them. */
interface Pair {
  key: string
  value?: string
}

interface WireTag {
  key: string
  value: string
}

export interface WirePoint {
  key: string
  value: number | string
  timestamp?: number | string
  step?: number | string
  run_id?: string
}

export interface WireRun {
  info: {
    run_id: string
    run_name?: string
    experiment_id: string
    user_id?: string
    status?: string
    start_time?: number | string
    end_time?: number | string
    lifecycle_stage?: string
    artifact_uri?: string
  }
  data?: { metrics?: WirePoint[]; params?: Pair[]; tags?: Pair[] }
  inputs?: {
    dataset_inputs?: {
      tags?: WireTag[]
      dataset: {
        name: string
        digest: string
        source_type?: string
        source?: string
        schema?: string
        profile?: string
      }
    }[]
    model_inputs?: { model_id: string }[]
  }
  outputs?: { model_outputs?: { model_id: string }[] }
}

export interface WireExperiment {
  experiment_id: string
  name: string
  artifact_location?: string
  lifecycle_stage?: string
  creation_time?: number | string
  last_update_time?: number | string
  tags?: Pair[]
}

/** NaN and the infinities travel as texts. */
export const numberOf = (value: number | string | undefined): number => Number(value ?? 0)

const timeOf = (value: number | string | undefined): number | undefined =>
  value === undefined || Number(value) === 0 ? undefined : Number(value)

const pairs = (list: Pair[] | undefined): Map<string, string> =>
  new Map((list ?? []).map(({ key, value }) => [key, value ?? '']))

export function runOf({ info, data, inputs, outputs }: WireRun): Run {
  const tags = pairs(data?.tags)
  return {
    id: info.run_id,
    name: info.run_name || tags.get('mlflow.runName') || info.run_id.slice(0, 8),
    experimentId: info.experiment_id,
    status: (info.status ?? 'unknown').toLowerCase(),
    user: info.user_id || tags.get('mlflow.user') || '',
    start: timeOf(info.start_time),
    end: timeOf(info.end_time),
    deleted: info.lifecycle_stage === 'deleted',
    artifactUri: info.artifact_uri ?? '',
    metrics: new Map(
      (data?.metrics ?? []).map((point): [string, Metric] => [
        point.key,
        { value: numberOf(point.value), step: numberOf(point.step), timestamp: numberOf(point.timestamp) },
      ]),
    ),
    params: pairs(data?.params),
    tags,
    datasets: (inputs?.dataset_inputs ?? []).map(
      ({ dataset, tags: marks }): DatasetUse => ({
        name: dataset.name,
        digest: dataset.digest,
        context: marks?.find(({ key }) => key === 'mlflow.data.context')?.value,
        sourceType: dataset.source_type ?? '',
        source: dataset.source ?? '',
        schema: dataset.schema,
        profile: dataset.profile,
      }),
    ),
    modelsIn: (inputs?.model_inputs ?? []).map((model) => model.model_id),
    modelsOut: (outputs?.model_outputs ?? []).map((model) => model.model_id),
  }
}

export function experimentOf(wire: WireExperiment): Experiment {
  return {
    id: wire.experiment_id,
    name: wire.name,
    deleted: wire.lifecycle_stage === 'deleted',
    artifactLocation: wire.artifact_location ?? '',
    created: numberOf(wire.creation_time),
    updated: numberOf(wire.last_update_time),
    tags: pairs(wire.tags),
  }
}
