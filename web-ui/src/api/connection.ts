import { useSyncExternalStore } from 'react'

/** Whether the server answers. Whoever asked it says what came of it; while it is lost, its health is asked for until it is back. */
type State = 'connected' | 'lost'

let state: State = 'connected'
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<(state: State) => void>()

function change(next: State): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener(next)
}

export function reachable(): void {
  clearTimeout(timer)
  timer = undefined
  change('connected')
}

export function unreachable(): void {
  change('lost')
  timer ??= setTimeout(probe, 1500)
}

async function probe(): Promise<void> {
  timer = undefined
  try {
    const answer = await fetch('/health', { cache: 'no-store', credentials: 'omit' })
    if (answer.ok) reachable()
    else unreachable()
  } catch {
    unreachable()
  }
}

export function onConnection(listener: (state: State) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useConnection(): State {
  return useSyncExternalStore(onConnection, () => state)
}
