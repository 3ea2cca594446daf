import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type {
  DeploymentResponse,
  DriftReport,
  ModelVersion,
  Pipeline,
  PromotionReport,
  RegisteredModel,
  ReleasePerformance,
} from '@/api/schema'

/** As many deployments as have their figures shown; the rest are in their own list. */
const SHOWN = 30
const LIVE_MS = 20_000

/** What is measured of a deployment that serves, by its name. */
export interface Figures {
  of: string
  drift: DriftReport | undefined
  /** Of the release that serves. */
  performance: ReleasePerformance | undefined
  /** Where a rule watches a canary. */
  promotion: PromotionReport | undefined
}

export interface InProduction extends Omit<Figures, 'of'> {
  deployment: DeploymentResponse
  /** Whether the figures are here: they come after what they are about. */
  measured: boolean
}

export const deployments = queryOptions({
  queryKey: ['home', 'production'],
  queryFn: async ({ signal }): Promise<DeploymentResponse[]> =>
    (await unwrap(api.GET('/api/v1/deployments', { params: { query: { max_results: SHOWN } }, signal }))).items,
  refetchInterval: LIVE_MS,
})

export const figures = ({ name, current, traffic }: DeploymentResponse) =>
  queryOptions({
    queryKey: ['home', 'figures', name, current?.number, traffic?.rule !== undefined],
    queryFn: async ({ signal }): Promise<Figures> => {
      const path = { params: { path: { name } }, signal }
      const [drift, performance, promotion] = await Promise.all([
        unwrap(api.GET('/api/v1/deployments/{name}/drift', path)).catch(() => undefined),
        unwrap(api.GET('/api/v1/deployments/{name}/performance', path)).catch(() => undefined),
        traffic?.rule
          ? unwrap(api.GET('/api/v1/deployments/{name}/promotion', path)).catch(() => undefined)
          : undefined,
      ])
      return {
        of: name,
        drift,
        promotion,
        performance: performance?.releases.find((each) => each.release === current?.number),
      }
    },
    enabled: current !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  })

const NONE = { drift: undefined, performance: undefined, promotion: undefined }

/** Deployments with as much as is known of each. */
export function withFigures(all: DeploymentResponse[], found: readonly (Figures | undefined)[]): InProduction[] {
  return all.map((deployment) => {
    // By its name: while deployments come and go, figures of one may still stand in the place of another.
    const figures = found.find((each) => each?.of === deployment.name)
    return { deployment, measured: deployment.current === undefined || figures !== undefined, ...(figures ?? NONE) }
  })
}

export const pipelines = queryOptions({
  queryKey: ['home', 'pipelines'],
  queryFn: async ({ signal }): Promise<Pipeline[]> =>
    (await unwrap(api.GET('/api/v1/pipelines', { params: { query: { max_results: 1000 } }, signal }))).items,
})

/** A model that serves, and its newest version where that does not. */
export interface Served {
  model: RegisteredModel
  newest: ModelVersion | undefined
}

export const served = (all: DeploymentResponse[]) => {
  const serving = new Map(all.flatMap(({ current }) => (current ? [[current.model, current]] : [])))
  return queryOptions({
    queryKey: ['home', 'models', [...serving].map(([name, { model_version }]) => [name, model_version])],
    queryFn: ({ signal }): Promise<Served[]> =>
      Promise.all(
        [...serving].map(async ([name, { model_version }]) => {
          const path = { name }
          const model = await unwrap(api.GET('/api/v1/models/{name}', { params: { path }, signal }))
          const latest = model.latest_version
          if (latest === undefined || latest === model_version) return { model, newest: undefined }
          const version = { params: { path: { name, version: String(latest) } }, signal }
          return { model, newest: await unwrap(api.GET('/api/v1/models/{name}/versions/{version}', version)) }
        }),
      ),
    enabled: serving.size > 0,
    placeholderData: keepPreviousData,
  })
}

/** What people want to hear of. Runs are left out: clients log thousands. */
const KINDS = ['deployment', 'release', 'drift', 'labels', 'model', 'pipeline', 'dataset', 'user', 'token', 'webhook']

/** Of each kind the newest, so that many of one do not hide the others; the newest first. */
export const recent = queryOptions({
  queryKey: ['home', 'audit'],
  queryFn: async ({ signal }) => {
    const pages = await Promise.all(
      KINDS.map((action) =>
        unwrap(api.GET('/api/v1/audit', { params: { query: { action, max_results: 30 } }, signal })),
      ),
    )
    return pages.flatMap((page) => page.items).sort((a, b) => b.sequence - a.sequence)
  },
})
