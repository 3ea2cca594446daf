import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, unwrap } from '@/api/client'
import { requestKey } from '@/api/requestKey'
import type { DeploymentResponse, HistoryEntry, Release, ReleaseChange } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Select } from '@/ui/fields'
import { Digest, Num, Time } from '@/ui/values'
import { performance, releases, version } from './queries'
import { wayBack } from './wayBack'

/** Names what goes back before anyone confirms it, and says how long it took. */
export function RollbackDialog({
  deployment,
  history,
  onClose,
  onDone,
}: {
  deployment: DeploymentResponse
  history: HistoryEntry[]
  onClose: () => void
  onDone: (said: string) => void
}) {
  const queries = useQueryClient()
  const all = useQuery(releases(deployment.name))
  const current = deployment.current
  const usual = useMemo(() => wayBack(history, current?.number), [history, current?.number])
  const [chosen, setChosen] = useState<number>()
  const target = chosen ?? usual
  const others = (all.data ?? []).filter((release) => release.number !== current?.number)
  const to = others.find((release) => release.number === target)

  return (
    <ConfirmDialog
      open
      wide
      danger
      onClose={onClose}
      title={`Roll back ${deployment.name}`}
      verb={to ? `Roll back to version ${to.model_version}` : 'Roll back'}
      disabled={!to || !current}
      onConfirm={async (reason) => {
        const change: ReleaseChange = await unwrap(
          api.POST('/api/v1/deployments/{name}/rollback', {
            params: { path: { name: deployment.name }, header: { 'Idempotency-Key': requestKey() } },
            body: { reason, ...(target === undefined ? {} : { to_release: target }) },
          }),
        )
        await queries.invalidateQueries({ queryKey: ['deployments'] })
        onDone(
          `${deployment.name} serves version ${change.to.model_version} again: loaded in ${formatDuration(change.load_ms)}, switched in ${formatDuration(change.flip_ms)}.`,
        )
      }}
    >
      <Field label="Back to" hint={target === usual ? 'What served when the current release was made.' : undefined}>
        {(field) => (
          <Select {...field} value={target ?? ''} onChange={(event) => setChosen(Number(event.target.value))}>
            {to === undefined && <option value="">Choose a release</option>}
            {others.map((release) => (
              <option key={release.number} value={release.number}>
                Release {release.number}: {release.model} version {release.model_version}
                {release.number === usual ? ' (the one before)' : ''}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {current && to && <Preview deployment={deployment} from={current} to={to} />}
    </ConfirmDialog>
  )
}

function Preview({ deployment, from, to }: { deployment: DeploymentResponse; from: Release; to: Release }) {
  const before = useQuery(version(from.model, from.model_version))
  const after = useQuery(version(to.model, to.model_version))
  const quality = useQuery(performance(deployment.name))
  const labelled = (release: Release) => quality.data?.releases.find((each) => each.release === release.number)
  const metric = ['accuracy', 'rmse'].find(
    (name) => labelled(from)?.metrics[name] !== undefined || labelled(to)?.metrics[name] !== undefined,
  )
  const arms = deployment.traffic?.arms?.length ?? 0
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        <b>{deployment.name}</b> goes from {from.model} version <b>{from.model_version}</b> to{' '}
        {from.model === to.model ? '' : `${to.model} `}
        version <b>{to.model_version}</b>.
      </p>
      <div className="overflow-x-auto rounded-md border">
        <table className="w-full text-sm">
          <thead>
            <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
              <th>
                <span className="sr-only">What</span>
              </th>
              <th>Now: release {from.number}</th>
              <th>Then: release {to.number}</th>
            </tr>
          </thead>
          <tbody className="[&>tr:not(:last-child)]:border-b [&_td]:h-8 [&_td]:px-3 [&_td:first-child]:text-muted">
            <tr>
              <td>Model</td>
              <td>
                {from.model} version {from.model_version}
              </td>
              <td>
                {to.model} version {to.model_version}
              </td>
            </tr>
            <tr>
              <td>Digest</td>
              <td>
                <Digest value={from.model_digest} />
              </td>
              <td>
                <Digest value={to.model_digest} />
              </td>
            </tr>
            <tr>
              <td>Released</td>
              <td>
                <Time at={from.created_at} />
              </td>
              <td>
                <Time at={to.created_at} />
              </td>
            </tr>
            {metric && (
              <tr>
                <td>{metric}, live</td>
                <td>
                  <Live value={labelled(from)?.metrics[metric]} rows={labelled(from)?.labelled_rows} />
                </td>
                <td>
                  <Live value={labelled(to)?.metrics[metric]} rows={labelled(to)?.labelled_rows} />
                </td>
              </tr>
            )}
            <tr>
              <td>Inputs</td>
              <td colSpan={2}>{inputs(before.data?.signature.inputs, after.data?.signature.inputs)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <ul className="list-disc pl-5 text-muted text-sm">
        {arms > 0 && (
          <li>The canary ends: {deployment.traffic?.arms?.map((arm) => arm.name).join(', ')} gets no more requests.</li>
        )}
        {deployment.traffic?.shadow && <li>The shadow ends; what it has compared stays.</li>}
        <li>The deployment is pinned: pipelines do not release to it until someone takes the pin away.</li>
      </ul>
    </div>
  )
}

function Live({ value, rows }: { value: number | undefined; rows: number | undefined }) {
  return value === undefined ? (
    <span className="text-faint">no labels</span>
  ) : (
    <>
      <Num value={value} /> <span className="text-faint text-xs">n = {rows?.toLocaleString('en-US')}</span>
    </>
  )
}

type Inputs = { name: string; datatype: string }[] | undefined

function inputs(before: Inputs, after: Inputs): string {
  if (!before || !after) return '…'
  const text = (specs: NonNullable<Inputs>) => specs.map((spec) => `${spec.name} ${spec.datatype}`).sort()
  const gone = text(before).filter((each) => !text(after).includes(each))
  const added = text(after).filter((each) => !text(before).includes(each))
  if (gone.length === 0 && added.length === 0) return `The same ${before.length}: callers need to change nothing`
  return [
    gone.length > 0 && `no longer taken: ${gone.join(', ')}`,
    added.length > 0 && `needed then: ${added.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}
