import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { formatNumber, formatShare } from '@/format/numbers'
import { formatExact, relativeTime } from '@/format/times'
import { shortDigest, shortId } from '@/format/words'
import { cx } from './cx'

/** A number in three digits; all of them on hover, and when it is copied (see `copyWholeValues`). */
export function Num({
  value,
  share = false,
  className,
}: {
  value: number | null | undefined
  share?: boolean
  className?: string
}) {
  const known = value !== undefined && value !== null
  return (
    <span
      className={cx('tabular-nums', !known && 'text-faint', className)}
      title={known ? String(value) : 'Not known'}
      data-whole={known ? value : undefined}
    >
      {share ? formatShare(value) : formatNumber(value)}
    </span>
  )
}

/** Copying a shortened number takes the whole one along. */
export function copyWholeValues(event: ClipboardEvent): void {
  const selection = document.getSelection()
  const element = selection?.anchorNode?.parentElement?.closest<HTMLElement>('[data-whole]')
  if (element && selection?.toString().trim() === element.textContent && element.dataset.whole) {
    event.clipboardData?.setData('text/plain', element.dataset.whole)
    event.preventDefault()
  }
}

/** One clock for every relative time on the page. */
let now = Date.now()
const ticking = new Set<() => void>()
let ticker: ReturnType<typeof setInterval> | undefined

function subscribe(tick: () => void): () => void {
  ticking.add(tick)
  ticker ??= setInterval(() => {
    now = Date.now()
    for (const each of ticking) each()
  }, 10_000)
  return () => {
    ticking.delete(tick)
    if (ticking.size === 0) {
      clearInterval(ticker)
      ticker = undefined
    }
  }
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

export function Time({ at, className }: { at: string | number | null | undefined; className?: string }) {
  const clock = useNow()
  if (at === undefined || at === null) return <span className="text-faint">–</span>
  const time = typeof at === 'number' ? at : Date.parse(at)
  return (
    <time
      dateTime={new Date(time).toISOString()}
      title={formatExact(time)}
      className={cx('whitespace-nowrap tabular-nums', className)}
    >
      {relativeTime(time, Math.max(clock, Math.min(time, clock + 10_000)))}
    </time>
  )
}

export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return
  }
  // Pages that were not sent over TLS have no clipboard of their own.
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

export function CopyButton({ text, label = 'Copy', className }: { text: string; label?: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : label}
      title={copied ? 'Copied' : label}
      className={cx(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-text',
        copied && 'text-ok hover:text-ok',
        className,
      )}
      onClick={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void copyText(text).then(() => setCopied(true))
      }}
    >
      {copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
    </button>
  )
}

/** An id or digest: short to the eye, whole to the clipboard. */
export function Mono({ value, short, copy = true }: { value: string; short?: string; copy?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <code title={value} className="truncate font-mono text-[12.5px]">
        {short ?? value}
      </code>
      {copy && <CopyButton text={value} label={`Copy ${value.length > 60 ? `${value.slice(0, 57)}…` : value}`} />}
    </span>
  )
}

export function Digest({ value }: { value: string }) {
  return <Mono value={value} short={shortDigest(value)} />
}

export function Id({ value }: { value: string }) {
  return <Mono value={value} short={`…${shortId(value)}`} />
}

/** What is not known is a dash, never an empty cell. */
export function Maybe({ children }: { children: ReactNode }) {
  return children === undefined || children === null || children === '' ? (
    <span className="text-faint">–</span>
  ) : (
    children
  )
}
