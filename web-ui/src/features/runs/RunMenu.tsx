import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { deleteRun, renameRun, restoreRun } from '@/tracking/calls'
import type { Run } from '@/tracking/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { Menu, MenuItem } from '@/ui/Menu'

export function RunMenu({ run }: { run: Run }) {
  const queries = useQueryClient()
  const { data: caller } = useQuery(me)
  const [asking, setAsking] = useState<'rename' | 'delete' | 'restore'>()
  const [name, setName] = useState(run.name)
  if (!mayAs(caller?.role, 'contributor')) return null
  const changed = async () => {
    void queries.invalidateQueries({ queryKey: ['run-pages'] })
    await queries.invalidateQueries({ queryKey: ['runs'] })
  }
  const close = () => setAsking(undefined)
  return (
    <>
      <Menu>
        <MenuItem
          icon={<Pencil />}
          disabled={run.deleted}
          onSelect={() => {
            setName(run.name)
            setAsking('rename')
          }}
        >
          Rename
        </MenuItem>
        {run.deleted ? (
          <MenuItem icon={<RotateCcw />} onSelect={() => setAsking('restore')}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking('delete')}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={asking === 'rename'}
        onClose={close}
        title={`Rename ${run.name}`}
        verb="Rename"
        reason="none"
        disabled={name.trim() === '' || name === run.name}
        onConfirm={async () => {
          await renameRun(run.id, name.trim())
          await changed()
        }}
      >
        <Field label="New name">
          {(props) => (
            <Input {...props} maxLength={1000} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onClose={close}
        title={`Delete ${run.name}`}
        verb="Delete the run"
        danger
        reason="none"
        onConfirm={async () => {
          await deleteRun(run.id)
          await changed()
        }}
      >
        <p className="text-sm">
          It goes from the lists and can be restored until an admin deletes it for good. Its artifacts stay until then.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'restore'}
        onClose={close}
        title={`Restore ${run.name}`}
        verb="Restore the run"
        reason="none"
        onConfirm={async () => {
          await restoreRun(run.id)
          await changed()
        }}
      />
    </>
  )
}
