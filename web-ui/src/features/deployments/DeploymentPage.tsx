import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { CircleCheck, PinOff, Undo2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api, unwrap } from '@/api/client'
import { mayAs, me, queryClient } from '@/api/queries'
import type { DeploymentResponse } from '@/api/schema'
import { useActions } from '@/ui/actions'
import { Button, IconButton } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { FactsStrip, Page } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { StatusBadge } from '@/ui/StatusBadge'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Mono, Time } from '@/ui/values'
import { AccuracyTab } from './AccuracyTab'
import { BatchTab } from './BatchTab'
import { DriftTab } from './DriftTab'
import { deployment, history, model } from './queries'
import { RequestsTab } from './RequestsTab'
import { RollbackDialog } from './RollbackDialog'
import { TrafficTab } from './TrafficTab'
import { TryTab } from './TryTab'

const TABS = ['traffic', 'requests', 'drift', 'accuracy', 'batch', 'try'] as const
type TabName = (typeof TABS)[number]

export function DeploymentPage() {
  const { name } = useParams({ from: '/deployments/$name' })
  const found = useQuery(deployment(name))
  return <QueryView query={found}>{(it) => <Deployment key={it.name} it={it} />}</QueryView>
}

function Deployment({ it }: { it: DeploymentResponse }) {
  const { tab } = useSearch({ from: '/deployments/$name' })
  const change = useSearchChange()
  const caller = useQuery(me)
  const served = useQuery({ ...model(it.current?.model ?? ''), enabled: it.current !== undefined })
  const past = useInfiniteQuery(history(it.name))
  const [dialog, setDialog] = useState<'rollback' | 'unpin'>()
  const [said, setSaid] = useState<string>()
  const mayRelease = mayAs(caller.data?.role, 'approver')
  const entries = useMemo(() => past.data?.pages.flatMap((page) => page.items) ?? [], [past.data])
  const mayRollBack = mayRelease && (it.current?.number ?? 1) > 1
  useActions(
    useMemo(
      () => (mayRollBack ? [{ label: `Roll back ${it.name}`, run: () => setDialog('rollback') }] : []),
      [mayRollBack, it.name],
    ),
  )
  const tabs: Tab<TabName>[] = [
    { value: 'traffic', label: 'Traffic and releases', content: () => <TrafficTab it={it} past={past} /> },
    { value: 'requests', label: 'Requests and latency', content: () => <RequestsTab it={it} /> },
    { value: 'drift', label: 'Drift', content: () => <DriftTab it={it} /> },
    { value: 'accuracy', label: 'Accuracy', content: () => <AccuracyTab it={it} /> },
    { value: 'batch', label: 'Batch jobs', content: () => <BatchTab it={it} /> },
    { value: 'try', label: 'Try it', content: () => <TryTab it={it} /> },
  ]
  return (
    <Page
      title={it.name}
      crumbs={[{ label: 'Deployments', link: { to: '/deployments' } }]}
      status={<StatusBadge state={it.state} />}
      actions={
        mayRollBack && (
          <Button kind="primary" icon={<Undo2 />} onClick={() => setDialog('rollback')}>
            Roll back
          </Button>
        )
      }
      facts={
        <FactsStrip
          facts={[
            it.current
              ? [
                  'Serves',
                  <Link
                    key="s"
                    to="/models/$name/versions/$version"
                    params={{ name: it.current.model, version: String(it.current.model_version) }}
                    className="font-medium hover:underline"
                  >
                    {it.current.model} version {it.current.model_version}
                  </Link>,
                ]
              : ['Serves', 'nothing yet'],
            served.data && ['Owner', served.data.owner ?? <span className="text-muted">nobody</span>],
            it.current && ['Release', it.current.number],
            it.current && ['Digest', <Digest key="d" value={it.current.model_digest} />],
            ['Last change', <Time key="t" at={it.updated_at} />],
            [
              'Predictions at',
              <Mono
                key="u"
                value={`${window.location.origin}/api/v1/deployments/${encodeURIComponent(it.name)}/predict`}
                short="/predict"
              />,
            ],
            it.description && [
              'Description',
              <span key="x" className="max-w-md">
                {it.description}
              </span>,
            ],
          ]}
        />
      }
    >
      {said && (
        <p role="status" className="mb-4 flex items-center gap-2 rounded-md bg-ok-soft px-3 py-1.5 text-sm">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
          <span className="flex-1">{said}</span>
          <IconButton label="Dismiss" onClick={() => setSaid(undefined)}>
            <X />
          </IconButton>
        </p>
      )}
      {it.failure && <p className="mb-4 rounded-md bg-failed-soft px-3 py-2 text-sm">{it.failure}</p>}
      {it.pin && (
        <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warning-soft px-3 py-1.5 text-sm">
          <p className="min-w-0 flex-1 basis-60">
            <b className="font-medium text-warning">Pinned</b>: pipelines do not release to it.{' '}
            <span className="text-muted">
              {it.pin.reason}, {it.pin.actor} <Time at={it.pin.at} />
            </span>
          </p>
          {mayRelease && (
            <Button kind="quiet" icon={<PinOff />} onClick={() => setDialog('unpin')}>
              Take the pin away
            </Button>
          )}
        </div>
      )}
      <Tabs
        label={`About ${it.name}`}
        value={TABS.find((each) => each === tab) ?? 'traffic'}
        tabs={tabs}
        onChange={(next) =>
          change({ tab: next === 'traffic' ? undefined : next, window: undefined, feature: undefined })
        }
      />
      {dialog === 'rollback' && (
        <RollbackDialog deployment={it} history={entries} onClose={() => setDialog(undefined)} onDone={setSaid} />
      )}
      {dialog === 'unpin' && (
        <ConfirmDialog
          open
          onClose={() => setDialog(undefined)}
          title={`Take the pin of ${it.name} away`}
          verb="Take the pin away"
          onConfirm={async (reason) => {
            await unwrap(
              api.DELETE('/api/v1/deployments/{name}/pin', { params: { path: { name: it.name }, query: { reason } } }),
            )
            await queryClient.invalidateQueries({ queryKey: ['deployments'] })
          }}
        >
          <p className="text-sm">
            Pipelines may release to {it.name} again, and the next one that passes its gate will.
          </p>
        </ConfirmDialog>
      )}
    </Page>
  )
}
