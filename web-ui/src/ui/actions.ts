import { useEffect, useSyncExternalStore } from 'react'

/** What can be done on the page that is open: its buttons, by name, for the palette. */
export interface Action {
  label: string
  run: () => void
}

let registered: Action[] = []
const listeners = new Set<() => void>()

function replace(next: Action[]): void {
  registered = next
  for (const listener of listeners) listener()
}

/** Offers actions as long as the page is open. The list must keep its identity between renders. */
export function useActions(actions: Action[]): void {
  useEffect(() => {
    replace([...registered, ...actions])
    return () => replace(registered.filter((action) => !actions.includes(action)))
  }, [actions])
}

export function useRegisteredActions(): Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => registered,
  )
}
