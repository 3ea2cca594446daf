import { useMemo } from 'react'
import { FilterField, matches } from '@/ui/TableToolbar'
import { useFilterText } from '@/ui/tableState'
import { ChartControls, useChartView } from './ChartControls'
import { type ColoredRun, MetricChart, WhenSeen } from './MetricChart'

const PX = 300

/** The same metric of all runs, over each other. */
export function CurvesTab({ runs }: { runs: ColoredRun[] }) {
  const view = useChartView()
  const [filter, setFilter] = useFilterText()
  const keys = useMemo(() => {
    const steps = new Map<string, number>()
    for (const { run } of runs) {
      for (const [key, { step }] of run.metrics) steps.set(key, Math.max(step, steps.get(key) ?? 0))
    }
    // What was measured at several steps has a curve; the others are in the table.
    return [...steps]
      .filter(([, step]) => step > 0)
      .map(([key]) => key)
      .sort(
        (a, b) =>
          Number(a.startsWith('system/')) - Number(b.startsWith('system/')) ||
          a.localeCompare(b, 'en', { numeric: true }),
      )
  }, [runs])
  const wanted = keys.filter((key) => matches(filter, key))
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3">
        <FilterField value={filter} onChange={setFilter} placeholder="Filter metrics" label="Filter metrics" />
        <ChartControls view={view} />
      </div>
      {wanted.length === 0 && (
        <p className="py-6 text-muted text-sm">
          {keys.length === 0
            ? 'These runs measured everything once: there is no curve.'
            : 'No metric has this in its name.'}
        </p>
      )}
      <div className={wanted.length > 1 ? 'grid gap-x-8 gap-y-6 lg:grid-cols-2' : undefined}>
        {wanted.map((key) => (
          <WhenSeen key={key} height={PX}>
            {() => (
              <MetricChart
                metric={key}
                runs={runs.filter(({ run }) => run.metrics.has(key))}
                view={view}
                sync="compare"
                height={wanted.length > 1 ? 260 : 400}
              />
            )}
          </WhenSeen>
        ))}
      </div>
    </>
  )
}
