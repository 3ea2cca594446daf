import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { mayAs, me } from '@/api/queries'
import type { GarbageReport } from '@/api/schema'
import { formatBytes, formatCount } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Section, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Mono } from '@/ui/values'
import { server } from './queries'

/** What this server is, and where its other doors are. */
export function ServerTab() {
  const found = useQuery(server)
  const caller = useQuery(me)
  const [asking, setAsking] = useState(false)
  const [report, setReport] = useState<GarbageReport>()
  const origin = window.location.origin
  return (
    <>
      <Section title="This server">
        <QueryView query={found} loading={<Skeleton className="h-40 w-full" />}>
          {({ inference, mlflow }) => (
            <dl className="grid max-w-3xl grid-cols-1 border-t text-sm [&>div]:flex [&>div]:min-h-8 [&>div]:flex-wrap [&>div]:items-center [&>div]:gap-x-4 [&>div]:border-b [&>div]:px-3 [&_dd]:min-w-0 [&_dt]:w-56 [&_dt]:text-muted">
              <div>
                <dt>Version</dt>
                <dd>{inference.version}</dd>
              </div>
              <div>
                <dt>Speaks MLflow’s protocol of</dt>
                <dd>{mlflow}</dd>
              </div>
              <div>
                <dt>Open Inference extensions</dt>
                <dd className="flex-1 basis-40">{inference.extensions.join(', ')}</dd>
              </div>
              <div>
                <dt>For the MLflow client</dt>
                <dd>
                  <Mono value={`MLFLOW_TRACKING_URI=${origin}`} />
                </dd>
              </div>
              <div>
                <dt>For Prometheus</dt>
                <dd>
                  <Mono value={`${origin}/actuator/prometheus`} />
                </dd>
              </div>
              <div>
                <dt>The API, to read and to try</dt>
                <dd>
                  <a href="/api/docs" className="text-accent underline">
                    /api/docs
                  </a>
                </dd>
              </div>
            </dl>
          )}
        </QueryView>
      </Section>
      {mayAs(caller.data?.role, 'admin') && (
        <Section
          title="Storage"
          note="Files are kept once, by their content. What nothing refers to any more can be removed."
        >
          <div className="flex flex-wrap items-center gap-4 border-t pt-3">
            <Button icon={<Trash2 />} onClick={() => setAsking(true)}>
              Remove unused files
            </Button>
            {report && (
              <p role="status" className="text-sm">
                {formatCount(report.deleted)} removed, {formatBytes(report.freed_bytes)} freed;{' '}
                {formatCount(report.referenced)} in use, {formatCount(report.young)} too young to tell.
              </p>
            )}
          </div>
        </Section>
      )}
      {asking && (
        <ConfirmDialog
          open
          reason="none"
          onClose={() => setAsking(false)}
          title="Remove unused files"
          verb="Remove them"
          onConfirm={async () => setReport(await unwrap(api.POST('/api/v1/storage/garbage-collection')))}
        >
          <p className="text-sm">
            Files that no dataset, model, run or pipeline refers to are deleted for good. Files of the last hours are
            left, since something may be about to refer to them.
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}
