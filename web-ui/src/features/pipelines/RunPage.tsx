import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Ban, RotateCcw } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api, unwrap } from '@/api/client'
import { mayAs, me, queryClient } from '@/api/queries'
import type { PipelineRun } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { shortId } from '@/format/words'
import { useActions } from '@/ui/actions'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { FactsStrip, Page, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { StatusBadge } from '@/ui/StatusBadge'
import { useSearchChange } from '@/ui/tableState'
import { Id, Time, useNow } from '@/ui/values'
import { mayBeginAt } from './again'
import { causeOf } from './cause'
import { isUnderWay, run } from './queries'
import { RerunDialog } from './RerunDialog'
import { StartDialog } from './StartDialog'
import { StepDetail } from './StepDetail'

const StepGraph = lazy(() => import('./StepGraph'))

export function RunPage() {
  const { name, id } = useParams({ from: '/pipelines/$name/runs/$id' })
  const found = useQuery(run(name, id))
  return <QueryView query={found}>{(it) => <Run it={it} />}</QueryView>
}

function Run({ it }: { it: PipelineRun }) {
  const { step: chosen } = useSearch({ from: '/pipelines/$name/runs/$id' })
  const change = useSearchChange()
  const caller = useQuery(me)
  const [dialog, setDialog] = useState<'cancel' | 'again' | { from: string }>()
  const now = useNow()
  const running = isUnderWay(it.state)
  const mayRun = mayAs(caller.data?.role, 'contributor')
  const step =
    it.steps.find((each) => each.name === chosen) ??
    it.steps.find((each) => each.state === 'failed') ??
    it.steps.find((each) => each.state === 'running') ??
    it.steps.at(-1)
  useActions(
    useMemo(
      () =>
        mayRun
          ? [
              running
                ? { label: 'Cancel this run', run: () => setDialog('cancel') }
                : { label: 'Run it again', run: () => setDialog('again') },
            ]
          : [],
      [mayRun, running],
    ),
  )
  const took = it.started_at ? (it.ended_at ? Date.parse(it.ended_at) : now) - Date.parse(it.started_at) : undefined
  return (
    <Page
      title={`${it.pipeline} run …${shortId(it.id)}`}
      crumbs={[
        { label: 'Pipelines', link: { to: '/pipelines' } },
        { label: it.pipeline, link: { to: '/pipelines/$name', params: { name: it.pipeline } } },
      ]}
      name={`Run …${shortId(it.id)}`}
      status={<StatusBadge state={it.state} />}
      actions={
        mayRun &&
        (running ? (
          <Button icon={<Ban />} onClick={() => setDialog('cancel')}>
            Cancel
          </Button>
        ) : (
          <Button kind="primary" icon={<RotateCcw />} onClick={() => setDialog('again')}>
            Run again
          </Button>
        ))
      }
      facts={
        <FactsStrip
          facts={[
            ['Started', <Time key="t" at={it.created_at} />],
            ['Took', took === undefined ? 'waits' : formatDuration(Math.max(0, took))],
            [
              'Cause',
              it.cause.run ? (
                <Link
                  key="c"
                  to="/pipelines/$name/runs/$id"
                  params={{ name: it.pipeline, id: it.cause.run }}
                  className="hover:underline"
                >
                  {causeOf(it.cause)}
                </Link>
              ) : (
                causeOf(it.cause)
              ),
            ],
            ['By', it.created_by],
            [
              'Definition',
              <Link
                key="v"
                to="/pipelines/$name"
                params={{ name: it.pipeline }}
                search={{ tab: 'definition', version: String(it.version) }}
                className="hover:underline"
              >
                version {it.version}
              </Link>,
            ],
            ['Id', <Id key="i" value={it.id} />],
            it.git_commit && [
              'Git commit',
              <code key="g" className="font-mono">
                {it.git_commit.slice(0, 12)}
              </code>,
            ],
            !it.cache && ['Cache', 'not used'],
          ]}
        />
      }
    >
      {it.reason && <p className="-mt-1 mb-3 text-muted text-sm">{it.reason}</p>}
      {Object.keys(it.parameters).length > 0 && (
        <p className="mb-3 text-sm">
          With{' '}
          {Object.entries(it.parameters).map(([key, value], i) => (
            <code key={key} className="font-mono">
              {i > 0 && ', '}
              {key} = {JSON.stringify(value)}
            </code>
          ))}
        </p>
      )}
      {it.error && (
        <p role="alert" className="mb-4 rounded-md bg-failed-soft px-3 py-2 text-sm">
          <b className="font-medium text-failed">{it.error.step ? `${it.error.step} failed` : 'It failed'}</b>:{' '}
          {it.error.message}
        </p>
      )}
      <Suspense fallback={<Skeleton className="h-52 w-full" />}>
        <StepGraph it={it} chosen={step?.name} onPick={(name) => change({ step: name })} />
      </Suspense>
      {step && (
        <StepDetail
          key={step.name}
          run={it}
          step={step}
          onRerun={mayRun && !running && mayBeginAt(it.steps, step) ? () => setDialog({ from: step.name }) : undefined}
        />
      )}
      {dialog === 'cancel' && (
        <ConfirmDialog
          open
          danger
          onClose={() => setDialog(undefined)}
          title="Cancel this run"
          verb="Cancel the run"
          reason="optional"
          onConfirm={async (reason) => {
            await unwrap(
              api.POST('/api/v1/pipelines/{name}/runs/{id}/cancel', {
                params: { path: { name: it.pipeline, id: it.id } },
                body: reason === '' ? {} : { reason },
              }),
            )
            await queryClient.invalidateQueries({ queryKey: ['pipelines'] })
          }}
        >
          <p className="text-sm">
            {it.steps
              .filter((each) => each.state === 'running')
              .map((each) => each.name)
              .join(', ') || 'What has not begun'}{' '}
            stops and what waits is skipped. What steps have written stays in the cache; nothing is registered or
            released.
          </p>
        </ConfirmDialog>
      )}
      {typeof dialog === 'object' && <RerunDialog run={it} from={dialog.from} onClose={() => setDialog(undefined)} />}
      {dialog === 'again' && (
        <StartDialog it={{ name: it.pipeline, version: it.version }} again={it} onClose={() => setDialog(undefined)} />
      )}
    </Page>
  )
}
