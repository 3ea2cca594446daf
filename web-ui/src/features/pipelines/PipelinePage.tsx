import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { mayAs, me } from '@/api/queries'
import type { Pipeline, PipelineRun } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { shortId } from '@/format/words'
import { useActions } from '@/ui/actions'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { EmptyState, FactsStrip, Page, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { ShowOlder } from '@/ui/ShowOlder'
import { StatusBadge, StatusIcon } from '@/ui/StatusBadge'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Time, useNow } from '@/ui/values'
import { causeOf } from './cause'
import { DefinitionTab } from './DefinitionTab'
import { pipeline, runs } from './queries'
import { StartDialog } from './StartDialog'

type TabName = 'runs' | 'definition'

export function PipelinePage() {
  const { name } = useParams({ from: '/pipelines/$name' })
  const found = useQuery(pipeline(name))
  return <QueryView query={found}>{(it) => <Shown it={it} />}</QueryView>
}

function Shown({ it }: { it: Pipeline }) {
  const { tab } = useSearch({ from: '/pipelines/$name' })
  const change = useSearchChange()
  const caller = useQuery(me)
  const [starting, setStarting] = useState(false)
  const mayStart = mayAs(caller.data?.role, 'contributor')
  useActions(
    useMemo(() => (mayStart ? [{ label: `Start ${it.name}`, run: () => setStarting(true) }] : []), [mayStart, it.name]),
  )
  const tabs: Tab<TabName>[] = [
    { value: 'runs', label: 'Runs', content: () => <Runs name={it.name} /> },
    { value: 'definition', label: 'Definition', content: () => <DefinitionTab it={it} /> },
  ]
  return (
    <Page
      title={it.name}
      crumbs={[{ label: 'Pipelines', link: { to: '/pipelines' } }]}
      status={it.latest_run && <StatusBadge state={it.latest_run.state} />}
      actions={
        mayStart && (
          <Button kind="primary" icon={<Play />} onClick={() => setStarting(true)}>
            Start
          </Button>
        )
      }
      facts={
        <FactsStrip
          facts={[
            ['Version', it.version],
            ['Digest', <Digest key="d" value={it.digest} />],
            ['Changed', <Time key="t" at={it.updated_at} />],
            ['By', it.created_by],
            it.description && ['What it does', <span key="x">{it.description}</span>],
          ]}
        />
      }
    >
      <Tabs
        label={`About ${it.name}`}
        value={tab === 'definition' ? 'definition' : 'runs'}
        tabs={tabs}
        onChange={(next) => change({ tab: next === 'runs' ? undefined : next })}
      />
      {starting && <StartDialog it={it} onClose={() => setStarting(false)} />}
    </Page>
  )
}

const columns: Column<PipelineRun>[] = [
  {
    id: 'id',
    header: 'Run',
    cell: (row) => (
      <Link
        to="/pipelines/$name/runs/$id"
        params={{ name: row.pipeline, id: row.id }}
        title={row.id}
        className="font-medium font-mono hover:underline"
      >
        …{shortId(row.id)}
      </Link>
    ),
  },
  { id: 'state', header: 'State', cell: (row) => <StatusBadge quiet state={row.state} /> },
  {
    id: 'steps',
    header: 'Steps',
    cell: (row) => (
      <span className="flex gap-1">
        {row.steps.map((step) => (
          <span key={step.name} title={`${step.name}: ${step.cached ? 'cached' : step.state}`}>
            <StatusIcon state={step.cached ? 'cached' : step.state} />
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'cause',
    header: 'Started',
    cell: (row) => (
      <span title={row.reason}>
        {causeOf(row.cause)}
        {row.cause.kind === 'manual' && <span className="text-muted"> of {row.created_by}</span>}
      </span>
    ),
  },
  {
    id: 'reason',
    header: 'Why',
    wideOnly: true,
    cell: (row) => (
      <span className="text-muted" title={row.error?.message ?? row.reason}>
        {row.error ? <span className="text-failed">{row.error.message}</span> : row.reason}
      </span>
    ),
  },
  { id: 'version', header: 'Version', numeric: true, cell: (row) => row.version },
  { id: 'duration', header: 'Took', numeric: true, cell: (row) => <Took run={row} /> },
  { id: 'created_at', header: 'When', cell: (row) => <Time at={row.created_at} className="text-muted" /> },
]

function Took({ run }: { run: PipelineRun }) {
  const now = useNow()
  if (!run.started_at) return <span className="text-faint">–</span>
  const end = run.ended_at ? Date.parse(run.ended_at) : now
  return <>{formatDuration(Math.max(0, end - Date.parse(run.started_at)))}</>
}

function Runs({ name }: { name: string }) {
  const found = useInfiniteQuery(runs(name))
  return (
    <QueryView query={found} loading={<TableSkeleton rows={6} columns={6} />}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.items)
        return rows.length === 0 ? (
          <EmptyState
            title="It never ran"
            snippet={`curl -X POST ${window.location.origin}/api/v1/pipelines/${encodeURIComponent(name)}/runs -H 'Content-Type: application/json' -d '{"reason": "first model"}'`}
          >
            Start it here, from CI, or let its triggers do it.
          </EmptyState>
        ) : (
          <>
            <DataTable
              label={`Runs of ${name}`}
              rows={rows}
              columns={columns}
              rowKey={(row) => row.id}
              rowLink={(row) => ({ to: '/pipelines/$name/runs/$id', params: { name, id: row.id } })}
            />
            <ShowOlder of={found} />
          </>
        )
      }}
    </QueryView>
  )
}
