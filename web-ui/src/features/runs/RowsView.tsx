import { useMemo, useState } from 'react'
import { plural } from '@/format/numbers'
import { type Column, DataTable } from '@/ui/DataTable'
import { Num } from '@/ui/values'

interface Row {
  index: number
  cells: readonly unknown[]
}

const LOOKED_AT = 50

/** Rows of a file, to be sorted by a click on a column. */
export function RowsView({
  columns,
  rows,
  note,
}: {
  columns: readonly string[]
  rows: readonly (readonly unknown[])[]
  note?: string | undefined
}) {
  const [sort, setSort] = useState<{ id: string; desc: boolean }>()
  const shown = useMemo(() => rows.map((cells, i): Row => ({ index: i + 1, cells })), [rows])
  const made = useMemo(
    (): Column<Row>[] => [
      {
        id: '#',
        header: '#',
        width: 64,
        sort: (row) => row.index,
        cell: (row) => <span className="text-faint tabular-nums">{row.index}</span>,
      },
      ...columns.map((name, i): Column<Row> => {
        const looked = rows.slice(0, LOOKED_AT).map((cells) => cells[i])
        const numeric = looked.length > 0 && looked.every((value) => isMissing(value) || numberIn(value) !== undefined)
        return {
          id: `${i}`,
          header: name || `Column ${i + 1}`,
          width: Math.min(260, Math.max(100, 24 + name.length * 8)),
          numeric,
          sort: ({ cells }) => (numeric ? numberIn(cells[i]) : textIn(cells[i])),
          cell: ({ cells }) => (numeric ? <Num value={numberIn(cells[i])} /> : <Cell value={cells[i]} />),
        }
      }),
    ],
    [columns, rows],
  )
  return (
    <>
      <p className="mb-2 text-muted text-xs">
        {note ?? plural(rows.length, 'row')}, {plural(columns.length, 'column')}
      </p>
      <DataTable
        label="Rows"
        rows={shown}
        columns={made}
        rowKey={(row) => String(row.index)}
        state={{ sort, setSort, columns: undefined, setColumns: () => undefined }}
        fill={false}
      />
    </>
  )
}

const isMissing = (value: unknown): boolean => value === null || value === undefined || value === ''

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-faint italic">missing</span>
  const text = textIn(value)
  return <span title={text.slice(0, 2000)}>{text.slice(0, 200)}</span>
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

function textIn(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner))
  }
  return String(value)
}
