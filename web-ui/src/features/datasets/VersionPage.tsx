import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { download } from '@/api/client'
import type { DatasetVersion } from '@/api/schema'
import { formatBytes, formatCount } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { FactsStrip, Page } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Time } from '@/ui/values'
import { ColumnsTab } from './ColumnsTab'
import { version } from './queries'
import { RowsTab } from './RowsTab'
import { UsedByTab } from './UsedByTab'

const ENDINGS: Record<DatasetVersion['format'], string> = { csv: 'csv', parquet: 'parquet', json_lines: 'jsonl' }

const TABS = ['columns', 'rows', 'uses'] as const
type TabName = (typeof TABS)[number]

export function VersionPage() {
  const { name, version: text } = useParams({ from: '/datasets/$name/versions/$version' })
  const found = useQuery(version(name, Number(text)))
  return <QueryView query={found}>{(it) => <Version it={it} />}</QueryView>
}

function Version({ it }: { it: DatasetVersion }) {
  const { tab } = useSearch({ from: '/datasets/$name/versions/$version' })
  const change = useSearchChange()
  const tabs: Tab<TabName>[] = [
    { value: 'columns', label: 'Columns', count: it.columns.length, content: () => <ColumnsTab it={it} /> },
    { value: 'rows', label: 'Rows', content: () => <RowsTab it={it} /> },
    { value: 'uses', label: 'Used by', content: () => <UsedByTab it={it} /> },
  ]
  return (
    <Page
      title={`${it.name} version ${it.version}`}
      name={`Version ${it.version}`}
      crumbs={[
        { label: 'Datasets', link: { to: '/datasets' } },
        { label: it.name, link: { to: '/datasets/$name', params: { name: it.name } } },
      ]}
      actions={
        <>
          {it.version > 1 && (
            <Link
              to="/datasets/$name/diff"
              params={{ name: it.name }}
              search={{ from: String(it.version - 1), to: String(it.version) }}
              className="inline-flex h-8 items-center rounded-md px-3 font-medium text-muted text-sm hover:bg-hover hover:text-text"
            >
              What changed since version {it.version - 1}
            </Link>
          )}
          <Button
            icon={<Download />}
            onClick={() =>
              void download(
                `/api/v1/datasets/${encodeURIComponent(it.name)}/versions/${it.version}/file`,
                `${it.name}-${it.version}.${ENDINGS[it.format]}`,
              )
            }
          >
            Download
          </Button>
        </>
      }
      facts={
        <FactsStrip
          facts={[
            ['Rows', formatCount(it.rows)],
            ['Columns', it.columns.length],
            ['Size', formatBytes(it.size_bytes)],
            ['Format', it.format.replace('_', ' ')],
            ['Digest', <Digest key="d" value={it.digest} />],
            ['Registered', <Time key="t" at={it.created_at} />],
            ['By', it.created_by],
            it.source && [
              'Source',
              <span key="s" className="max-w-xl">
                {it.source}
              </span>,
            ],
          ]}
        />
      }
    >
      <Tabs
        label="About this version"
        value={TABS.find((each) => each === tab) ?? 'columns'}
        tabs={tabs}
        onChange={(next) => change({ tab: next === 'columns' ? undefined : next })}
      />
    </Page>
  )
}
