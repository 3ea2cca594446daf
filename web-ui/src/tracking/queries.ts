import { queryOptions } from '@tanstack/react-query'
import { experimentById, experimentByName, getRun, searchRuns } from './calls'
import { PARENT_TAG } from './types'

/** How often what no event tells is asked for, while a run is running. */
export const LIVE_MS = 4000

export const experimentNamed = (name: string) =>
  queryOptions({
    queryKey: ['experiments', 'named', name],
    queryFn: ({ signal }) => experimentByName(name, signal),
  })

export const experimentNumbered = (id: string) =>
  queryOptions({
    queryKey: ['experiments', 'numbered', id],
    queryFn: ({ signal }) => experimentById(id, signal),
    enabled: id !== '',
  })

export const run = (id: string) =>
  queryOptions({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? LIVE_MS : false),
  })

export const CHILDREN_LIMIT = 1000

export const childrenOf = (id: string, experimentId: string) =>
  queryOptions({
    queryKey: ['runs', id, 'children'],
    queryFn: ({ signal }) =>
      searchRuns(
        {
          experimentIds: [experimentId],
          filter: `tags.\`${PARENT_TAG}\` = '${id}'`,
          orderBy: ['attributes.start_time ASC'],
          limit: CHILDREN_LIMIT,
        },
        signal,
      ),
  })
