import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { api, unwrap } from '@/api/client'
import type { Delivery, Webhook } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { IconButton } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { Section, TableSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { ShowOlder } from '@/ui/ShowOlder'
import { StatusBadge } from '@/ui/StatusBadge'
import { Maybe, Time } from '@/ui/values'
import { changed, deliveries } from './queries'

const WORDS = { pending: 'Tries again', succeeded: 'Taken', failed: 'Given up' } as const

/** What a webhook was sent and what it answered. */
export function Deliveries({ hook }: { hook: Webhook }) {
  const found = useInfiniteQuery(deliveries(hook.id))
  const again = useMutation({
    mutationFn: async (delivery: Delivery) => {
      await unwrap(
        api.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', {
          params: { path: { id: hook.id, delivery: delivery.id } },
        }),
      )
      await changed()
    },
  })
  return (
    <Section
      title={`Deliveries to ${hook.name}`}
      note="The newest first. What is not taken is sent again, later each time, until it is given up."
    >
      {again.error && <ProblemNote error={again.error} />}
      <QueryView query={found} loading={<TableSkeleton rows={4} columns={6} />}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.items)
          return rows.length === 0 ? (
            <p className="border-t py-3 text-muted text-sm">
              Nothing was sent yet. It is told of {hook.events.join(', ')}; “Send an example” in its menu tries it now,
              without a line here.
            </p>
          ) : (
            <>
              <DataTable
                label={`Deliveries to ${hook.name}`}
                rows={rows}
                columns={columns((row) => again.mutate(row))}
                rowKey={(row) => row.id}
                fill={false}
              />
              <ShowOlder of={found} />
            </>
          )
        }}
      </QueryView>
    </Section>
  )
}

function columns(redeliver: (row: Delivery) => void): Column<Delivery>[] {
  return [
    { id: 'event', header: 'Event', width: 200, cell: (row) => row.event },
    {
      id: 'state',
      header: 'State',
      width: 130,
      cell: (row) => (
        <StatusBadge
          quiet
          state={row.state}
          word={row.state === 'pending' && row.attempts === 0 ? 'Waits' : WORDS[row.state]}
        />
      ),
    },
    {
      id: 'response',
      header: 'Answer',
      width: 220,
      cell: (row) => (
        <span title={row.error}>
          <Maybe>{row.response_status ?? row.error}</Maybe>
        </span>
      ),
    },
    {
      id: 'latency',
      header: 'Took',
      numeric: true,
      width: 90,
      wideOnly: true,
      cell: (row) => <Maybe>{row.latency_ms === undefined ? undefined : formatDuration(row.latency_ms)}</Maybe>,
    },
    { id: 'attempts', header: 'Attempts', numeric: true, width: 90, cell: (row) => row.attempts },
    {
      id: 'created_at',
      header: 'Since',
      width: 110,
      cell: (row) => <Time at={row.created_at} className="text-muted" />,
    },
    {
      id: 'next',
      header: 'Next attempt',
      width: 120,
      wideOnly: true,
      cell: (row) => <Time at={row.next_attempt_at} className="text-muted" />,
    },
    {
      id: 'again',
      header: <span className="sr-only">Send again</span>,
      numeric: true,
      width: 60,
      cell: (row) =>
        row.state !== 'pending' && (
          <IconButton label={`Send ${row.event} again`} onClick={() => redeliver(row)}>
            <RotateCcw />
          </IconButton>
        ),
    },
  ]
}
