import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import type { VersionSummary } from '@/api/schema'
import { formatBytes, formatCount } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { FactsStrip, Page, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { useSearchChange, useTableState } from '@/ui/tableState'
import { Digest, Time } from '@/ui/values'
import { dataset, versions } from './queries'

const columns: Column<VersionSummary>[] = [
  {
    id: 'version',
    header: 'Version',
    width: 90,
    sort: (row) => row.version,
    cell: (row) => (
      <Link
        to="/datasets/$name/versions/$version"
        params={{ name: row.name, version: String(row.version) }}
        className="font-medium tabular-nums hover:underline"
      >
        {row.version}
      </Link>
    ),
  },
  {
    id: 'rows',
    header: 'Rows',
    numeric: true,
    width: 100,
    sort: (row) => row.rows,
    cell: (row) => formatCount(row.rows),
  },
  {
    id: 'columns',
    header: 'Columns',
    numeric: true,
    width: 90,
    sort: (row) => row.column_count,
    cell: (row) => row.column_count,
  },
  {
    id: 'size',
    header: 'Size',
    numeric: true,
    width: 90,
    sort: (row) => row.size_bytes,
    cell: (row) => <span title={`${formatCount(row.size_bytes)} bytes`}>{formatBytes(row.size_bytes)}</span>,
  },
  { id: 'format', header: 'Format', width: 90, sort: (row) => row.format, cell: (row) => row.format.replace('_', ' ') },
  { id: 'digest', header: 'SHA-256', width: 170, cell: (row) => <Digest value={row.digest} /> },
  {
    id: 'source',
    header: 'Source',
    width: 320,
    wideOnly: true,
    cell: (row) => (
      <span className="text-muted" title={row.source}>
        {row.source}
      </span>
    ),
  },
  {
    id: 'created_by',
    header: 'By',
    width: 150,
    wideOnly: true,
    sort: (row) => row.created_by,
    cell: (row) => <span className="text-muted">{row.created_by}</span>,
  },
  {
    id: 'created_at',
    header: 'Registered',
    width: 120,
    sort: (row) => row.created_at,
    cell: (row) => <Time at={row.created_at} className="text-muted" />,
  },
]

export function DatasetPage() {
  const { name } = useParams({ from: '/datasets/$name' })
  const { pick } = useSearch({ from: '/datasets/$name' })
  const change = useSearchChange()
  const navigate = useNavigate()
  const found = useQuery(dataset(name))
  const all = useQuery(versions(name))
  const state = useTableState()
  const picked = useMemo(() => new Set(pick?.split(',')), [pick])
  const [from, to] = [...picked].map(Number).sort((a, b) => a - b)
  return (
    <QueryView query={found}>
      {(it) => (
        <Page
          title={it.name}
          crumbs={[{ label: 'Datasets', link: { to: '/datasets' } }]}
          actions={
            picked.size === 2 && (
              <Button
                kind="primary"
                icon={<GitCompareArrows />}
                onClick={() =>
                  void navigate({
                    to: '/datasets/$name/diff',
                    params: { name },
                    search: { from: String(from), to: String(to) },
                  })
                }
              >
                Compare versions {from} and {to}
              </Button>
            )
          }
          facts={
            <FactsStrip
              facts={[
                ['Latest version', it.latest_version],
                it.description && [
                  'Description',
                  <span key="d" className="max-w-xl">
                    {it.description}
                  </span>,
                ],
                ['Made', <Time key="t" at={it.created_at} />],
                ['Newest version', <Time key="u" at={it.updated_at} />],
              ]}
            />
          }
        >
          <QueryView query={all} loading={<TableSkeleton rows={5} columns={7} />}>
            {(rows) => (
              <DataTable
                label={`Versions of ${it.name}`}
                rows={rows}
                columns={columns}
                rowKey={(row) => String(row.version)}
                rowLink={(row) => ({
                  to: '/datasets/$name/versions/$version',
                  params: { name, version: String(row.version) },
                })}
                state={state}
                defaultSort={{ id: 'version', desc: true }}
                selected={picked}
                onSelect={(next) => change({ pick: next.size === 0 ? undefined : [...next].slice(-2).join(',') })}
              />
            )}
          </QueryView>
          <p className="pt-2 text-faint text-xs">Choose two versions to see what changed between them.</p>
        </Page>
      )}
    </QueryView>
  )
}
