import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/settings',
    validateSearch: ({ tab, hook }: Record<string, unknown>): { tab?: string; hook?: string } => ({
      ...(typeof tab === 'string' ? { tab } : {}),
      ...(typeof hook === 'string' ? { hook } : {}),
    }),
    component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
  }),
] as const
