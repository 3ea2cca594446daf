import { createRouter } from '@tanstack/react-router'
import { auditRoutes } from '@/features/audit/routes'
import { datasetRoutes } from '@/features/datasets/routes'
import { deploymentRoutes } from '@/features/deployments/routes'
import { experimentRoutes } from '@/features/experiments/routes'
import { homeRoutes } from '@/features/home/routes'
import { modelRoutes } from '@/features/models/routes'
import { pipelineRoutes } from '@/features/pipelines/routes'
import { runRoutes } from '@/features/runs/routes'
import { settingsRoutes } from '@/features/settings/routes'
import { PageSkeleton } from '@/ui/page'
import { rootRoute } from './root'
import { parseSearch, stringifySearch } from './search'

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...homeRoutes,
    ...experimentRoutes,
    ...runRoutes,
    ...datasetRoutes,
    ...modelRoutes,
    ...pipelineRoutes,
    ...deploymentRoutes,
    ...auditRoutes,
    ...settingsRoutes,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
