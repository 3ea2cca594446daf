import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, sendOk, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import { queryClient } from '@/api/queries'

export const ROLES = ['viewer', 'contributor', 'approver', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const tokens = queryOptions({
  queryKey: ['settings', 'tokens'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/tokens', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const users = queryOptions({
  queryKey: ['settings', 'users'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/users', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const webhooks = queryOptions({
  queryKey: ['settings', 'webhooks'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/webhooks', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

const DELIVERIES_MS = 4_000

/** What a webhook was sent, the newest first. Attempts are in no event: they are asked for again. */
export const deliveries = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'webhooks', id, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/webhooks/{id}/deliveries', {
          params: { path: { id }, query: { max_results: 50, ...(pageParam ? { page_token: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: DELIVERIES_MS,
  })

export const server = queryOptions({
  queryKey: ['settings', 'server'],
  queryFn: async ({ signal }) => {
    const [inference, mlflow] = await Promise.all([
      unwrap(api.GET('/v2', { signal })),
      sendOk('/version', { signal }).then((answer) => answer.text()),
    ])
    return { inference, mlflow }
  },
})

/** Users and tokens decide who is asked for credentials: that is asked anew too. */
export async function changed(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['settings'] }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ])
}
