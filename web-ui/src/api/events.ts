import type { QueryClient } from '@tanstack/react-query'
import { send } from './client'
import { onConnection } from './connection'
import { onCredentialsChange } from './credentials'
import { isProblem } from './problem'
import { EventParser } from './sse'

/**
 * Keeps what is shown up to date: listens to the server's event stream and says which queries are stale. The first part of every query key
 * names what it is about; that is all that features and events have in common.
 */
const STALE: Record<string, string[]> = {
  deployment: ['deployments', 'models'],
  model: ['models', 'deployments'],
  pipeline: ['pipelines'],
  dataset: ['datasets'],
  'batch-job': ['deployments', 'datasets'],
  experiment: ['experiments', 'runs'],
  run: ['runs', 'experiments'],
  user: ['settings', 'me'],
  token: ['settings', 'me'],
  webhook: ['settings'],
}

/** Shown on every page's behalf. */
const ALWAYS = ['audit', 'home']
const GATHER_MS = 400
const HIDDEN_MS = 30_000
const REFUSED_MS = 15_000

export function staleAfter(subject: string): string[] {
  const kind = subject.split('/', 1)[0] ?? ''
  return [...(STALE[kind] ?? []), ...ALWAYS]
}

/** Returns how to stop. A hidden tab lets go of its connection, since browsers have only six for one server. */
export function followEvents(queries: QueryClient): () => void {
  let stopped = false
  let lastId: string | undefined
  let current: AbortController | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let hide: ReturnType<typeof setTimeout> | undefined
  let flush: ReturnType<typeof setTimeout> | undefined
  const gathered = new Set<string>()

  const tell = (keys: string[]) => {
    for (const key of keys) gathered.add(key)
    flush ??= setTimeout(() => {
      flush = undefined
      for (const key of gathered) void queries.invalidateQueries({ queryKey: [key] })
      gathered.clear()
    }, GATHER_MS)
  }

  const listen = async () => {
    clearTimeout(retry)
    if (stopped || current !== undefined || document.visibilityState === 'hidden') return
    const connection = new AbortController()
    current = connection
    let wait = 1000
    try {
      const answer = await send(new URL('/api/v1/events', window.location.origin).href, {
        headers: { Accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }) },
        signal: connection.signal,
      })
      if (answer.ok && answer.body) await read(answer.body)
      else wait = REFUSED_MS
    } catch (error) {
      if (!isProblem(error) && !connection.signal.aborted) wait = REFUSED_MS
    }
    current = undefined
    if (!stopped) retry = setTimeout(listen, wait)
  }

  const read = async (body: ReadableStream<Uint8Array>) => {
    const parser = new EventParser()
    const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const event of parser.push(value)) {
        lastId = event.id ?? lastId
        const { subject } = JSON.parse(event.data) as { subject?: string }
        tell(staleAfter(subject ?? ''))
      }
    }
  }

  const onVisibility = () => {
    clearTimeout(hide)
    if (document.visibilityState === 'hidden') hide = setTimeout(() => current?.abort(), HIDDEN_MS)
    else void listen()
  }
  const restart = () => {
    current?.abort()
    clearTimeout(retry)
    retry = setTimeout(listen, 100)
  }

  document.addEventListener('visibilitychange', onVisibility)
  const forgetCredentials = onCredentialsChange(restart)
  const forgetConnection = onConnection((state) => {
    if (state === 'connected') {
      void queries.invalidateQueries()
      restart()
    }
  })
  void listen()
  return () => {
    stopped = true
    current?.abort()
    for (const timer of [retry, hide, flush]) clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisibility)
    forgetCredentials()
    forgetConnection()
  }
}
