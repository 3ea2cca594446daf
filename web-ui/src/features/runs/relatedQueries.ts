import { queryOptions } from '@tanstack/react-query'
import { api, sendOk, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import { read } from '@/tracking/calls'
import { listing } from './artifacts'

interface Pair {
  key: string
  value?: string
}

export interface LoggedModel {
  id: string
  name: string
  status: string
  type: string
  sourceRun: string | undefined
  /** Where its files are. */
  location: string
  params: [string, string][]
  tags: [string, string][]
  /** Where it became a version of a registered model. */
  versions: { name: string; version: string }[]
}

interface WireModel {
  info: {
    model_id: string
    name?: string
    status?: string
    model_type?: string
    source_run_id?: string
    artifact_uri?: string
    tags?: Pair[]
  }
  data?: { params?: Pair[] }
}

export const loggedModel = (id: string) =>
  queryOptions({
    queryKey: ['models', 'logged', id],
    queryFn: async ({ signal }): Promise<LoggedModel> => {
      const { model } = await read<{ model: WireModel }>(`logged-models/${encodeURIComponent(id)}`, {}, signal)
      const tags = (model.info.tags ?? []).map(({ key, value }): [string, string] => [key, value ?? ''])
      return {
        id,
        name: model.info.name ?? id,
        status: (model.info.status ?? '').replace('LOGGED_MODEL_', '').toLowerCase(),
        type: model.info.model_type ?? '',
        sourceRun: model.info.source_run_id,
        location: model.info.artifact_uri ?? '',
        params: (model.data?.params ?? []).map(({ key, value }) => [key, value ?? '']),
        tags: tags.filter(([key]) => key !== 'mlflow.modelVersions'),
        versions: versionsIn(tags.find(([key]) => key === 'mlflow.modelVersions')?.[1]),
      }
    },
  })

function versionsIn(text: string | undefined): { name: string; version: string }[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(found)) return []
    return found.flatMap((each: { name?: unknown; version?: unknown }) =>
      each?.name !== undefined && each.version !== undefined
        ? [{ name: String(each.name), version: String(each.version) }]
        : [],
    )
  } catch {
    return []
  }
}

/** The names of all registered models. */
export const modelNames = queryOptions({
  queryKey: ['models', 'names'],
  queryFn: async ({ signal }) =>
    (
      await readAll((page_token) =>
        unwrap(api.GET('/api/v1/models', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
      )
    ).map((model) => model.name),
})

export const registeredFrom = (runId: string) =>
  queryOptions({
    queryKey: ['models', 'of run', runId],
    queryFn: async ({ signal }) => {
      const found = await read<{ model_versions?: { name: string; version: string | number }[] }>(
        'model-versions/search',
        { filter: `run_id = '${runId}'`, max_results: 200 },
        signal,
      )
      return (found.model_versions ?? []).map(({ name, version }) => ({ name, version: String(version) }))
    },
  })

/** What a logged model needs to run, as its client wrote it down; null where it did not. */
export const requirements = (modelId: string) =>
  queryOptions({
    queryKey: ['logged-model-file', modelId, 'requirements.txt'],
    queryFn: async ({ client, signal }): Promise<string | null> => {
      const files = await client.fetchQuery(listing({ kind: 'model', id: modelId }, ''))
      if (!files.some((file) => file.path === 'requirements.txt')) return null
      const answer = await sendOk(
        `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/files?artifact_file_path=requirements.txt`,
        { signal },
      )
      return answer.text()
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
