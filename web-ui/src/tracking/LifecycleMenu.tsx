import { useQuery } from '@tanstack/react-query'
import { Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { Menu, MenuItem } from '@/ui/Menu'

interface Props {
  of: { name: string; deleted: boolean }
  kind: 'experiment' | 'run'
  longestName: number
  renameHint?: string
  mayBeDeleted?: boolean
  /** What is lost with it, and for how long. */
  deleting: ReactNode
  restoring?: ReactNode
  onRename: (name: string) => Promise<void>
  onDelete: () => Promise<void>
  onRestore: () => Promise<void>
}

/** Renames, deletes and restores; nothing for those who may not. */
export function LifecycleMenu({ of, kind, mayBeDeleted = true, ...props }: Props) {
  const { data: caller } = useQuery(me)
  const [asking, setAsking] = useState<'rename' | 'delete' | 'restore'>()
  const [name, setName] = useState(of.name)
  if (!mayAs(caller?.role, 'contributor')) return null
  const close = () => setAsking(undefined)
  return (
    <>
      <Menu>
        <MenuItem
          icon={<Pencil />}
          disabled={of.deleted}
          onSelect={() => {
            setName(of.name)
            setAsking('rename')
          }}
        >
          Rename
        </MenuItem>
        {of.deleted ? (
          <MenuItem icon={<RotateCcw />} onSelect={() => setAsking('restore')}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem icon={<Trash2 />} danger disabled={!mayBeDeleted} onSelect={() => setAsking('delete')}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={asking === 'rename'}
        onClose={close}
        title={`Rename ${of.name}`}
        verb="Rename"
        reason="none"
        disabled={name.trim() === '' || name === of.name}
        onConfirm={() => props.onRename(name.trim())}
      >
        <Field label="New name" hint={props.renameHint}>
          {(field) => (
            <Input
              {...field}
              maxLength={props.longestName}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onClose={close}
        title={`Delete ${of.name}`}
        verb={`Delete the ${kind}`}
        danger
        reason="none"
        onConfirm={props.onDelete}
      >
        <p className="text-sm">{props.deleting}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'restore'}
        onClose={close}
        title={`Restore ${of.name}`}
        verb={`Restore the ${kind}`}
        reason="none"
        onConfirm={props.onRestore}
      >
        {props.restoring && <p className="text-sm">{props.restoring}</p>}
      </ConfirmDialog>
    </>
  )
}
