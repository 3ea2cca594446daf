import { useMemo } from 'react'
import { plural } from '@/format/numbers'
import { colorsOf } from '@/tracking/colors'
import type { Run } from '@/tracking/types'
import { EmptyState, Section } from '@/ui/page'
import { FilterField, matches } from '@/ui/TableToolbar'
import { useFilterText } from '@/ui/tableState'
import { ChartControls, useChartView } from './ChartControls'
import { type Axis, sectionsOf } from './curves'
import { type ColoredRun, MetricChart, WhenSeen } from './MetricChart'
import { MetricTable } from './MetricTable'

const CHART_PX = 250

/** Every metric that has a course, as a chart; those of one moment as a table. */
export function ChartsTab({
  run,
  keys,
  usual,
  snippet,
}: {
  run: Run
  keys: string[]
  usual: Axis
  snippet: { title: string; text: string; code: string }
}) {
  const view = useChartView(usual)
  const [filter, setFilter] = useFilterText()
  const runs = useMemo(
    (): ColoredRun[] => [{ run, label: run.name, color: colorsOf([run.id])[0]?.color ?? 'var(--series-1)' }],
    [run],
  )
  const wanted = keys.filter((key) => matches(filter, key))
  const once = view.axis === 'step' ? wanted.filter((key) => run.metrics.get(key)?.step === 0) : []
  const drawn = wanted.filter((key) => !once.includes(key))
  const sections = sectionsOf(drawn)
  const alone = drawn.length === 1
  if (keys.length === 0)
    return (
      <EmptyState title={snippet.title} snippet={snippet.code}>
        {snippet.text}
      </EmptyState>
    )
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-6 gap-y-3">
        <FilterField value={filter} onChange={setFilter} placeholder="Filter metrics" label="Filter metrics" />
        <ChartControls view={view} usual={usual} />
      </div>
      {sections.map(([title, members]) => (
        <Section key={title} title={title} note={plural(members.length, 'metric')}>
          <div className={alone ? undefined : 'grid gap-x-8 gap-y-6 lg:grid-cols-2 2xl:grid-cols-3'}>
            {members.map((key) => (
              <WhenSeen key={key} height={CHART_PX}>
                {() => (
                  <MetricChart
                    metric={key}
                    runs={runs}
                    view={view}
                    sync={`run ${run.id}`}
                    height={alone ? 360 : undefined}
                  />
                )}
              </WhenSeen>
            ))}
          </div>
        </Section>
      ))}
      {once.length > 0 && (
        <Section
          title="Measured at step 0 only"
          note="Choose time for the horizontal axis to see their course, if there is one."
        >
          <MetricTable run={run} keys={once} />
        </Section>
      )}
      {wanted.length === 0 && <p className="py-6 text-muted text-sm">No metric has this in its name.</p>}
    </>
  )
}
