import { CircleX, Lock, SearchX, ServerOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { isProblem, UNREACHABLE } from '@/api/problem'
import { Button } from './Button'

/** What failed, in the place where it would have been: what happened, and what can be done. */
export function ProblemView({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { icon, title, detail } = explain(error)
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
      <span className="text-faint [&_svg]:size-8">{icon}</span>
      <div className="grid gap-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        {detail && <p className="text-muted">{detail}</p>}
      </div>
      <Fields error={error} />
      {onRetry && !isProblem(error, 403) && <Button onClick={onRetry}>Try again</Button>}
    </div>
  )
}

/** The same beside a form. */
export function ProblemNote({ error }: { error: unknown }) {
  const { title, detail } = explain(error)
  return (
    <div role="alert" className="grid gap-1 rounded-md bg-failed-soft px-3 py-2 text-sm">
      <p className="flex gap-2 font-medium text-failed">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
        {title}
      </p>
      {detail && <p className="pl-6">{detail}</p>}
      <Fields error={error} />
    </div>
  )
}

function Fields({ error }: { error: unknown }) {
  if (!isProblem(error) || error.fields.length === 0) return null
  return (
    <ul className="grid gap-0.5 pl-6 text-left text-sm">
      {error.fields.map((field, i) => (
        <li key={i}>
          <code className="font-mono">{field.field}</code> {field.message}
        </li>
      ))}
    </ul>
  )
}

function explain(error: unknown): { icon: ReactNode; title: string; detail: string } {
  if (isProblem(error, UNREACHABLE)) return { icon: <ServerOff />, title: error.title, detail: error.detail }
  if (isProblem(error, 404))
    return { icon: <SearchX />, title: 'Not found', detail: error.detail || 'It may have been renamed or deleted.' }
  if (isProblem(error, 403)) return { icon: <Lock />, title: 'Your role does not allow this', detail: error.detail }
  if (isProblem(error)) return { icon: <CircleX />, title: error.title, detail: error.detail }
  return {
    icon: <CircleX />,
    title: 'This page failed',
    detail:
      error instanceof Error ? error.message : 'Reload it; if that does not help, the browser’s console says why.',
  }
}
