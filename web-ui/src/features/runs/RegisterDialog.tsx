import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import { queryClient } from '@/api/queries'
import { post } from '@/tracking/calls'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { modelNames } from './relatedQueries'

/** What becomes a version: a logged model, or a folder of a run's files with an MLmodel file in it. */
export interface Registrable {
  name: string
  source: string
  runId: string | undefined
  modelId?: string
}

/** Makes what a run logged a version of a registered model, as the client's `register_model` does. */
export function RegisterDialog({ it, onClose }: { it: Registrable; onClose: () => void }) {
  const navigate = useNavigate()
  const known = useQuery(modelNames)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const exists = known.data?.includes(name.trim())
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={`Register ${it.name}`}
      verb="Register"
      disabled={name.trim() === ''}
      onConfirm={async () => {
        const version = await register(it, name.trim(), description.trim())
        await queryClient.invalidateQueries({ queryKey: ['models'] })
        void navigate({ to: '/models/$name/versions/$version', params: { name: name.trim(), version } })
      }}
    >
      <Field
        label="Model"
        hint={
          name.trim() === ''
            ? 'The name that it is deployed and loaded by.'
            : exists
              ? `The next version of ${name.trim()}.`
              : `A new model, ${name.trim()}; this is its version 1.`
        }
      >
        {(field) => (
          <>
            <Input
              {...field}
              list="registered-models"
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <datalist id="registered-models">
              {known.data?.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Description">
        {(field) => <Input {...field} value={description} onChange={(event) => setDescription(event.target.value)} />}
      </Field>
    </ConfirmDialog>
  )
}

async function register(it: Registrable, name: string, description: string): Promise<string> {
  try {
    await post('registered-models/create', { name })
  } catch (error) {
    if (!(isProblem(error) && error.title === 'RESOURCE_ALREADY_EXISTS')) throw error
  }
  const made = await post<{ model_version: { version: string | number } }>('model-versions/create', {
    name,
    source: it.source,
    ...(it.runId ? { run_id: it.runId } : {}),
    ...(it.modelId ? { model_id: it.modelId } : {}),
    ...(description === '' ? {} : { description }),
  })
  return String(made.model_version.version)
}
