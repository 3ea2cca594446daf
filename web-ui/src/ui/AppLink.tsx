import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { cx } from './cx'

/** A link by its address, for those who know where something is but not whose page it is: entries of the audit log, nodes of a graph. */
export function AppLink({
  href,
  className,
  title,
  children,
}: {
  href: string
  className?: string
  title?: string
  children: ReactNode
}) {
  const router = useRouter()
  return (
    <a
      href={href}
      title={title}
      className={cx('rounded hover:underline', className)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        router.history.push(href)
      }}
    >
      {children}
    </a>
  )
}

const PAGES: Record<string, (rest: string[]) => string | undefined> = {
  deployment: ([name]) => name && `/deployments/${name}`,
  model: ([name, versions, version]) =>
    name && (versions === 'versions' && version ? `/models/${name}/versions/${version}` : `/models/${name}`),
  dataset: ([name, versions, version]) =>
    name && (versions === 'versions' && version ? `/datasets/${name}/versions/${version}` : `/datasets/${name}`),
  pipeline: ([name, runs, run]) =>
    name && (runs === 'runs' && run ? `/pipelines/${name}/runs/${run}` : `/pipelines/${name}`),
  experiment: ([name]) => name && `/experiments/${name}`,
  run: ([id]) => id && `/runs/${id}`,
}

/** The page of what an audit entry, an event or a node of the lineage is about: "model/fraud/versions/3". */
export function hrefOf(subject: string): string | undefined {
  const [kind = '', ...rest] = subject.split('/')
  return PAGES[kind]?.(rest.map(encodeURIComponent))
}
