import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PageSkeleton } from './page'
import { ProblemView } from './problems'

/** What a query knows: its data if there is any, however old; else why not, or that it is on its way. */
export function QueryView<T>({
  query,
  loading = <PageSkeleton />,
  children,
}: {
  query: UseQueryResult<T>
  loading?: ReactNode
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ProblemView error={query.error} onRetry={() => void query.refetch()} />
  return loading
}
