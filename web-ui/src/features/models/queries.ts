import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { PAGE_SIZE, readAll } from '@/api/pages'
import type { DeploymentResponse } from '@/api/schema'

export const models = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/models', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

export const model = (name: string) =>
  queryOptions({
    queryKey: ['models', name],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/models/{name}', { params: { path: { name } }, signal })),
  })

export const versions = (name: string) =>
  queryOptions({
    queryKey: ['models', name, 'versions'],
    queryFn: ({ signal }) =>
      readAll((page_token) =>
        unwrap(
          api.GET('/api/v1/models/{name}/versions', {
            params: { path: { name }, query: { max_results: PAGE_SIZE, page_token } },
            signal,
          }),
        ),
      ),
  })

export const version = (name: string, number: number) =>
  queryOptions({
    queryKey: ['models', name, 'versions', number],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/models/{name}/versions/{version}', {
          params: { path: { name, version: String(number) } },
          signal,
        }),
      ),
  })

export const lineage = (name: string, number: number) =>
  queryOptions({
    queryKey: ['models', name, 'versions', number, 'lineage'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/models/{name}/versions/{version}/lineage', {
          params: { path: { name, version: String(number) } },
          signal,
        }),
      ),
  })

/** All deployments: which of them a version answers stands there. */
export const deployments = queryOptions({
  queryKey: ['deployments', 'all'],
  queryFn: ({ signal }) =>
    readAll((page_token) =>
      unwrap(api.GET('/api/v1/deployments', { params: { query: { max_results: PAGE_SIZE, page_token } }, signal })),
    ),
})

/** The deployments whose champion is this version. */
export function runningAt(all: DeploymentResponse[] | undefined, name: string, number: number): DeploymentResponse[] {
  return (all ?? []).filter(({ current }) => current?.model === name && current.model_version === number)
}
