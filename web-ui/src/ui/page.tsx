import { Link, type LinkProps } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode, useEffect } from 'react'
import { cx } from './cx'
import { CopyButton } from './values'

/** The frame of every page: where one is, what it is called, its one action. */
export function Page({
  title,
  name,
  crumbs = [],
  status,
  actions,
  facts,
  wide = false,
  children,
}: {
  /** What the browser's tab says. */
  title: string
  /** What the heading says, where that is more than the title. */
  name?: ReactNode
  crumbs?: { label: string; link: LinkProps }[]
  status?: ReactNode
  actions?: ReactNode
  facts?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Holdfast`
  }, [title])
  return (
    <div className={cx('mx-auto flex w-full flex-col px-4 pb-16 md:px-8', wide ? 'max-w-none' : 'max-w-[1280px]')}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-5 pb-4 md:pt-7">
        <div className="flex min-w-0 flex-1 basis-48 flex-col gap-0.5">
          {crumbs.length > 0 && (
            <nav aria-label="Where this is" className="flex min-w-0 flex-wrap items-center gap-1 text-muted text-sm">
              {crumbs.map((crumb, i) => (
                <Fragment key={i}>
                  <Link {...crumb.link} className="max-w-72 truncate rounded hover:text-text hover:underline">
                    {crumb.label}
                  </Link>
                  <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
                </Fragment>
              ))}
            </nav>
          )}
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="line-clamp-3 min-w-0 font-semibold text-xl tracking-tight" title={title}>
              {name ?? title}
            </h1>
            {status}
          </div>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {facts}
      {children}
    </div>
  )
}

/** Who, what, since when: one line of facts below the title. */
export function FactsStrip({
  facts,
}: {
  facts: (readonly [label: string, value: ReactNode] | null | undefined | false | '')[]
}) {
  return (
    <dl className="mb-5 flex flex-wrap gap-x-8 gap-y-3 border-y py-3">
      {facts
        .filter((fact) => !!fact)
        .map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-faint text-xs">{label}</dt>
            <dd className="flex min-h-6 min-w-0 items-center text-sm">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function Section({
  title,
  note,
  actions,
  children,
  className,
}: {
  title: ReactNode
  /** Method, window and n of what is shown. */
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={cx('min-w-0 pt-6 first:pt-2', className)}>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-semibold">{title}</h2>
        {note && <p className="min-w-0 flex-1 text-muted text-xs max-md:basis-full">{note}</p>}
        {actions && <div className="ml-auto flex gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

/** An empty place teaches: what belongs here, and the one thing that puts something there. */
export function EmptyState({
  title,
  children,
  snippet,
  action,
}: {
  title: string
  children?: ReactNode
  snippet?: string
  action?: ReactNode
}) {
  return (
    <div className="flex flex-col gap-3 rounded-md border border-dashed px-5 py-8">
      <div className="grid max-w-2xl gap-1">
        <p className="font-medium">{title}</p>
        {children && <p className="text-muted text-sm">{children}</p>}
      </div>
      {snippet && <Snippet text={snippet} />}
      {action && <div className="flex gap-2">{action}</div>}
    </div>
  )
}

export function Snippet({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cx('relative max-w-full rounded-md border bg-sunken', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that can be scrolled must be reached by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 pr-10 font-mono text-[12.5px] leading-5">
        {text}
      </pre>
      <CopyButton text={text} label="Copy the snippet" className="absolute top-1.5 right-1.5 bg-sunken" />
    </div>
  )
}

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('skeleton', className)} />
}

/** Rows of grey in the shape of a table. */
export function TableSkeleton({ rows = 6, columns = 4 }: { rows?: number; columns?: number }) {
  return (
    <div role="status" aria-label="Loading" className="grid">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-6 border-b px-2">
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton key={column} className={cx('h-3', column === 0 ? 'w-48' : 'w-20')} />
          ))}
        </div>
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="mx-auto grid w-full max-w-[1280px] gap-4 px-4 pt-8 md:px-8">
      <Skeleton className="h-6 w-64" />
      <div className="flex gap-8 border-y py-3">
        {[0, 1, 2, 3].map((i) => (
          <Skeleton key={i} className="h-8 w-24" />
        ))}
      </div>
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
