import { Link } from '@tanstack/react-router'
import { type Column, DataTable } from '@/ui/DataTable'
import { Skeleton } from '@/ui/page'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { useTableState } from '@/ui/tableState'
import { useNarrow } from '@/ui/useNarrow'
import { Num, Time } from '@/ui/values'
import type { InProduction } from './queries'

/** What a model is judged by: the first of these that its task has. */
const HEADLINE = ['accuracy', 'rmse'] as const

function headline({
  performance,
}: InProduction): { name: string; live: number; reference: number | undefined } | undefined {
  for (const name of HEADLINE) {
    const live = performance?.metrics?.[name]
    if (live !== undefined) return { name, live, reference: performance?.reference_metrics?.[name] }
  }
  return undefined
}

function Serves({ deployment: { current, traffic } }: InProduction) {
  if (!current) return <span className="text-faint">–</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/models/$name/versions/$version"
        params={{ name: current.model, version: String(current.model_version) }}
        className="min-w-0 truncate hover:underline"
      >
        {current.model} <span className="text-muted">version {current.model_version}</span>
      </Link>
      {(traffic?.arms?.length ?? 0) > 0 && <Chip tone="running">canary</Chip>}
      {traffic?.shadow && <Chip tone="running">shadow</Chip>}
    </span>
  )
}

function Quality(row: InProduction) {
  if (!row.measured) return <Skeleton className="h-3 w-20" />
  const figure = headline(row)
  if (!figure) return <span className="text-faint">no labels</span>
  return (
    <span className="flex items-baseline gap-1.5">
      <span className="text-faint text-xs">{figure.name === 'rmse' ? 'RMSE' : figure.name}</span>
      <Num value={figure.live} share={figure.name === 'accuracy'} />
    </span>
  )
}

function Drift({ drift, measured }: InProduction) {
  if (!measured) return <Skeleton className="h-3 w-20" />
  const window = drift?.window
  if (!window) return <span className="text-faint">no window yet</span>
  if (!window.judged) return <span className="text-faint">too few rows</span>
  return window.features_drifted > 0 || window.prediction_drifted ? (
    <Chip tone="warning">
      {window.features_drifted} of {window.features_compared} features
    </Chip>
  ) : (
    <span className="text-muted">none</span>
  )
}

const columns: Column<InProduction>[] = [
  {
    id: 'name',
    header: 'Deployment',
    sort: ({ deployment }) => deployment.name,
    cell: ({ deployment }) => (
      <Link to="/deployments/$name" params={{ name: deployment.name }} className="font-medium hover:underline">
        {deployment.name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    sort: ({ deployment }) => deployment.state,
    cell: ({ deployment }) => <StatusBadge quiet state={deployment.state} />,
  },
  {
    id: 'serves',
    header: 'Serves',
    cell: (row) => <Serves {...row} />,
  },
  {
    id: 'since',
    header: 'Last change',
    sort: ({ deployment }) => deployment.updated_at,
    wideOnly: true,
    cell: ({ deployment }) => <Time at={deployment.updated_at} className="text-muted" />,
  },
  {
    id: 'quality',
    header: 'Quality, live',
    description:
      'Accuracy, or the root mean squared error of a regression, over the labelled rows of the release that serves',
    numeric: true,
    cell: (row) => <Quality {...row} />,
  },
  {
    id: 'coverage',
    header: 'Labelled',
    description: 'Share of the predictions of this release whose truth is known',
    numeric: true,
    wideOnly: true,
    cell: ({ performance, measured }) =>
      measured ? <Num value={performance?.label_coverage} share /> : <Skeleton className="h-3 w-10" />,
  },
  {
    id: 'drift',
    header: 'Drift',
    description: 'Of the newest window of the release that serves',
    cell: (row) => <Drift {...row} />,
  },
]

export function ProductionTable({ rows }: { rows: InProduction[] }) {
  const state = useTableState()
  const narrow = useNarrow()
  if (narrow) return <ProductionList rows={rows} />
  return (
    <DataTable
      label="Deployments"
      rows={rows}
      columns={columns}
      rowKey={({ deployment }) => deployment.name}
      rowLink={({ deployment }) => ({ to: '/deployments/$name', params: { name: deployment.name } })}
      state={state}
    />
  )
}

/** On a phone: what would be columns stands below each name. */
function ProductionList({ rows }: { rows: InProduction[] }) {
  return (
    <ul aria-label="Deployments" className="border-t text-sm">
      {rows.map((row) => (
        <li key={row.deployment.name} className="grid gap-1.5 border-b py-2.5">
          <div className="flex items-center gap-3">
            <Link
              to="/deployments/$name"
              params={{ name: row.deployment.name }}
              className="min-w-0 truncate font-medium hover:underline"
            >
              {row.deployment.name}
            </Link>
            <span className="ml-auto shrink-0">
              <StatusBadge quiet state={row.deployment.state} />
            </span>
          </div>
          <Serves {...row} />
          <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
            <Quality {...row} />
            <span className="flex items-center gap-1.5">
              <span className="text-faint text-xs">Drift</span>
              <Drift {...row} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
