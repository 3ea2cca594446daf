import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/ui/tableState'

export interface DeploymentSearch {
  tab?: string
  /** The window whose histograms are shown, by its id. */
  window?: string
  feature?: string
  minutes?: string
}

function deploymentSearch({ tab, window, feature, minutes }: Record<string, unknown>): DeploymentSearch {
  return {
    ...(typeof tab === 'string' ? { tab } : {}),
    ...(typeof window === 'string' ? { window } : {}),
    ...(typeof feature === 'string' ? { feature } : {}),
    ...(typeof minutes === 'string' ? { minutes } : {}),
  }
}

export const deploymentRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/deployments',
    validateSearch: tableSearch,
    component: lazyRouteComponent(() => import('./DeploymentsPage'), 'DeploymentsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/deployments/$name',
    validateSearch: deploymentSearch,
    component: lazyRouteComponent(() => import('./DeploymentPage'), 'DeploymentPage'),
  }),
] as const
