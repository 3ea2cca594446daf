import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from './client'
import { isProblem } from './problem'

/** One cache for all. What was read stays on the page while it is read again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // Who is asked for credentials in the middle of a page is shown the sign-in; the shell goes by this query.
    onError: (error, query) => {
      if (isProblem(error, 401) && query.queryKey[0] !== 'me') void queryClient.invalidateQueries({ queryKey: ['me'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      networkMode: 'always',
      retry: (count, error) => count < 2 && isProblem(error) && (error.status === 503 || error.status === 429),
    },
    mutations: { networkMode: 'always' },
  },
})

/** Who is calling, and as what. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me', { signal })),
  staleTime: 60_000,
})

const ROLES = ['viewer', 'contributor', 'approver', 'admin']

/** Whether a role may do what needs another; the server decides, this only spares people dead buttons. */
export function mayAs(role: string | undefined, needed: 'viewer' | 'contributor' | 'approver' | 'admin'): boolean {
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
