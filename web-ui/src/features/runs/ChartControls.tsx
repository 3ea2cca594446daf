import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Checkbox, Segmented } from '@/ui/fields'
import { useSearchChange } from '@/ui/tableState'
import type { Axis } from './curves'
import type { ViewSearch } from './routes'

/** How charts are drawn, as the URL has it. */
export interface ChartView {
  axis: Axis
  smooth: number
  log: boolean
}

const AXES: readonly Axis[] = ['step', 'time', 'relative']

export function useChartView(usual: Axis = 'step'): ChartView {
  const { x, smooth, scale } = useSearch({ strict: false }) as ViewSearch
  return useMemo(() => {
    const weight = Number(smooth ?? 0)
    return {
      axis: AXES.find((axis) => axis === x) ?? usual,
      smooth: weight > 0 && weight < 1 ? weight : 0,
      log: scale === 'log',
    }
  }, [x, smooth, scale, usual])
}

export function ChartControls({ view, usual = 'step' }: { view: ChartView; usual?: Axis }) {
  const change = useSearchChange()
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      <Segmented
        label="Horizontal axis"
        value={view.axis}
        options={[
          { value: 'step', label: 'Steps' },
          { value: 'relative', label: 'Since the start' },
          { value: 'time', label: 'Time' },
        ]}
        onChange={(next) => change({ x: next === usual ? undefined : next })}
      />
      <label className="flex items-center gap-2 text-sm">
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.smooth}
          onChange={(event) => change({ smooth: event.target.value === '0' ? undefined : event.target.value })}
          className="w-28 accent-accent"
        />
        <span className="w-8 text-muted tabular-nums">{view.smooth || 'off'}</span>
      </label>
      <Checkbox
        label="Logarithmic"
        checked={view.log}
        onChange={(event) => change({ scale: event.target.checked ? 'log' : undefined })}
      />
    </div>
  )
}
