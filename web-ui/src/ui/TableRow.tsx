import { type MouseEvent, memo, type ReactNode } from 'react'
import { cx } from './cx'

/** A column: what it shows, and what it is sorted by. */
export interface Column<T> {
  id: string
  header: ReactNode
  /** What the header means, on hover. */
  description?: string
  cell: (row: T) => ReactNode
  /** What rows are ordered by; a column without it can't be sorted. */
  sort?: (row: T) => string | number | null | undefined
  /** Right-aligned, in figures of one width. */
  numeric?: boolean
  /** In pixels. Tables with many rows need it; others measure their content. */
  width?: number
  /** Left out on narrow screens. */
  wideOnly?: boolean
  /** Not shown until it is chosen. */
  optional?: boolean
}

/** One row, drawn again only when something about it changed: scrolling through thousands depends on it. */
export const TableRow = memo(function TableRow({
  id,
  name,
  row,
  columns,
  fixed,
  selected,
  tone,
  onOpen,
  onPick,
}: {
  id: string
  name: string
  row: unknown
  columns: Column<unknown>[]
  /** Whether columns have widths of their own. */
  fixed: boolean
  selected: boolean | undefined
  tone: string | undefined
  onOpen: ((event: MouseEvent, row: unknown) => void) | undefined
  onPick: ((id: string, range: boolean) => void) | undefined
}) {
  return (
    <tr
      data-row
      aria-selected={selected}
      onClick={onOpen && ((event) => onOpen(event, row))}
      onAuxClick={onOpen && ((event) => event.button === 1 && onOpen(event, row))}
      className={cx('h-8 border-b hover:bg-hover', onOpen && 'cursor-pointer', selected && 'bg-accent-soft', tone)}
    >
      {onPick && (
        <td className="w-8 px-2">
          <input
            type="checkbox"
            aria-label={`Select ${name}`}
            className="block size-3.5 accent-accent"
            checked={selected ?? false}
            onChange={() => undefined}
            onClick={(event) => onPick(id, event.shiftKey)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cx(
            'px-2 first:pl-3 last:pr-3',
            fixed ? 'truncate' : 'max-w-96 max-md:max-w-44',
            column.numeric ? 'text-right tabular-nums' : 'text-left',
          )}
        >
          {fixed ? (
            column.cell(row)
          ) : (
            <div className={cx('truncate', column.numeric && 'flex justify-end')}>{column.cell(row)}</div>
          )}
        </td>
      ))}
    </tr>
  )
})
