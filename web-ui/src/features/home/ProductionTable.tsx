import { Link } from '@tanstack/react-router'
import { type Column, DataTable } from '@/ui/DataTable'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { useTableState } from '@/ui/tableState'
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
    cell: ({ deployment: { current, traffic } }) =>
      current ? (
        <span className="flex items-center gap-2">
          <Link
            to="/models/$name/versions/$version"
            params={{ name: current.model, version: String(current.model_version) }}
            className="hover:underline"
          >
            {current.model} <span className="text-muted">version {current.model_version}</span>
          </Link>
          {(traffic?.arms?.length ?? 0) > 0 && <Chip tone="running">canary</Chip>}
          {traffic?.shadow && <Chip tone="running">shadow</Chip>}
        </span>
      ) : (
        <span className="text-faint">–</span>
      ),
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
    cell: (row) => {
      const figure = headline(row)
      if (!figure) return <span className="text-faint">no labels</span>
      return (
        <span className="flex items-baseline gap-1.5">
          <span className="text-faint text-xs">{figure.name === 'rmse' ? 'RMSE' : figure.name}</span>
          <Num value={figure.live} share={figure.name === 'accuracy'} />
        </span>
      )
    },
  },
  {
    id: 'coverage',
    header: 'Labelled',
    description: 'Share of the predictions of this release whose truth is known',
    numeric: true,
    wideOnly: true,
    cell: ({ performance }) => <Num value={performance?.label_coverage} share />,
  },
  {
    id: 'drift',
    header: 'Drift',
    description: 'Of the newest window of the release that serves',
    cell: ({ drift }) => {
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
    },
  },
]

export function ProductionTable({ rows }: { rows: InProduction[] }) {
  const state = useTableState()
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
