import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/ui/tableState'

export const datasetRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets',
    validateSearch: tableSearch,
    component: lazyRouteComponent(() => import('./DatasetsPage'), 'DatasetsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$name',
    validateSearch: (search: Record<string, unknown>) => ({
      ...tableSearch(search),
      ...(typeof search.pick === 'string' && search.pick !== '' ? { pick: search.pick } : {}),
    }),
    component: lazyRouteComponent(() => import('./DatasetPage'), 'DatasetPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$name/versions/$version',
    validateSearch: (search: Record<string, unknown>) => ({
      ...tableSearch(search),
      ...(typeof search.tab === 'string' ? { tab: search.tab } : {}),
      ...(typeof search.column === 'string' ? { column: search.column } : {}),
    }),
    component: lazyRouteComponent(() => import('./VersionPage'), 'VersionPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/datasets/$name/diff',
    validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({
      ...(typeof search.from === 'string' ? { from: search.from } : {}),
      ...(typeof search.to === 'string' ? { to: search.to } : {}),
    }),
    component: lazyRouteComponent(() => import('./DiffPage'), 'DiffPage'),
  }),
] as const
