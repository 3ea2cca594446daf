import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { DatasetDiff } from '@/api/schema'
import { formatCount, formatNumber } from '@/format/numbers'
import { Page, Section } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip } from '@/ui/StatusBadge'
import { Num } from '@/ui/values'
import { diff } from './queries'

/** A population stability index above this is more than chance and habit. */
const NOTABLE = 0.1

export function DiffPage() {
  const { name } = useParams({ from: '/datasets/$name/diff' })
  const { from = '1', to = '1' } = useSearch({ from: '/datasets/$name/diff' })
  const found = useQuery(diff(name, Number(from), Number(to)))
  return (
    <QueryView query={found}>
      {(it) => (
        <Page
          title={`${name}: version ${from} to ${to}`}
          name={`Version ${from} → ${to}`}
          crumbs={[
            { label: 'Datasets', link: { to: '/datasets' } },
            { label: name, link: { to: '/datasets/$name', params: { name } } },
          ]}
          status={it.identical ? <Chip tone="ok">the same bytes</Chip> : undefined}
        >
          <Difference it={it} />
        </Page>
      )}
    </QueryView>
  )
}

/** The statistics that say most, in this order. */
const STATISTICS = ['mean', 'std', 'p50', 'p05', 'p95', 'nulls', 'distinct']

function Difference({ it }: { it: DatasetDiff }) {
  const columns = [...it.columns].sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1))
  const version = (number: number) => (
    <Link
      to="/datasets/$name/versions/$version"
      params={{ name: it.name, version: String(number) }}
      className="text-accent underline"
    >
      version {number}
    </Link>
  )
  return (
    <>
      <Section title="Schema">
        <ul className="border-t text-sm [&>li]:border-b [&>li]:px-3 [&>li]:py-1.5">
          {it.rows && (
            <li>
              {formatCount(it.rows.from ?? 0)} rows in {version(it.from)}, {formatCount(it.rows.to ?? 0)} in{' '}
              {version(it.to)}
            </li>
          )}
          {it.added.map((column) => (
            <li key={column.name}>
              <Chip tone="ok">added</Chip> <b className="font-medium">{column.name}</b>{' '}
              <span className="text-muted">{column.type}</span>
            </li>
          ))}
          {it.removed.map((column) => (
            <li key={column.name}>
              <Chip tone="failed">removed</Chip> <b className="font-medium">{column.name}</b>{' '}
              <span className="text-muted">{column.type}</span>
            </li>
          ))}
          {it.retyped.map((column) => (
            <li key={column.name}>
              <Chip tone="warning">type</Chip> <b className="font-medium">{column.name}</b>{' '}
              <span className="text-muted">
                {column.from} → {column.to}
              </span>
            </li>
          ))}
          {it.added.length + it.removed.length + it.retyped.length === 0 && (
            <li className="text-muted">The same columns of the same types.</li>
          )}
        </ul>
      </Section>
      <Section
        title="Values"
        note={`The columns that changed most first, by the population stability index (PSI). Above ${NOTABLE} the spread is noticeably another one.`}
      >
        <div className="overflow-x-auto border-t">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-8 border-b text-right text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                <th className="text-left">Column</th>
                <th>PSI</th>
                {STATISTICS.map((name) => (
                  <th key={name}>{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <tr
                  key={column.name}
                  className="h-8 border-b text-right hover:bg-hover [&>td]:whitespace-nowrap [&>td]:px-3"
                >
                  <td className="text-left font-medium">{column.name}</td>
                  <td>
                    {column.psi !== undefined && column.psi > NOTABLE ? (
                      <Chip tone="warning" title={String(column.psi)}>
                        {formatNumber(column.psi)}
                      </Chip>
                    ) : (
                      <Num value={column.psi} />
                    )}
                  </td>
                  {STATISTICS.map((name) => {
                    const change = column.statistics[name]
                    return (
                      <td key={name} title={change && `${change.from} → ${change.to}`} className="tabular-nums">
                        {change ? (
                          <>
                            <span className="text-faint">{formatNumber(change.from)} →</span> {formatNumber(change.to)}
                          </>
                        ) : (
                          <span className="text-faint" title="Unchanged">
                            ·
                          </span>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  )
}
