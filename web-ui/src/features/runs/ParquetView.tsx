import { useQuery } from '@tanstack/react-query'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { formatCount, plural } from '@/format/numbers'
import { Skeleton } from '@/ui/page'
import { RowsView } from './RowsView'
import { SHOWN_ROWS } from './Viewer'

async function readTable(bytes: ArrayBuffer) {
  const metadata = parquetMetadata(bytes)
  const columns = parquetSchema(metadata).children.map((child) => child.element.name)
  const total = Number(metadata.num_rows)
  const found = await parquetReadObjects({ file: bytes, metadata, rowEnd: Math.min(total, SHOWN_ROWS) })
  return { columns, total, rows: found.map((row) => columns.map((name) => row[name])) }
}

export default function ParquetView({ bytes }: { bytes: ArrayBuffer }) {
  const table = useQuery({
    queryKey: ['parquet', bytes.byteLength, new Uint8Array(bytes.slice(-8)).join()],
    queryFn: () => readTable(bytes),
    gcTime: 0,
    retry: false,
  })
  if (table.isError)
    return (
      <p role="alert" className="rounded-md border border-dashed px-5 py-8 text-muted text-sm">
        This file can’t be shown as a table: {table.error.message} Uncompressed and Snappy files can.
      </p>
    )
  if (!table.data) return <Skeleton className="h-64 w-full" />
  const { columns, rows, total } = table.data
  return (
    <RowsView
      columns={columns}
      rows={rows}
      note={
        total > rows.length
          ? `The first ${formatCount(rows.length)} of ${plural(total, 'row')}; all are in the download.`
          : undefined
      }
    />
  )
}
