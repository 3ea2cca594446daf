import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, sendOk, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import type { PipelineRun } from '@/api/schema'

/** How often what is under way is asked for: steps change without an event of their own. */
const RUNNING_MS = 1_000

export function isUnderWay(state: string | undefined): boolean {
  return state === 'pending' || state === 'running'
}

export const pipelines = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/pipelines', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const pipeline = (name: string) =>
  queryOptions({
    queryKey: ['pipelines', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/pipelines/{name}', { params: { path: { name } }, signal })),
  })

export const definition = (name: string, version: number) =>
  queryOptions({
    queryKey: ['pipelines', name, 'versions', version],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/pipelines/{name}/versions/{version}', {
          params: { path: { name, version } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const versions = (name: string) =>
  queryOptions({
    queryKey: ['pipelines', name, 'versions'],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/pipelines/{name}/versions', {
            params: { path: { name }, query: { max_results: 200 } },
            signal,
          }),
        )
      ).items,
  })

export const runs = (name: string) =>
  infiniteQueryOptions({
    queryKey: ['pipelines', name, 'runs'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/pipelines/{name}/runs', {
          params: { path: { name }, query: { max_results: 50, ...(pageParam ? { page_token: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((run) => isUnderWay(run.state))) ? 2_000 : false,
  })

export const run = (name: string, id: string) =>
  queryOptions({
    queryKey: ['pipelines', name, 'runs', id],
    queryFn: ({ signal }): Promise<PipelineRun> =>
      unwrap(api.GET('/api/v1/pipelines/{name}/runs/{id}', { params: { path: { name, id } }, signal })),
    refetchInterval: (query) => (isUnderWay(query.state.data?.state) ? RUNNING_MS : false),
  })

export const log = (name: string, id: string, step: string, running: boolean) =>
  queryOptions({
    queryKey: ['pipelines', name, 'runs', id, 'log', step, running],
    queryFn: async ({ signal }): Promise<string> =>
      (
        await sendOk(
          `/api/v1/pipelines/${encodeURIComponent(name)}/runs/${id}/steps/${encodeURIComponent(step)}/logs`,
          { signal },
        )
      ).text(),
    refetchInterval: running ? RUNNING_MS : false,
    placeholderData: keepPreviousData,
  })
