import { expect, type Page } from '@playwright/test'

/** A page, and what shows that it is there with its data. */
export interface Shown {
  name: string
  path: string
  ready: (page: Page) => Promise<void>
}

const text = (words: string | RegExp) => (page: Page) =>
  expect(page.getByRole('main').getByText(words).first()).toBeVisible()

/** Every page of the UI, on what the demo leaves behind. */
export const PAGES: Shown[] = [
  { name: 'home', path: '/', ready: text('payments is pinned') },
  { name: 'experiments', path: '/experiments', ready: text('churn') },
  { name: 'experiment', path: '/experiments/churn', ready: text('trial-299') },
  { name: 'datasets', path: '/datasets', ready: text('payments') },
  { name: 'dataset', path: '/datasets/payments', ready: text('Version') },
  { name: 'dataset-version', path: '/datasets/payments/versions/1', ready: text('card_age_days') },
  { name: 'models', path: '/models', ready: text('payments') },
  { name: 'model', path: '/models/payments', ready: text('champion') },
  { name: 'model-version', path: '/models/payments/versions/3', ready: text('accuracy') },
  { name: 'model-lineage', path: '/models/payments/versions/3?tab=lineage', ready: text('payments-fit') },
  { name: 'models-compared', path: '/models/payments/compare?versions=1,3', ready: text('accuracy') },
  { name: 'audit', path: '/audit', ready: text('The chain holds') },
  { name: 'settings', path: '/settings', ready: text(/token/i) },
  { name: 'pipelines', path: '/pipelines', ready: text('payments') },
  { name: 'pipeline', path: '/pipelines/payments', ready: text('Succeeded') },
  { name: 'pipeline-definition', path: '/pipelines/payments?tab=definition', ready: text('gate') },
  { name: 'deployments', path: '/deployments', ready: text('payments') },
  { name: 'deployment', path: '/deployments/payments', ready: text('Rolled back') },
  { name: 'deployment-load', path: '/deployments/payments?tab=load', ready: text(/latency/i) },
  { name: 'deployment-drift', path: '/deployments/payments?tab=drift', ready: text('card_age_days') },
  { name: 'deployment-accuracy', path: '/deployments/payments?tab=accuracy', ready: text(/accuracy/i) },
  { name: 'deployment-try', path: '/deployments/payments?tab=try', ready: text('Answer') },
]

/** Opens a page and waits until it shows its data. */
export async function open(page: Page, shown: Shown) {
  await page.goto(shown.path)
  await shown.ready(page)
}

/** What the browser complained about on this page, from now on. */
export function complaints(page: Page): string[] {
  const found: string[] = []
  page.on('pageerror', (error) => found.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== new URL(process.env.HOLDFAST_URL ?? '').origin) {
      found.push(`asked ${url.origin}`)
    }
  })
  return found
}
