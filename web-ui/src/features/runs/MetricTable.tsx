import { useMemo } from 'react'
import type { Metric, Run } from '@/tracking/types'
import { type Column, DataTable } from '@/ui/DataTable'
import { Num, Time } from '@/ui/values'

interface Row extends Metric {
  key: string
}

const columns: Column<Row>[] = [
  {
    id: 'key',
    header: 'Metric',
    width: 280,
    cell: (row) => (
      <span title={row.key} className="font-medium">
        {row.key}
      </span>
    ),
  },
  { id: 'value', header: 'Latest', width: 120, numeric: true, cell: (row) => <Num value={row.value} /> },
  {
    id: 'step',
    header: 'Step',
    width: 110,
    numeric: true,
    cell: (row) => <Num value={row.step} className="text-muted" />,
  },
  {
    id: 'at',
    header: 'Measured',
    width: 120,
    wideOnly: true,
    cell: (row) => <Time at={row.timestamp} className="text-muted" />,
  },
]

export function MetricTable({ run, keys }: { run: Run; keys: string[] }) {
  const rows = useMemo(
    () =>
      keys.flatMap((key): Row[] => {
        const metric = run.metrics.get(key)
        return metric ? [{ key, ...metric }] : []
      }),
    [run, keys],
  )
  return <DataTable label="Metrics" rows={rows} columns={columns} rowKey={(row) => row.key} fill={false} />
}
