import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { GitCompare, RotateCcw, Tag, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { plural } from '@/format/numbers'
import { deleteRun, forEachRun, restoreRun, tagRun } from '@/tracking/calls'
import type { Run } from '@/tracking/types'
import { Button, IconButton } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'

export const MOST_COMPARED = 50

type Asking = 'delete' | 'restore' | 'tag'

/** What can be done with the runs that are chosen. */
export function BulkBar({ runs, deleted, onDone }: { runs: Run[]; deleted: boolean; onDone: () => void }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: caller } = useQuery(me)
  const [asking, setAsking] = useState<Asking>()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const may = mayAs(caller?.role, 'contributor')
  const ids = runs.map((run) => run.id)
  const many = plural(ids.length, 'run')

  const all = (act: (id: string) => Promise<unknown>) => async () => {
    try {
      await forEachRun(ids, act)
      onDone()
    } finally {
      // Some may have been changed before one was refused.
      void queries.invalidateQueries({ queryKey: ['run-pages'] })
      void queries.invalidateQueries({ queryKey: ['runs'] })
    }
  }
  const close = () => setAsking(undefined)

  return (
    <div
      role="toolbar"
      aria-label="What to do with the runs that are chosen"
      className="mb-3 flex min-h-8 flex-wrap items-center gap-2 rounded-md bg-accent-soft px-2 py-1"
    >
      <span className="mr-1 font-medium text-sm tabular-nums">{many} chosen</span>
      <Button
        kind="primary"
        icon={<GitCompare />}
        disabled={ids.length < 2 || ids.length > MOST_COMPARED}
        title={ids.length > MOST_COMPARED ? `At most ${MOST_COMPARED} runs can be compared` : undefined}
        onClick={() => void navigate({ to: '/compare', search: { runs: ids.join(',') } })}
      >
        Compare
      </Button>
      {may && !deleted && (
        <>
          <Button icon={<Tag />} onClick={() => setAsking('tag')}>
            Tag
          </Button>
          <Button icon={<Trash2 />} onClick={() => setAsking('delete')}>
            Delete
          </Button>
        </>
      )}
      {may && deleted && (
        <Button icon={<RotateCcw />} onClick={() => setAsking('restore')}>
          Restore
        </Button>
      )}
      <IconButton label="Choose none" className="ml-auto" onClick={onDone}>
        <X />
      </IconButton>

      <ConfirmDialog
        open={asking === 'delete'}
        onClose={close}
        title={`Delete ${many}`}
        verb={`Delete ${many}`}
        danger
        reason="none"
        onConfirm={all(deleteRun)}
      >
        <Names runs={runs} />
        <p className="text-muted text-sm">
          They can be restored from the view of deleted runs until an admin deletes them for good. Their artifacts stay
          until then.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'restore'}
        onClose={close}
        title={`Restore ${many}`}
        verb={`Restore ${many}`}
        reason="none"
        onConfirm={all(restoreRun)}
      >
        <Names runs={runs} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'tag'}
        onClose={close}
        title={`Tag ${many}`}
        verb="Set the tag"
        reason="none"
        disabled={key.trim() === ''}
        onConfirm={all((id) => tagRun(id, key.trim(), value))}
      >
        <Field label="Key" hint="A tag that a run has already gets the new value.">
          {(props) => <Input {...props} maxLength={250} value={key} onChange={(event) => setKey(event.target.value)} />}
        </Field>
        <Field label="Value">
          {(props) => (
            <Input {...props} maxLength={8000} value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
    </div>
  )
}

const NAMED = 8

function Names({ runs }: { runs: Run[] }) {
  return (
    <ul className="grid gap-0.5 text-sm">
      {runs.slice(0, NAMED).map((run) => (
        <li key={run.id} className="truncate" title={run.name}>
          {run.name} <span className="text-faint">{run.id.slice(0, 8)}</span>
        </li>
      ))}
      {runs.length > NAMED && <li className="text-muted">and {runs.length - NAMED} more</li>}
    </ul>
  )
}
