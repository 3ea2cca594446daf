import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { me, queryClient } from '@/api/queries'
import type { RegisteredModel } from '@/api/schema'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { models } from './queries'

/** Says who answers for a model. */
export function OwnerDialog({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const known = useQuery(models)
  const caller = useQuery(me)
  const [name, setName] = useState(model.owner ?? '')
  const owner = name.trim()
  const suggested = [...new Set([caller.data?.name, ...(known.data ?? []).map((each) => each.owner)])].filter(
    (each): each is string => each !== undefined && each !== 'local',
  )
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={`Owner of ${model.name}`}
      verb={owner === '' && model.owner ? 'Leave it without an owner' : 'Set the owner'}
      disabled={owner === (model.owner ?? '')}
      onConfirm={async () => {
        await unwrap(
          api.PATCH('/api/v1/models/{name}', {
            params: { path: { name: model.name }, header: { 'If-Match': `"${model.revision}"` } },
            body: { owner: owner === '' ? null : owner } as never,
          }),
        )
        await queryClient.invalidateQueries({ queryKey: ['models'] })
        await queryClient.invalidateQueries({ queryKey: ['home'] })
      }}
    >
      {(wrong) => (
        <Field
          label="Owner"
          error={wrong('owner')}
          hint="The user or team that is asked when something is wrong with it. Empty: nobody."
        >
          {(field) => (
            <>
              <Input
                {...field}
                list="owners"
                autoComplete="off"
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <datalist id="owners">
                {suggested.map((each) => (
                  <option key={each} value={each} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
    </ConfirmDialog>
  )
}
