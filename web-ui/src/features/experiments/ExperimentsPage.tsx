import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { type Experiment, isOwnTag } from '@/tracking/types'
import type { Column } from '@/ui/DataTable'
import { FilteredTable } from '@/ui/FilteredTable'
import { Segmented } from '@/ui/fields'
import { EmptyState, Page, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { useSearchChange } from '@/ui/tableState'
import { Time } from '@/ui/values'
import { experiments } from './queries'

const tagsOf = (row: Experiment): string =>
  [...row.tags]
    .filter(([key]) => !isOwnTag(key))
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')

const columns: Column<Experiment>[] = [
  {
    id: 'name',
    header: 'Experiment',
    width: 360,
    sort: (row) => row.name,
    cell: (row) => (
      <Link
        to="/experiments/$name"
        params={{ name: row.name }}
        title={row.name}
        className="font-medium hover:underline"
      >
        {row.name}
      </Link>
    ),
  },
  {
    id: 'id',
    header: 'Id',
    width: 80,
    numeric: true,
    sort: (row) => Number(row.id),
    cell: (row) => row.id,
  },
  {
    id: 'description',
    header: 'Description and tags',
    width: 420,
    wideOnly: true,
    cell: (row) => {
      const note = [row.tags.get('mlflow.note.content'), tagsOf(row)].filter(Boolean).join(' · ')
      return (
        <span className="text-muted" title={note}>
          {note || '–'}
        </span>
      )
    },
  },
  {
    id: 'created',
    header: 'Made',
    width: 120,
    wideOnly: true,
    sort: (row) => row.created,
    cell: (row) => <Time at={row.created} className="text-muted" />,
  },
  {
    id: 'updated',
    header: 'Last changed',
    width: 120,
    sort: (row) => row.updated,
    cell: (row) => <Time at={row.updated} className="text-muted" />,
  },
]

export function ExperimentsPage() {
  const { view } = useSearch({ from: '/experiments' })
  const change = useSearchChange()
  const deleted = view === 'deleted'
  const all = useQuery(experiments(deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY'))
  return (
    <Page title="Experiments">
      <QueryView query={all} loading={<TableSkeleton rows={6} columns={4} />}>
        {(rows) => {
          const untouched = !deleted && rows.length <= 1 && rows.every((row) => row.id === '0')
          return (
            <>
              <FilteredTable
                label="Experiments"
                rows={rows}
                columns={columns}
                textsOf={(row) => [row.name, row.id, tagsOf(row)]}
                placeholder="Filter by name or tag"
                tools={
                  <Segmented
                    label="Which experiments"
                    value={deleted ? 'deleted' : 'active'}
                    options={[
                      { value: 'active', label: 'Active' },
                      { value: 'deleted', label: 'Deleted' },
                    ]}
                    onChange={(next) => change({ view: next === 'deleted' ? next : undefined })}
                  />
                }
                rowKey={(row) => row.id}
                rowLink={(row) => ({ to: '/experiments/$name', params: { name: row.name } })}
                defaultSort={{ id: 'updated', desc: true }}
              />
              {deleted && rows.length === 0 && <p className="py-6 text-muted text-sm">No experiment is deleted.</p>}
              {untouched && <NoExperiments />}
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}

function NoExperiments() {
  return (
    <div className="pt-6">
      <EmptyState
        title="No experiment has been made yet"
        snippet={`import mlflow

mlflow.set_tracking_uri("${window.location.origin}")
mlflow.set_experiment("fraud")
with mlflow.start_run():
    mlflow.log_params({"rounds": 100})
    mlflow.log_metric("auc", 0.93)`}
      >
        An experiment gathers runs that answer one question. MLflow’s own client logs here, as it is: point it to this
        address.
      </EmptyState>
    </div>
  )
}
