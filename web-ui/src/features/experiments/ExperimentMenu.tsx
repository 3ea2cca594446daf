import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { post } from '@/tracking/calls'
import type { Experiment } from '@/tracking/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { Menu, MenuItem } from '@/ui/Menu'

const DEFAULT_EXPERIMENT = '0'

export function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: caller } = useQuery(me)
  const [asking, setAsking] = useState<'rename' | 'delete' | 'restore'>()
  const [name, setName] = useState(experiment.name)
  if (!mayAs(caller?.role, 'contributor')) return null

  const call = async (path: string, more: object = {}) => {
    await post(path, { experiment_id: experiment.id, ...more })
    await queries.invalidateQueries({ queryKey: ['experiments'] })
  }
  const close = () => setAsking(undefined)
  return (
    <>
      <Menu>
        <MenuItem
          icon={<Pencil />}
          disabled={experiment.deleted}
          onSelect={() => {
            setName(experiment.name)
            setAsking('rename')
          }}
        >
          Rename
        </MenuItem>
        {experiment.deleted ? (
          <MenuItem icon={<RotateCcw />} onSelect={() => setAsking('restore')}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem
            icon={<Trash2 />}
            danger
            disabled={experiment.id === DEFAULT_EXPERIMENT}
            onSelect={() => setAsking('delete')}
          >
            Delete
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={asking === 'rename'}
        onClose={close}
        title={`Rename ${experiment.name}`}
        verb="Rename"
        reason="none"
        disabled={name.trim() === '' || name === experiment.name}
        onConfirm={async () => {
          await post('experiments/update', { experiment_id: experiment.id, new_name: name.trim() })
          await navigate({ to: '/experiments/$name', params: { name: name.trim() }, replace: true })
          void queries.invalidateQueries({ queryKey: ['experiments'] })
        }}
      >
        <Field label="New name" hint="Code that sets the experiment by its old name would make a new one.">
          {(props) => (
            <Input {...props} maxLength={500} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onClose={close}
        title={`Delete ${experiment.name}`}
        verb="Delete the experiment"
        danger
        reason="none"
        onConfirm={() => call('experiments/delete')}
      >
        <p className="text-sm">
          The experiment and all its runs go from the lists. Both can be restored until an admin deletes them for good.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'restore'}
        onClose={close}
        title={`Restore ${experiment.name}`}
        verb="Restore the experiment"
        reason="none"
        onConfirm={() => call('experiments/restore')}
      >
        <p className="text-sm">The runs that were deleted with it come back, too.</p>
      </ConfirmDialog>
    </>
  )
}
