import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import type { AuditSearch } from './routes'

/** The newest first. */
export const entries = (filter: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'entries', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/audit', {
          params: { query: { ...filter, max_results: 200, ...(pageParam ? { page_token: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  })

export const verification = queryOptions({
  queryKey: ['settings', 'audit-verification'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/audit/verification', { signal })),
  staleTime: 60_000,
})

/** As many as a spreadsheet takes without complaint. */
export const MOST_EXPORTED = 100_000

export function all(filter: AuditSearch) {
  return readAll(
    (page_token) =>
      unwrap(api.GET('/api/v1/audit', { params: { query: { ...filter, max_results: PAGE_SIZE, page_token } } })),
    MOST_EXPORTED,
  )
}
