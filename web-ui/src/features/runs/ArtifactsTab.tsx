import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { ChevronRight, File, Folder, PackagePlus } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { formatBytes } from '@/format/numbers'
import type { Run } from '@/tracking/types'
import { Button } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { EmptyState, Skeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { useSearchChange } from '@/ui/tableState'
import { type Entry, listing, type Owner } from './artifacts'
import { RegisterDialog } from './RegisterDialog'
import { Viewer } from './Viewer'

const MODEL_PREFIX = 'model:'

/** `model:<id>/<path>` for the files of logged models, else a path of the run's own. */
function placeOf(run: Run, path: string | undefined): { owner: Owner; path: string } {
  const at = path?.indexOf('/') ?? -1
  if (path?.startsWith(MODEL_PREFIX) && at > 0) {
    return { owner: { kind: 'model', id: path.slice(MODEL_PREFIX.length, at) }, path: path.slice(at + 1) }
  }
  return { owner: { kind: 'run', id: run.id }, path: path ?? '' }
}

/** The folder that is a model, where a file says so: clients before logged models, and people, put them among the run's own files. */
function modelFolder(path: string): string | undefined {
  const at = path.lastIndexOf('/')
  return at > 0 && /^(MLmodel|.+\.onnx)$/.test(path.slice(at + 1)) ? path.slice(0, at) : undefined
}

/** The files that a run and its models left behind, and a look into each. */
export function ArtifactsTab({ run }: { run: Run }) {
  const { path } = useSearch({ strict: false }) as { path?: string }
  const change = useSearchChange()
  const own: Owner = { kind: 'run', id: run.id }
  const root = useQuery(listing(own, ''))
  const place = placeOf(run, path)
  const folder = place.owner.kind === 'run' ? modelFolder(place.path) : undefined
  const caller = useQuery(me)
  const [registering, setRegistering] = useState(false)
  return (
    <QueryView query={root} loading={<Skeleton className="h-64 w-full" />}>
      {(entries) =>
        entries.length === 0 && run.modelsOut.length === 0 ? (
          <EmptyState
            title="This run left no files"
            snippet={'mlflow.log_artifact("report.html")\nmlflow.log_figure(figure, "roc.png")'}
          >
            Files of any kind can be kept with a run: {run.artifactUri}
          </EmptyState>
        ) : (
          <div className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(220px,300px)_minmax(0,1fr)]">
            <nav
              aria-label="Files"
              className="max-h-[max(320px,calc(100dvh-320px))] overflow-y-auto rounded-md border p-1 text-sm max-md:max-h-60"
            >
              <ul>
                {entries.map((entry) => (
                  <Node
                    key={entry.path}
                    owner={own}
                    entry={entry}
                    depth={0}
                    chosen={place.owner.kind === 'run' ? place.path : undefined}
                    onChoose={(next) => change({ path: next })}
                  />
                ))}
                {run.modelsOut.map((id) => (
                  <Node
                    key={id}
                    owner={{ kind: 'model', id }}
                    entry={{ path: '', name: `Logged model ${id.slice(0, 10)}…`, directory: true, size: undefined }}
                    depth={0}
                    chosen={place.owner.id === id ? place.path : undefined}
                    onChoose={(next) => change({ path: `${MODEL_PREFIX}${id}/${next}` })}
                  />
                ))}
              </ul>
            </nav>
            {place.path === '' ? (
              <p className="py-6 text-muted text-sm">Choose a file to look into it.</p>
            ) : (
              <Viewer
                key={`${place.owner.id} ${place.path}`}
                owner={place.owner}
                path={place.path}
                actions={
                  folder !== undefined &&
                  mayAs(caller.data?.role, 'contributor') && (
                    <Button icon={<PackagePlus />} onClick={() => setRegistering(true)}>
                      Register this model
                    </Button>
                  )
                }
              />
            )}
            {registering && folder !== undefined && (
              <RegisterDialog
                it={{ name: folder, source: `runs:/${run.id}/${folder}`, runId: run.id }}
                onClose={() => setRegistering(false)}
              />
            )}
          </div>
        )
      }
    </QueryView>
  )
}

function Node({
  owner,
  entry,
  depth,
  chosen,
  onChoose,
}: {
  owner: Owner
  entry: Entry
  depth: number
  chosen: string | undefined
  onChoose: (path: string) => void
}) {
  const holds = chosen !== undefined && chosen !== '' && (entry.path === '' || chosen.startsWith(`${entry.path}/`))
  const [toggled, setToggled] = useState<boolean>()
  const open = toggled ?? holds
  const children = useQuery({ ...listing(owner, entry.path), enabled: entry.directory && open })
  const Icon = entry.directory ? Folder : File
  return (
    <li>
      <button
        type="button"
        aria-expanded={entry.directory ? open : undefined}
        aria-current={!entry.directory && chosen === entry.path ? 'true' : undefined}
        title={entry.path || entry.name}
        onClick={() => (entry.directory ? setToggled(!open) : onChoose(entry.path))}
        style={{ paddingLeft: 8 + depth * 16 }}
        className={cx(
          'flex h-7 w-full items-center gap-1.5 rounded pr-2 text-left hover:bg-hover',
          !entry.directory && chosen === entry.path && 'bg-accent-soft font-medium',
        )}
      >
        <ChevronRight
          aria-hidden
          className={cx('size-3.5 shrink-0 text-faint', open && 'rotate-90', !entry.directory && 'invisible')}
        />
        <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate">{entry.name}</span>
        {!entry.directory && <span className="shrink-0 text-muted text-xs">{formatBytes(entry.size)}</span>}
      </button>
      {entry.directory && open && (
        <ul>
          {children.data?.map((child) => (
            <Node key={child.path} owner={owner} entry={child} depth={depth + 1} chosen={chosen} onChoose={onChoose} />
          ))}
          {children.data?.length === 0 && (
            <li className="h-7 text-faint text-xs" style={{ paddingLeft: 30 + depth * 16 }}>
              empty
            </li>
          )}
          {children.isError && (
            <li>
              <ProblemNote error={children.error} />
            </li>
          )}
        </ul>
      )}
    </li>
  )
}
