import { useQueryClient } from '@tanstack/react-query'
import { deleteRun, renameRun, restoreRun } from '@/tracking/calls'
import { LifecycleMenu } from '@/tracking/LifecycleMenu'
import type { Run } from '@/tracking/types'

export function RunMenu({ run }: { run: Run }) {
  const queries = useQueryClient()
  const then = async (done: Promise<unknown>) => {
    await done
    void queries.invalidateQueries({ queryKey: ['run-pages'] })
    await queries.invalidateQueries({ queryKey: ['runs'] })
  }
  return (
    <LifecycleMenu
      of={run}
      kind="run"
      longestName={1000}
      deleting="It goes from the lists and can be restored until an admin deletes it for good. Its artifacts stay until then."
      onRename={(name) => then(renameRun(run.id, name))}
      onDelete={() => then(deleteRun(run.id))}
      onRestore={() => then(restoreRun(run.id))}
    />
  )
}
