import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { Run } from '@/tracking/types'
import { type Merged, merged, mergedOn } from './merge'
import { type Asked, head, running, runPages } from './queries'

/** Groups need their runs together: so many are read for them without anybody scrolling. */
export const GROUPED = 5000

/** The runs that are asked for, as far as they were read, kept up to date. */
export function useRuns(asked: Asked, grouped: boolean) {
  const pages = useInfiniteQuery(runPages(asked))
  const own = pages.isPlaceholderData ? undefined : pages.data
  const first = own?.pages[0]?.runs
  const top = useQuery(head(asked, first, pages.dataUpdatedAt))
  const lists = useMemo(() => pages.data?.pages.map((page) => page.runs) ?? [], [pages.data])
  const newest = first ? (top.data ?? first) : NONE
  const before = useRef<Merged>(undefined)
  const known = useMemo(() => {
    before.current = mergedOn(before.current, lists, newest)
    return before.current.rows
  }, [lists, newest])
  const ids = useMemo(() => known.filter((run) => run.status === 'running').map((run) => run.id), [known])
  const live = useQuery(running(asked.experimentId, ids))
  const runs = useMemo(() => (live.data ? merged([known], NONE, live.data) : known), [known, live.data])

  const read = runs.length
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = pages
  const wanted = own !== undefined && hasNextPage && !isFetchingNextPage && !isError
  const further = wanted && (own.pages.length === 1 || (grouped && read < GROUPED))
  useEffect(() => {
    if (further) void fetchNextPage()
  }, [further, fetchNextPage])

  return {
    runs,
    first: lists[0] ?? NONE,
    known: pages.data !== undefined,
    error: pages.error,
    retry: () => void pages.refetch(),
    busy: pages.isPlaceholderData || isFetchingNextPage,
    stale: pages.isPlaceholderData,
    complete: !hasNextPage,
    more: () => {
      if (wanted) void fetchNextPage()
    },
  }
}

const NONE: Run[] = []
