import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { Webhook } from '@/api/schema'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { type Column, DataTable } from '@/ui/DataTable'
import { Menu, MenuItem } from '@/ui/Menu'
import { EmptyState, TableSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { Toolbar } from '@/ui/TableToolbar'
import { useSearchChange } from '@/ui/tableState'
import { Deliveries } from './Deliveries'
import { MakeWebhook } from './MakeWebhook'
import { changed, webhooks } from './queries'

/** URLs that are told what happens. */
export function WebhooksTab() {
  const found = useQuery(webhooks)
  const { hook: chosen } = useSearch({ from: '/settings' })
  const change = useSearchChange()
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
    {
      id: 'name',
      header: 'Name',
      cell: (row) => (
        <button
          type="button"
          aria-expanded={row.id === chosen}
          onClick={() => change({ hook: row.id === chosen ? undefined : row.id })}
          className="rounded font-medium hover:underline"
        >
          {row.name}
        </button>
      ),
    },
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
          <MenuItem onSelect={() => change({ hook: row.id })}>Show deliveries</MenuItem>
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
      {(rows) => {
        const shown = rows.find((row) => row.id === chosen)
        return (
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
              <>
                <DataTable
                  label="Webhooks"
                  rows={rows}
                  columns={columns}
                  rowKey={(row) => row.id}
                  rowTone={(row) => (row.id === chosen ? 'bg-accent-soft' : undefined)}
                />
                {shown ? (
                  <Deliveries key={shown.id} hook={shown} />
                ) : (
                  <p className="pt-2 text-muted text-sm">Choose one to see what it was sent, and what it answered.</p>
                )}
              </>
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
        )
      }}
    </QueryView>
  )
}
