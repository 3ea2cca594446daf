import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { NewWebhook } from '@/api/schema'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Checkbox, Field, Input } from '@/ui/fields'
import { changed } from './queries'

const EVENTS = [
  'release.activated',
  'drift.detected',
  'pipeline_run.started',
  'pipeline_run.ended',
  'registered_model.created',
  'model_version.created',
  'model_version_alias.created',
  'model_version_alias.deleted',
  'model_version_tag.set',
  'model_version_tag.deleted',
] as const satisfies readonly NewWebhook['events'][number][]

/** A URL and what it is told. */
export function MakeWebhook({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [url, setUrl] = useState('https://')
  const [secret, setSecret] = useState('')
  const [events, setEvents] = useState<ReadonlySet<(typeof EVENTS)[number]>>(
    new Set(['release.activated', 'drift.detected', 'pipeline_run.ended']),
  )
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title="Make a webhook"
      verb="Make the webhook"
      disabled={name.trim() === '' || url.trim().length < 10 || events.size === 0}
      onConfirm={async () => {
        await unwrap(
          api.POST('/api/v1/webhooks', {
            body: { name: name.trim(), url: url.trim(), events: [...events], ...(secret === '' ? {} : { secret }) },
          }),
        )
        await changed()
      }}
    >
      {(wrong) => (
        <>
          <Field label="Name" error={wrong('name')}>
            {(field) => <Input {...field} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field
            label="URL"
            error={wrong('url')}
            hint="Only addresses that anyone on the internet can reach, unless the server is set otherwise."
          >
            {(field) => <Input {...field} type="url" value={url} onChange={(event) => setUrl(event.target.value)} />}
          </Field>
          <Field
            label="Secret"
            error={wrong('secret')}
            hint="Signs what is sent, so that the receiver knows who sent it. It is never shown again."
          >
            {(field) => (
              <Input
                {...field}
                type="password"
                autoComplete="off"
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            )}
          </Field>
          <fieldset className="grid gap-1.5 sm:grid-cols-2">
            <legend className="mb-1 font-medium text-sm">Told of</legend>
            {EVENTS.map((event) => (
              <Checkbox
                key={event}
                label={event}
                checked={events.has(event)}
                onChange={(change) => {
                  const next = new Set(events)
                  if (change.target.checked) next.add(event)
                  else next.delete(event)
                  setEvents(next)
                }}
              />
            ))}
          </fieldset>
        </>
      )}
    </ConfirmDialog>
  )
}
