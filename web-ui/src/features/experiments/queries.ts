import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { searchExperiments, searchRuns, type View } from '@/tracking/calls'
import { LIVE_MS } from '@/tracking/queries'
import type { Run } from '@/tracking/types'
import { sameRuns } from './merge'

export const experiments = (view: View) =>
  queryOptions({
    queryKey: ['experiments', 'all', view],
    queryFn: ({ signal }) => searchExperiments(view, signal),
    placeholderData: keepPreviousData,
  })

/** What the table asks for. */
export interface Asked {
  experimentId: string
  filter: string | undefined
  orderBy: string[] | undefined
  view: View
}

/** The first rows come fast, the others in larger pieces, though none that takes long to take in. */
export const HEAD = 100
const PIECE = 500
const LIVE_AT_ONCE = 100

const searchOf = ({ experimentId, ...rest }: Asked) => ({ experimentIds: [experimentId], ...rest })

/**
 * The rows down to where someone scrolled. Events do not touch them: 20 pages would be read again with each run that begins. What is new
 * comes by `head` and `running`.
 */
export const runPages = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['run-pages', asked],
    queryFn: ({ pageParam, signal }) =>
      searchRuns({ ...searchOf(asked), limit: pageParam === undefined ? HEAD : PIECE, token: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // To compare thousands of rows with what was there before would be a stall, and nobody asks.
    structuralSharing: false,
    gcTime: 60_000,
  })

/** The first rows again: no event tells what clients log. */
export const head = (asked: Asked, first: Run[] | undefined, at: number) =>
  queryOptions({
    queryKey: ['runs', 'head', asked],
    queryFn: async ({ signal }) => (await searchRuns({ ...searchOf(asked), limit: HEAD }, signal)).runs,
    enabled: first !== undefined,
    initialData: first,
    initialDataUpdatedAt: at,
    refetchInterval: LIVE_MS,
    structuralSharing: keepSame,
  })

/** What did not change is not drawn again. */
function keepSame(before: unknown, after: unknown): unknown {
  return Array.isArray(before) && sameRuns(before as Run[], after as Run[]) ? before : after
}

const byIds = (experimentId: string, kind: string, ids: string[]) => {
  const some = ids.slice(0, LIVE_AT_ONCE)
  return queryOptions({
    queryKey: ['runs', kind, experimentId, some],
    queryFn: async ({ signal }) =>
      (
        await searchRuns(
          {
            experimentIds: [experimentId],
            filter: `attributes.run_id IN (${some.map((id) => `'${id}'`).join(', ')})`,
            view: 'ALL',
            limit: LIVE_AT_ONCE,
          },
          signal,
        )
      ).runs,
    enabled: some.length > 0,
    placeholderData: keepPreviousData,
    structuralSharing: keepSame,
  })
}

/** Those of the rows that were running when they were read; asked for again until none is any more. */
export const running = (experimentId: string, ids: string[]) => ({
  ...byIds(experimentId, 'running', ids),
  refetchInterval: (query: { state: { data?: Run[] | undefined } }) =>
    query.state.data?.every((run) => run.status !== 'running') ? (false as const) : LIVE_MS,
})

/** Some runs of the experiment, whatever the filter: they tell what was logged. */
export const sample = (experimentId: string, wanted: boolean) =>
  queryOptions({
    queryKey: ['run-pages', 'sample', experimentId],
    queryFn: async ({ signal }) =>
      (await searchRuns({ experimentIds: [experimentId], view: 'ALL', limit: HEAD }, signal)).runs,
    enabled: wanted,
    staleTime: 60_000,
  })

/** Parents that the filter left out, or that stand further down: their children are shown below them. */
export const parents = (experimentId: string, ids: string[]) => byIds(experimentId, 'parents', ids)
