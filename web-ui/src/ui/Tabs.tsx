import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'

export interface Tab<T extends string> {
  value: T
  label: ReactNode
  count?: number
  content: () => ReactNode
}

/** Sides of a thing. Which one is shown belongs into the URL: the page owns it. */
export function Tabs<T extends string>({
  label,
  value,
  tabs,
  onChange,
}: {
  label: string
  value: T
  tabs: Tab<T>[]
  onChange: (value: T) => void
}) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as T)} className="min-w-0">
      <Primitive.List
        aria-label={label}
        className="-mx-4 mb-4 flex gap-5 overflow-x-auto border-b px-4 md:mx-0 md:px-0 [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className={cx(
              '-mb-px h-9 shrink-0 border-b-2 border-transparent font-medium text-muted text-sm hover:text-text',
              'data-[state=active]:border-accent data-[state=active]:text-text',
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="ml-1.5 font-normal text-faint tabular-nums">{tab.count}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="min-w-0 focus-visible:outline-none">
          {tab.value === value && tab.content()}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
