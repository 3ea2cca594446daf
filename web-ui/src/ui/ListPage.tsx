import type { UseQueryResult } from '@tanstack/react-query'
import type { RowData } from '@tanstack/react-table'
import type { ComponentProps, ReactNode } from 'react'
import { FilteredTable } from './FilteredTable'
import { Page, TableSkeleton } from './page'
import { QueryView } from './QueryView'

/** A page that lists all there is of a kind: filtered and sorted here, or a word about what belongs here. */
export function ListPage<T extends RowData>({
  title,
  query,
  empty,
  actions,
  children,
  ...table
}: Omit<ComponentProps<typeof FilteredTable<T>>, 'rows' | 'label'> & {
  title: string
  query: UseQueryResult<T[]>
  /** What is shown while there is none. */
  empty: ReactNode
  actions?: ReactNode
  /** Dialogs. */
  children?: ReactNode
}) {
  return (
    <Page title={title} actions={actions}>
      <QueryView query={query} loading={<TableSkeleton rows={6} columns={5} />}>
        {(rows) => (rows.length === 0 ? empty : <FilteredTable<T> {...table} label={title} rows={rows} />)}
      </QueryView>
      {children}
    </Page>
  )
}
