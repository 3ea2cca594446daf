import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { isProblem } from '@/api/problem'
import { queryClient } from '@/api/queries'
import { requestKey } from '@/api/requestKey'
import type { ModelVersion } from '@/api/schema'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { deployments } from './queries'

/** Lets a version answer under a name, and says what it takes the place of. */
export function ReleaseDialog({ it, onClose }: { it: ModelVersion; onClose: () => void }) {
  const navigate = useNavigate()
  const all = useQuery(deployments)
  const [name, setName] = useState(
    () => (all.data ?? []).find((each) => each.current?.model === it.model)?.name ?? it.model,
  )
  const target = name.trim()
  const known = all.data?.find((each) => each.name === target)
  const current = known?.current
  const same = current?.model === it.model && current.model_version === it.version
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Release ${it.model} version ${it.version}`}
      verb={target === '' ? 'Release' : `Release to ${target}`}
      disabled={target === '' || same}
      onConfirm={async (reason) => {
        const path = { params: { path: { name: target } } }
        if (!known) {
          await unwrap(api.PUT('/api/v1/deployments/{name}', { ...path, body: {} }))
        }
        try {
          await unwrap(
            api.POST('/api/v1/deployments/{name}/releases', {
              params: { path: { name: target }, header: { 'Idempotency-Key': requestKey() } },
              body: { model: it.model, version: it.version, reason },
            }),
          )
        } catch (error) {
          if (isProblem(error, 409)) await queryClient.invalidateQueries({ queryKey: ['deployments'] })
          throw error
        }
        await queryClient.invalidateQueries({ queryKey: ['deployments'] })
        void navigate({ to: '/deployments/$name', params: { name: target } })
      }}
    >
      <Field label="Deployment" hint={known ? undefined : 'A new one of this name is made.'}>
        {(field) => (
          <Input
            {...field}
            list="deployments"
            value={name}
            maxLength={255}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <datalist id="deployments">
        {(all.data ?? []).map((each) => (
          <option key={each.name}>{each.name}</option>
        ))}
      </datalist>
      <p className="text-sm">
        {same ? (
          <>
            <b>{target}</b> serves this version already.
          </>
        ) : current ? (
          <>
            <b>{target}</b> goes from {current.model} version <b>{current.model_version}</b> to{' '}
            {current.model === it.model ? '' : `${it.model} `}
            version <b>{it.version}</b>. The release before stays in memory for the way back.
          </>
        ) : (
          <>
            <b>{target || 'It'}</b> answers with version <b>{it.version}</b> as soon as it is loaded.
          </>
        )}
      </p>
      {it.gate && !it.gate.passed && (
        <p className="rounded-md bg-failed-soft px-3 py-2 text-sm">
          Its gate refused this version: {it.gate.checks.find((check) => !check.passed)?.explanation}
        </p>
      )}
      {(known?.pin || (known?.traffic?.arms?.length ?? 0) > 0 || known?.traffic?.shadow) && !same && (
        <ul className="list-disc pl-5 text-muted text-sm">
          {known?.pin && <li>The pin goes: {known.pin.reason}</li>}
          {((known?.traffic?.arms?.length ?? 0) > 0 || known?.traffic?.shadow) && (
            <li>The canary or shadow beside it ends.</li>
          )}
        </ul>
      )}
    </ConfirmDialog>
  )
}
