import type UPlot from 'uplot'
import { formatNumber, formatTicks } from '@/format/numbers'
import { formatExact, timeTicks } from '@/format/times'
import type { ChartProps } from './Chart'

const FEW = 60
const FONT = '11px "Inter Variable", system-ui, sans-serif'

/** A CSS variable or colour as canvases want it. */
function resolve(color: string): string {
  const name = color.match(/^var\((--[a-z0-9-]+)\)$/)?.[1]
  return name ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : color
}

/** Our chart in uPlot's words. */
export function optionsOf(
  props: ChartProps & { height: number },
  width: number,
  onZoom: () => ChartProps['onZoom'],
): UPlot.Options {
  const {
    series,
    time = false,
    log = false,
    unit,
    format = formatNumber,
    yRange,
    bands = [],
    marks = [],
    sync,
    x,
  } = props
  const line = resolve('var(--line)')
  const axis = {
    stroke: resolve('var(--faint)'),
    font: FONT,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
  }
  return {
    width,
    height: props.height,
    ms: 1,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      ...(sync ? { sync: { key: sync, setSeries: false } } : {}),
      drag: { x: true, y: false, setScale: true },
      points: { size: 7 },
      bind: {
        dblclick: (plot, _, handler) => (event) => {
          handler(event)
          onZoom()?.(undefined)
          plot.setData(plot.data)
          return null
        },
      },
    },
    scales: {
      x: { time },
      y: {
        distr: log ? 3 : 1,
        range: (_, min, max) => range(min, max, yRange, log),
      },
    },
    axes: [
      {
        ...axis,
        size: 30,
        ...(props.xLabel && !time ? { label: props.xLabel, labelFont: FONT, labelSize: 18 } : {}),
        values: (_, ticks) => (time ? timeTicks(ticks) : formatTicks(ticks)),
      },
      {
        ...axis,
        ...(unit ? { label: unit, labelFont: FONT, labelSize: 18 } : {}),
        size: (_, values) => Math.max(36, 12 + 6.6 * Math.max(0, ...(values ?? []).map((value) => value?.length ?? 0))),
        values: (_, ticks) =>
          format === formatNumber && !log
            ? formatTicks(ticks)
            : ticks.map((tick) => (tick === null ? '' : format(tick))),
      },
    ],
    series: [
      {},
      ...series.map((each, i): UPlot.Series => {
        const color = resolve(each.color ?? `var(--series-${(i % 8) + 1})`)
        return {
          label: each.label,
          stroke: color,
          width: each.width ?? (each.faint ? 1 : 1.75),
          ...(each.faint ? { alpha: 0.3 } : {}),
          ...(each.dash ? { dash: [5, 4] } : {}),
          spanGaps: false,
          points: { show: each.faint ? false : (each.points ?? x.length <= FEW), size: 5, fill: color },
        }
      }),
    ],
    bands: bands.map(({ upper, lower }) => ({
      series: [upper + 1, lower + 1] as [number, number],
      fill: `color-mix(in srgb, ${resolve(series[upper]?.color ?? `var(--series-${(upper % 8) + 1})`)} 16%, transparent)`,
    })),
    hooks: {
      setSelect: [
        (plot) => {
          if (plot.select.width > 4) {
            onZoom()?.([plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x')])
          }
        },
      ],
      draw: marks.length > 0 ? [(plot) => drawMarks(plot, marks)] : [],
    },
    plugins: [readout(props, format)],
  }
}

function range(
  min: number | null,
  max: number | null,
  wanted: ChartProps['yRange'],
  log: boolean,
): [number | null, number | null] {
  if (min === null || max === null) return [wanted?.[0] ?? 0, wanted?.[1] ?? 1]
  if (log) return [10 ** Math.floor(Math.log10(min)), 10 ** Math.ceil(Math.log10(max) + 1e-9)]
  const room = (max - min) * 0.06 || Math.abs(max) * 0.06 || 1
  return [wanted?.[0] ?? min - room, wanted?.[1] ?? max + room]
}

function drawMarks(plot: UPlot, marks: NonNullable<ChartProps['marks']>): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = resolve('var(--faint)')
  ctx.fillStyle = resolve('var(--muted)')
  ctx.font = `${11 * devicePixelRatio}px "Inter Variable", sans-serif`
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
  let free = Number.NEGATIVE_INFINITY
  for (const mark of [...marks].sort((a, b) => a.x - b.x)) {
    const x = Math.round(plot.valToPos(mark.x, 'x', true))
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    // Words that would stand on each other can't be read: the first one speaks for its neighbours.
    if (x < free) continue
    ctx.fillText(mark.label, x + 4 * devicePixelRatio, bbox.top + 11 * devicePixelRatio)
    free = x + ctx.measureText(mark.label).width + 8 * devicePixelRatio
  }
  ctx.restore()
}

/** What the cursor is over, beside it. */
function readout({ series, time, xLabel }: ChartProps, format: (value: number) => string): UPlot.Plugin {
  let box: HTMLDivElement | undefined
  return {
    hooks: {
      init: (plot) => {
        box = document.createElement('div')
        box.className = 'chart-readout'
        box.hidden = true
        plot.over.append(box)
      },
      setCursor: (plot) => {
        const index = plot.cursor.idx
        if (!box) return
        if (index === null || index === undefined || (plot.cursor.left ?? -1) < 0) {
          box.hidden = true
          return
        }
        const at = plot.data[0][index]
        if (at === undefined) return
        const lines = series
          .map((each, i) => ({ each, value: plot.data[i + 1]?.[index], i }))
          .filter(({ each, value }) => !each.faint && value !== null && value !== undefined)
        box.replaceChildren(
          element('b', time ? formatExact(at) : `${xLabel ?? ''} ${formatNumber(at)}`.trim()),
          ...lines.slice(0, 12).map(({ each, value, i }) => {
            const row = element('span', `${each.label} `)
            row.style.setProperty('--mark', each.color ?? `var(--series-${(i % 8) + 1})`)
            row.append(element('em', format(value as number)))
            return row
          }),
        )
        box.hidden = lines.length === 0
        const left = plot.cursor.left ?? 0
        const right = left > plot.over.clientWidth / 2
        box.style.left = right ? '' : `${left + 12}px`
        box.style.right = right ? `${plot.over.clientWidth - left + 12}px` : ''
      },
    },
  }
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
