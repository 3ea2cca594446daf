import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '@/api/queries'
import { pathOf } from '@/app/mlflowLinks'
import { router } from '@/app/router'
import './styles.css'

/** The first page has everything by then. */
const SETTLED_MS = 4000

// Every page is at hand once the first one stands: moving on takes no round trip, and works while the server is away.
const whenIdle = window.requestIdleCallback ?? ((action: () => void) => setTimeout(action, 0))
setTimeout(
  () =>
    whenIdle(() => {
      for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route)
    }),
  SETTLED_MS,
)

/** Links that the MLflow client prints lead where they should. */
const follow = () =>
  void pathOf(window.location.hash)
    .catch(() => undefined)
    .then((path) => path !== undefined && router.history.replace(path))
follow()
window.addEventListener('hashchange', follow)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
