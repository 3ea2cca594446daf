import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { formatNumber } from '@/format/numbers'
import { type Line, scaleOf } from './compared'
import type { ColoredRun } from './MetricChart'
import { useWidth } from './useWidth'

const HEIGHT = 420
const LEFT = 84
const BOTTOM = 48
const MARGIN = 20
const LABELLED = 12

/** One value of each run over another. A click leads to the run. */
export function Scatter({
  runs,
  across,
  up,
  hover,
  onHover,
}: {
  runs: ColoredRun[]
  across: Line
  up: Line
  hover: string | undefined
  onHover: (id: string | undefined) => void
}) {
  const router = useRouter()
  const [place, width] = useWidth()
  const x = useMemo(() => scaleOf(across), [across])
  const y = useMemo(() => scaleOf(up), [up])
  const xOf = (share: number) => LEFT + 12 + share * Math.max(0, width - LEFT - MARGIN - 24)
  const yOf = (share: number) => MARGIN + 12 + (1 - share) * (HEIGHT - BOTTOM - MARGIN - 24)
  const placed = runs.flatMap((each, i) => {
    const [atX, atY] = [x.places[i], y.places[i]]
    return atX === undefined || atY === undefined
      ? []
      : [{ ...each, x: xOf(atX), y: yOf(atY), values: [across.values[i], up.values[i]] as const }]
  })
  return (
    <figure aria-label={`${up.label} over ${across.label}`} className="min-w-0">
      <div ref={place}>
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${up.label} over ${across.label} of ${placed.length} runs`}
        >
          <line
            x1={LEFT}
            x2={width - MARGIN}
            y1={HEIGHT - BOTTOM}
            y2={HEIGHT - BOTTOM}
            className="stroke-line-strong"
          />
          <line x1={LEFT} x2={LEFT} y1={MARGIN} y2={HEIGHT - BOTTOM} className="stroke-line-strong" />
          {x.ticks.map(({ at, label }) => (
            <text
              key={`${at}`}
              x={xOf(at)}
              y={HEIGHT - BOTTOM + 16}
              textAnchor="middle"
              className="fill-faint text-[11px] tabular-nums"
            >
              {shortened(label)}
            </text>
          ))}
          {y.ticks.map(({ at, label }) => (
            <g key={`${at}`}>
              <line x1={LEFT} x2={width - MARGIN} y1={yOf(at)} y2={yOf(at)} className="stroke-line" />
              <text x={LEFT - 8} y={yOf(at) + 3.5} textAnchor="end" className="fill-faint text-[11px] tabular-nums">
                {shortened(label)}
              </text>
            </g>
          ))}
          <text x={(LEFT + width) / 2} y={HEIGHT - 8} textAnchor="middle" className="fill-muted text-xs">
            {across.label}
            {x.log && ', logarithmic'}
          </text>
          <text
            transform={`translate(14 ${HEIGHT / 2 - 12}) rotate(-90)`}
            textAnchor="middle"
            className="fill-muted text-xs"
          >
            {up.label}
            {y.log && ', logarithmic'}
          </text>
          {placed.map(({ run, label, color, x: cx, y: cy, values }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the same is in the table of differences, with links
            <g
              key={run.id}
              className="cursor-pointer"
              onPointerEnter={() => onHover(run.id)}
              onPointerLeave={() => onHover(undefined)}
              onClick={() => void router.navigate({ to: '/runs/$id', params: { id: run.id } })}
            >
              <title>{`${label}\n${across.label}: ${values[0]}\n${up.label}: ${values[1]}`}</title>
              <circle
                cx={cx}
                cy={cy}
                r={hover === run.id ? 8 : 5.5}
                fill={color}
                opacity={hover !== undefined && hover !== run.id ? 0.3 : 0.85}
              />
              {(placed.length <= LABELLED || hover === run.id) && (
                <text
                  x={cx > width * 0.75 ? cx - 10 : cx + 10}
                  y={cy + 4}
                  textAnchor={cx > width * 0.75 ? 'end' : 'start'}
                  paintOrder="stroke"
                  strokeWidth={3}
                  className="fill-muted stroke-bg text-[11px]"
                >
                  {label.length > 28 ? `${label.slice(0, 27)}…` : label}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="text-faint text-xs">
        n = {placed.length}
        {placed.length < runs.length && `; ${runs.length - placed.length} of the runs lack one of the two`}
      </figcaption>
    </figure>
  )
}

const shortened = (label: string | number): string =>
  typeof label === 'number' ? formatNumber(label) : label.length > 12 ? `${label.slice(0, 11)}…` : label
