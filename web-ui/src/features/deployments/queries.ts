import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import { queryClient } from '@/api/queries'

/** Counts of predictions and labels are in no event: what shows them asks again by itself. */
const LIVE_MS = 10_000

const at = (name: string, signal: AbortSignal) => ({ params: { path: { name } }, signal })

export const deployments = queryOptions({
  queryKey: ['deployments'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/deployments', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const deployment = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/deployments/{name}', at(name, signal))),
  })

/** The model that serves: who is asked when something is wrong. */
export const model = (name: string) =>
  queryOptions({
    queryKey: ['models', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/models/{name}', at(name, signal))),
  })

export const traffic = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'traffic'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/deployments/{name}/traffic', at(name, signal))),
  })

export const releases = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'releases'],
    queryFn: ({ signal }) =>
      readAll(
        (page_token) =>
          unwrap(
            api.GET('/api/v1/deployments/{name}/releases', {
              params: { path: { name }, query: { max_results: PAGE_SIZE, page_token } },
              signal,
            }),
          ),
        PAGE_SIZE,
      ),
  })

export const history = (name: string) =>
  infiniteQueryOptions({
    queryKey: ['deployments', name, 'history'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/deployments/{name}/history', {
          params: { path: { name }, query: { max_results: 50, ...(pageParam ? { page_token: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
  })

export const shadow = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'shadow'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/deployments/{name}/shadow', at(name, signal))),
    refetchInterval: LIVE_MS,
  })

export const promotion = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'promotion'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/deployments/{name}/promotion', at(name, signal))),
    refetchInterval: LIVE_MS,
  })

export const performance = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'performance'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/deployments/{name}/performance', at(name, signal))),
    refetchInterval: LIVE_MS,
  })

/** Of the last minutes, as this server counted them. */
export const requests = (name: string, minutes: number) =>
  queryOptions({
    queryKey: ['deployments', name, 'requests', minutes],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/deployments/{name}/requests', { params: { path: { name }, query: { minutes } }, signal }),
      ),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  })

/** The newest windows, in the order of time. */
export const windows = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'windows'],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        api.GET('/api/v1/deployments/{name}/windows', {
          params: { path: { name }, query: { max_results: 100 } },
          signal,
        }),
      )
      return page.items.reverse()
    },
    refetchInterval: LIVE_MS,
  })

/** A window with its histograms; the newest without an id. */
export const drift = (name: string, window?: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'drift', window ?? 'newest'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/deployments/{name}/drift', {
          params: { path: { name }, query: window ? { window } : {} },
          signal,
        }),
      ),
  })

export const driftEvents = (name: string) =>
  queryOptions({
    queryKey: ['deployments', name, 'drift-events'],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/deployments/{name}/drift-events', {
            params: { path: { name }, query: { max_results: 50 } },
            signal,
          }),
        )
      ).items,
  })

/** The versions that may answer beside the champion, the newest first. */
export const modelVersions = (model: string) =>
  queryOptions({
    queryKey: ['models', model, 'versions', 'newest'],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/models/{name}/versions', {
            params: { path: { name: model }, query: { max_results: 100 } },
            signal,
          }),
        )
      ).items,
  })

export const version = (model: string, number: number) =>
  queryOptions({
    queryKey: ['models', model, 'versions', number],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/models/{name}/versions/{version}', {
          params: { path: { name: model, version: String(number) } },
          signal,
        }),
      ),
  })

export async function changed(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['deployments'] })
}
