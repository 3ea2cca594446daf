import { api, unwrap } from '@/api/client'
import type { DeploymentResponse, Traffic } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { changed } from './queries'

/** Lets what answers a part answer all. */
export function PromoteDialog({
  it,
  arm,
  now,
  onClose,
}: {
  it: DeploymentResponse
  arm: string
  now: Traffic
  onClose: () => void
}) {
  const release = arm === 'shadow' ? now.shadow?.release : now.arms.find((each) => each.name === arm)?.release
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Promote ${arm} of ${it.name}`}
      verb={release ? `Promote version ${release.model_version}` : 'Promote'}
      disabled={!release}
      onConfirm={async (reason) => {
        await unwrap(
          api.POST('/api/v1/deployments/{name}/promote', {
            params: { path: { name: it.name } },
            body: { arm, reason },
          }),
        )
        await changed()
      }}
    >
      <p className="text-sm">
        <b>{it.name}</b> goes from version <b>{it.current?.model_version}</b> to version <b>{release?.model_version}</b>
        , which then answers all requests. It is in memory already. A rollback leads back to version{' '}
        {it.current?.model_version}.
      </p>
    </ConfirmDialog>
  )
}

/** The champion answers all again. */
export function EndTrafficDialog({ it, now, onClose }: { it: DeploymentResponse; now: Traffic; onClose: () => void }) {
  const arms = now.arms.filter((each) => each.release.number !== now.champion?.number)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Let the champion of ${it.name} answer all`}
      verb="End it"
      onConfirm={async (reason) => {
        await unwrap(
          api.DELETE('/api/v1/deployments/{name}/traffic', { params: { path: { name: it.name }, query: { reason } } }),
        )
        await changed()
      }}
    >
      <ul className="list-disc pl-5 text-sm">
        {arms.map((arm) => (
          <li key={arm.name}>
            {arm.name} ({arm.release.model} version {arm.release.model_version}) gets no more requests; its{' '}
            {formatShare(arm.weight)} are the champion’s.
          </li>
        ))}
        {now.shadow && (
          <li>
            The shadow (version {now.shadow.release.model_version}) gets no more copies. What it has compared stays.
          </li>
        )}
      </ul>
    </ConfirmDialog>
  )
}
