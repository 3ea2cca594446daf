import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import { queryClient } from '@/api/queries'
import type { BatchJob } from '@/api/schema'

/** Chunks are in no event: what is under way is asked for again. */
const RUNNING_MS = 1_000

export const isUnderWay = (job: Pick<BatchJob, 'state'>): boolean => job.state === 'pending' || job.state === 'running'

export const batchJobs = (deployment: string) =>
  infiniteQueryOptions({
    queryKey: ['deployments', deployment, 'batch-jobs'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/batch-jobs', {
          params: { query: { deployment, max_results: 50, ...(pageParam ? { page_token: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some(isUnderWay)) ? RUNNING_MS : false,
  })

/** What can be predicted. */
export const datasets = queryOptions({
  queryKey: ['datasets', 'to predict'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/datasets', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export async function batchChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['deployments'] }),
    queryClient.invalidateQueries({ queryKey: ['datasets'] }),
  ])
}
