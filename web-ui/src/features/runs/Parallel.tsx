import { type PointerEvent, useMemo, useRef, useState } from 'react'
import { formatNumber } from '@/format/numbers'
import type { Line } from './compared'
import { type Scale, scaleOf } from './compared'
import type { ColoredRun } from './MetricChart'
import { useWidth } from './useWidth'

const HEIGHT = 380
const TOP = 44
const BOTTOM = 16
const SIDE = 60

/** Each run is a line through what it was given and what it reached. Drag along an axis to see only the runs that pass there. */
export function Parallel({
  runs,
  lines,
  hover,
  onHover,
}: {
  runs: ColoredRun[]
  lines: Line[]
  hover: string | undefined
  onHover: (id: string | undefined) => void
}) {
  const [place, width] = useWidth()
  const scales = useMemo(() => lines.map(scaleOf), [lines])
  const [brushes, setBrushes] = useState<Record<string, [number, number]>>({})
  const inner = Math.max(width, 118 * lines.length)
  const xOf = (i: number) => (lines.length === 1 ? inner / 2 : SIDE + (i * (inner - 2 * SIDE)) / (lines.length - 1))
  const yOf = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)
  const passes = (run: number) =>
    scales.every((scale) => {
      const brush = brushes[scale.id]
      const at = scale.places[run]
      return !brush || (at !== undefined && at >= brush[0] && at <= brush[1])
    })
  const shown = runs.map((_, i) => passes(i))
  const brushed = Object.keys(brushes).length > 0

  return (
    <figure aria-label="Parallel coordinates" className="min-w-0">
      <div ref={place} className="overflow-x-auto">
        <svg width={inner} height={HEIGHT} role="img" aria-label={`${runs.length} runs over ${lines.length} axes`}>
          {runs.map(({ run, color, label, dash }, i) => {
            const path = pathOf(scales, i, xOf, yOf)
            const strong = hover === run.id
            return (
              <g key={run.id} onPointerEnter={() => onHover(run.id)} onPointerLeave={() => onHover(undefined)}>
                <title>{label}</title>
                <path d={path} fill="none" stroke="transparent" strokeWidth={10} />
                <path
                  d={path}
                  fill="none"
                  stroke={color}
                  strokeDasharray={dash ? '5 4' : undefined}
                  strokeWidth={strong ? 3 : 1.5}
                  opacity={!shown[i] ? 0.07 : hover !== undefined && !strong ? 0.25 : 0.85}
                />
                {scales.map((scale, at) => {
                  const share = scale.places[i]
                  return share === undefined ? null : (
                    <circle
                      key={scale.id}
                      cx={xOf(at)}
                      cy={yOf(share)}
                      r={strong ? 4 : 2.5}
                      fill={color}
                      opacity={shown[i] ? 0.9 : 0.07}
                    />
                  )
                })}
              </g>
            )
          })}
          {scales.map((scale, i) => (
            <AxisOf
              key={scale.id}
              scale={scale}
              x={xOf(i)}
              brush={brushes[scale.id]}
              onBrush={(next) =>
                setBrushes(({ [scale.id]: _, ...others }) => (next ? { ...others, [scale.id]: next } : others))
              }
            />
          ))}
        </svg>
      </div>
      <figcaption className="pt-1 text-faint text-xs">
        n = {runs.length}
        {brushed && `, ${shown.filter(Boolean).length} pass`}. Drag along an axis to choose; click it to choose all
        again. A line that stops has no value there.
      </figcaption>
    </figure>
  )
}

function AxisOf({
  scale,
  x,
  brush,
  onBrush,
}: {
  scale: Scale
  x: number
  brush: [number, number] | undefined
  onBrush: (brush: [number, number] | undefined) => void
}) {
  const from = useRef<number | undefined>(undefined)
  const height = HEIGHT - TOP - BOTTOM
  const shareAt = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.top) / box.height))
  }
  return (
    <g>
      <text x={x} y={16} textAnchor="middle" className="fill-text font-medium text-xs">
        <title>{scale.label}</title>
        {scale.label.length > 17 ? `${scale.label.slice(0, 16)}…` : scale.label}
      </text>
      {scale.log && (
        <text x={x} y={31} textAnchor="middle" className="fill-faint text-[11px]">
          logarithmic
        </text>
      )}
      <line x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM} className="stroke-line-strong" />
      {scale.ticks.map(({ at, label }) => (
        <g key={`${at} ${label}`}>
          <line
            x1={x - 4}
            x2={x}
            y1={TOP + (1 - at) * height}
            y2={TOP + (1 - at) * height}
            className="stroke-line-strong"
          />
          <text
            x={x - 7}
            y={TOP + (1 - at) * height + 3.5}
            textAnchor="end"
            paintOrder="stroke"
            strokeWidth={5}
            className="fill-muted stroke-bg text-[11px] tabular-nums"
          >
            {typeof label === 'number' ? formatNumber(label) : label.length > 12 ? `${label.slice(0, 11)}…` : label}
          </text>
        </g>
      ))}
      {brush && (
        <rect
          x={x - 6}
          width={12}
          y={TOP + (1 - brush[1]) * height}
          height={(brush[1] - brush[0]) * height}
          className="fill-accent opacity-30"
        />
      )}
      <rect
        x={x - 14}
        y={TOP}
        width={28}
        height={height}
        fill="transparent"
        className="cursor-crosshair"
        onPointerDown={(event) => {
          from.current = shareAt(event)
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          if (from.current === undefined) return
          const to = shareAt(event)
          if (Math.abs(to - from.current) > 0.01) onBrush([Math.min(from.current, to), Math.max(from.current, to)])
        }}
        onPointerUp={(event) => {
          if (from.current !== undefined && Math.abs(shareAt(event) - from.current) <= 0.01) onBrush(undefined)
          from.current = undefined
        }}
      />
    </g>
  )
}

/** A line with gaps where the run has no value. */
function pathOf(scales: Scale[], run: number, xOf: (i: number) => number, yOf: (share: number) => number): string {
  let pen = 'M'
  let path = ''
  scales.forEach((scale, i) => {
    const share = scale.places[run]
    if (share === undefined) {
      pen = 'M'
      return
    }
    path += `${pen}${xOf(i).toFixed(1)} ${yOf(share).toFixed(1)}`
    pen = 'L'
  })
  return path
}
