import { type APIRequestContext, expect, type Page } from '@playwright/test'

/** A page, and what shows that it is there with its data. */
export interface Shown {
  name: string
  path: string | ((request: APIRequestContext) => Promise<string>)
  ready: (page: Page) => Promise<void>
}

const text = (words: string | RegExp) => (page: Page) =>
  expect(page.getByRole('main').getByText(words).first()).toBeVisible()

/** A graph with its nodes. */
const drawn = (label: string) => (page: Page) =>
  expect(page.getByRole('region', { name: label }).locator('.react-flow__node').first()).toBeVisible()

/** The ids of runs of an experiment, the newest first. */
export async function runsOf(request: APIRequestContext, experiment: string, most = 1): Promise<string[]> {
  const found = await request.get(`/api/v1/experiments/${experiment}/runs?max_results=${most}`)
  return ((await found.json()) as { items: { run_id: string }[] }).items.map((run) => run.run_id)
}

/** The newest pipeline run that succeeded. */
export async function pipelineRun(request: APIRequestContext): Promise<string> {
  const found = await request.get('/api/v1/pipelines/payments/runs')
  const { items } = (await found.json()) as { items: { id: string; state: string }[] }
  return `/pipelines/payments/runs/${items.find((run) => run.state === 'succeeded')?.id}`
}

const run =
  (rest = '') =>
  async (request: APIRequestContext) =>
    `/runs/${(await runsOf(request, 'churn'))[0]}${rest}`

/** The run whose machine was watched; the one after it failed. */
const watched = async (request: APIRequestContext) => `/runs/${(await runsOf(request, 'training', 2))[1]}?tab=system`

const compared =
  (most: number, rest = '') =>
  async (request: APIRequestContext) =>
    `/compare?runs=${(await runsOf(request, 'churn', most)).join(',')}${rest}`

/** Every page of the UI, on what the demo, the MLflow client and `logged.py` leave behind. */
export const PAGES: Shown[] = [
  {
    name: 'home',
    path: '/',
    ready: async (page) => {
      await text('payments has drifted')(page)
      await text('rolled back')(page)
    },
  },
  { name: 'experiments', path: '/experiments', ready: text('churn') },
  { name: 'experiment', path: '/experiments/churn', ready: text('trial-299') },
  { name: 'experiment-grouped', path: '/experiments/tuning?group=parent', ready: text('search-2-11') },
  { name: 'experiment-long', path: '/experiments/sweep', ready: text('sweep-19999') },
  { name: 'run', path: run(), ready: text('learning_rate') },
  { name: 'run-metrics', path: run('?tab=metrics'), ready: text('n = 100') },
  { name: 'run-system', path: watched, ready: text(/^n = \d+/) },
  { name: 'run-artifacts', path: run('?tab=artifacts'), ready: text('Logged model') },
  { name: 'run-table', path: run('?tab=artifacts&path=customers.parquet'), ready: text('500 rows, 4 columns') },
  { name: 'run-related', path: run('?tab=related'), ready: drawn('Lineage of trial-299') },
  { name: 'compare', path: compared(3), ready: text('learning_rate') },
  { name: 'compare-50', path: compared(50), ready: text('learning_rate') },
  { name: 'compare-50-curves', path: compared(50, '&tab=curves'), ready: text('n = 5,000') },
  { name: 'compare-50-parallel', path: compared(50, '&tab=parallel'), ready: text('n = 50') },
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
  { name: 'settings-users', path: '/settings?tab=users', ready: text(/user/i) },
  { name: 'settings-webhooks', path: '/settings?tab=webhooks', ready: text('Nobody is told yet') },
  { name: 'settings-server', path: '/settings?tab=server', ready: text('MLflow') },
  { name: 'pipelines', path: '/pipelines', ready: text('payments') },
  { name: 'pipeline', path: '/pipelines/payments', ready: text('Succeeded') },
  { name: 'pipeline-definition', path: '/pipelines/payments?tab=definition', ready: text('gate') },
  { name: 'pipeline-run', path: pipelineRun, ready: drawn('Steps of payments') },
  { name: 'deployments', path: '/deployments', ready: text('payments') },
  { name: 'deployment', path: '/deployments/payments', ready: text('Rolled back') },
  { name: 'deployment-load', path: '/deployments/payments?tab=requests', ready: text('As the server that answers') },
  { name: 'deployment-drift', path: '/deployments/payments?tab=drift', ready: text(/compared with/) },
  {
    name: 'deployment-accuracy',
    path: '/deployments/payments?tab=accuracy',
    ready: text('Accuracy over labelled windows'),
  },
  { name: 'deployment-batch', path: '/deployments/payments?tab=batch', ready: text('No dataset was predicted here') },
  { name: 'deployment-try', path: '/deployments/payments?tab=try', ready: text('Answer') },
]

/** Opens a page and waits until it shows its data. */
export async function open(page: Page, shown: Shown) {
  await page.goto(typeof shown.path === 'string' ? shown.path : await shown.path(page.request))
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
