import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import { formatCount } from '@/format/numbers'
import { colorsOf } from '@/tracking/colors'
import type { Experiment, Run } from '@/tracking/types'
import { DataTable } from '@/ui/DataTable'
import { Segmented, Select } from '@/ui/fields'
import { EmptyState, TableSkeleton } from '@/ui/page'
import { ProblemNote, ProblemView } from '@/ui/problems'
import { Toolbar } from '@/ui/TableToolbar'
import { useFilterText, useSearchChange, useTableState } from '@/ui/tableState'
import { BulkBar } from './BulkBar'
import { ColumnPicker } from './ColumnPicker'
import { orderBy, runColumns } from './columns'
import { FilterInput } from './FilterInput'
import { filterOf } from './grammar'
import { absentParents, type Row, rowsOf, withGroups } from './groups'
import { ENOUGH, type Keys, keptKeys, keysOf } from './keys'
import { type Asked, parents, sample } from './queries'
import { GROUPED, useRuns } from './useRuns'

const KNOWN_VALUES = 50
/** As many as can be compared. */
const COLORED = 50

/** The runs of an experiment: filtered and sorted by the server, read as far as one scrolls. */
export function RunsTable({ experiment }: { experiment: Experiment }) {
  const { view, group } = useSearch({ from: '/experiments/$name' })
  const change = useSearchChange()
  const state = useTableState()
  const [text, setText] = useFilterText()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const deleted = view === 'deleted'

  const asked = useMemo(
    (): Asked => ({
      experimentId: experiment.id,
      filter: filterOf(text),
      orderBy: orderBy(state.sort),
      view: deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    }),
    [experiment.id, text, state.sort, deleted],
  )
  const found = useRuns(asked, group !== undefined)
  const { runs, first } = found

  const fold = useCallback(
    (key: string) =>
      setFolded((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )
  // What there is to choose from does not shrink with the filter.
  const narrowed = text !== '' || deleted
  const { data: unfiltered } = useQuery(sample(experiment.id, narrowed))
  const known = narrowed && unfiltered ? unfiltered : first
  const kept = useRef<Keys>(undefined)
  const start = useStart(runs, ENOUGH)
  const keys = useMemo(() => {
    kept.current = keptKeys(kept.current, keysOf(narrowed && unfiltered ? [...unfiltered, ...start] : start))
    return kept.current
  }, [narrowed, unfiltered, start])
  const colors = useMemo(() => {
    const ids = [...chosen].slice(0, COLORED)
    const found = colorsOf(ids)
    return new Map(ids.map((id, i) => [id, found[i]?.color ?? '']))
  }, [chosen])
  const { columns, choices, usual } = useMemo(() => runColumns(keys, known, fold, colors), [keys, known, fold, colors])
  const absent = useMemo(() => (group === 'parent' ? absentParents(runs) : []), [runs, group])
  const { data: above } = useQuery(parents(experiment.id, absent))
  const rows = useMemo(
    () => rowsOf(absent.length > 0 && above ? [...runs, ...above] : runs, group, folded),
    [runs, above, absent, group, folded],
  )
  const selected = useMemo(() => runs.filter((run) => chosen.has(run.id)), [runs, chosen])
  const valuesOf = useCallback(
    (name: string): string[] => {
      const match = name.match(/^(params|tags)\.[`"]?(.+?)[`"]?$/)
      const key = match?.[2]
      const read = (run: (typeof runs)[number]) =>
        key === undefined
          ? name.endsWith('user_id')
            ? run.user
            : name.endsWith('run_name')
              ? run.name
              : undefined
          : run[match?.[1] === 'tags' ? 'tags' : 'params'].get(key)
      const values = new Set<string>()
      for (const run of runs.slice(0, 2000)) {
        const value = read(run)
        if (value && value.length <= 60) values.add(value)
        if (values.size === KNOWN_VALUES) break
      }
      return [...values].map((value) => `'${value.replaceAll("'", "''")}'`)
    },
    [runs],
  )

  if (!found.known && found.error && !text) return <ProblemView error={found.error} onRetry={found.retry} />
  if (found.known && runs.length === 0 && !text && !found.stale && !deleted) return <NoRuns experiment={experiment} />
  return (
    <>
      <Toolbar>
        <FilterInput value={text} keys={keys} values={valuesOf} onChange={setText} invalid={!!found.error} />
        <GroupSelect value={group} params={keys.params} onChange={(next) => change({ group: next })} />
        <Segmented
          label="Which runs"
          value={deleted ? 'deleted' : 'active'}
          options={[
            { value: 'active', label: 'Active' },
            { value: 'deleted', label: 'Deleted' },
          ]}
          onChange={(next) => {
            setChosen(new Set())
            change({ view: next === 'deleted' ? next : undefined })
          }}
        />
        <ColumnPicker choices={choices} shown={state.columns ?? usual} first="name" state={state} />
      </Toolbar>
      {found.error && <Refused error={found.error} filtered={text !== ''} />}
      {selected.length > 0 && <BulkBar runs={selected} deleted={deleted} onDone={() => setChosen(new Set())} />}
      {found.known ? (
        <div aria-busy={found.stale} className={found.stale ? 'opacity-60 transition-opacity' : undefined}>
          <DataTable<Row>
            label="Runs"
            rows={rows}
            columns={columns}
            rowKey={(row) => row.key}
            rowName={(row) => (row.kind === 'run' ? row.run.name : row.label)}
            rowLink={(row) =>
              row.kind === 'run'
                ? { to: '/runs/$id', params: { id: row.run.id } }
                : { to: '.', search: ((before: object) => before) as never }
            }
            rowTone={(row) => (row.kind === 'group' ? 'bg-sunken' : undefined)}
            state={state}
            defaultSort={{ id: 'start_time', desc: true }}
            serverSorted
            long
            selected={chosen}
            onSelect={(next) => setChosen(withGroups(rows, chosen, next))}
            onEnd={found.more}
          />
          <p role="status" className="pt-2 text-muted text-xs tabular-nums">
            {statusOf(found, runs.length, group !== undefined, text !== '', deleted)}
          </p>
        </div>
      ) : (
        !found.error && <TableSkeleton rows={12} columns={7} />
      )}
    </>
  )
}

/** The first of them, the same list as long as these stay what they were. */
function useStart(runs: readonly Run[], count: number): readonly Run[] {
  const kept = useRef<readonly Run[]>([])
  const before = kept.current
  if (before.length < count || runs[0] !== before[0] || runs[count - 1] !== before[count - 1]) {
    kept.current = runs.slice(0, count)
  }
  return kept.current
}

function statusOf(
  found: { complete: boolean; busy: boolean },
  count: number,
  grouped: boolean,
  filtered: boolean,
  deleted: boolean,
): string {
  const what = filtered ? (count === 1 ? 'run fulfils this' : 'runs fulfil this') : count === 1 ? 'run' : 'runs'
  if (count === 0) return filtered ? 'No run fulfils this.' : deleted ? 'No run is deleted.' : ''
  if (found.complete) return `${formatCount(count)} ${what}${deleted ? ', deleted' : ''}`
  if (grouped && count >= GROUPED)
    return `Groups are made of the first ${formatCount(count)} runs. Narrow the filter to have all.`
  return `${formatCount(count)} runs read so far${found.busy ? ', more are on their way' : '; the others follow as you scroll'}`
}

function GroupSelect({
  value,
  params,
  onChange,
}: {
  value: string | undefined
  params: string[]
  onChange: (value: string | undefined) => void
}) {
  const known = value?.startsWith('param:') ? value.slice('param:'.length) : undefined
  const offered = known !== undefined && !params.includes(known) ? [known, ...params] : params
  return (
    <Select
      aria-label="Group runs"
      className="!w-40 shrink-0"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">No groups</option>
      <option value="parent">Below parent runs</option>
      <optgroup label="By a parameter">
        {offered.map((key) => (
          <option key={key} value={`param:${key}`}>
            {key}
          </option>
        ))}
      </optgroup>
    </Select>
  )
}

/** What the server says about the filter stands below it; the place in the text is part of what it says. */
function Refused({ error, filtered }: { error: Error; filtered: boolean }) {
  if (filtered && isProblem(error, 400)) {
    return (
      <p role="alert" className="-mt-1 mb-3 text-failed text-sm">
        {error.detail}
      </p>
    )
  }
  return (
    <div className="mb-3">
      <ProblemNote error={error} />
    </div>
  )
}

function NoRuns({ experiment }: { experiment: Experiment }) {
  return (
    <EmptyState
      title="This experiment has no runs yet"
      snippet={`import mlflow

mlflow.set_tracking_uri("${window.location.origin}")
mlflow.set_experiment(${JSON.stringify(experiment.name)})
with mlflow.start_run():
    mlflow.log_params({"rounds": 100})
    mlflow.log_metric("auc", 0.93)`}
    >
      A run is one execution of a training or an evaluation: its parameters, metrics, files and data. It appears here as
      soon as it begins.
    </EmptyState>
  )
}
