import { sendOk } from '@/api/client'
import type { Experiment, Run } from './types'
import { experimentOf, runOf, type WireExperiment, type WireRun } from './wire'

const ROOT = '/ajax-api/2.0/mlflow/'

export async function read<T>(
  path: string,
  query: Record<string, string | number | string[] | undefined>,
  signal?: AbortSignal,
): Promise<T> {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) search.append(key, String(each))
  }
  return (await (await sendOk(`${ROOT}${path}?${search}`, { signal })).json()) as T
}

export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await sendOk(`${ROOT}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  return (await answer.json()) as T
}

export type View = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL'

export interface RunSearch {
  experimentIds: string[]
  filter?: string | undefined
  orderBy?: string[] | undefined
  view?: View
  limit: number
  token?: string | undefined
}

export interface RunPage {
  runs: Run[]
  next: string | undefined
}

export async function searchRuns(search: RunSearch, signal?: AbortSignal): Promise<RunPage> {
  const page = await post<{ runs?: WireRun[]; next_page_token?: string }>(
    'runs/search',
    {
      experiment_ids: search.experimentIds,
      ...(search.filter ? { filter: search.filter } : {}),
      ...(search.orderBy ? { order_by: search.orderBy } : {}),
      run_view_type: search.view ?? 'ACTIVE_ONLY',
      max_results: search.limit,
      ...(search.token ? { page_token: search.token } : {}),
    },
    signal,
  )
  return { runs: (page.runs ?? []).map(runOf), next: page.next_page_token || undefined }
}

export async function getRun(id: string, signal?: AbortSignal): Promise<Run> {
  return runOf((await read<{ run: WireRun }>('runs/get', { run_id: id }, signal)).run)
}

export async function experimentByName(name: string, signal?: AbortSignal): Promise<Experiment> {
  const found = await read<{ experiment: WireExperiment }>('experiments/get-by-name', { experiment_name: name }, signal)
  return experimentOf(found.experiment)
}

export async function experimentById(id: string, signal?: AbortSignal): Promise<Experiment> {
  const found = await read<{ experiment: WireExperiment }>('experiments/get', { experiment_id: id }, signal)
  return experimentOf(found.experiment)
}

export async function searchExperiments(view: View, signal?: AbortSignal): Promise<Experiment[]> {
  const all: Experiment[] = []
  let token: string | undefined
  do {
    const page = await read<{ experiments?: WireExperiment[]; next_page_token?: string }>(
      'experiments/search',
      { view_type: view, max_results: 1000, page_token: token },
      signal,
    )
    all.push(...(page.experiments ?? []).map(experimentOf))
    token = page.next_page_token || undefined
  } while (token)
  return all
}

/** A few at once: a click on "Delete" with 500 runs chosen must not be 500 connections. */
export async function forEachRun(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  const waiting = [...ids]
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await act(id)
  }
  await Promise.all(Array.from({ length: Math.min(6, ids.length) }, worker))
}

export const deleteRun = (id: string) => post('runs/delete', { run_id: id })
export const restoreRun = (id: string) => post('runs/restore', { run_id: id })
export const renameRun = (id: string, name: string) => post('runs/update', { run_id: id, run_name: name })
export const tagRun = (id: string, key: string, value: string) => post('runs/set-tag', { run_id: id, key, value })
export const untagRun = (id: string, key: string) => post('runs/delete-tag', { run_id: id, key })
