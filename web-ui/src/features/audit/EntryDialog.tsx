import type { AuditEntry } from '@/api/schema'
import { formatExact } from '@/format/times'
import { AppLink, hrefOf } from '@/ui/AppLink'
import { Dialog } from '@/ui/Dialog'
import { Snippet } from '@/ui/page'
import { Digest } from '@/ui/values'

/** An entry with all that stands in it. */
export function EntryDialog({ it, onClose }: { it: AuditEntry; onClose: () => void }) {
  const href = hrefOf(it.subject)
  return (
    <Dialog open wide onClose={onClose} title={`Entry ${it.sequence}`}>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-2 text-sm [&>dt]:text-muted">
        <dt>When</dt>
        <dd>{formatExact(Date.parse(it.at))}</dd>
        <dt>Who</dt>
        <dd>
          {it.actor}, {it.role}
        </dd>
        <dt>Action</dt>
        <dd className="font-mono">{it.action}</dd>
        <dt>Subject</dt>
        <dd className="font-mono">
          {href ? (
            <AppLink href={href} className="text-accent">
              {it.subject}
            </AppLink>
          ) : (
            it.subject
          )}
        </dd>
        <dt>Why</dt>
        <dd>{it.reason ?? <span className="text-faint">no reason was given</span>}</dd>
        <dt>Hash</dt>
        <dd>
          <Digest value={it.hash} />
        </dd>
        <dt>Hash before</dt>
        <dd>
          <Digest value={it.previous_hash} />
        </dd>
      </dl>
      <Snippet text={JSON.stringify(it.details, null, 2)} className="mt-4" />
    </Dialog>
  )
}
