import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { mayAs, me } from '@/api/queries'
import type { BatchJob, DeploymentResponse } from '@/api/schema'
import { formatCount, formatDuration, formatShare } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { type Column, DataTable } from '@/ui/DataTable'
import { Menu, MenuItem } from '@/ui/Menu'
import { EmptyState, Section, TableSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { ShowOlder } from '@/ui/ShowOlder'
import { StatusBadge } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { BatchDialog } from './BatchDialog'
import { batchChanged, batchJobs, isUnderWay } from './batch'

/** Whole dataset versions, predicted beside the traffic. */
export function BatchTab({ it }: { it: DeploymentResponse }) {
  const caller = useQuery(me)
  const found = useInfiniteQuery(batchJobs(it.name))
  const [dialog, setDialog] = useState<'start' | { cancel: BatchJob }>()
  const retry = useMutation({
    mutationFn: async (job: BatchJob) => {
      await unwrap(api.POST('/api/v1/batch-jobs/{id}/retry', { params: { path: { id: job.id } }, body: {} }))
      await batchChanged()
    },
  })
  const mayRun = mayAs(caller.data?.role, 'contributor')
  const columns = jobColumns(
    mayRun ? { cancel: (job) => setDialog({ cancel: job }), retry: (job) => retry.mutate(job) } : undefined,
  )
  return (
    <>
      <Section
        title="Batch jobs"
        note="They wait for callers, never callers for them. A job keeps to the release that it began with."
        actions={
          mayRun &&
          it.current && (
            <Button icon={<Play />} onClick={() => setDialog('start')}>
              Predict a dataset
            </Button>
          )
        }
      >
        {retry.error && <ProblemNote error={retry.error} />}
        <QueryView query={found} loading={<TableSkeleton rows={4} columns={6} />}>
          {(data) => {
            const rows = data.pages.flatMap((page) => page.items)
            return rows.length === 0 ? (
              <EmptyState
                title="No dataset was predicted here"
                snippet={`curl -X POST ${window.location.origin}/api/v1/batch-jobs -H 'Content-Type: application/json' \\
  -d '{"deployment": "${it.name}", "dataset": "payments"}'`}
              >
                A job predicts every row of a dataset version and registers the answers as a version of another dataset,
                with the way back to the rows, the model and the release.
              </EmptyState>
            ) : (
              <>
                <DataTable label="Batch jobs" rows={rows} columns={columns} rowKey={(row) => row.id} fill={false} />
                <ShowOlder of={found} />
              </>
            )
          }}
        </QueryView>
      </Section>
      {dialog === 'start' && <BatchDialog it={it} onClose={() => setDialog(undefined)} />}
      {typeof dialog === 'object' && <CancelDialog job={dialog.cancel} onClose={() => setDialog(undefined)} />}
    </>
  )
}

function CancelDialog({ job, onClose }: { job: BatchJob; onClose: () => void }) {
  return (
    <ConfirmDialog
      open
      danger
      reason="optional"
      onClose={onClose}
      title={`Cancel the job on ${job.dataset} version ${job.version}`}
      verb="Cancel the job"
      onConfirm={async (reason) => {
        await unwrap(
          api.POST('/api/v1/batch-jobs/{id}/cancel', {
            params: { path: { id: job.id } },
            body: reason === '' ? {} : { reason },
          }),
        )
        await batchChanged()
      }}
    >
      <p className="text-sm">
        {formatCount(job.rows_done)} of {formatCount(job.rows_total)} rows are predicted. They are kept for a while, so
        that the job can go on there; <b className="font-medium">{job.output_dataset}</b> gets no version.
      </p>
    </ConfirmDialog>
  )
}

function jobColumns(
  may: { cancel: (job: BatchJob) => void; retry: (job: BatchJob) => void } | undefined,
): Column<BatchJob>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: 130,
      cell: (job) => (
        <span title={job.error?.message}>
          <StatusBadge quiet state={job.state} />
        </span>
      ),
    },
    {
      id: 'dataset',
      header: 'Rows of',
      width: 220,
      cell: (job) => <VersionLink name={job.dataset} version={job.version} />,
    },
    {
      id: 'progress',
      header: 'Predicted',
      width: 240,
      cell: (job) => <Progress job={job} />,
    },
    {
      id: 'output',
      header: 'Answers',
      width: 240,
      cell: (job) =>
        job.output_version === undefined ? (
          <span className="block max-w-56 truncate text-muted" title={job.error?.message}>
            {job.error?.message ?? job.output_dataset}
          </span>
        ) : (
          <VersionLink name={job.output_dataset} version={job.output_version} />
        ),
    },
    {
      id: 'model',
      header: 'Model',
      width: 160,
      wideOnly: true,
      cell: (job) => (
        <span className="text-muted">
          {job.model} version {job.model_version}
        </span>
      ),
    },
    {
      id: 'created',
      header: 'Since',
      width: 110,
      cell: (job) => (
        <span title={[`By ${job.created_by}`, job.note].filter(Boolean).join(': ')}>
          <Time at={job.created_at} className="text-muted" />
        </span>
      ),
    },
    ...(may
      ? [
          {
            id: 'more',
            header: <span className="sr-only">More</span>,
            numeric: true,
            width: 56,
            cell: (job: BatchJob) =>
              job.state === 'succeeded' ? null : (
                <Menu label={`Change the job on ${job.dataset} version ${job.version}`}>
                  {isUnderWay(job) ? (
                    <MenuItem danger onSelect={() => may.cancel(job)}>
                      Cancel
                    </MenuItem>
                  ) : (
                    <MenuItem onSelect={() => may.retry(job)}>Try again, from where it stopped</MenuItem>
                  )}
                </Menu>
              ),
          },
        ]
      : []),
  ]
}

function VersionLink({ name, version }: { name: string; version: number }) {
  return (
    <Link
      to="/datasets/$name/versions/$version"
      params={{ name, version: String(version) }}
      className="font-medium hover:underline"
    >
      {name} version {version}
    </Link>
  )
}

/** How far it is, how fast, and how long it still takes. */
function Progress({ job }: { job: BatchJob }) {
  const share = job.rows_total === 0 ? 1 : job.rows_done / job.rows_total
  const told = [
    isUnderWay(job) && formatShare(Math.floor(share * 100) / 100),
    `${formatCount(job.rows_done)} rows`,
    job.rows_failed > 0 && `${formatCount(job.rows_failed)} failed`,
    job.eta_ms !== undefined && `${formatDuration(job.eta_ms)} left`,
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <span className="flex min-w-0 items-center gap-2" title={told}>
      {isUnderWay(job) && (
        <span
          role="progressbar"
          aria-label={`Predicted rows of ${job.dataset}`}
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-sunken"
        >
          <span className="block h-full bg-running" style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span className="truncate tabular-nums">{told}</span>
    </span>
  )
}
