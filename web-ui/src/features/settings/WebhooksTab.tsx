import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { NewWebhook, Webhook } from '@/api/schema'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { type Column, DataTable } from '@/ui/DataTable'
import { Checkbox, Field, Input } from '@/ui/fields'
import { Menu, MenuItem } from '@/ui/Menu'
import { EmptyState, TableSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { Toolbar } from '@/ui/TableToolbar'
import { changed, webhooks } from './queries'

/** URLs that are told what happens. */
export function WebhooksTab() {
  const found = useQuery(webhooks)
  const [making, setMaking] = useState(false)
  const [deleting, setDeleting] = useState<Webhook>()
  const test = useMutation({
    mutationFn: async (hook: Webhook) => ({
      hook,
      result: await unwrap(api.POST('/api/v1/webhooks/{id}/test', { params: { path: { id: hook.id } }, body: {} })),
    }),
  })
  const toggle = useMutation({
    mutationFn: async (hook: Webhook) => {
      await unwrap(
        api.PATCH('/api/v1/webhooks/{id}', {
          params: { path: { id: hook.id } },
          body: { status: hook.status === 'active' ? 'disabled' : 'active' },
        }),
      )
      await changed()
    },
  })
  const columns: Column<Webhook>[] = [
    { id: 'name', header: 'Name', cell: (row) => <span className="font-medium">{row.name}</span> },
    { id: 'status', header: 'State', cell: (row) => <StatusBadge quiet state={row.status} /> },
    { id: 'url', header: 'URL', width: 320, cell: (row) => <span title={row.url}>{row.url}</span> },
    {
      id: 'events',
      header: 'Events',
      wideOnly: true,
      cell: (row) => <span title={row.events.join(', ')}>{row.events.join(', ')}</span>,
    },
    {
      id: 'signed',
      header: 'Signed',
      wideOnly: true,
      cell: (row) => (row.signed ? 'yes' : <span className="text-faint">no</span>),
    },
    {
      id: 'more',
      header: <span className="sr-only">More</span>,
      numeric: true,
      cell: (row) => (
        <Menu label={`Change ${row.name}`}>
          <MenuItem onSelect={() => test.mutate(row)}>Send an example</MenuItem>
          <MenuItem onSelect={() => toggle.mutate(row)}>{row.status === 'active' ? 'Disable' : 'Enable'}</MenuItem>
          <MenuItem danger onSelect={() => setDeleting(row)}>
            Delete
          </MenuItem>
        </Menu>
      ),
    },
  ]
  const failure = test.error ?? toggle.error
  return (
    <QueryView query={found} loading={<TableSkeleton rows={4} columns={5} />}>
      {(rows) => (
        <>
          <Toolbar>
            <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
              Make a webhook
            </Button>
            {test.data && (
              <p role="status" className="flex items-center gap-2 text-sm">
                <Chip tone={test.data.result.success ? 'ok' : 'failed'}>
                  {test.data.hook.name} {test.data.result.success ? 'took the example' : 'did not take the example'}
                </Chip>
                <span className="text-muted">
                  {test.data.result.error_message ??
                    (test.data.result.response_status && `answered ${test.data.result.response_status}`)}
                </span>
              </p>
            )}
          </Toolbar>
          {failure && <ProblemNote error={failure} />}
          {rows.length === 0 ? (
            <EmptyState title="Nobody is told yet">
              A webhook is a URL that is sent each release, drift, registration or finished pipeline run, signed where
              it has a secret.
            </EmptyState>
          ) : (
            <DataTable label="Webhooks" rows={rows} columns={columns} rowKey={(row) => row.id} />
          )}
          {making && <MakeWebhook onClose={() => setMaking(false)} />}
          {deleting && (
            <ConfirmDialog
              open
              danger
              reason="none"
              onClose={() => setDeleting(undefined)}
              title={`Delete ${deleting.name}`}
              verb="Delete the webhook"
              onConfirm={async () => {
                await unwrap(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id: deleting.id } } }))
                await changed()
              }}
            >
              <p className="text-sm">
                <b>{deleting.url}</b> is told nothing any more, and what still waits for it is dropped.
              </p>
            </ConfirmDialog>
          )}
        </>
      )}
    </QueryView>
  )
}

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

function MakeWebhook({ onClose }: { onClose: () => void }) {
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
      <Field label="Name">
        {(field) => <Input {...field} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field
        label="URL"
        hint="Only addresses that anyone on the internet can reach, unless the server is set otherwise."
      >
        {(field) => <Input {...field} type="url" value={url} onChange={(event) => setUrl(event.target.value)} />}
      </Field>
      <Field label="Secret" hint="Signs what is sent, so that the receiver knows who sent it. It is never shown again.">
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
    </ConfirmDialog>
  )
}
