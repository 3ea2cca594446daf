import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { type TableSearch, tableSearch } from '@/ui/tableState'

const KEYS = ['tab', 'path', 'x', 'smooth', 'scale', 'runs', 'same', 'axes', 'color', 'sx', 'sy'] as const

export type ViewSearch = TableSearch & { [key in (typeof KEYS)[number]]?: string }

function viewSearch(search: Record<string, unknown>): ViewSearch {
  const found: ViewSearch = tableSearch(search)
  for (const key of KEYS) {
    const value = search[key]
    if (typeof value === 'string' && value !== '') found[key] = value
  }
  return found
}

export const runRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/runs/$id',
    validateSearch: viewSearch,
    component: lazyRouteComponent(() => import('./RunPage'), 'RunPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/compare',
    validateSearch: viewSearch,
    component: lazyRouteComponent(() => import('./ComparePage'), 'ComparePage'),
  }),
] as const
