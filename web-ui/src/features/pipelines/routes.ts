import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/ui/tableState'

export interface StepSearch {
  step?: string
}

export const pipelineRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/pipelines',
    validateSearch: tableSearch,
    component: lazyRouteComponent(() => import('./PipelinesPage'), 'PipelinesPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/pipelines/$name',
    validateSearch: (search: Record<string, unknown>): { tab?: string; version?: string } => ({
      ...(typeof search.tab === 'string' ? { tab: search.tab } : {}),
      ...(typeof search.version === 'string' ? { version: search.version } : {}),
    }),
    component: lazyRouteComponent(() => import('./PipelinePage'), 'PipelinePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/pipelines/$name/runs/$id',
    validateSearch: (search: Record<string, unknown>): StepSearch =>
      typeof search.step === 'string' ? { step: search.step } : {},
    component: lazyRouteComponent(() => import('./RunPage'), 'RunPage'),
  }),
] as const
