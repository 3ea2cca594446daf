import { Columns3 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Checkbox, Input } from '@/ui/fields'
import type { TableState } from '@/ui/tableState'

export interface ColumnChoice {
  id: string
  label: string
  group: string
}

/** Columns by kind, to be found by name: experiments log hundreds of keys. */
export function ColumnPicker({
  choices,
  shown,
  first,
  state,
}: {
  choices: ColumnChoice[]
  shown: string[]
  /** The column that is always there. */
  first: string
  state: TableState
}) {
  const [text, setText] = useState('')
  const wanted = choices.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
  const groups = [...new Set(wanted.map(({ group }) => group))]
  const put = (ids: string[], on: boolean) => {
    const next = new Set(shown)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    state.setColumns([first, ...choices.map(({ id }) => id).filter((id) => next.has(id))])
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon={<Columns3 />}>Columns</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Columns"
          className="z-40 flex max-h-[70dvh] w-80 max-w-[calc(100vw-24px)] flex-col rounded-md bg-surface shadow-pop focus:outline-none"
        >
          <div className="border-b p-2">
            <Input
              aria-label="Find a column"
              placeholder="Find a column"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
            {groups.map((group) => {
              const members = wanted.filter((choice) => choice.group === group)
              const all = members.every(({ id }) => shown.includes(id))
              return (
                <fieldset key={group} className="pb-2">
                  <legend className="flex w-full items-center gap-2 py-1 text-faint text-xs">
                    <span className="flex-1">{group}</span>
                    <button
                      type="button"
                      className="rounded hover:text-text hover:underline"
                      onClick={() =>
                        put(
                          members.map(({ id }) => id),
                          !all,
                        )
                      }
                    >
                      {all ? 'none' : 'all'}
                    </button>
                  </legend>
                  {members.map(({ id, label }) => (
                    <div key={id} className="flex min-h-7 items-center">
                      <Checkbox
                        label={<span className="break-all">{label}</span>}
                        checked={shown.includes(id)}
                        onChange={(event) => put([id], event.target.checked)}
                      />
                    </div>
                  ))}
                </fieldset>
              )
            })}
            {wanted.length === 0 && <p className="py-4 text-center text-muted text-sm">No column has this name.</p>}
          </div>
          <div className="border-t p-1.5">
            <Button kind="quiet" onClick={() => state.setColumns(undefined)}>
              Back to the usual columns
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
