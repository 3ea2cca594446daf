import { useMemo } from 'react'
import { formatCount, formatNumber, formatShare } from '@/format/numbers'
import { cx } from '@/ui/cx'

export interface Bar {
  label: string
  lower?: number | undefined
  upper?: number | undefined
  /** How many rows: of the one that is shown, and of what it is compared with. */
  count: number
  reference?: number | undefined
}

/** So many categories have room for their names. */
const NAMED = 10

/**
 * How values are spread, as shares of all rows; with a reference, both in the same bins. Bins of equal width, since those of the data are
 * often made from quantiles: the label says which values a bar holds.
 */
export function Histogram({
  bars,
  label,
  names = ['live', 'reference'],
  height = 160,
  ends,
}: {
  bars: Bar[]
  label: string
  names?: [string, string]
  height?: number
  /** Where the first bar begins and the last one ends, unless the bars say it. */
  ends?: [string, string] | undefined
}) {
  const { total, referenceTotal, most } = useMemo(() => {
    const total = bars.reduce((sum, bar) => sum + bar.count, 0)
    const referenceTotal = bars.reduce((sum, bar) => sum + (bar.reference ?? 0), 0)
    const shares = bars.flatMap((bar) => [bar.count / (total || 1), (bar.reference ?? 0) / (referenceTotal || 1)])
    return { total, referenceTotal, most: Math.max(...shares, 1e-9) }
  }, [bars])
  const compared = referenceTotal > 0
  const named = bars.length <= NAMED && bars.every((bar) => bar.lower === undefined)
  const first = bars.find((bar) => bar.lower !== undefined)
  const last = bars.findLast((bar) => bar.upper !== undefined)
  return (
    <figure aria-label={label} className="min-w-0">
      <div className="relative flex items-end gap-px border-b border-line-strong" style={{ height }} role="list">
        <span className="absolute -top-1 left-0 text-faint text-xs tabular-nums">{formatShare(most)}</span>
        {bars.map((bar, i) => {
          const share = bar.count / (total || 1)
          const was = (bar.reference ?? 0) / (referenceTotal || 1)
          const said = `${bar.label}: ${names[0]} ${formatShare(share)} (${formatCount(bar.count)})${compared ? `, ${names[1]} ${formatShare(was)} (${formatCount(bar.reference ?? 0)})` : ''}`
          return (
            <div
              key={i}
              role="listitem"
              aria-label={said}
              title={said}
              className="group relative h-full min-w-0 flex-1 hover:bg-hover"
            >
              {compared && (
                <div
                  className="absolute inset-x-0 bottom-0 border-faint border-t-2 bg-line opacity-80"
                  style={{ height: `${(92 * was) / most}%` }}
                />
              )}
              <div
                className={cx('absolute bottom-0 bg-(--series-1)', compared ? 'inset-x-[22%] opacity-85' : 'inset-x-0')}
                style={{ height: `${(92 * share) / most}%` }}
              />
            </div>
          )
        })}
      </div>
      {named && (
        <div aria-hidden className="flex gap-px pt-1 text-center text-muted text-xs">
          {bars.map((bar, i) => (
            <span key={i} className="min-w-0 flex-1 truncate">
              {bar.label}
            </span>
          ))}
        </div>
      )}
      <figcaption className="flex justify-between gap-3 pt-1 text-faint text-xs tabular-nums">
        <span>
          {ends ? ends[0] : first?.lower !== undefined ? formatNumber(first.lower) : named ? '' : bars[0]?.label}
        </span>
        <span className="flex gap-3 text-muted">
          <span className="flex items-center gap-1">
            <span aria-hidden className="size-2 rounded-sm bg-(--series-1)" />
            {names[0]}, n = {formatCount(total)}
          </span>
          {compared && (
            <span className="flex items-center gap-1">
              <span aria-hidden className="size-2 rounded-sm border-faint border-t-2 bg-line" />
              {names[1]}, n = {formatCount(referenceTotal)}
            </span>
          )}
        </span>
        <span>
          {ends ? ends[1] : last?.upper !== undefined ? formatNumber(last.upper) : named ? '' : bars.at(-1)?.label}
        </span>
      </figcaption>
    </figure>
  )
}
