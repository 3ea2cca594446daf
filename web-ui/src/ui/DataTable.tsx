import { type LinkProps, useRouter } from '@tanstack/react-router'
import {
  type ColumnDef,
  createSortedRowModel,
  type Row,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type MouseEvent, type ReactNode, useCallback, useMemo, useRef } from 'react'
import { cx } from './cx'
import { type Column, TableRow } from './TableRow'
import type { TableState } from './tableState'
import { useNarrow } from './useNarrow'
import { useRowKeys } from './useRowKeys'

export type { Column } from './TableRow'

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
})
type Features = typeof features

/** Below this, all rows are in the page, and the browser finds and prints them. */
const VIRTUAL_FROM = 150
const ROW_PX = 32
const OVERSCAN = 6
/** So many rows before the last one more are asked for: who scrolls fast should not get there first. */
const AHEAD = 1000
const NONE: never[] = []
const DEFAULT_WIDTH = 140
/** On a phone no column of a long table may take the place of all others. */
const NARROW_WIDTH = 168

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}

/**
 * Rows and columns. Sorting and the choice of columns are the page's (`useTableState` keeps them in the URL); rows that are sorted by the
 * server say so with `serverSorted`.
 */
export function DataTable<T extends RowData>({
  label,
  rows,
  columns,
  rowKey,
  rowName = rowKey,
  rowLink,
  state,
  defaultSort,
  serverSorted = false,
  selected,
  onSelect,
  rowTone,
  onEnd,
  footer,
  fill = true,
  long = false,
}: {
  label: string
  rows: T[]
  columns: Column<T>[]
  rowKey: (row: T) => string
  /** What a row is called where it is chosen, if not by its key. */
  rowName?: (row: T) => string
  /** Where a click on the row leads. The first column should hold the same link, for those who have no mouse. */
  rowLink?: (row: T) => LinkProps
  state?: TableState
  defaultSort?: { id: string; desc: boolean }
  serverSorted?: boolean
  selected?: ReadonlySet<string>
  onSelect?: (selected: Set<string>) => void
  rowTone?: (row: T) => string | undefined
  /** Called when the last rows come near. */
  onEnd?: () => void
  footer?: ReactNode
  /** Whether a long table takes the height of the window rather than that of its place. */
  fill?: boolean
  /** More rows than one page has are usual here: columns have their widths from the beginning, and only what is in sight is drawn. */
  long?: boolean
}) {
  const router = useRouter()
  const scroller = useRef<HTMLDivElement>(null)
  const sort = state?.sort ?? defaultSort

  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<Features, T> => ({
          id: column.id,
          header: typeof column.header === 'string' ? column.header : column.id,
          accessorFn: (row: T) => column.sort?.(row) ?? undefined,
          enableSorting: column.sort !== undefined,
          sortUndefined: 'last',
          sortFn: (a: Row<Features, T>, b: Row<Features, T>, id: string) => compare(a.getValue(id), b.getValue(id)),
        }),
      ),
    [columns],
  )
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const visibility = useMemo(() => {
    const chosen = state?.columns
    return Object.fromEntries(
      columns.map((column, i) => [column.id, i === 0 || (chosen ? chosen.includes(column.id) : !column.optional)]),
    )
  }, [columns, state?.columns])

  // What the models of the table go by must keep its identity, or they are made anew with every row that comes into sight.
  const { id: sortId, desc = false } = sort ?? {}
  const sorting = useMemo(() => (sortId === undefined ? [] : [{ id: sortId, desc }]), [sortId, desc])

  // Rows that come in order need no model: to make one of 20,000 rows anew with each page that arrives would be a stall.
  const table = useTable<Features, T>({
    features,
    data: serverSorted ? NONE : rows,
    columns: definitions,
    getRowId: rowKey,
    state: { sorting },
  })
  const model = table.getRowModel().rows
  const shown = useMemo(() => (serverSorted ? rows : model.map((row) => row.original)), [serverSorted, rows, model])
  const virtual = long || shown.length > VIRTUAL_FROM
  const virtualizer = useVirtualizer({
    count: virtual ? shown.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const keys = useRowKeys(items)
  const end = last !== undefined && last.index >= shown.length - AHEAD
  const ended = useRef(-1)
  if (end && onEnd && ended.current !== shown.length) {
    ended.current = shown.length
    queueMicrotask(onEnd)
  }

  const toggleSort = (id: string) => {
    const numeric = byId.get(id)?.numeric ?? false
    if (sort?.id !== id) state?.setSort({ id, desc: numeric })
    else if (sort.desc === numeric) state?.setSort({ id, desc: !numeric })
    else state?.setSort(undefined)
  }

  // Rows are not drawn again because a page gives its functions anew.
  const current = useRef({ shown, selected, onSelect, rowKey, rowLink })
  current.current = { shown, selected, onSelect, rowKey, rowLink }
  const open = useCallback(
    (event: MouseEvent, row: T) => {
      const { rowLink } = current.current
      if (!rowLink || (event.target as Element).closest('a,button,input,label,[role=checkbox]')) return
      if (document.getSelection()?.isCollapsed === false) return
      const link = rowLink(row)
      if (event.metaKey || event.ctrlKey || event.button === 1) {
        window.open(router.buildLocation(link as never).href, '_blank', 'noopener')
      } else void router.navigate(link as never)
    },
    [router],
  )

  const anchor = useRef<string | null>(null)
  const pick = useCallback((id: string, range: boolean) => {
    const { shown, selected, onSelect, rowKey } = current.current
    if (!onSelect || !selected) return
    const next = new Set(selected)
    const ids = shown.map(rowKey)
    const from = range && anchor.current !== null ? ids.indexOf(anchor.current) : -1
    if (from >= 0) {
      const to = ids.indexOf(id)
      for (const each of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each)
    } else if (next.has(id)) next.delete(id)
    else next.add(id)
    anchor.current = id
    onSelect(next)
  }, [])

  const narrow = useNarrow()
  const visible = useMemo(
    () => columns.filter((column) => visibility[column.id] && !(narrow && column.wideOnly)),
    [columns, visibility, narrow],
  )
  const widthOf = (column: Column<T>): number | undefined =>
    narrow && virtual ? Math.min(column.width ?? DEFAULT_WIDTH, NARROW_WIDTH) : column.width
  const span = visible.length + (onSelect ? 1 : 0)
  const body = (row: T, id: string, key: string | number) => (
    <TableRow
      key={key}
      id={id}
      name={rowName(row)}
      row={row}
      columns={visible as Column<unknown>[]}
      fixed={virtual}
      selected={selected?.has(id)}
      tone={rowTone?.(row)}
      onOpen={rowLink && (open as (event: MouseEvent, row: unknown) => void)}
      onPick={onSelect && pick}
    />
  )

  return (
    <div
      ref={scroller}
      className={cx(
        'relative min-w-0 overflow-x-auto border-t text-sm',
        virtual && cx('overflow-y-auto border-b', fill ? 'max-h-[max(320px,calc(100dvh-220px))]' : 'max-h-[480px]'),
      )}
    >
      <table
        aria-label={label}
        aria-rowcount={virtual ? shown.length + 1 : undefined}
        className={cx('w-full border-collapse', virtual && 'table-fixed')}
        style={
          virtual
            ? { minWidth: visible.reduce((sum, column) => sum + (widthOf(column) ?? DEFAULT_WIDTH), 0) }
            : undefined
        }
      >
        <thead className="sticky top-0 z-10 bg-bg">
          <tr className="h-8 shadow-[0_1px_0_var(--line)]">
            {onSelect && (
              <th className="w-8 px-2">
                <input
                  type="checkbox"
                  aria-label="Select all"
                  className="block size-3.5 accent-accent"
                  checked={shown.length > 0 && shown.every((row) => selected?.has(rowKey(row)))}
                  onChange={(event) => onSelect(event.target.checked ? new Set(shown.map(rowKey)) : new Set<string>())}
                />
              </th>
            )}
            {visible.map((column) => {
              const direction = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined
              const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={direction}
                  title={column.description}
                  style={column.width ? { width: widthOf(column) } : undefined}
                  className={cx(
                    'px-2 font-medium text-faint text-xs first:pl-3 last:pr-3',
                    column.numeric ? 'text-right' : 'text-left',
                  )}
                >
                  {column.sort && state ? (
                    <button
                      type="button"
                      onClick={() => toggleSort(column.id)}
                      className={cx(
                        'inline-flex max-w-full items-center gap-1 hover:text-text',
                        column.numeric && 'flex-row-reverse',
                        direction && 'text-text',
                      )}
                    >
                      <span className="truncate">{column.header}</span>
                      {direction && <Arrow aria-hidden className="size-3 shrink-0" />}
                    </button>
                  ) : (
                    <span className="block truncate">{column.header}</span>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {virtual ? (
            <>
              {first && first.start > 0 && <Spacer span={span} height={first.start} />}
              {items.map((item) => {
                const row = shown[item.index]
                return row === undefined ? null : body(row, rowKey(row), keys.get(item.index) ?? rowKey(row))
              })}
              {last && <Spacer span={span} height={virtualizer.getTotalSize() - last.end} />}
            </>
          ) : (
            shown.map((row) => body(row, rowKey(row), rowKey(row)))
          )}
        </tbody>
      </table>
      {footer}
    </div>
  )
}

function Spacer({ span, height }: { span: number; height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={span} />
    </tr>
  ) : null
}
