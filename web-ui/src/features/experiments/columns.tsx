import { ChevronRight } from 'lucide-react'
import { formatDuration, plural } from '@/format/numbers'
import { durationOf, type Run } from '@/tracking/types'
import { AppLink } from '@/ui/AppLink'
import { cx } from '@/ui/cx'
import type { Column } from '@/ui/DataTable'
import { StatusBadge, StatusIcon } from '@/ui/StatusBadge'
import { Num, Time, useNow } from '@/ui/values'
import type { ColumnChoice } from './ColumnPicker'
import { identifier } from './grammar'
import { meanOf, type Row } from './groups'
import { isSystem, type Keys, telling } from './keys'

const USUAL_METRICS = 4
const USUAL_PARAMS = 4
const UNSORTED = () => undefined

const ORDER: Record<string, string> = {
  name: 'attributes.run_name',
  start_time: 'attributes.start_time',
  end_time: 'attributes.end_time',
  user_id: 'attributes.user_id',
  status: 'attributes.status',
  run_id: 'attributes.run_id',
}

/** `metric:val/auc` as the server orders by it. */
export function orderBy(sort: { id: string; desc: boolean } | undefined): string[] | undefined {
  if (sort === undefined) return undefined
  const [kind = '', key] = split(sort.id)
  const by =
    key === undefined
      ? ORDER[kind]
      : kind === 'metric'
        ? identifier('metrics', key)
        : kind === 'param'
          ? identifier('params', key)
          : kind === 'tag'
            ? identifier('tags', key)
            : undefined
  return by === undefined ? undefined : [`${by} ${sort.desc ? 'DESC' : 'ASC'}`]
}

function split(id: string): [string, string?] {
  const at = id.indexOf(':')
  return at < 0 ? [id] : [id.slice(0, at), id.slice(at + 1)]
}

export interface RunColumns {
  columns: Column<Row>[]
  choices: ColumnChoice[]
  /** What is shown unless somebody chose. */
  usual: string[]
}

/** Every key that was logged can be a column; a few of them are from the beginning. */
export function runColumns(
  keys: Keys,
  first: readonly Run[],
  fold: (key: string) => void,
  colors: ReadonlyMap<string, string>,
): RunColumns {
  const params = telling(first, keys.params)
  const metrics = keys.metrics.filter((key) => !isSystem(key)).slice(0, USUAL_METRICS)
  const attributes = attributeColumns(fold, colors)
  const logged = [
    ...keys.metrics.map(metricColumn),
    ...params.map((key) => paramColumn(key, first)),
    ...keys.tags.map(tagColumn),
  ]
  const usual = new Set([
    ...attributes.filter((column) => !column.optional).map((column) => column.id),
    ...metrics.map((key) => `metric:${key}`),
    ...params.slice(0, USUAL_PARAMS).map((key) => `param:${key}`),
  ])
  const columns = [...attributes, ...logged].map((column) => ({ ...column, optional: !usual.has(column.id) }))
  return {
    columns,
    usual: columns.filter((column) => !column.optional).map((column) => column.id),
    choices: columns.slice(1).map(({ id, header }) => ({ id, label: String(header), group: groupOf(id) })),
  }
}

function groupOf(id: string): string {
  const [kind, key] = split(id)
  if (key === undefined) return 'Attributes'
  return kind === 'metric' ? 'Metrics' : kind === 'param' ? 'Parameters' : 'Tags'
}

/** A cell of a run; groups have none. */
const ofRun = (show: (run: Run) => React.ReactNode) => (row: Row) => (row.kind === 'run' ? show(row.run) : null)

function attributeColumns(fold: (key: string) => void, colors: ReadonlyMap<string, string>): Column<Row>[] {
  return [
    {
      id: 'name',
      header: 'Run',
      width: 220,
      sort: UNSORTED,
      cell: (row) => <NameCell row={row} fold={fold} color={row.kind === 'run' ? colors.get(row.run.id) : undefined} />,
    },
    {
      id: 'status',
      header: 'Status',
      width: 110,
      optional: true,
      sort: UNSORTED,
      cell: ofRun((run) => <StatusBadge quiet state={run.status} />),
    },
    {
      id: 'start_time',
      header: 'Started',
      width: 104,
      sort: UNSORTED,
      cell: ofRun((run) => <Time at={run.start} className="text-muted" />),
    },
    {
      id: 'duration',
      header: 'Took',
      width: 80,
      numeric: true,
      wideOnly: true,
      cell: ofRun((run) =>
        run.status === 'running' ? (
          <TakesNow run={run} />
        ) : (
          <span className="text-muted">{formatDuration(durationOf(run, 0))}</span>
        ),
      ),
    },
    {
      id: 'user_id',
      header: 'User',
      width: 80,
      wideOnly: true,
      sort: UNSORTED,
      cell: ofRun((run) => <span title={run.user}>{run.user || '–'}</span>),
    },
    {
      id: 'end_time',
      header: 'Ended',
      width: 104,
      optional: true,
      sort: UNSORTED,
      cell: ofRun((run) => <Time at={run.end} className="text-muted" />),
    },
    {
      id: 'datasets',
      header: 'Datasets',
      width: 160,
      optional: true,
      cell: ofRun((run) => {
        const names = run.datasets.map((each) => `${each.name} (${each.digest})`).join(', ')
        return <span title={names}>{names || '–'}</span>
      }),
    },
    {
      id: 'run_id',
      header: 'Run ID',
      width: 270,
      optional: true,
      sort: UNSORTED,
      cell: ofRun((run) => <code className="font-mono text-[12.5px]">{run.id}</code>),
    },
  ]
}

function TakesNow({ run }: { run: Run }) {
  const now = useNow()
  return <span className="text-muted">{formatDuration(durationOf(run, now))}</span>
}

function NameCell({ row, fold, color }: { row: Row; fold: (key: string) => void; color: string | undefined }) {
  const foldable = row.kind === 'group' || row.children > 0
  return (
    <span
      className="flex min-w-0 items-center gap-1.5"
      style={row.kind === 'run' && row.depth > 0 ? { paddingLeft: row.depth * 20 } : undefined}
    >
      {foldable && (
        <button
          type="button"
          aria-expanded={row.open}
          aria-label={`${row.open ? 'Fold' : 'Unfold'} ${row.kind === 'group' ? row.label : row.run.name}`}
          onClick={() => fold(row.key)}
          className="-ml-1 flex size-5 shrink-0 items-center justify-center rounded text-faint hover:bg-hover hover:text-text"
        >
          <ChevronRight aria-hidden className={cx('size-3.5', row.open && 'rotate-90')} />
        </button>
      )}
      {row.kind === 'group' ? (
        <>
          <span className="min-w-0 truncate font-medium" title={row.label}>
            {row.label}
          </span>
          <span className="shrink-0 text-faint text-xs">{plural(row.runs.length, 'run')}</span>
        </>
      ) : (
        <>
          <StatusIcon state={row.run.status} className="[&_svg]:size-3.5" />
          <AppLink
            href={`/runs/${row.run.id}`}
            title={row.run.name}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {row.run.name}
          </AppLink>
          {color && (
            <span
              aria-hidden
              title="Its colour in charts"
              className="size-2 shrink-0 rounded-full"
              style={{ background: color }}
            />
          )}
          {row.children > 0 && <span className="shrink-0 text-faint text-xs">{row.children}</span>}
        </>
      )}
    </span>
  )
}

function metricColumn(key: string): Column<Row> {
  return {
    id: `metric:${key}`,
    header: key,
    description: `Metric ${key}, its latest value; of groups the mean`,
    width: widthOf(key),
    numeric: true,
    sort: UNSORTED,
    cell: (row) => {
      if (row.kind === 'run') return <Num value={row.run.metrics.get(key)?.value} />
      const found = meanOf(row.runs, key)
      return found ? (
        <span className="tabular-nums" title={`Mean of ${found.n}: ${found.mean}`}>
          <span className="mr-1 text-faint text-xs">⌀</span>
          <Num value={found.mean} />
        </span>
      ) : null
    },
  }
}

function paramColumn(key: string, first: readonly Run[]): Column<Row> {
  const values = first.slice(0, 100).flatMap((run) => run.params.get(key) ?? [])
  const numeric = values.length > 0 && values.every((value) => value.trim() !== '' && Number.isFinite(Number(value)))
  return {
    id: `param:${key}`,
    header: key,
    description: `Parameter ${key}`,
    width: numeric ? widthOf(key) : 110,
    numeric,
    sort: UNSORTED,
    cell: ofRun((run) => <Text value={run.params.get(key)} />),
  }
}

function tagColumn(key: string): Column<Row> {
  return {
    id: `tag:${key}`,
    header: key,
    description: `Tag ${key}`,
    width: 140,
    sort: UNSORTED,
    cell: ofRun((run) => <Text value={run.tags.get(key)} />),
  }
}

function Text({ value }: { value: string | undefined }) {
  return value === undefined ? (
    <span className="text-faint">–</span>
  ) : (
    <span title={value} className="min-w-0 truncate">
      {value.slice(0, 200)}
    </span>
  )
}

const widthOf = (key: string): number => Math.min(180, Math.max(80, 26 + key.length * 7))
