import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PackagePlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { formatDuration, plural } from '@/format/numbers'
import { CHILDREN_LIMIT, childrenOf } from '@/tracking/queries'
import { durationOf, type Run } from '@/tracking/types'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { EmptyState, Section, Skeleton, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { StatusIcon } from '@/ui/StatusBadge'
import { Digest, Maybe, Mono, Num, Time } from '@/ui/values'
import { RegisterDialog, type Registrable } from './RegisterDialog'
import { type LoggedModel, loggedModel, registeredFrom } from './relatedQueries'

const RunLineage = lazy(() => import('./RunLineage'))

/** What went in, what came out, and the runs below. */
export function RelatedTab({ run }: { run: Run }) {
  const caller = useQuery(me)
  const [registering, setRegistering] = useState<Registrable>()
  const children = useQuery(childrenOf(run.id, run.experimentId))
  const ids = [...new Set([...run.modelsOut, ...run.modelsIn])]
  const models = useQueries({ queries: ids.map(loggedModel) })
  const registered = useQuery(registeredFrom(run.id))
  const loaded = models.flatMap((each) => each.data ?? [])
  const versions = [
    ...new Map(
      [...(registered.data ?? []), ...loaded.flatMap((model) => model.versions)].map((each) => [
        `${each.name} ${each.version}`,
        each,
      ]),
    ).values(),
  ]
  return (
    <>
      <Section title="Lineage" note="From the data to what was made of it">
        <Suspense fallback={<Skeleton className="h-72 w-full" />}>
          <RunLineage run={run} models={loaded} versions={versions} />
        </Suspense>
      </Section>
      <Section title="Datasets">
        {run.datasets.length === 0 ? (
          <EmptyState
            title="No data was noted"
            snippet={'mlflow.log_input(mlflow.data.from_pandas(frame, name="payments"), context="training")'}
          />
        ) : (
          <DataTable
            label="Datasets"
            rows={run.datasets}
            columns={datasetColumns}
            rowKey={(row) => `${row.name} ${row.digest} ${row.context}`}
          />
        )}
      </Section>
      <Section title="Logged models">
        {ids.length === 0 ? (
          <EmptyState title="No model was logged" snippet={'mlflow.onnx.log_model(model, name="model")'}>
            Models that were logged can be registered, compared and deployed.
          </EmptyState>
        ) : loaded.length === 0 ? (
          <TableSkeleton rows={ids.length} columns={4} />
        ) : (
          <DataTable
            label="Logged models"
            rows={loaded}
            columns={modelColumns(
              mayAs(caller.data?.role, 'contributor')
                ? (model) =>
                    setRegistering({
                      name: model.name,
                      source: model.location,
                      runId: model.sourceRun,
                      modelId: model.id,
                    })
                : undefined,
            )}
            rowKey={(row) => row.id}
          />
        )}
      </Section>
      <QueryView query={children} loading={null}>
        {(page) =>
          page.runs.length === 0 ? null : (
            <Section
              title="Child runs"
              note={
                page.next
                  ? `The first ${CHILDREN_LIMIT}; the experiment’s table has all of them`
                  : plural(page.runs.length, 'run')
              }
            >
              <DataTable
                label="Child runs"
                rows={page.runs}
                columns={childColumns(page.runs)}
                rowKey={(row) => row.id}
                rowLink={(row) => ({ to: '/runs/$id', params: { id: row.id } })}
                fill={false}
              />
            </Section>
          )
        }
      </QueryView>
      {registering && <RegisterDialog it={registering} onClose={() => setRegistering(undefined)} />}
    </>
  )
}

const datasetColumns: Column<Run['datasets'][number]>[] = [
  { id: 'name', header: 'Dataset', width: 220, cell: (row) => <span className="font-medium">{row.name}</span> },
  { id: 'context', header: 'Used for', width: 120, cell: (row) => <Maybe>{row.context}</Maybe> },
  { id: 'digest', header: 'Digest', width: 150, cell: (row) => <Digest value={row.digest} /> },
  { id: 'type', header: 'Kind', width: 110, wideOnly: true, cell: (row) => row.sourceType },
  {
    id: 'shape',
    header: 'Rows and columns',
    wideOnly: true,
    cell: (row) => <span className="text-muted">{shapeOf(row.profile, row.schema)}</span>,
  },
]

/** Clients write the shape of their data as JSON; each kind its own. */
function shapeOf(profile: string | undefined, schema: string | undefined): string {
  try {
    const known = JSON.parse(profile ?? '{}') as { num_rows?: number }
    const columns = (JSON.parse(schema ?? '{}') as { mlflow_colspec?: unknown[] }).mlflow_colspec
    return [
      known.num_rows !== undefined && plural(known.num_rows, 'row'),
      Array.isArray(columns) && plural(columns.length, 'column'),
    ]
      .filter(Boolean)
      .join(', ')
  } catch {
    return ''
  }
}

function modelColumns(register: ((model: LoggedModel) => void) | undefined): Column<LoggedModel>[] {
  return [
    { id: 'name', header: 'Model', width: 200, cell: (row) => <span className="font-medium">{row.name}</span> },
    { id: 'id', header: 'Id', width: 200, cell: (row) => <Mono value={row.id} short={`${row.id.slice(0, 10)}…`} /> },
    { id: 'status', header: 'Status', width: 110, cell: (row) => row.status },
    {
      id: 'versions',
      header: 'Registered as',
      cell: (row) =>
        row.versions.length === 0 ? (
          <span className="text-faint">not registered</span>
        ) : (
          row.versions.map(({ name, version }) => (
            <Link
              key={`${name} ${version}`}
              to="/models/$name/versions/$version"
              params={{ name, version }}
              className="mr-3 hover:underline"
            >
              {name} version {version}
            </Link>
          ))
        ),
    },
    ...(register
      ? [
          {
            id: 'register',
            header: <span className="sr-only">Register</span>,
            numeric: true,
            cell: (row: LoggedModel) => (
              <Button icon={<PackagePlus />} onClick={() => register(row)}>
                Register
              </Button>
            ),
          },
        ]
      : []),
  ]
}

function childColumns(runs: Run[]): Column<Run>[] {
  const metrics = [...new Set(runs.slice(0, 50).flatMap((run) => [...run.metrics.keys()]))]
    .filter((key) => !key.startsWith('system/'))
    .slice(0, 4)
  return [
    {
      id: 'name',
      header: 'Run',
      width: 280,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-1.5">
          <StatusIcon state={row.status} className="[&_svg]:size-3.5" />
          <Link
            to="/runs/$id"
            params={{ id: row.id }}
            preload={false}
            title={row.name}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {row.name}
          </Link>
        </span>
      ),
    },
    { id: 'start', header: 'Started', width: 110, cell: (row) => <Time at={row.start} className="text-muted" /> },
    {
      id: 'took',
      header: 'Took',
      width: 100,
      numeric: true,
      wideOnly: true,
      cell: (row) => formatDuration(durationOf(row, Date.now())),
    },
    ...metrics.map(
      (key): Column<Run> => ({
        id: `metric:${key}`,
        header: key,
        width: 120,
        numeric: true,
        cell: (row) => <Num value={row.metrics.get(key)?.value} />,
      }),
    ),
  ]
}
