import createClient from 'openapi-fetch'
import { reachable, unreachable } from './connection'
import { authorization } from './credentials'
import { ApiProblem, problemOf, UNREACHABLE } from './problem'
import type { paths } from './schema'

/** A proxy's words for a server that is not there. */
const GATEWAY = new Set([502, 504])

/** `fetch` with the caller's credentials. The browser's own sign-in must never come up: hence no credentials of its own. */
export async function send(input: Request | string, init?: RequestInit): Promise<Response> {
  const request = new Request(input, { ...init, credentials: 'omit' })
  const header = authorization()
  if (header !== null && !request.headers.has('Authorization')) request.headers.set('Authorization', header)
  let answer: Response
  try {
    answer = await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    unreachable()
    throw new ApiProblem(
      UNREACHABLE,
      'The server can’t be reached',
      'What you see was read before. This page tries again by itself.',
    )
  }
  if (GATEWAY.has(answer.status)) unreachable()
  else reachable()
  return answer
}

/** The typed client. Its answers go through `unwrap`, which throws what is not a success. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => send(request),
  querySerializer: { array: { style: 'form', explode: true } },
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOf(response.status, error)
  return data as T
}

/** For what is no part of the typed API: MLflow's calls, texts, files. */
export async function sendOk(path: string, init?: RequestInit): Promise<Response> {
  const answer = await send(new URL(path, window.location.origin).href, init)
  if (!answer.ok) throw problemOf(answer.status, await answer.text())
  return answer
}

/** Saves a file that may need credentials, which a plain link would not send. */
export async function download(path: string, name: string): Promise<void> {
  const blob = await (await sendOk(path)).blob()
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
