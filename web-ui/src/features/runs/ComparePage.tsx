import { useQueries } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { plural } from '@/format/numbers'
import { colorsOf, type RunColor } from '@/tracking/colors'
import { experimentNumbered, run as runQuery } from '@/tracking/queries'
import type { Run } from '@/tracking/types'
import { Checkbox, Field, Select } from '@/ui/fields'
import { EmptyState, Page, PageSkeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { CurvesTab } from './CurvesTab'
import { type Line, linesOf, tellingAxes } from './compared'
import { DifferencesTab } from './DifferencesTab'
import type { ColoredRun } from './MetricChart'
import { Parallel } from './Parallel'
import { Scatter } from './Scatter'

const MOST = 50
const AXES = 7
const SIDES = ['differences', 'curves', 'parallel', 'scatter'] as const
type Side = (typeof SIDES)[number]

/** Up to 50 runs, by what they were given and what they reached. */
export function ComparePage() {
  const { runs: text = '' } = useSearch({ from: '/compare' })
  const ids = useMemo(() => [...new Set(text.split(',').filter((id) => id !== ''))].slice(0, MOST), [text])
  const found = useQueries({ queries: ids.map(runQuery) })
  const missing = found.filter((each) => each.isError)
  const loaded = found.flatMap((each) => each.data ?? [])
  const experimentIds = [...new Set(loaded.map((run) => run.experimentId))]
  const experiments = useQueries({ queries: experimentIds.map(experimentNumbered) }).flatMap((each) => each.data ?? [])
  if (loaded.length + missing.length < ids.length) return <PageSkeleton />
  return (
    <Page
      title={`Compare ${plural(loaded.length, 'run')}`}
      wide
      crumbs={[
        { label: 'Experiments', link: { to: '/experiments' } },
        ...experiments
          .slice(0, 3)
          .map(({ name }) => ({ label: name, link: { to: '/experiments/$name', params: { name } } as const })),
      ]}
    >
      {missing[0] && (
        <div className="mb-4">
          <p className="mb-1 text-muted text-sm">{plural(missing.length, 'run')} could not be read:</p>
          <ProblemNote error={missing[0].error} />
        </div>
      )}
      {loaded.length === 0 ? (
        <EmptyState title="No runs were chosen">
          Choose two or more in the table of an experiment’s runs, then “Compare”. At most {MOST} fit.
        </EmptyState>
      ) : (
        <Sides runs={loaded} />
      )}
    </Page>
  )
}

/** The same run in the same colour on all sides; names that occur twice are told apart by their ids. */
function colored(runs: Run[]): ColoredRun[] {
  const names = new Map<string, number>()
  for (const { name } of runs) names.set(name, (names.get(name) ?? 0) + 1)
  const colors = colorsOf(runs.map((run) => run.id))
  return runs.map((run, i) => ({
    run,
    label: (names.get(run.name) ?? 0) > 1 ? `${run.name} (${run.id.slice(0, 6)})` : run.name,
    ...(colors[i] as RunColor),
  }))
}

function Sides({ runs: loaded }: { runs: Run[] }) {
  const { tab } = useSearch({ from: '/compare' })
  const change = useSearchChange()
  const runs = useMemo(() => colored(loaded), [loaded])
  const lines = useMemo(() => linesOf(loaded), [loaded])
  const differing = lines.filter((line) => line.differs).length
  return (
    <Tabs<Side>
      label="Ways to compare"
      value={SIDES.find((side) => side === tab) ?? 'differences'}
      onChange={(next) => change({ tab: next === 'differences' ? undefined : next, q: undefined }, true)}
      tabs={[
        {
          value: 'differences',
          label: 'Differences',
          count: differing,
          content: () => <DifferencesTab runs={runs} lines={lines} />,
        },
        { value: 'curves', label: 'Curves', content: () => <CurvesTab runs={runs} /> },
        { value: 'parallel', label: 'Parallel coordinates', content: () => <ParallelTab runs={runs} lines={lines} /> },
        { value: 'scatter', label: 'Scatter', content: () => <ScatterTab runs={runs} lines={lines} /> },
      ]}
    />
  )
}

const drawable = (line: Line): boolean => line.kind !== 'tag'

function ParallelTab({ runs, lines }: { runs: ColoredRun[]; lines: Line[] }) {
  const { axes } = useSearch({ from: '/compare' })
  const change = useSearchChange()
  const [hover, setHover] = useState<string>()
  const usual = useMemo(() => tellingAxes(lines, AXES), [lines])
  const chosen = useMemo(() => (axes === undefined ? usual : axes.split(',')), [axes, usual])
  // What was given on the left, what was reached on the right.
  const drawn = useMemo(
    () =>
      lines
        .filter((line) => chosen.includes(line.id))
        .sort((a, b) => Number(a.kind === 'metric') - Number(b.kind === 'metric')),
    [lines, chosen],
  )
  const offered = lines.filter((line) => drawable(line) && (line.differs || chosen.includes(line.id)))
  if (offered.length === 0) return <p className="py-6 text-muted text-sm">Nothing that was logged differs.</p>
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_220px]">
      <div className="min-w-0">
        {drawn.length < 2 ? (
          <p className="py-6 text-muted text-sm">Choose two axes or more.</p>
        ) : (
          <Parallel runs={runs} lines={drawn} hover={hover} onHover={setHover} />
        )}
        <Legend runs={runs} hover={hover} onHover={setHover} />
      </div>
      <fieldset className="max-h-96 overflow-y-auto">
        <legend className="pb-1 font-medium text-sm">Axes</legend>
        {offered.map((line) => (
          <div key={line.id} className="flex min-h-7 items-center">
            <Checkbox
              label={<span className="break-all">{line.label}</span>}
              checked={chosen.includes(line.id)}
              onChange={(event) => {
                const next = event.target.checked ? [...chosen, line.id] : chosen.filter((id) => id !== line.id)
                change({ axes: next.join(',') || ' ' })
              }}
            />
          </div>
        ))}
      </fieldset>
    </div>
  )
}

function ScatterTab({ runs, lines }: { runs: ColoredRun[]; lines: Line[] }) {
  const { sx, sy } = useSearch({ from: '/compare' })
  const change = useSearchChange()
  const [hover, setHover] = useState<string>()
  const offered = lines.filter(drawable)
  const usual = tellingAxes(lines, 2)
  const across = offered.find((line) => line.id === (sx ?? usual[0])) ?? offered[0]
  const up = offered.find((line) => line.id === (sy ?? usual[1])) ?? offered[1] ?? offered[0]
  if (!across || !up) return <p className="py-6 text-muted text-sm">These runs logged nothing that could be drawn.</p>
  const choice = (label: string, value: string, key: 'sx' | 'sy') => (
    <Field label={label}>
      {(props) => (
        <Select {...props} value={value} onChange={(event) => change({ [key]: event.target.value })}>
          {offered.map((line) => (
            <option key={line.id} value={line.id}>
              {line.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
  return (
    <>
      <div className="mb-4 grid max-w-xl grid-cols-2 gap-4">
        {choice('Across', across.id, 'sx')}
        {choice('Up', up.id, 'sy')}
      </div>
      <Scatter runs={runs} across={across} up={up} hover={hover} onHover={setHover} />
      <Legend runs={runs} hover={hover} onHover={setHover} />
    </>
  )
}

function Legend({
  runs,
  hover,
  onHover,
}: {
  runs: ColoredRun[]
  hover: string | undefined
  onHover: (id: string | undefined) => void
}) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-3 text-xs">
      {runs.map(({ run, label, color }) => (
        <li
          key={run.id}
          onPointerEnter={() => onHover(run.id)}
          onPointerLeave={() => onHover(undefined)}
          className={hover === run.id ? 'font-medium' : undefined}
        >
          <span className="flex max-w-60 items-center gap-1.5">
            <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: color }} />
            <span className="truncate" title={label}>
              {label}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
