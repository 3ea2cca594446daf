import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/ui/tableState'

export const modelRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models',
    validateSearch: tableSearch,
    component: lazyRouteComponent(() => import('./ModelsPage'), 'ModelsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/$name',
    validateSearch: (search: Record<string, unknown>) => ({
      ...tableSearch(search),
      ...(typeof search.pick === 'string' && search.pick !== '' ? { pick: search.pick } : {}),
    }),
    component: lazyRouteComponent(() => import('./ModelPage'), 'ModelPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/$name/versions/$version',
    validateSearch: (search: Record<string, unknown>): { tab?: string } =>
      typeof search.tab === 'string' ? { tab: search.tab } : {},
    component: lazyRouteComponent(() => import('./VersionPage'), 'VersionPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/models/$name/compare',
    validateSearch: (search: Record<string, unknown>): { versions?: string } =>
      typeof search.versions === 'string' ? { versions: search.versions } : {},
    component: lazyRouteComponent(() => import('./ComparePage'), 'ComparePage'),
  }),
] as const
