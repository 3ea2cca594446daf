import type { Pipeline } from '@/api/schema'
import type { Tone } from '@/ui/StatusBadge'
import type { InProduction, Served } from './queries'

/** Something that a person has to look at: what, why, and where. */
export interface Attention {
  key: string
  tone: Tone
  state: string
  title: string
  why: string
  href: string
  at?: string
}

/** What needs a person now, the worst first. */
export function attention(production: InProduction[], pipelines: Pipeline[], models: Served[] = []): Attention[] {
  const found: Attention[] = []
  for (const { deployment, drift, performance, promotion } of production) {
    const href = `/deployments/${encodeURIComponent(deployment.name)}`
    if (deployment.failure) {
      found.push({
        key: `${href} failed`,
        tone: 'failed',
        state: 'failed',
        title: `${deployment.name} can’t serve`,
        why: deployment.failure,
        href,
      })
    }
    const window = drift?.window
    const event = drift?.events.at(0)
    if (window?.judged && (window.input_drifted || window.prediction_drifted) && event) {
      found.push({
        key: `${href} drift`,
        tone: 'warning',
        state: 'drifted',
        title: `${deployment.name} has drifted`,
        why: event.features.map((feature) => feature.name).join(', '),
        href: `${href}?tab=drift`,
        at: event.at,
      })
    }
    const worse = performance?.windows.find((each) => each.closed_at !== undefined)
    if (worse?.drifted) {
      found.push({
        key: `${href} performance`,
        tone: 'warning',
        state: 'warning',
        title: `${deployment.name} became worse`,
        why: `${worse.metric ?? 'performance'} over the newest ${worse.rows} labelled rows`,
        href: `${href}?tab=accuracy`,
        at: worse.closed_at,
      })
    }
    if (promotion?.now?.decision === 'hold') {
      found.push({
        key: `${href} promotion`,
        tone: 'warning',
        state: 'held',
        title: `The canary of ${deployment.name} waits for a decision`,
        why: 'It is due, and its rule has proven neither good nor harm',
        href,
      })
    }
    if (deployment.pin) {
      found.push({
        key: `${href} pin`,
        tone: 'unknown',
        state: 'held',
        title: `${deployment.name} is pinned`,
        why: `Pipelines do not release to it: ${deployment.pin.reason ?? 'no reason was given'}`,
        href,
        at: deployment.pin.at,
      })
    }
  }
  for (const { model, newest } of models) {
    const href = `/models/${encodeURIComponent(model.name)}`
    if (newest?.undeployable) {
      found.push({
        key: `${href} unready`,
        tone: 'warning',
        state: 'warning',
        title: `${model.name} version ${newest.version} can’t be deployed`,
        why: newest.undeployable,
        href: `${href}/versions/${newest.version}`,
        at: newest.created_at,
      })
    }
    if (!model.owner) {
      found.push({
        key: `${href} unowned`,
        tone: 'unknown',
        state: 'unowned',
        title: `${model.name} is in production and nobody owns it`,
        why: 'Say on its page who is asked when something is wrong',
        href,
      })
    }
  }
  for (const pipeline of pipelines) {
    if (pipeline.latest_run?.state === 'failed') {
      const href = `/pipelines/${encodeURIComponent(pipeline.name)}/runs/${pipeline.latest_run.id}`
      found.push({
        key: href,
        tone: 'failed',
        state: 'failed',
        title: `Pipeline ${pipeline.name} failed`,
        why: 'Its newest run',
        href,
        at: pipeline.latest_run.created_at,
      })
    }
  }
  const order: Tone[] = ['failed', 'warning', 'unknown', 'running', 'ok']
  return found.sort((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone))
}
