import type { ReactNode } from 'react'
import { CopyButton } from '@/ui/values'

/** Keys and what they hold, long ones whole on hover and on copy. */
export function KeyValues({
  label,
  entries,
  action,
}: {
  label: string
  entries: readonly (readonly [string, string])[]
  action?: (key: string, value: string) => ReactNode
}) {
  return (
    <dl aria-label={label} className="border-t text-sm">
      {entries.map(([key, value]) => (
        <div key={key} className="group flex min-h-8 items-center gap-3 border-b px-2 hover:bg-hover">
          <dt className="w-2/5 min-w-0 shrink-0 truncate text-muted" title={key}>
            {key}
          </dt>
          <dd className="flex min-w-0 flex-1 items-center gap-1">
            <code
              className="min-w-0 flex-1 truncate font-mono text-[12.5px] [font-variant-ligatures:none]"
              title={value}
            >
              {value === '' ? <span className="text-faint">empty</span> : value.slice(0, 500)}
            </code>
            <span className="flex shrink-0 opacity-0 focus-within:opacity-100 group-hover:opacity-100">
              <CopyButton text={value} label={`Copy ${key}`} />
              {action?.(key, value)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
