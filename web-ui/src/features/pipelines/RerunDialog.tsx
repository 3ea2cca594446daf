import { useNavigate } from '@tanstack/react-router'
import { api, unwrap } from '@/api/client'
import { queryClient } from '@/api/queries'
import { requestKey } from '@/api/requestKey'
import type { PipelineRun } from '@/api/schema'
import { plural } from '@/format/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { againFrom } from './again'

/** Runs a step of an earlier run and all that come after it once more. */
export function RerunDialog({ run, from, onClose }: { run: PipelineRun; from: string; onClose: () => void }) {
  const navigate = useNavigate()
  const { again, kept } = againFrom(run.steps, from)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Run ${run.pipeline} again from ${from}`}
      verb={`Run again from ${from}`}
      onConfirm={async (reason) => {
        const started = await unwrap(
          api.POST('/api/v1/pipelines/{name}/runs/{id}/rerun', {
            params: { path: { name: run.pipeline, id: run.id }, header: { 'Idempotency-Key': requestKey() } },
            body: { from, reason },
          }),
        )
        await queryClient.invalidateQueries({ queryKey: ['pipelines'] })
        void navigate({ to: '/pipelines/$name/runs/$id', params: { name: run.pipeline, id: started.id } })
      }}
    >
      <div className="grid gap-2 text-sm">
        <p>
          {plural(again.length, 'step')} {again.length === 1 ? 'runs' : 'run'} anew, past the cache:{' '}
          <b className="font-medium">{again.join(', ')}</b>.
        </p>
        {kept.length > 0 && (
          <p className="text-muted">
            {kept.join(', ')} {kept.length === 1 ? 'keeps' : 'keep'} what this run made.
          </p>
        )}
        <p className="text-muted">
          It is version {run.version} of the definition, on the same data and with the same parameters as this run.
        </p>
      </div>
    </ConfirmDialog>
  )
}
