import { type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query'
import { ArrowUpFromLine, Split as SplitIcon } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import type { DeploymentResponse, HistoryEntry, Share } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import { AppLink } from '@/ui/AppLink'
import { Button } from '@/ui/Button'
import { EmptyState, Section, Skeleton, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { ShowOlder } from '@/ui/ShowOlder'
import { Chip, type Tone } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { BesideDialog } from './BesideDialog'
import { PromotionSection } from './PromotionSection'
import { traffic } from './queries'
import { ShadowSection } from './ShadowSection'
import { EndTrafficDialog, PromoteDialog } from './TrafficDialogs'

type Past = UseInfiniteQueryResult<{ pages: { items: HistoryEntry[] }[] }>

export function TrafficTab({ it, past }: { it: DeploymentResponse; past: Past }) {
  const caller = useQuery(me)
  const [dialog, setDialog] = useState<'beside' | 'end' | { promote: string }>()
  const now = useQuery({ ...traffic(it.name), enabled: it.current !== undefined })
  if (!it.current) {
    return (
      <EmptyState
        title="Nothing answers here yet"
        snippet={`curl -X POST ${window.location.origin}/api/v1/deployments/${encodeURIComponent(it.name)}/releases \\
  -H 'Content-Type: application/json' -d '{"model": "${it.name}", "version": 1, "reason": "the first"}'`}
      >
        Release a model version, and callers get its answers at once.
      </EmptyState>
    )
  }
  const arms = now.data?.arms.filter((arm) => arm.release.number !== now.data.champion?.number) ?? []
  const promotable = [...arms.map((arm) => arm.name), ...(now.data?.shadow ? ['shadow'] : [])]
  const close = () => setDialog(undefined)
  return (
    <>
      <Section
        title="Traffic now"
        actions={
          mayAs(caller.data?.role, 'approver') &&
          now.data && (
            <>
              {promotable.map((arm) => (
                <Button key={arm} icon={<ArrowUpFromLine />} onClick={() => setDialog({ promote: arm })}>
                  Promote {arm}
                </Button>
              ))}
              {promotable.length > 0 ? (
                <Button onClick={() => setDialog('end')}>End it</Button>
              ) : (
                <Button icon={<SplitIcon />} onClick={() => setDialog('beside')}>
                  Canary or shadow
                </Button>
              )}
            </>
          )
        }
        note={now.data?.sticky_by && `The same ${sticky(now.data.sticky_by)} always gets the same arm.`}
      >
        <QueryView query={now} loading={<Skeleton className="h-16 w-full" />}>
          {(data) => (
            <>
              <Split arms={data.arms} champion={data.champion?.number} />
              {data.shadow && (
                <p className="mt-2 text-sm">
                  <Chip tone="running">shadow</Chip> Release {data.shadow.release.number} ({data.shadow.release.model}{' '}
                  version {data.shadow.release.model_version}) gets a copy of {formatShare(data.shadow.sample)} of the
                  requests; nobody gets its answers.
                </p>
              )}
            </>
          )}
        </QueryView>
      </Section>
      <PromotionSection name={it.name} />
      <ShadowSection name={it.name} />
      <History past={past} current={it.current.number} />
      {dialog === 'beside' && <BesideDialog it={it} onClose={close} />}
      {dialog === 'end' && now.data && <EndTrafficDialog it={it} now={now.data} onClose={close} />}
      {typeof dialog === 'object' && now.data && (
        <PromoteDialog it={it} arm={dialog.promote} now={now.data} onClose={close} />
      )}
    </>
  )
}

function sticky(by: { column?: string; header?: string }): string {
  return by.header ? `header ${by.header}` : `value of ${by.column ?? ''}`
}

/** Who answers how many of a hundred requests. */
function Split({ arms, champion }: { arms: Share[]; champion: number | undefined }) {
  return (
    <div className="border-t pt-3">
      <div className="flex h-3 gap-0.5 overflow-hidden rounded" aria-hidden>
        {arms.map((arm, i) => (
          <div key={arm.name} style={{ width: `${arm.weight * 100}%`, background: `var(--series-${(i % 8) + 1})` }} />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        {arms.map((arm, i) => (
          <li key={arm.name} className="flex items-baseline gap-2">
            <span
              aria-hidden
              className="size-2.5 self-center rounded-sm"
              style={{ background: `var(--series-${(i % 8) + 1})` }}
            />
            <b className="font-medium tabular-nums">{formatShare(arm.weight)}</b>
            <span>
              {arm.name}
              <span className="text-muted">
                , release {arm.release.number}: {arm.release.model} version {arm.release.model_version}
                {arm.release.number === champion && arm.name !== 'champion' ? ' (the champion)' : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const SAYINGS: Record<HistoryEntry['action'], [string, Tone]> = {
  released: ['Released', 'ok'],
  rolled_back: ['Rolled back', 'warning'],
  promoted: ['Promoted', 'ok'],
  traffic_changed: ['Traffic changed', 'running'],
  promotion_held: ['Promotion held', 'warning'],
}

function History({ past, current }: { past: Past; current: number }) {
  return (
    <Section title="Releases over time" note="The newest first. A rollback adds a line; nothing is ever taken out.">
      <QueryView query={past} loading={<TableSkeleton rows={5} columns={5} />}>
        {(data) => {
          const entries = data.pages.flatMap((page) => page.items)
          const newest = entries.find((entry) => entry.release === current && entry.action !== 'traffic_changed')
          return (
            <>
              <ol className="border-t">
                {entries.map((entry) => {
                  const [word, tone] = SAYINGS[entry.action]
                  const serves = entry.sequence === newest?.sequence
                  return (
                    <li
                      key={entry.sequence}
                      className="grid grid-cols-[8.5rem_1fr_auto] items-baseline gap-x-3 border-b px-3 py-1.5 text-sm max-md:grid-cols-[1fr_auto]"
                    >
                      <span>
                        <Chip tone={tone}>{word}</Chip>
                      </span>
                      <span className="min-w-0 max-md:order-3 max-md:col-span-2">
                        <AppLink
                          href={`/models/${encodeURIComponent(entry.model)}/versions/${entry.model_version}`}
                          className="font-medium"
                        >
                          {entry.model} version {entry.model_version}
                        </AppLink>{' '}
                        <span className="text-muted">
                          release {entry.release}
                          {entry.previous_release !== undefined &&
                            entry.action !== 'traffic_changed' &&
                            `, after ${entry.previous_release}`}
                          {entry.traffic?.arms?.map((arm) => `, ${arm.name} ${formatShare(arm.weight)}`)}
                        </span>{' '}
                        {serves && <Chip tone="ok">serves</Chip>}
                        <span className="block text-muted">
                          {entry.actor}
                          {entry.reason && <>: {entry.reason}</>}
                        </span>
                      </span>
                      <Time at={entry.at} className="text-faint" />
                    </li>
                  )
                })}
              </ol>
              <ShowOlder of={past} />
            </>
          )
        }}
      </QueryView>
    </Section>
  )
}
