import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Dataset } from '@/api/schema'
import type { Column } from '@/ui/DataTable'
import { ListPage } from '@/ui/ListPage'
import { EmptyState } from '@/ui/page'
import { Time } from '@/ui/values'
import { datasets } from './queries'

const columns: Column<Dataset>[] = [
  {
    id: 'name',
    header: 'Dataset',
    width: 280,
    sort: (row) => row.name,
    cell: (row) => (
      <Link to="/datasets/$name" params={{ name: row.name }} title={row.name} className="font-medium hover:underline">
        {row.name}
      </Link>
    ),
  },
  {
    id: 'latest',
    header: 'Latest version',
    numeric: true,
    width: 120,
    sort: (row) => row.latest_version,
    cell: (row) => (
      <Link
        to="/datasets/$name/versions/$version"
        params={{ name: row.name, version: String(row.latest_version) }}
        className="hover:underline"
      >
        {row.latest_version}
      </Link>
    ),
  },
  {
    id: 'description',
    header: 'Description',
    width: 420,
    wideOnly: true,
    cell: (row) => (
      <span className="text-muted" title={row.description}>
        {row.description}
      </span>
    ),
  },
  {
    id: 'created_at',
    header: 'Made',
    wideOnly: true,
    sort: (row) => row.created_at,
    cell: (row) => <Time at={row.created_at} className="text-muted" />,
  },
  {
    id: 'updated_at',
    header: 'Newest version',
    sort: (row) => row.updated_at,
    cell: (row) => <Time at={row.updated_at} className="text-muted" />,
  },
]

export function DatasetsPage() {
  const all = useQuery(datasets)
  return (
    <ListPage
      title="Datasets"
      query={all}
      columns={columns}
      textsOf={(row) => [row.name, row.description]}
      placeholder="Filter by name or description"
      rowKey={(row) => row.name}
      rowLink={(row) => ({ to: '/datasets/$name', params: { name: row.name } })}
      defaultSort={{ id: 'updated_at', desc: true }}
      empty={
        <EmptyState
          title="There is no dataset yet"
          snippet={`curl --data-binary @payments.csv -H 'Content-Type: text/csv' ${window.location.origin}/api/v1/datasets/payments/versions`}
        >
          A dataset is a name with immutable versions, each named by the digest of its bytes and profiled column by
          column. CSV, Parquet and JSON Lines are taken.
        </EmptyState>
      }
    />
  )
}
