import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Pipeline } from '@/api/schema'
import type { Column } from '@/ui/DataTable'
import { ListPage } from '@/ui/ListPage'
import { EmptyState } from '@/ui/page'
import { StatusBadge } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { pipelines } from './queries'

const columns: Column<Pipeline>[] = [
  {
    id: 'name',
    header: 'Pipeline',
    width: 220,
    sort: (row) => row.name,
    cell: (row) => (
      <Link to="/pipelines/$name" params={{ name: row.name }} title={row.name} className="font-medium hover:underline">
        {row.name}
      </Link>
    ),
  },
  {
    id: 'latest',
    header: 'Newest run',
    width: 220,
    sort: (row) => row.latest_run?.created_at,
    cell: ({ name, latest_run }) =>
      latest_run ? (
        <Link
          to="/pipelines/$name/runs/$id"
          params={{ name, id: latest_run.id }}
          className="inline-flex items-center gap-2 hover:underline"
        >
          <StatusBadge quiet state={latest_run.state} />
          <Time at={latest_run.created_at} className="text-muted" />
        </Link>
      ) : (
        <span className="text-faint">never ran</span>
      ),
  },
  {
    id: 'description',
    header: 'What it does',
    width: 420,
    wideOnly: true,
    cell: (row) => (
      <span className="text-muted" title={row.description}>
        {row.description}
      </span>
    ),
  },
  {
    id: 'version',
    header: 'Version',
    numeric: true,
    width: 80,
    sort: (row) => row.version,
    cell: (row) => row.version,
  },
  {
    id: 'created_by',
    header: 'By',
    width: 140,
    wideOnly: true,
    sort: (row) => row.created_by,
    cell: (row) => <span className="text-muted">{row.created_by}</span>,
  },
  {
    id: 'updated_at',
    header: 'Changed',
    width: 120,
    sort: (row) => row.updated_at,
    cell: (row) => <Time at={row.updated_at} className="text-muted" />,
  },
]

export function PipelinesPage() {
  const all = useQuery(pipelines)
  return (
    <ListPage
      title="Pipelines"
      query={all}
      columns={columns}
      textsOf={(row) => [row.name, row.description, row.latest_run?.state]}
      placeholder="Filter by name, state or description"
      rowKey={(row) => row.name}
      rowLink={(row) => ({ to: '/pipelines/$name', params: { name: row.name } })}
      defaultSort={{ id: 'latest', desc: true }}
      empty={
        <EmptyState
          title="There is no pipeline yet"
          snippet={`curl -X PUT ${window.location.origin}/api/v1/pipelines/fraud -H 'Content-Type: application/yaml' --data-binary @fraud.yaml`}
        >
          A pipeline is a YAML text in your repository: from a dataset to a released model, with a gate in between. Hand
          one in, and it runs here.
        </EmptyState>
      }
    />
  )
}
