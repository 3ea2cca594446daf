import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { queryClient } from '@/api/queries'
import type { DeploymentResponse, ModelVersion, Traffic } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input, Segmented, Select } from '@/ui/fields'
import { modelVersions } from './queries'

async function changed(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['deployments'] })
}

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

type Kind = 'canary' | 'shadow'

/** Lets another version answer a part of the requests, or a copy of them. */
export function BesideDialog({ it, onClose }: { it: DeploymentResponse; onClose: () => void }) {
  const model = it.current?.model ?? it.name
  const all = useQuery(modelVersions(model))
  const [kind, setKind] = useState<Kind>('canary')
  const [chosen, setChosen] = useState<number>()
  const [percent, setPercent] = useState('10')
  const others = (all.data ?? []).filter(
    (each: ModelVersion) => each.version !== it.current?.model_version && !each.undeployable,
  )
  const version = chosen ?? others[0]?.version
  const share = Number(percent) / 100
  const wrong = !(share > 0 && share <= 1) ? 'From above 0 to 100.' : undefined
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`A canary or a shadow beside ${it.name}`}
      verb={kind === 'canary' ? 'Begin the canary' : 'Begin the shadow'}
      disabled={version === undefined || wrong !== undefined}
      onConfirm={async (reason) => {
        await unwrap(
          api.PUT('/api/v1/deployments/{name}/traffic', {
            params: { path: { name: it.name } },
            body:
              kind === 'canary'
                ? { arms: [{ name: 'canary', version, weight: share }], reason }
                : { shadow: { version, sample: share }, reason },
          }),
        )
        await changed()
      }}
    >
      <Segmented
        label="Kind"
        value={kind}
        options={[
          { value: 'canary', label: 'Canary' },
          { value: 'shadow', label: 'Shadow' },
        ]}
        onChange={setKind}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={`Version of ${model}`}>
          {(field) => (
            <Select {...field} value={version ?? ''} onChange={(event) => setChosen(Number(event.target.value))}>
              {others.length === 0 && <option value="">There is no other version</option>}
              {others.map((each) => (
                <option key={each.version} value={each.version}>
                  {each.version}
                  {each.gate && !each.gate.passed ? ', refused by its gate' : ''}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={kind === 'canary' ? 'Percent of the requests' : 'Percent that it gets a copy of'} error={wrong}>
          {(field) => (
            <Input
              {...field}
              inputMode="decimal"
              value={percent}
              onChange={(event) => setPercent(event.target.value)}
            />
          )}
        </Field>
      </div>
      <p className="text-sm">
        {kind === 'canary' ? (
          <>
            {formatShare(wrong ? 0 : share)} of the requests are answered by version <b>{version}</b>, spread at random;
            all others by version <b>{it.current?.model_version}</b> as before.
          </>
        ) : (
          <>
            Version <b>{version}</b> gets a copy of {formatShare(wrong ? 0 : share)} of the requests after they were
            answered. Nobody gets its answers; they are compared.
          </>
        )}{' '}
        <span className="text-muted">Sticky arms and rules that decide by themselves are set over the API.</span>
      </p>
    </ConfirmDialog>
  )
}
