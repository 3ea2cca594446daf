import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { cx } from '@/ui/cx'
import { type Completion, complete, isExpression, isFinished } from './grammar'
import type { Keys } from './keys'

const WORDS_MS = 40
const EXPRESSION_MS = 400
const SHOWN = 60

/** The filter in the search grammar, with what could come next below it. It asks when one rests and nothing hangs in the air, or at once with Enter. */
export function FilterInput({
  value,
  keys,
  values,
  onChange,
  invalid,
}: {
  value: string
  keys: Keys
  values: (name: string) => string[]
  onChange: (text: string) => void
  invalid: boolean
}) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [cursor, setCursor] = useState(value.length)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const sent = useRef(value)
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === sent.current || !isFinished(text)) return
    const timer = setTimeout(
      () => {
        sent.current = text
        onChange(text)
      },
      isExpression(text) ? EXPRESSION_MS : WORDS_MS,
    )
    return () => clearTimeout(timer)
  }, [text, onChange])

  const completions = open ? complete(text, cursor, keys, values) : undefined
  const items = completions?.items.slice(0, SHOWN) ?? []
  const shown = open && items.length > 0

  const take = (item: Completion) => {
    if (!completions) return
    const next = text.slice(0, completions.from) + item.insert + text.slice(completions.to).trimStart()
    const at = completions.from + item.insert.length
    setText(next)
    setCursor(at)
    setActive(-1)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((at) =>
        items.length === 0 ? -1 : (at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length,
      )
    } else if (event.key === 'Tab' && shown && !event.shiftKey && text !== '') {
      const item = items[Math.max(0, active)]
      if (item) {
        event.preventDefault()
        take(item)
      }
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const item = shown ? items[active] : undefined
      if (item) take(item)
      else {
        sent.current = text
        setOpen(false)
        onChange(text)
      }
    } else if (event.key === 'Escape') {
      if (open) setOpen(false)
      else if (text === '') event.currentTarget.blur()
      else setText('')
    }
  }

  return (
    <div className="relative min-w-64 flex-1 max-md:basis-full">
      <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={field}
        type="text"
        role="combobox"
        data-filter
        aria-label="Filter runs"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="A name, or metrics.auc > 0.9 AND params.lr = '0.1'"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setCursor(event.target.selectionStart ?? event.target.value.length)
          setOpen(true)
          setActive(-1)
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className={cx(
          'h-8 w-full rounded-md border border-line-strong bg-surface pr-8 pl-8 text-sm placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 aria-[invalid=true]:border-failed',
          isExpression(text) && 'font-mono text-[12.5px]',
        )}
      />
      <kbd className="pointer-events-none absolute top-1.5 right-2 rounded border px-1.5 font-mono text-faint text-xs max-md:hidden">
        /
      </kbd>
      {shown && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="What could come next"
          className="absolute inset-x-0 top-9 z-30 max-h-72 max-w-xl overflow-y-auto rounded-md bg-surface p-1 shadow-pop"
        >
          {items.map((item, i) => (
            <div
              key={`${item.kind} ${item.label}`}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              tabIndex={-1}
              ref={i === active ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
              onMouseDown={(event) => {
                event.preventDefault()
                take(item)
              }}
              className={cx(
                'flex h-7 cursor-pointer items-center gap-3 rounded px-2 text-sm hover:bg-hover',
                i === active && 'bg-hover',
              )}
            >
              <code className="min-w-0 flex-1 truncate font-mono text-[12.5px]">{item.label}</code>
              <span className="text-faint text-xs">{item.kind}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
