import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ColumnProfile, DatasetVersion } from '@/api/schema'
import { Histogram } from '@/charts/Histogram'
import { formatCount, formatNumber, formatShare } from '@/format/numbers'
import { cx } from '@/ui/cx'
import { TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { FilterField, matches, Toolbar } from '@/ui/TableToolbar'
import { useFilterText, useSearchChange } from '@/ui/tableState'
import { Num } from '@/ui/values'
import { barsOf } from './bins'
import { profile } from './queries'
import { Spark } from './Spark'

/** Every column at a glance; one of them closely. */
export function ColumnsTab({ it }: { it: DatasetVersion }) {
  const found = useQuery(profile(it.name, it.version))
  return (
    <QueryView query={found} loading={<TableSkeleton rows={8} columns={6} />}>
      {(data) => <Columns columns={data.columns} rows={data.rows} />}
    </QueryView>
  )
}

function Columns({ columns, rows }: { columns: ColumnProfile[]; rows: number }) {
  const { column: chosen } = useSearch({ from: '/datasets/$name/versions/$version' })
  const change = useSearchChange()
  const [filter, setFilter] = useFilterText()
  const shown = useMemo(() => columns.filter((column) => matches(filter, column.name, column.type)), [columns, filter])
  const column = columns.find((each) => each.name === chosen) ?? shown[0] ?? columns[0]
  return (
    <>
      {columns.length > 8 && (
        <Toolbar>
          <FilterField value={filter} onChange={setFilter} placeholder="Filter columns" />
        </Toolbar>
      )}
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-6 lg:grid-cols-[3fr_2fr]">
        <div className="min-w-0 overflow-x-auto border-t">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-2 [&>th]:font-medium">
                <th className="pl-3!">Column</th>
                <th>Type</th>
                <th>Spread</th>
                <th className="text-right">Missing</th>
                <th className="text-right max-md:hidden">Distinct</th>
                <th className="text-right max-md:hidden">Mean</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((each) => (
                <tr
                  key={each.name}
                  onClick={() => change({ column: each.name })}
                  className={cx(
                    'h-8 cursor-pointer border-b hover:bg-hover [&>td]:px-2',
                    each.name === column?.name && 'bg-accent-soft hover:bg-accent-soft',
                  )}
                >
                  <td className="pl-3!">
                    <button
                      type="button"
                      className="max-w-64 truncate text-left font-medium"
                      title={each.name}
                      aria-pressed={each.name === column?.name}
                    >
                      {each.name}
                    </button>
                  </td>
                  <td className="text-muted">{each.type}</td>
                  <td>
                    <Spark bars={barsOf(each)} />
                  </td>
                  <td className="text-right">
                    <Missing it={each} rows={rows} />
                  </td>
                  <td
                    className="text-right tabular-nums max-md:hidden"
                    title={each.distinct_approximate ? 'Estimated' : undefined}
                  >
                    {each.distinct_approximate && '≈ '}
                    {formatCount(each.distinct)}
                  </td>
                  <td className="text-right max-md:hidden">
                    {isTime(each) ? <span className="text-faint">–</span> : <Num value={each.mean} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {column && <Closely key={column.name} it={column} rows={rows} />}
      </div>
    </>
  )
}

function isTime(it: ColumnProfile): boolean {
  return it.type === 'timestamp' || it.type === 'date'
}

function Missing({ it, rows }: { it: ColumnProfile; rows: number }) {
  const missing = it.nulls + it.nans
  return missing === 0 ? (
    <span className="text-faint">none</span>
  ) : (
    <span className="tabular-nums" title={`${formatCount(it.nulls)} null, ${formatCount(it.nans)} NaN`}>
      {formatShare(missing / rows)}
    </span>
  )
}

const day = (seconds: number | undefined): string =>
  seconds === undefined ? '' : new Date(seconds * 1000).toISOString().slice(0, 10)

const QUANTILES = ['p01', 'p05', 'p25', 'p50', 'p75', 'p95', 'p99'] as const

function Closely({ it, rows }: { it: ColumnProfile; rows: number }) {
  const numeric = it.mean !== undefined
  const show = (value: number | undefined) =>
    isTime(it) && value !== undefined
      ? new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')
      : formatNumber(value)
  return (
    <section aria-label={it.name} className="min-w-0 rounded-md border bg-surface p-4 lg:sticky lg:top-4">
      <h2 className="mb-3 flex items-baseline gap-2 font-semibold">
        <span className="min-w-0 truncate" title={it.name}>
          {it.name}
        </span>
        <span className="font-normal text-faint text-sm">{it.type}</span>
      </h2>
      <Histogram
        label={`${it.name}: how its values are spread`}
        bars={barsOf(it).map((bar) =>
          isTime(it)
            ? { ...bar, label: `${show(bar.lower)} to ${show(bar.upper)}`, lower: undefined, upper: undefined }
            : bar,
        )}
        names={['rows', '']}
        height={140}
        ends={isTime(it) ? [day(it.min), day(it.max)] : undefined}
      />
      {numeric && (
        <p className="pt-1 text-faint text-xs">
          Bars of equal width; what lies beyond the 1st and 99th percentile is in the outer ones.
        </p>
      )}
      <dl className={cx('mt-4 grid gap-x-6 text-sm', isTime(it) ? 'grid-cols-1' : 'grid-cols-2')}>
        {(
          [
            ['values', formatCount(it.count)],
            ['missing', formatCount(it.nulls + it.nans)],
            ['distinct', `${it.distinct_approximate ? '≈ ' : ''}${formatCount(it.distinct)}`],
            ['of all rows', formatShare(it.count / (rows || 1))],
            numeric && ['smallest', show(it.min)],
            numeric && ['largest', show(it.max)],
            numeric && ['mean', show(it.mean)],
            numeric && !isTime(it) && ['deviation', formatNumber(it.std)],
            ...QUANTILES.map(
              (name) => name in it.quantiles && ([name.replace('p0', 'p'), show(it.quantiles[name])] as const),
            ),
          ] as (false | readonly [string, string])[]
        ).map(
          (fact) =>
            fact && (
              <div key={fact[0]} className="flex justify-between gap-3 border-b py-1">
                <dt className="text-muted">{fact[0]}</dt>
                <dd className="truncate tabular-nums" title={fact[1]}>
                  {fact[1]}
                </dd>
              </div>
            ),
        )}
      </dl>
      {it.type === 'string' && it.top_values.length > 0 && (
        <table className="mt-4 w-full text-sm">
          <thead>
            <tr className="border-b text-faint text-xs [&>th]:pb-1 [&>th]:font-medium">
              <th className="text-left">Most frequent</th>
              <th className="text-right">Rows</th>
            </tr>
          </thead>
          <tbody>
            {it.top_values.map((top) => (
              <tr key={top.value} className="border-b">
                <td className="max-w-0 truncate py-1" title={top.value}>
                  {top.value}
                </td>
                <td className="w-24 text-right tabular-nums">{formatCount(top.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
