import { Columns3, Search } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './Button'
import type { Column } from './DataTable'
import { Menu, MenuCheckbox, MenuItem, MenuSeparator } from './Menu'
import type { TableState } from './tableState'

/** The field that `/` leads to. What is typed arrives after a short rest. */
export function FilterField({
  value,
  onChange,
  placeholder = 'Filter',
  label = 'Filter',
  shortcut = true,
}: {
  value: string
  onChange: (text: string) => void
  placeholder?: string
  label?: string
  /** Whether `/` leads to it: to the first one of a page. */
  shortcut?: boolean
}) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onChange(text)
    }, 150)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <div className="relative min-w-48 flex-1 md:max-w-sm">
      <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
      <input
        type="search"
        data-filter
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (text === '') event.currentTarget.blur()
          setText('')
        }}
        className="h-8 w-full rounded-md border border-line-strong bg-surface pr-8 pl-8 text-sm placeholder:text-faint focus-visible:border-accent focus-visible:outline-1"
      />
      {shortcut && (
        <kbd className="pointer-events-none absolute top-1.5 right-2 rounded border px-1.5 font-mono text-faint text-xs max-md:hidden">
          /
        </kbd>
      )}
    </div>
  )
}

export function ColumnsMenu<T>({ columns, state }: { columns: Column<T>[]; state: TableState }) {
  const byItself = columns.filter((column) => !column.optional).map((column) => column.id)
  const shown = state.columns ?? byItself
  return (
    <Menu trigger={<Button icon={<Columns3 />}>Columns</Button>}>
      {columns.slice(1).map((column) => (
        <MenuCheckbox
          key={column.id}
          checked={shown.includes(column.id)}
          onChange={(checked) =>
            state.setColumns(
              columns
                .map((each) => each.id)
                .filter((id) => (id === column.id ? checked : shown.includes(id) || id === columns[0]?.id)),
            )
          }
        >
          {column.header}
        </MenuCheckbox>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => state.setColumns(undefined)}>Back to the usual columns</MenuItem>
    </Menu>
  )
}

export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="mb-3 flex flex-wrap items-center gap-2">{children}</div>
}

/** Whether a filter's words all occur in what a row is known by. */
export function matches(filter: string, ...texts: (string | null | undefined)[]): boolean {
  if (filter === '') return true
  const haystack = texts.filter(Boolean).join('\n').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}
