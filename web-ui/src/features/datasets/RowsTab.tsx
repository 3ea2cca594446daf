import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DatasetVersion } from '@/api/schema'
import { formatCount } from '@/format/numbers'
import { type Column, DataTable } from '@/ui/DataTable'
import { TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { PREVIEW_ROWS, rows } from './queries'

interface Shown {
  index: number
  values: Record<string, unknown>
}

/** The first rows as they are. */
export function RowsTab({ it }: { it: DatasetVersion }) {
  const found = useQuery(rows(it.name, it.version))
  const columns = useMemo(
    (): Column<Shown>[] => [
      { id: '#', header: '#', width: 64, cell: (row) => <span className="text-faint tabular-nums">{row.index}</span> },
      ...it.columns.map(
        (column): Column<Shown> => ({
          id: `column:${column.name}`,
          header: column.name,
          numeric: column.type === 'integer' || column.type === 'float',
          width: 150,
          cell: ({ values }) => {
            const value = values[column.name]
            return value === undefined || value === null ? (
              <span className="text-faint italic">missing</span>
            ) : (
              <span title={String(value)}>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
            )
          },
        }),
      ),
    ],
    [it.columns],
  )
  return (
    <QueryView query={found} loading={<TableSkeleton rows={10} columns={6} />}>
      {(data) => (
        <>
          <p className="mb-2 text-muted text-xs">
            The first {formatCount(Math.min(PREVIEW_ROWS, data.items.length))} of {formatCount(it.rows)} rows.
          </p>
          <DataTable
            label="Rows"
            rows={data.items.map((values, i) => ({ index: i + 1, values }))}
            columns={columns}
            rowKey={(row) => String(row.index)}
          />
        </>
      )}
    </QueryView>
  )
}
