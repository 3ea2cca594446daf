import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { GitCompareArrows, PackagePlus, Pencil, Tag } from 'lucide-react'
import { useMemo, useState } from 'react'
import { mayAs, me } from '@/api/queries'
import type { DeploymentResponse, ModelVersion } from '@/api/schema'
import { useActions } from '@/ui/actions'
import { Button, IconButton } from '@/ui/Button'
import type { Column } from '@/ui/DataTable'
import { FilteredTable } from '@/ui/FilteredTable'
import { EmptyState, FactsStrip, Page, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { StatusBadge } from '@/ui/StatusBadge'
import { ColumnsMenu } from '@/ui/TableToolbar'
import { useSearchChange, useTableState } from '@/ui/tableState'
import { Num, Time } from '@/ui/values'
import { AliasDialog } from './AliasDialog'
import { Aliases } from './Aliases'
import { OwnerDialog } from './OwnerDialog'
import { deployments, model, runningAt, versions } from './queries'
import { RegisterDialog } from './RegisterDialog'

/** Metrics that most versions have get a column; the first few are shown. */
const SHOWN_METRICS = 4

function columns(rows: ModelVersion[], running: DeploymentResponse[] | undefined): Column<ModelVersion>[] {
  const counts = new Map<string, number>()
  for (const row of rows)
    for (const name of Object.keys(row.metrics ?? {})) counts.set(name, (counts.get(name) ?? 0) + 1)
  const preferred = ['accuracy', 'roc_auc', 'log_loss', 'f1', 'rmse', 'r2', 'mae']
  const metrics = [...counts.keys()].sort(
    (a, b) => (preferred.indexOf(a) + 1 || 99) - (preferred.indexOf(b) + 1 || 99) || a.localeCompare(b),
  )
  return [
    {
      id: 'version',
      header: 'Version',
      width: 80,
      sort: (row) => row.version,
      cell: (row) => (
        <Link
          to="/models/$name/versions/$version"
          params={{ name: row.model, version: String(row.version) }}
          className="font-medium tabular-nums hover:underline"
        >
          {row.version}
        </Link>
      ),
    },
    {
      id: 'gate',
      header: 'Gate',
      width: 110,
      sort: (row) => (row.gate ? Number(row.gate.passed) : undefined),
      cell: (row) =>
        row.gate ? (
          <StatusBadge quiet state={row.gate.passed ? 'passed' : 'refused'} />
        ) : (
          <span className="text-faint" title="It was registered without a gate">
            no gate
          </span>
        ),
    },
    {
      id: 'aliases',
      header: 'Aliases',
      width: 180,
      cell: (row) => <Aliases aliases={row.aliases.map((alias) => ({ alias }))} />,
    },
    {
      id: 'serves',
      header: 'Serves',
      width: 160,
      cell: (row) => (
        <span className="flex gap-3">
          {runningAt(running, row.model, row.version).map((deployment) => (
            <Link
              key={deployment.name}
              to="/deployments/$name"
              params={{ name: deployment.name }}
              className="hover:underline"
            >
              <StatusBadge quiet state={deployment.state} word={deployment.name} />
            </Link>
          ))}
        </span>
      ),
    },
    ...metrics.map(
      (name, i): Column<ModelVersion> => ({
        id: `metric:${name}`,
        header: name,
        numeric: true,
        width: 110,
        optional: i >= SHOWN_METRICS,
        sort: (row) => row.metrics?.[name],
        cell: (row) => <Num value={row.metrics?.[name]} />,
      }),
    ),
    {
      id: 'created_by',
      header: 'Registered by',
      width: 160,
      wideOnly: true,
      sort: (row) => row.created_by,
      cell: (row) => <span className="text-muted">{row.created_by}</span>,
    },
    {
      id: 'created_at',
      header: 'Registered',
      width: 120,
      sort: (row) => row.created_at,
      cell: (row) => <Time at={row.created_at} className="text-muted" />,
    },
  ]
}

export function ModelPage() {
  const { name } = useParams({ from: '/models/$name' })
  const { pick } = useSearch({ from: '/models/$name' })
  const change = useSearchChange()
  const navigate = useNavigate()
  const found = useQuery(model(name))
  const all = useQuery(versions(name))
  const running = useQuery(deployments)
  const caller = useQuery(me)
  const state = useTableState()
  const [aliasing, setAliasing] = useState(false)
  const [registering, setRegistering] = useState(false)
  const [owning, setOwning] = useState(false)
  const mayChange = mayAs(caller.data?.role, 'contributor')
  useActions(
    useMemo(
      () => (mayChange ? [{ label: `Change the owner of ${name}`, run: () => setOwning(true) }] : []),
      [mayChange, name],
    ),
  )
  const shown = useMemo(() => columns(all.data ?? [], running.data), [all.data, running.data])
  const picked = useMemo(() => new Set(pick?.split(',')), [pick])
  return (
    <QueryView query={found}>
      {(it) => (
        <Page
          title={it.name}
          crumbs={[{ label: 'Models', link: { to: '/models' } }]}
          actions={
            <>
              {picked.size >= 2 && (
                <Button
                  kind="primary"
                  icon={<GitCompareArrows />}
                  onClick={() =>
                    void navigate({
                      to: '/models/$name/compare',
                      params: { name },
                      search: { versions: [...picked].join(',') },
                    })
                  }
                >
                  Compare {picked.size} versions
                </Button>
              )}
              {mayChange && (
                <Button icon={<PackagePlus />} onClick={() => setRegistering(true)}>
                  Register a version
                </Button>
              )}
              {mayAs(caller.data?.role, 'approver') && (all.data?.length ?? 0) > 0 && (
                <Button icon={<Tag />} onClick={() => setAliasing(true)}>
                  Set an alias
                </Button>
              )}
            </>
          }
          facts={
            <FactsStrip
              facts={[
                [
                  'Owner',
                  <span key="o" className="flex min-w-0 items-center gap-1">
                    <span className={it.owner ? 'max-w-64 truncate' : 'text-muted'} title={it.owner}>
                      {it.owner ?? 'nobody'}
                    </span>
                    {mayChange && (
                      <IconButton
                        label="Change the owner"
                        className="-my-1 size-6 [&_svg]:size-3.5"
                        onClick={() => setOwning(true)}
                      >
                        <Pencil />
                      </IconButton>
                    )}
                  </span>,
                ],
                ['Latest version', it.latest_version ?? 'none'],
                [
                  'Aliases',
                  <Aliases
                    key="a"
                    aliases={Object.entries(it.aliases).map(([alias, version]) => ({ alias, version }))}
                  />,
                ],
                it.description
                  ? [
                      'Description',
                      <span key="d" className="max-w-xl">
                        {it.description}
                      </span>,
                    ]
                  : null,
                ['Made by', it.created_by ?? '–'],
                ['Made', <Time key="t" at={it.created_at} />],
                ...Object.entries(it.tags).map(([key, value]) => [key, value] as const),
              ]}
            />
          }
        >
          <QueryView query={all} loading={<TableSkeleton rows={6} columns={7} />}>
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState title="This model has no version yet">
                  A pipeline’s register step, the MLflow client, or “Register a version” with a file adds one.
                </EmptyState>
              ) : (
                <FilteredTable
                  label={`Versions of ${it.name}`}
                  rows={rows}
                  textsOf={(row) => [
                    String(row.version),
                    row.created_by,
                    row.description,
                    ...row.aliases,
                    ...Object.entries(row.tags).flat(),
                  ]}
                  placeholder="Filter versions by alias, tag or author"
                  tools={
                    <>
                      <ColumnsMenu columns={shown} state={state} />
                      <p className="text-faint text-xs max-md:hidden">
                        Metrics are those on held-out data when the version was registered.
                      </p>
                    </>
                  }
                  columns={shown}
                  rowKey={(row) => String(row.version)}
                  rowLink={(row) => ({
                    to: '/models/$name/versions/$version',
                    params: { name, version: String(row.version) },
                  })}
                  defaultSort={{ id: 'version', desc: true }}
                  selected={picked}
                  onSelect={(next) => change({ pick: next.size === 0 ? undefined : [...next].join(',') })}
                />
              )
            }
          </QueryView>
          {registering && <RegisterDialog name={it.name} onClose={() => setRegistering(false)} />}
          {owning && <OwnerDialog model={it} onClose={() => setOwning(false)} />}
          {aliasing && <AliasDialog model={it} versions={all.data ?? []} onClose={() => setAliasing(false)} />}
        </Page>
      )}
    </QueryView>
  )
}
