import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { queryClient } from '@/api/queries'
import { rootRoute } from '@/app/root'
import { deployments, pipelines } from './queries'

export const homeRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    // The first data is on its way while the page's script is.
    loader: () => {
      void queryClient.prefetchQuery(deployments)
      void queryClient.prefetchQuery(pipelines)
    },
    component: lazyRouteComponent(() => import('./HomePage'), 'HomePage'),
  }),
] as const
