import { createRootRoute } from '@tanstack/react-router'
import { ProblemView } from '@/ui/problems'
import { NotFound } from './NotFound'
import { Shell } from './Shell'

/** Every page is below the shell. Features hang their routes onto this one. */
export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ProblemView error={error} onRetry={reset} />,
})
