import { useQuery } from '@tanstack/react-query'
import type { DatasetVersion } from '@/api/schema'
import { AppLink } from '@/ui/AppLink'
import { type Column, DataTable } from '@/ui/DataTable'
import { EmptyState, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { StatusBadge } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { type Use, uses } from './queries'

const columns: Column<Use>[] = [
  {
    id: 'run',
    header: 'Run',
    width: 240,
    cell: ({ run }) => (
      <AppLink href={`/runs/${run.run_id}`} className="font-medium" title={run.run_id}>
        {run.name ?? run.run_id}
      </AppLink>
    ),
  },
  { id: 'status', header: 'State', width: 120, cell: ({ run }) => <StatusBadge quiet state={run.status} /> },
  {
    id: 'context',
    header: 'Used for',
    width: 160,
    cell: ({ contexts }) => contexts.join(', ') || <span className="text-faint">–</span>,
  },
  {
    id: 'models',
    header: 'Made',
    width: 240,
    cell: ({ models }) =>
      models.length === 0 ? (
        <span className="text-faint">no registered version</span>
      ) : (
        models.map((model) => (
          <AppLink
            key={`${model.name} ${model.version}`}
            href={`/models/${encodeURIComponent(model.name)}/versions/${model.version}`}
            className="mr-3"
          >
            {model.name} version {model.version}
          </AppLink>
        ))
      ),
  },
  {
    id: 'experiment',
    header: 'Experiment',
    width: 160,
    wideOnly: true,
    cell: ({ run }) => (
      <AppLink href={`/experiments/${encodeURIComponent(run.experiment)}`} className="text-muted">
        {run.experiment}
      </AppLink>
    ),
  },
  { id: 'when', header: 'When', width: 110, cell: ({ run }) => <Time at={run.start_time} className="text-muted" /> },
]

/** The runs that took this version, and the model versions that came of them. */
export function UsedByTab({ it }: { it: DatasetVersion }) {
  const found = useQuery(uses(it.name, it.version, it.digest))
  return (
    <QueryView query={found} loading={<TableSkeleton rows={4} columns={5} />}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title="Nothing was made from this version">
            A run that names it as its input stands here, with the model versions that came of it. Pipelines record that
            by themselves.
          </EmptyState>
        ) : (
          <DataTable label="Runs that used it" rows={rows} columns={columns} rowKey={({ run }) => run.run_id} />
        )
      }
    </QueryView>
  )
}
