import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { download } from '@/api/client'
import { formatBytes } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { CopyButton } from '@/ui/values'
import { addressOf, bytesOf, listing, type Owner } from './artifacts'
import { parseCsv } from './csv'
import { endOf, type FileKind, IMAGES, kindOf, MOST_BYTES, textOf } from './kinds'
import { RowsView } from './RowsView'

const ParquetView = lazy(() => import('./ParquetView'))
const OnnxView = lazy(() => import('./OnnxView'))

export const SHOWN_ROWS = 5000

/** One file: its name, its size, its bytes, and what they look like. */
export function Viewer({ owner, path, actions }: { owner: Owner; path: string; actions?: ReactNode }) {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const { data: siblings, isSuccess } = useQuery(listing(owner, folder))
  const size = siblings?.find((entry) => entry.path === path)?.size
  const name = path.slice(path.lastIndexOf('/') + 1)
  const kind = kindOf(path)
  const [failure, setFailure] = useState<unknown>()
  return (
    <section aria-label={name} className="min-w-0">
      <header className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 truncate font-medium" title={path}>
          {name}
        </h2>
        <CopyButton text={path} label="Copy the path" />
        <span className="text-faint text-xs">{formatBytes(size)}</span>
        <div className="ml-auto flex gap-2">
          {actions}
          <Button icon={<Download />} onClick={() => void download(addressOf(owner, path), name).catch(setFailure)}>
            Download
          </Button>
        </div>
      </header>
      {failure !== undefined && <ProblemNote error={failure} />}
      {isSuccess && (
        <Suspense fallback={<Skeleton className="h-64 w-full" />}>
          {size !== undefined && size > MOST_BYTES[kind] ? (
            <Remark>
              {kind === 'unknown'
                ? 'There is no view for files of this kind.'
                : `This file is too large to be shown here: views go up to ${formatBytes(MOST_BYTES[kind])}.`}
            </Remark>
          ) : (
            <Content owner={owner} path={path} size={size} kind={kind} />
          )}
        </Suspense>
      )}
    </section>
  )
}

function Remark({ children }: { children: ReactNode }) {
  return <p className="rounded-md border border-dashed px-5 py-8 text-muted text-sm">{children}</p>
}

function Content({
  owner,
  path,
  size,
  kind,
}: {
  owner: Owner
  path: string
  size: number | undefined
  kind: FileKind
}) {
  const found = useQuery(bytesOf(owner, path, size))
  return (
    <QueryView query={found} loading={<Skeleton className="h-64 w-full" />}>
      {(bytes) => {
        if (bytes.byteLength === 0) return <Remark>This file is empty.</Remark>
        switch (kind) {
          case 'image':
            return <Picture bytes={bytes} path={path} />
          case 'parquet':
            return <ParquetView bytes={bytes} />
          case 'onnx':
            return <OnnxView bytes={bytes} />
          case 'html':
            return <Html bytes={bytes} />
          case 'table':
            return <Csv bytes={bytes} separator={endOf(path) === 'tsv' ? '\t' : ','} />
          default:
            return <Text bytes={bytes} json={kind === 'json'} />
        }
      }}
    </QueryView>
  )
}

function Text({ bytes, json }: { bytes: ArrayBuffer; json: boolean }) {
  const text = useMemo(() => {
    const plain = textOf(bytes)
    if (!json || plain === undefined) return plain
    try {
      return JSON.stringify(JSON.parse(plain), null, 2)
    } catch {
      return plain
    }
  }, [bytes, json])
  if (text === undefined) return <Remark>These bytes are no text, and there is no view for files of this kind.</Remark>
  return (
    <div className="relative rounded-md border bg-sunken">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to do that
        tabIndex={0}
        className="max-h-[max(320px,calc(100dvh-340px))] overflow-auto p-3 pr-10 font-mono text-[12.5px] leading-5"
      >
        {text}
      </pre>
      <CopyButton text={text} label="Copy the text" className="absolute top-1.5 right-3 bg-sunken" />
    </div>
  )
}

function Csv({ bytes, separator }: { bytes: ArrayBuffer; separator: string }) {
  const table = useMemo(() => {
    const text = textOf(bytes)
    return text === undefined ? undefined : parseCsv(text, separator, SHOWN_ROWS + 1)
  }, [bytes, separator])
  const header = table?.rows[0]
  if (!table || !header) return <Remark>These bytes are no table in UTF-8.</Remark>
  return (
    <RowsView
      columns={header}
      rows={table.rows.slice(1)}
      note={table.complete ? undefined : `The first ${SHOWN_ROWS} rows; all are in the download.`}
    />
  )
}

/** An address for bytes, as long as they are shown. */
function useAddress(bytes: ArrayBuffer, type: string): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  return address
}

function Picture({ bytes, path }: { bytes: ArrayBuffer; path: string }) {
  const address = useAddress(bytes, IMAGES[endOf(path)] ?? 'image/png')
  const [broken, setBroken] = useState(false)
  if (broken) return <Remark>The browser can’t show this picture.</Remark>
  return (
    // Pictures are made for white paper.
    <div className="rounded-md border bg-[repeating-conic-gradient(#e8e8e8_0_25%,#ffffff_0_50%)] bg-[length:16px_16px] p-3">
      {address && (
        <img
          src={address}
          alt={path}
          onError={() => setBroken(true)}
          className="mx-auto max-h-[70dvh] max-w-full object-contain"
        />
      )}
    </div>
  )
}

function Html({ bytes }: { bytes: ArrayBuffer }) {
  const address = useAddress(bytes, 'text/html;charset=utf-8')
  return (
    <>
      <p className="mb-2 text-muted text-xs">
        Shown without its scripts and without anything from outside. Download it to see it whole.
      </p>
      {address && (
        <iframe
          title="The page"
          src={address}
          sandbox=""
          referrerPolicy="no-referrer"
          className="h-[max(320px,calc(100dvh-360px))] w-full rounded-md border bg-[#ffffff]"
        />
      )}
    </>
  )
}
