import type { RowData } from '@tanstack/react-table'
import type { ComponentProps, ReactNode } from 'react'
import { formatCount } from '@/format/numbers'
import { DataTable } from './DataTable'
import { FilterField, matches, Toolbar } from './TableToolbar'
import { useFilterText, useTableState } from './tableState'

/** Rows that are all here, with a filter over them that stands in the URL, as sorting and columns do. */
export function FilteredTable<T extends RowData>({
  rows,
  textsOf,
  placeholder,
  tools,
  ...table
}: Omit<ComponentProps<typeof DataTable<T>>, 'state'> & {
  /** What the filter looks into. */
  textsOf: (row: T) => (string | null | undefined)[]
  placeholder: string
  /** What stands beside the filter. */
  tools?: ReactNode
}) {
  const state = useTableState()
  const [filter, setFilter] = useFilterText()
  const shown = filter === '' ? rows : rows.filter((row) => matches(filter, ...textsOf(row)))
  return (
    <>
      <Toolbar>
        <FilterField value={filter} onChange={setFilter} placeholder={placeholder} />
        {tools}
      </Toolbar>
      {rows.length > 0 && shown.length === 0 ? (
        <p className="py-6 text-muted text-sm">None of the {formatCount(rows.length)} has this in it.</p>
      ) : (
        <DataTable<T> {...table} rows={shown} state={state} />
      )}
    </>
  )
}
