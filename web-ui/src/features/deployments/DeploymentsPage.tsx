import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pin } from 'lucide-react'
import type { DeploymentResponse } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import type { Column } from '@/ui/DataTable'
import { ListPage } from '@/ui/ListPage'
import { EmptyState } from '@/ui/page'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { deployments } from './queries'

const columns: Column<DeploymentResponse>[] = [
  {
    id: 'name',
    header: 'Deployment',
    width: 240,
    sort: (row) => row.name,
    cell: (row) => (
      <Link
        to="/deployments/$name"
        params={{ name: row.name }}
        title={row.name}
        className="font-medium hover:underline"
      >
        {row.name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 140,
    sort: (row) => row.state,
    cell: (row) => (
      <span title={row.failure}>
        <StatusBadge quiet state={row.state} />
      </span>
    ),
  },
  {
    id: 'serves',
    header: 'Serves',
    width: 220,
    sort: (row) => row.current?.model,
    cell: ({ current }) =>
      current ? (
        <Link
          to="/models/$name/versions/$version"
          params={{ name: current.model, version: String(current.model_version) }}
          className="hover:underline"
        >
          {current.model} <span className="text-muted">version {current.model_version}</span>
        </Link>
      ) : (
        <span className="text-faint">–</span>
      ),
  },
  {
    id: 'traffic',
    header: 'Beside it',
    width: 200,
    cell: ({ traffic, pin }) => (
      <span className="flex gap-1.5">
        {traffic?.arms?.map((arm) => (
          <Chip key={arm.name} tone="running">
            {arm.name} {formatShare(arm.weight)}
          </Chip>
        ))}
        {traffic?.shadow && <Chip tone="running">shadow {formatShare(traffic.shadow.sample)}</Chip>}
        {pin && (
          <Chip tone="warning" title={pin.reason}>
            <Pin aria-hidden className="size-3" />
            pinned
          </Chip>
        )}
      </span>
    ),
  },
  {
    id: 'release',
    header: 'Release',
    numeric: true,
    sort: (row) => row.current?.number,
    cell: (row) => row.current?.number ?? <span className="text-faint">–</span>,
  },
  {
    id: 'description',
    header: 'Description',
    wideOnly: true,
    width: 240,
    cell: (row) => (
      <span className="text-muted" title={row.description}>
        {row.description}
      </span>
    ),
  },
  {
    id: 'updated_at',
    header: 'Changed',
    sort: (row) => row.updated_at,
    cell: (row) => <Time at={row.updated_at} className="text-muted" />,
  },
]

export function DeploymentsPage() {
  const all = useQuery(deployments)
  return (
    <ListPage
      title="Deployments"
      query={all}
      columns={columns}
      textsOf={(row) => [row.name, row.current?.model, row.state, row.description]}
      placeholder="Filter by name, model or state"
      rowKey={(row) => row.name}
      rowLink={(row) => ({ to: '/deployments/$name', params: { name: row.name } })}
      defaultSort={{ id: 'name', desc: false }}
      empty={
        <EmptyState
          title="Nothing is deployed yet"
          snippet={`curl -X PUT ${window.location.origin}/api/v1/deployments/fraud -H 'Content-Type: application/json' -d '{"description": "Is this payment a fraud?"}'
curl -X POST ${window.location.origin}/api/v1/deployments/fraud/releases -H 'Content-Type: application/json' -d '{"model": "fraud", "version": 1}'`}
        >
          A deployment is a named endpoint with a history of releases. Make one by hand, or let a pipeline’s deploy step
          do it.
        </EmptyState>
      }
    />
  )
}
