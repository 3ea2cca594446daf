import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Download, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { describe } from '@/activity/activity'
import type { AuditEntry } from '@/api/schema'
import { saveText, toCsv } from '@/charts/csv'
import { formatCount } from '@/format/numbers'
import { AppLink, hrefOf } from '@/ui/AppLink'
import { useActions } from '@/ui/actions'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { EmptyState, Page, TableSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { ShowOlder } from '@/ui/ShowOlder'
import { TONE_TEXT } from '@/ui/StatusBadge'
import { FilterField, Toolbar } from '@/ui/TableToolbar'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Time } from '@/ui/values'
import { EntryDialog } from './EntryDialog'
import { all, entries, verification } from './queries'

/** Who did what, when and why. */
export function AuditPage() {
  const filter = useSearch({ from: '/audit' })
  const change = useSearchChange()
  const found = useInfiniteQuery(entries(filter))
  const [open, setOpen] = useState<AuditEntry>()
  const [exporting, setExporting] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const columns = useMemo(() => columnsOf(setOpen), [])

  const save = useMemo(
    () => async () => {
      setExporting(true)
      setFailed(undefined)
      try {
        saveText('audit.csv', toCsv(rowsOf(await all(filter))))
      } catch (error) {
        setFailed(error)
      } finally {
        setExporting(false)
      }
    },
    [filter],
  )
  useActions(useMemo(() => [{ label: 'Export the audit log as CSV', run: () => void save() }], [save]))

  return (
    <Page
      title="Audit"
      actions={
        <Button icon={<Download />} busy={exporting} onClick={() => void save()}>
          Export as CSV
        </Button>
      }
    >
      <Chain />
      {failed !== undefined && <ProblemNote error={failed} />}
      <Toolbar>
        <FilterField
          label="Subject"
          placeholder="Subject: model/fraud"
          value={filter.subject ?? ''}
          onChange={(text) => change({ subject: text.trim() || undefined })}
        />
        <FilterField
          label="Action"
          shortcut={false}
          placeholder="Action: release, model.alias"
          value={filter.action ?? ''}
          onChange={(text) => change({ action: text.trim() || undefined })}
        />
        <FilterField
          label="Actor"
          shortcut={false}
          placeholder="Actor: ada"
          value={filter.actor ?? ''}
          onChange={(text) => change({ actor: text.trim() || undefined })}
        />
      </Toolbar>
      <QueryView query={found} loading={<TableSkeleton rows={12} columns={5} />}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.items)
          return rows.length === 0 ? (
            <EmptyState title="No entry is like this">
              A subject takes everything below it: model/fraud also finds model/fraud/versions/3. An action does too:
              release finds release.rolled_back. An actor is the whole name.
            </EmptyState>
          ) : (
            <>
              <DataTable
                label="Audit log"
                rows={rows}
                columns={columns}
                rowKey={(row) => String(row.sequence)}
                onEnd={() => found.hasNextPage && !found.isFetchingNextPage && void found.fetchNextPage()}
              />
              <ShowOlder of={found} />
            </>
          )
        }}
      </QueryView>
      {open && <EntryDialog it={open} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

/** Whether the chain of hashes holds: the one question a reviewer asks first. */
function Chain() {
  const found = useQuery(verification)
  if (!found.data) return null
  const { intact, entries, head, problem } = found.data
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 border-y py-2 text-sm">
      {intact ? (
        <span className="inline-flex items-center gap-1.5 font-medium text-ok">
          <ShieldCheck aria-hidden className="size-4" />
          The chain holds
        </span>
      ) : (
        <span className="inline-flex items-center gap-1.5 font-medium text-failed">
          <ShieldAlert aria-hidden className="size-4" />
          The chain is broken
        </span>
      )}
      <span className="text-muted">
        {intact ? `${formatCount(entries)} entries; each one’s hash covers the one before` : problem}
      </span>
      {head && (
        <span className="inline-flex items-center gap-1 text-muted">
          head <Digest value={head} />
        </span>
      )}
    </p>
  )
}

function columnsOf(onOpen: (entry: AuditEntry) => void): Column<AuditEntry>[] {
  return [
    {
      id: 'sequence',
      header: '#',
      width: 80,
      cell: (row) => (
        <button type="button" onClick={() => onOpen(row)} className="font-medium tabular-nums hover:underline">
          {row.sequence}
        </button>
      ),
    },
    { id: 'at', header: 'When', width: 110, cell: (row) => <Time at={row.at} /> },
    {
      id: 'actor',
      header: 'Who',
      width: 220,
      cell: (row) => (
        <span title={`${row.actor}, ${row.role}`}>
          {row.actor} <span className="text-faint text-xs">{row.role}</span>
        </span>
      ),
    },
    {
      id: 'action',
      header: 'What',
      width: 360,
      cell: (row) => {
        const { verb, object, detail, tone } = describe(row)
        const href = hrefOf(row.subject)
        return (
          <span title={`${row.action} ${row.subject}`}>
            <span className={tone && TONE_TEXT[tone]}>{verb}</span>{' '}
            {href ? (
              <AppLink href={href} className="font-medium">
                {object}
              </AppLink>
            ) : (
              <span className="font-medium">{object}</span>
            )}
            {detail && <span className="text-muted">, {detail}</span>}
          </span>
        )
      },
    },
    {
      id: 'reason',
      header: 'Why',
      width: 300,
      cell: (row) =>
        row.reason ? <span title={row.reason}>{row.reason}</span> : <span className="text-faint">–</span>,
    },
  ]
}

function rowsOf(found: AuditEntry[]): (string | number)[][] {
  return [
    ['sequence', 'at', 'actor', 'role', 'action', 'subject', 'reason', 'details', 'previous_hash', 'hash'],
    ...found.map((entry) => [
      entry.sequence,
      entry.at,
      entry.actor,
      entry.role,
      entry.action,
      entry.subject,
      entry.reason ?? '',
      JSON.stringify(entry.details),
      entry.previous_hash,
      entry.hash,
    ]),
  ]
}
