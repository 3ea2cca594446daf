import { Download, Table2 } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './chart.css'
import { formatNumber } from '@/format/numbers'
import { formatExact } from '@/format/times'
import { IconButton } from '@/ui/Button'
import { useShownTheme } from '@/ui/theme'
import { saveText, toCsv } from './csv'
import { optionsOf } from './options'

/** A line over time or steps. A gap in the data is a gap in the line. */
export interface Series {
  label: string
  values: (number | null | undefined)[]
  /** A CSS colour or `var(--series-n)`; by position in the palette without it. */
  color?: string
  dash?: boolean
  /** Points are always drawn where there are few. */
  points?: boolean
  width?: number
  /** Not in the legend and not touched by the cursor: what lies behind, such as the raw line of a smoothed one. */
  faint?: boolean
}

/** The uncertainty between two series of the chart, by their indices. */
export interface Band {
  upper: number
  lower: number
}

export interface Mark {
  x: number
  label: string
}

export interface ChartProps {
  label: string
  /** Milliseconds since 1970 where `time`, else steps or whatever `xLabel` says. Ascending. */
  x: number[]
  series: Series[]
  time?: boolean
  xLabel?: string
  unit?: string
  format?: (value: number) => string
  log?: boolean
  /** Bars and shares begin at zero, lines do not. */
  yRange?: [number | null, number | null]
  bands?: Band[]
  marks?: Mark[]
  height?: number
  /** Charts with the same name share their cursor. */
  sync?: string
  /** Told what was zoomed to, so that the server can be asked for more; undefined when all is shown again. */
  onZoom?: (range: [number, number] | undefined) => void
  note?: ReactNode
}

/**
 * One chart for everything over time. Drag to zoom, double click to reset; the numbers behind it are a click away, as a table and as CSV.
 */
export function Chart(props: ChartProps) {
  const { label, series, height = 220, x } = props
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | undefined>(undefined)
  const theme = useShownTheme()
  const [asTable, setAsTable] = useState(false)
  const data = useMemo(
    (): UPlot.AlignedData => [x, ...series.map((each) => each.values)] as UPlot.AlignedData,
    [x, series],
  )
  const latest = useRef({ props, data })
  latest.current = { props, data }

  // Another shape means another plot; other numbers do not.
  const shape = JSON.stringify([
    series.map(({ label, color, dash, points, faint, width }) => [label, color, dash, points, faint, width]),
    props.time,
    props.xLabel,
    props.unit,
    props.log,
    props.yRange,
    props.bands,
    props.marks,
    props.sync,
    height,
    theme,
    asTable,
  ])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for all that the plot is made of
  useEffect(() => {
    const place = frame.current
    if (!place) return
    let gone = false
    let observer: ResizeObserver | undefined
    void import('uplot').then(({ default: Plot }) => {
      if (gone) return
      const made = new Plot(
        optionsOf({ ...latest.current.props, height }, place.clientWidth, () => latest.current.props.onZoom),
        latest.current.data,
        place,
      )
      plot.current = made
      observer = new ResizeObserver(() => made.setSize({ width: place.clientWidth, height }))
      observer.observe(place)
    })
    return () => {
      gone = true
      observer?.disconnect()
      plot.current?.destroy()
      plot.current = undefined
    }
  }, [shape])
  useEffect(() => plot.current?.setData(data), [data])

  const rows = () => [
    [props.xLabel ?? (props.time ? 'time' : 'x'), ...series.map((each) => each.label)],
    ...x.map((at, i) => [props.time ? new Date(at).toISOString() : at, ...series.map((each) => each.values[i] ?? '')]),
  ]
  return (
    <figure aria-label={label} className="group min-w-0">
      <figcaption className="flex min-h-7 items-center gap-2">
        <span className="font-medium text-sm">{label}</span>
        <span className="min-w-0 flex-1 truncate text-faint text-xs">{props.note}</span>
        <span className="flex opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100">
          <IconButton
            label={asTable ? 'Show the chart' : 'Show the numbers'}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            <Table2 />
          </IconButton>
          <IconButton label="Download the numbers as CSV" onClick={() => saveText(`${label}.csv`, toCsv(rows()))}>
            <Download />
          </IconButton>
        </span>
      </figcaption>
      {asTable ? <Numbers {...props} height={height} /> : <div ref={frame} style={{ height }} className="chart" />}
      {!asTable && series.filter((each) => !each.faint).length > 1 && (
        <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {series.map((each, i) =>
            each.faint ? null : (
              <li key={each.label} className="flex min-w-0 items-center gap-1.5">
                <span
                  aria-hidden
                  className="h-0 w-5 shrink-0 border-t-2"
                  style={{
                    borderColor: each.color ?? `var(--series-${(i % 8) + 1})`,
                    borderStyle: each.dash ? 'dashed' : 'solid',
                  }}
                />
                <span className="truncate" title={each.label}>
                  {each.label}
                </span>
              </li>
            ),
          )}
        </ul>
      )}
    </figure>
  )
}

/** As many as one reads; the rest is in the download. */
const SHOWN = 500

function Numbers({ x, series, time, xLabel, height }: ChartProps & { height: number }) {
  return (
    <div className="overflow-auto border-y text-xs" style={{ height }}>
      <table className="w-full">
        <thead className="sticky top-0 bg-bg">
          <tr className="h-7 text-right text-faint [&>th]:px-2 [&>th]:font-medium">
            <th className="text-left">{xLabel ?? (time ? 'Time' : 'x')}</th>
            {series.map((each) => (
              <th key={each.label}>{each.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {x.slice(0, SHOWN).map((at, i) => (
            <tr key={i} className="h-6 border-t text-right tabular-nums [&>td]:px-2">
              <td className="text-left">{time ? formatExact(at) : formatNumber(at)}</td>
              {series.map((each) => (
                <td key={each.label} title={String(each.values[i] ?? '')}>
                  {formatNumber(each.values[i])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {x.length > SHOWN && (
        <p className="p-2 text-muted">
          The first {SHOWN} of {formatNumber(x.length)}; all are in the download.
        </p>
      )}
    </div>
  )
}
