import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { type TableSearch, tableSearch } from '@/ui/tableState'

export interface RunsSearch extends TableSearch {
  /** `deleted`: what was deleted and can be restored. */
  view?: string
  /** `parent`, or `param:` and a parameter. */
  group?: string
}

function withView(search: Record<string, unknown>): RunsSearch {
  return {
    ...tableSearch(search),
    ...(search.view === 'deleted' ? { view: 'deleted' } : {}),
    ...(typeof search.group === 'string' && search.group !== '' ? { group: search.group } : {}),
  }
}

export const experimentRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/experiments',
    validateSearch: withView,
    component: lazyRouteComponent(() => import('./ExperimentsPage'), 'ExperimentsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/experiments/$name',
    validateSearch: withView,
    component: lazyRouteComponent(() => import('./ExperimentPage'), 'ExperimentPage'),
  }),
] as const
