import { Link, useSearch } from '@tanstack/react-router'
import { formatDuration } from '@/format/numbers'
import { cx } from '@/ui/cx'
import { Checkbox } from '@/ui/fields'
import { useSearchChange } from '@/ui/tableState'
import { Num } from '@/ui/values'
import type { Line } from './compared'
import type { ColoredRun } from './MetricChart'

const KINDS = { metric: 'Metrics', param: 'Parameters', attribute: 'Attributes', tag: 'Tags' } as const

const MARKED: ReadonlySet<Line['kind']> = new Set(['param', 'tag'])

/** What differs, first; each row one thing, each column one run. */
export function DifferencesTab({ runs, lines }: { runs: ColoredRun[]; lines: Line[] }) {
  const { same } = useSearch({ from: '/compare' })
  const change = useSearchChange()
  const shown = lines.filter((line) => same === 'yes' || line.differs)
  const hidden = lines.length - lines.filter((line) => line.differs).length
  return (
    <>
      <div className="mb-2">
        <Checkbox
          label={`Show also the ${hidden} that are the same in all`}
          checked={same === 'yes'}
          onChange={(event) => change({ same: event.target.checked ? 'yes' : undefined })}
        />
      </div>
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to do that
        tabIndex={0}
        className="max-h-[max(360px,calc(100dvh-260px))] overflow-auto border-y text-sm"
      >
        <table aria-label="Differences" className="min-w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th className="sticky top-0 left-0 z-20 min-w-36 border-b bg-bg px-3 text-left md:min-w-52" scope="col">
                <span className="sr-only">What</span>
              </th>
              {runs.map(({ run, label, color }) => (
                <th
                  key={run.id}
                  scope="col"
                  className="sticky top-0 z-10 max-w-40 border-b bg-bg px-3 py-1.5 text-right align-bottom font-medium"
                >
                  <span className="flex items-center justify-end gap-1.5">
                    <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: color }} />
                    <Link
                      to="/runs/$id"
                      params={{ id: run.id }}
                      title={label}
                      className="min-w-0 truncate hover:underline"
                    >
                      {label}
                    </Link>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          {(Object.keys(KINDS) as Line['kind'][]).map((kind) => {
            const members = shown.filter((line) => line.kind === kind)
            return members.length === 0 ? null : (
              <tbody key={kind}>
                <tr>
                  <th
                    scope="rowgroup"
                    className="sticky left-0 bg-bg px-3 pt-3 pb-1 text-left font-medium text-faint text-xs"
                  >
                    {KINDS[kind]}
                  </th>
                </tr>
                {members.map((line) => (
                  <Values key={line.id} line={line} />
                ))}
              </tbody>
            )
          })}
        </table>
      </div>
      {shown.length === 0 && (
        <p className="py-6 text-muted text-sm">These runs are the same in all that they logged.</p>
      )}
    </>
  )
}

function Values({ line }: { line: Line }) {
  const usual = mostFrequent(line.values)
  return (
    <tr className={cx('group', !line.differs && 'text-muted')}>
      <th
        scope="row"
        title={line.label}
        className="sticky left-0 z-10 h-8 max-w-36 truncate border-t bg-bg px-3 text-left font-normal group-hover:bg-hover md:max-w-64"
      >
        {line.label}
      </th>
      {line.values.map((value, i) => (
        <td
          key={i}
          title={value === undefined ? 'Not logged' : String(value)}
          className={cx(
            'h-8 max-w-40 truncate border-t px-3 text-right tabular-nums group-hover:bg-hover',
            MARKED.has(line.kind) && usual && value !== usual.value && 'bg-warning-soft font-medium',
          )}
        >
          {value === undefined ? (
            <span className="text-faint">–</span>
          ) : line.label === 'took (ms)' && typeof value === 'number' ? (
            formatDuration(value)
          ) : typeof value === 'number' ? (
            <Num value={value} />
          ) : (
            value.slice(0, 200)
          )}
        </td>
      ))}
    </tr>
  )
}

/** What two thirds of the runs have: what the others have instead is marked. */
function mostFrequent(values: Line['values']): { value: string | number | undefined } | undefined {
  const counts = new Map<string | number | undefined, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [found] = [...counts].filter(([, count]) => count * 3 >= values.length * 2 && values.length > 2)
  return found && { value: found[0] }
}
