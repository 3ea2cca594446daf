import { queryOptions } from '@tanstack/react-query'
import { api, sendOk, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import type { Run } from '@/api/schema'

export const datasets = queryOptions({
  queryKey: ['datasets'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/datasets', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const dataset = (name: string) =>
  queryOptions({
    queryKey: ['datasets', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/datasets/{name}', { params: { path: { name } }, signal })),
  })

export const versions = (name: string) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions'],
    queryFn: ({ signal }) =>
      readAll((page_token) =>
        unwrap(
          api.GET('/api/v1/datasets/{name}/versions', {
            params: { path: { name }, query: { max_results: PAGE_SIZE, page_token } },
            signal,
          }),
        ),
      ),
  })

const at = (name: string, number: number) => ({ path: { name, version: String(number) } })

export const version = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/datasets/{name}/versions/{version}', { params: at(name, number), signal })),
  })

export const profile = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number, 'profile'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/datasets/{name}/versions/{version}/profile', { params: at(name, number), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** As many rows as one looks through. */
export const PREVIEW_ROWS = 200

export const rows = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number, 'rows'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/datasets/{name}/versions/{version}/rows', {
          params: { ...at(name, number), query: { max_results: PREVIEW_ROWS } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const diff = (name: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'diff', from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/datasets/{name}/diff', {
          params: { path: { name }, query: { from: String(from), to: String(to) } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A run that took a version, what for, and the model versions that came of it. */
export interface Use {
  run: Run
  contexts: string[]
  models: { name: string; version: string }[]
}

const MOST_USES = 200

export const uses = (name: string, number: number, digest: string) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number, 'uses'],
    queryFn: async ({ signal }): Promise<Use[]> => {
      const { items } = await unwrap(
        api.GET('/api/v1/runs', {
          params: { query: { filter: `dataset.digest = '${digest}'`, max_results: MOST_USES } },
          signal,
        }),
      )
      const made = await versionsOf(
        items.map((run) => run.run_id),
        signal,
      )
      return items.map((run) => ({
        run,
        contexts: [
          ...new Set(run.inputs.filter((input) => input.digest === digest).flatMap((input) => input.context ?? [])),
        ],
        models: made.filter((version) => version.run_id === run.run_id),
      }))
    },
  })

/** The model versions that runs produced; MLflow's call looks through all models at once. */
async function versionsOf(
  runs: string[],
  signal: AbortSignal,
): Promise<{ name: string; version: string; run_id: string }[]> {
  if (runs.length === 0) return []
  const query = new URLSearchParams({
    filter: `run_id IN (${runs.map((id) => `'${id}'`).join(', ')})`,
    max_results: '1000',
  })
  const answer = await sendOk(`/api/2.0/mlflow/model-versions/search?${query}`, { signal })
  const { model_versions = [] } = (await answer.json()) as {
    model_versions?: { name: string; version: string; run_id: string }[]
  }
  return model_versions
}
