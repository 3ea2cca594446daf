import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Download, Rocket, Tag } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { download } from '@/api/client'
import { mayAs, me } from '@/api/queries'
import type { ModelVersion } from '@/api/schema'
import { formatBytes } from '@/format/numbers'
import { AppLink } from '@/ui/AppLink'
import { useActions } from '@/ui/actions'
import { Button } from '@/ui/Button'
import { FactsStrip, Page, Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Time } from '@/ui/values'
import { AliasDialog } from './AliasDialog'
import { Aliases } from './Aliases'
import { FilesTable } from './FilesTable'
import { GateSection } from './GateSection'
import { deployments, model, runningAt, version, versions } from './queries'
import { RecipeSection } from './RecipeSection'
import { ReleaseDialog } from './ReleaseDialog'
import { SignatureSection } from './SignatureSection'

const LineageGraph = lazy(() => import('./LineageGraph'))

const TABS = ['gate', 'made', 'signature', 'lineage', 'files'] as const
type TabName = (typeof TABS)[number]

export function VersionPage() {
  const { name, version: text } = useParams({ from: '/models/$name/versions/$version' })
  const number = Number(text)
  const found = useQuery(version(name, number))
  return <QueryView query={found}>{(it) => <Version it={it} />}</QueryView>
}

function Version({ it }: { it: ModelVersion }) {
  const { tab } = useSearch({ from: '/models/$name/versions/$version' })
  const change = useSearchChange()
  const running = useQuery(deployments)
  const caller = useQuery(me)
  const parent = useQuery(model(it.model))
  const [aliasing, setAliasing] = useState(false)
  const [releasing, setReleasing] = useState(false)
  const serving = runningAt(running.data, it.model, it.version)
  const mayRelease = mayAs(caller.data?.role, 'approver')
  useActions(
    useMemo(
      () =>
        mayRelease
          ? [{ label: `Set an alias of ${it.model} version ${it.version}`, run: () => setAliasing(true) }]
          : [],
      [mayRelease, it.model, it.version],
    ),
  )
  const tabs: Tab<TabName>[] = [
    { value: 'gate', label: 'Is it good?', content: () => <GateSection it={it} /> },
    { value: 'made', label: 'How it was made', content: () => <RecipeSection it={it} /> },
    { value: 'signature', label: 'Signature', content: () => <SignatureSection it={it} /> },
    {
      value: 'lineage',
      label: 'Lineage',
      content: () => (
        <Suspense fallback={<Skeleton className="h-96 w-full" />}>
          <LineageGraph name={it.model} version={it.version} />
        </Suspense>
      ),
    },
    { value: 'files', label: 'Files', count: it.manifest.files.length, content: () => <FilesTable it={it} /> },
  ]
  return (
    <Page
      title={`${it.model} version ${it.version}`}
      crumbs={[
        { label: 'Models', link: { to: '/models' } },
        { label: it.model, link: { to: '/models/$name', params: { name: it.model } } },
      ]}
      name={`Version ${it.version}`}
      status={
        <>
          {it.gate && (
            <StatusBadge
              state={it.gate.passed ? 'passed' : 'refused'}
              word={it.gate.passed ? 'Gate passed' : 'Gate refused'}
            />
          )}
          <Aliases aliases={it.aliases.map((alias) => ({ alias }))} />
        </>
      }
      actions={
        <>
          {it.served_path && (
            <Button
              icon={<Download />}
              onClick={() =>
                void download(
                  `/api/v1/models/${encodeURIComponent(it.model)}/versions/${it.version}/file`,
                  `${it.model}-${it.version}${it.served_path?.match(/\.\w+$/)?.[0] ?? ''}`,
                )
              }
            >
              Download
            </Button>
          )}
          {mayRelease && (
            <Button icon={<Tag />} onClick={() => setAliasing(true)}>
              Set an alias
            </Button>
          )}
          {mayRelease && !it.undeployable && (
            <Button kind="primary" icon={<Rocket />} onClick={() => setReleasing(true)}>
              Release
            </Button>
          )}
        </>
      }
      facts={
        <FactsStrip
          facts={[
            [
              'Serves',
              serving.length > 0 ? (
                <span key="s" className="flex flex-wrap gap-3">
                  {serving.map((deployment) => (
                    <Link
                      key={deployment.name}
                      to="/deployments/$name"
                      params={{ name: deployment.name }}
                      className="hover:underline"
                    >
                      <StatusBadge quiet state={deployment.state} word={deployment.name} />
                    </Link>
                  ))}
                </span>
              ) : it.undeployable ? (
                <span key="s" title={it.undeployable}>
                  <Chip tone="warning">can’t be deployed</Chip>
                </span>
              ) : (
                <span key="s" className="text-muted">
                  nowhere
                </span>
              ),
            ],
            ['Owner', parent.data?.owner ?? <span className="text-muted">{parent.data ? 'nobody' : '…'}</span>],
            ['Digest', <Digest key="d" value={it.digest} />],
            ['Size', formatBytes(it.size_bytes)],
            ['Format', it.flavors.length > 0 ? it.flavors.join(', ') : it.format],
            ['Registered', <Time key="t" at={it.created_at} />],
            ['By', it.created_by],
            it.run_id
              ? [
                  'Run',
                  <AppLink key="r" href={`/runs/${it.run_id}`} className="text-accent">
                    {it.run_id.slice(0, 8)}
                  </AppLink>,
                ]
              : null,
            it.stage !== 'none' && ['Stage', it.stage],
          ]}
        />
      }
    >
      {it.description && <p className="-mt-1 mb-4 max-w-3xl whitespace-pre-line">{it.description}</p>}
      {it.undeployable && (
        <p className="mb-4 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
          It can’t be deployed: {it.undeployable}
        </p>
      )}
      <Tabs
        label="About this version"
        value={TABS.find((each) => each === tab) ?? 'gate'}
        tabs={tabs}
        onChange={(next) => change({ tab: next === 'gate' ? undefined : next })}
      />
      {releasing && <ReleaseDialog it={it} onClose={() => setReleasing(false)} />}
      {aliasing && parent.data && <Aliasing it={it} parent={parent.data} onClose={() => setAliasing(false)} />}
    </Page>
  )
}

function Aliasing({
  it,
  parent,
  onClose,
}: {
  it: ModelVersion
  parent: Parameters<typeof AliasDialog>[0]['model']
  onClose: () => void
}) {
  const all = useQuery(versions(it.model))
  return <AliasDialog model={parent} versions={all.data ?? [it]} chosen={it.version} onClose={onClose} />
}
