import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'

export const datasets = queryOptions({
  queryKey: ['datasets'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/datasets', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const dataset = (name: string) =>
  queryOptions({
    queryKey: ['datasets', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/datasets/{name}', { params: { path: { name } }, signal })),
  })

export const versions = (name: string) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions'],
    queryFn: ({ signal }) =>
      readAll((page_token) =>
        unwrap(
          api.GET('/api/v1/datasets/{name}/versions', {
            params: { path: { name }, query: { max_results: PAGE_SIZE, page_token } },
            signal,
          }),
        ),
      ),
  })

const at = (name: string, number: number) => ({ path: { name, version: String(number) } })

export const version = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/datasets/{name}/versions/{version}', { params: at(name, number), signal })),
  })

export const profile = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number, 'profile'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/datasets/{name}/versions/{version}/profile', { params: at(name, number), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** As many rows as one looks through. */
export const PREVIEW_ROWS = 200

export const rows = (name: string, number: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'versions', number, 'rows'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/datasets/{name}/versions/{version}/rows', {
          params: { ...at(name, number), query: { max_results: PREVIEW_ROWS } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const diff = (name: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['datasets', name, 'diff', from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/datasets/{name}/diff', {
          params: { path: { name }, query: { from: String(from), to: String(to) } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
