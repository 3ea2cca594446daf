import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { post } from '@/tracking/calls'
import { LifecycleMenu } from '@/tracking/LifecycleMenu'
import type { Experiment } from '@/tracking/types'

const DEFAULT_EXPERIMENT = '0'

export function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const call = async (path: string) => {
    await post(path, { experiment_id: experiment.id })
    await queries.invalidateQueries({ queryKey: ['experiments'] })
  }
  return (
    <LifecycleMenu
      of={experiment}
      kind="experiment"
      longestName={500}
      renameHint="Code that sets the experiment by its old name would make a new one."
      mayBeDeleted={experiment.id !== DEFAULT_EXPERIMENT}
      deleting="The experiment and all its runs go from the lists. Both can be restored until an admin deletes them for good."
      restoring="The runs that were deleted with it come back, too."
      onRename={async (name) => {
        await post('experiments/update', { experiment_id: experiment.id, new_name: name })
        await navigate({ to: '/experiments/$name', params: { name }, replace: true })
        void queries.invalidateQueries({ queryKey: ['experiments'] })
      }}
      onDelete={() => call('experiments/delete')}
      onRestore={() => call('experiments/restore')}
    />
  )
}
