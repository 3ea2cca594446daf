import { useEffect, useMemo, useRef } from 'react'
import { cx } from '@/ui/cx'

export interface HeatCell {
  /** 0 is nothing, 1 is the threshold; what is above counts as 2 at most. Undefined: not measured. */
  level: number | undefined
  /** Read out, and shown on hover. */
  label: string
}

export interface HeatColumn {
  id: string
  label: string
  /** A line before this column: something else began. */
  divider?: string | undefined
}

/** Rows of names, columns of time; a click asks for what is behind a cell. Below the threshold it is grey, above it colour. */
export function HeatMap({
  label,
  rows,
  columns,
  cell,
  selected,
  onSelect,
}: {
  label: string
  rows: string[]
  columns: HeatColumn[]
  cell: (row: string, column: HeatColumn) => HeatCell
  selected: { row: string; column: string } | undefined
  onSelect: (row: string, column: string) => void
}) {
  const named = useMemo(() => roomy(columns), [columns])
  const scroller = useRef<HTMLDivElement>(null)
  const newest = columns.at(-1)?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new column is what to scroll to
  useEffect(() => {
    scroller.current?.scrollTo({ left: scroller.current.scrollWidth })
  }, [newest])
  return (
    <div ref={scroller} className="overflow-x-auto border-t pt-2 pb-1">
      <table aria-label={label} className="border-separate border-spacing-px text-sm">
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-40 truncate bg-bg pr-3 text-left font-normal"
                title={row}
              >
                {row}
              </th>
              {columns.map((column) => {
                const { level, label: said } = cell(row, column)
                const chosen = selected?.row === row && selected.column === column.id
                return (
                  <td key={column.id} className={cx('p-0', column.divider && 'border-line-strong border-l-2 pl-0.5')}>
                    <button
                      type="button"
                      title={said}
                      aria-label={said}
                      aria-pressed={chosen}
                      disabled={level === undefined}
                      onClick={() => onSelect(row, column.id)}
                      className={cx(
                        'block h-6 w-6 rounded-sm border disabled:cursor-default',
                        chosen ? 'border-text ring-1 ring-text' : 'border-transparent hover:border-faint',
                      )}
                      style={{ background: colour(level) }}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td className="sticky left-0 bg-bg" />
            {columns.map((column) => (
              <td key={column.id} className="relative h-5 p-0">
                {named.has(column.id) && (
                  <span className="absolute top-0 left-0.5 whitespace-nowrap text-faint text-xs">{column.divider}</span>
                )}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const COLUMN_PX = 28
const CHARACTER_PX = 7

/** The columns whose divider has room for its name before the next one that is named, the newest first. */
function roomy(columns: HeatColumn[]): Set<string> {
  const named = new Set<string>()
  let end = Number.POSITIVE_INFINITY
  for (let i = columns.length - 1; i >= 0; i--) {
    const column = columns[i] as HeatColumn
    if (column.divider === undefined || i * COLUMN_PX + column.divider.length * CHARACTER_PX > end) continue
    named.add(column.id)
    end = i * COLUMN_PX
  }
  return named
}

function colour(level: number | undefined): string {
  if (level === undefined) return 'repeating-linear-gradient(45deg, var(--line) 0 1px, transparent 1px 5px)'
  if (level < 1)
    return `color-mix(in oklab, var(--line-strong) ${Math.round(15 + 65 * Math.max(0, level))}%, var(--sunken))`
  return `color-mix(in oklab, var(--heat) ${Math.round(50 + 50 * Math.min(1, level - 1))}%, var(--sunken))`
}
