import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

export interface AuditSearch {
  subject?: string
  actor?: string
  action?: string
}

function auditSearch({ subject, actor, action }: Record<string, unknown>): AuditSearch {
  return {
    ...(typeof subject === 'string' && subject !== '' ? { subject } : {}),
    ...(typeof actor === 'string' && actor !== '' ? { actor } : {}),
    ...(typeof action === 'string' && action !== '' ? { action } : {}),
  }
}

export const auditRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/audit',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
  }),
] as const
