import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { formatDuration } from '@/format/numbers'
import { experimentNumbered, run as runQuery } from '@/tracking/queries'
import { durationOf, parentOf, type Run } from '@/tracking/types'
import { FactsStrip, Page } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { Mono, Time, useNow } from '@/ui/values'
import { ArtifactsTab } from './ArtifactsTab'
import { ChartsTab } from './ChartsTab'
import { OverviewTab } from './OverviewTab'
import { RelatedTab } from './RelatedTab'
import { RunMenu } from './RunMenu'

type Side = 'overview' | 'metrics' | 'system' | 'artifacts' | 'related'

const SYSTEM = 'system/'

/** What a run was given, what it measured, and what it left behind. */
export function RunPage() {
  const { id } = useParams({ from: '/runs/$id' })
  const found = useQuery(runQuery(id))
  return <QueryView query={found}>{(run) => <Loaded key={run.id} run={run} />}</QueryView>
}

function Loaded({ run }: { run: Run }) {
  const { tab } = useSearch({ from: '/runs/$id' })
  const change = useSearchChange()
  const now = useNow()
  const { data: experiment } = useQuery(experimentNumbered(run.experimentId))
  const parent = parentOf(run)
  const { data: above } = useQuery({ ...runQuery(parent ?? ''), enabled: parent !== undefined })
  const keys = [...run.metrics.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const own = keys.filter((key) => !key.startsWith(SYSTEM))
  const system = keys.filter((key) => key.startsWith(SYSTEM))

  const tabs: Tab<Side>[] = [
    { value: 'overview', label: 'Overview', content: () => <OverviewTab run={run} metrics={own} /> },
    {
      value: 'metrics',
      label: 'Metrics',
      count: own.length,
      content: () => (
        <ChartsTab
          run={run}
          keys={own}
          usual="step"
          snippet={{
            title: 'This run has measured nothing yet',
            text: 'Each metric becomes a chart as soon as the run logs it.',
            code: 'mlflow.log_metric("val/loss", loss, step=epoch)',
          }}
        />
      ),
    },
    {
      value: 'system',
      label: 'System',
      count: system.length,
      content: () => (
        <ChartsTab
          run={run}
          keys={system}
          usual="relative"
          snippet={{
            title: 'This run did not log what the machine was doing',
            text: 'The client can log processor, memory, disk, network and GPU beside the metrics.',
            code: 'mlflow.enable_system_metrics_logging()  # needs psutil, and nvidia-ml-py for GPUs',
          }}
        />
      ),
    },
    { value: 'artifacts', label: 'Artifacts', content: () => <ArtifactsTab run={run} /> },
    { value: 'related', label: 'Models, data and lineage', content: () => <RelatedTab run={run} /> },
  ]
  const chosen = tabs.find(({ value }) => value === tab)?.value ?? 'overview'

  return (
    <Page
      title={run.name}
      wide
      crumbs={[
        { label: 'Experiments', link: { to: '/experiments' } },
        ...(experiment
          ? [
              {
                label: experiment.name,
                link: { to: '/experiments/$name', params: { name: experiment.name } } as const,
              },
            ]
          : []),
        ...(parent !== undefined
          ? [
              {
                label: above?.name ?? `…${parent.slice(-8)}`,
                link: { to: '/runs/$id', params: { id: parent } } as const,
              },
            ]
          : []),
      ]}
      status={
        <>
          <StatusBadge state={run.status} />
          {run.deleted && <Chip tone="warning">Deleted</Chip>}
        </>
      }
      actions={<RunMenu run={run} />}
      facts={
        <FactsStrip
          facts={[
            ['Run', <Mono key="id" value={run.id} short={`${run.id.slice(0, 8)}…`} />],
            run.user && ['User', run.user],
            ['Started', <Time key="start" at={run.start} />],
            ['Took', formatDuration(durationOf(run, now))],
            run.tags.get('mlflow.source.name') && [
              'Source',
              <span key="source" className="block max-w-72 truncate" title={run.tags.get('mlflow.source.name')}>
                {run.tags.get('mlflow.source.name')}
              </span>,
            ],
            run.tags.get('mlflow.source.git.commit') && [
              'Commit',
              <Mono
                key="commit"
                value={run.tags.get('mlflow.source.git.commit') ?? ''}
                short={run.tags.get('mlflow.source.git.commit')?.slice(0, 8)}
              />,
            ],
            run.datasets[0] && [
              'Data',
              <Link key="data" to="." search={{ tab: 'related' } as never} className="hover:underline">
                {run.datasets.map((each) => each.name).join(', ')}
              </Link>,
            ],
          ]}
        />
      }
    >
      <Tabs
        label="Sides of the run"
        value={chosen}
        tabs={tabs}
        onChange={(next) =>
          change({ tab: next === 'overview' ? undefined : next, path: undefined, x: undefined, q: undefined }, true)
        }
      />
    </Page>
  )
}
