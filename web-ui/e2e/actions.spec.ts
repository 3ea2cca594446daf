import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { violations } from './axe'
import { pipelineRun, runsOf } from './pages'

const dialogOf = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'))

test('a pipeline runs again from a step, and keeps what came before it', async ({ page }) => {
  await page.goto(`${await pipelineRun(page.request)}?step=score`)
  const main = page.getByRole('main')
  await main.getByRole('button', { name: 'Run again from here' }).click()
  const dialog = dialogOf(page)
  await expect(dialog).toContainText(/keeps? what this run made/)
  expect(await violations(page)).toEqual([])
  await dialog.getByLabel(/Reason/).fill('Looked at in a browser')
  const before = page.url()
  await dialog.getByRole('button', { name: 'Run again from score' }).click()
  await expect(page).not.toHaveURL(before)
  await expect(main.getByText('again from score')).toBeVisible()
  await expect(main.getByText(/^(Succeeded|Failed)$/).first()).toBeVisible({ timeout: 50_000 })
})

test('a canary keeps to a header and is watched by a rule', async ({ page }) => {
  await page.goto('/deployments/payments')
  const main = page.getByRole('main')
  await main.getByRole('button', { name: 'Canary or shadow' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Percent of the requests').fill('0')
  await expect(dialog.getByText('From above 0 to 100.')).toBeVisible()
  await dialog.getByLabel('Percent of the requests').fill('25')
  await dialog.getByLabel('Who gets it').selectOption('header')
  await dialog.getByLabel('Header').fill('no header')
  await dialog.getByLabel('Let a rule promote it or take it back').check()
  await dialog.getByLabel('Due after minutes').fill('90')
  await dialog.getByLabel(/Reason/).fill('The browser test asks for it')
  expect(await violations(page)).toEqual([])
  const begin = dialog.getByRole('button', { name: 'Begin the canary' })
  await begin.click()
  await expect(dialog.getByLabel('Header')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Header').fill('X-Customer')
  await begin.click()
  await expect(dialog).toBeHidden()
  await expect(main.getByText('The same header X-Customer always gets the same arm.')).toBeVisible()
  await expect(main.getByText('due after 1 h 30')).toBeVisible()
  await main.getByRole('button', { name: 'End it' }).click()
  await dialog.getByLabel(/Reason/).fill('Seen enough')
  await dialog.getByRole('button', { name: 'End it' }).click()
  await expect(main.getByRole('button', { name: 'Canary or shadow' })).toBeVisible()
})

test('an ONNX file becomes a version, and what is none is refused at its field', async ({ page }) => {
  const file = await (await page.request.get('/api/v1/models/payments/versions/1/file')).body()
  await page.goto('/models')
  await page.getByRole('main').getByRole('button', { name: 'Register a model' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Model', { exact: true }).fill('uploaded')
  await dialog
    .getByLabel('ONNX file')
    .setInputFiles({ name: 'bad.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('no model') })
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(dialog.getByLabel('ONNX file')).toHaveAttribute('aria-invalid', 'true')
  await dialog
    .getByLabel('ONNX file')
    .setInputFiles({ name: 'good.onnx', mimeType: 'application/octet-stream', buffer: file })
  await dialog.getByLabel('Description').fill('From a browser')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(page).toHaveURL(/\/models\/uploaded\/versions\/1/)
  await expect(page.getByRole('main').getByText('From a browser').first()).toBeVisible()
})

test('a model that a run logged becomes a version', async ({ page }) => {
  await page.goto(`/runs/${(await runsOf(page.request, 'churn'))[0]}?tab=related`)
  await page.getByRole('main').getByRole('button', { name: 'Register' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Model', { exact: true }).fill('forest')
  await expect(dialog).toContainText('A new model')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(page).toHaveURL(/\/models\/forest\/versions\/1/)
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
})

test('a webhook is made, tried, told, and shows what it answered', async ({ page }) => {
  let status = 500
  const receiver = createServer((_, answer) => answer.writeHead(status).end())
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
  try {
    await page.goto('/settings?tab=webhooks')
    const main = page.getByRole('main')
    await main.getByRole('button', { name: 'Make a webhook' }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('Name').fill('not a name!')
    await dialog.getByLabel('URL').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`)
    await dialog.getByLabel('model_version_tag.set').check()
    await dialog.getByRole('button', { name: 'Make the webhook' }).click()
    await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByLabel('Name').fill('browser')
    await dialog.getByRole('button', { name: 'Make the webhook' }).click()
    await expect(dialog).toBeHidden()

    const choose = async (item: string) => {
      await main.getByRole('button', { name: 'Change browser' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Send an example')
    await expect(main.getByText('browser did not take the example')).toBeVisible()
    status = 200
    await choose('Send an example')
    await expect(main.getByText('browser took the example')).toBeVisible()

    await page.request.patch('/api/v1/models/payments/versions/1', { data: { tags: { seen: 'in a browser' } } })
    await main.getByRole('button', { name: 'browser', exact: true }).click()
    const line = main
      .getByRole('table', { name: 'Deliveries to browser' })
      .getByRole('row', { name: /model_version_tag/ })
    await expect(line).toContainText('Taken')
    await expect(line).toContainText('200')
    expect(await violations(page)).toEqual([])
    await line.getByRole('button', { name: /again/ }).click()
    await choose('Delete')
    await dialog.getByRole('button', { name: 'Delete the webhook' }).click()
    await expect(main.getByText('Nobody is told yet')).toBeVisible()
  } finally {
    receiver.close()
  }
})

test('a dataset is predicted by a job, and the answers are a dataset version', async ({ page }) => {
  await page.goto('/deployments/payments?tab=batch')
  const main = page.getByRole('main')
  await expect(main.getByText('No dataset was predicted here')).toBeVisible()
  await main.getByRole('button', { name: 'Predict a dataset' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Dataset', { exact: true }).selectOption('payments')
  await dialog.getByLabel('Version').fill('99')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Begin' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel('Version').fill('1')
  await dialog.getByRole('button', { name: 'Begin' }).click()
  await expect(dialog).toBeHidden()
  const line = main.getByRole('table', { name: 'Batch jobs' }).getByRole('row', { name: /payments version 1/ })
  await expect(line).toContainText('Succeeded', { timeout: 50_000 })
  expect(await violations(page)).toEqual([])
  await line.getByRole('link', { name: 'payments-payments-predictions version 1' }).click()
  await expect(main.getByText(/^predicted_/).first()).toBeVisible()
})

test('a run has one colour, in the table and in comparisons', async ({ page }) => {
  await page.goto('/experiments/churn')
  const main = page.getByRole('main')
  const colourIn = async (name: string) =>
    await main
      .getByRole(name === 'row' ? 'row' : 'columnheader', { name: /trial-29[58]/ })
      .locator('[style*=series]')
      .evaluateAll((dots) => dots.map((dot) => (dot as HTMLElement).style.background))
  for (const run of ['trial-298', 'trial-295']) await main.getByRole('checkbox', { name: `Select ${run}` }).click()
  const chosen = await colourIn('row')
  expect(new Set(chosen).size).toBe(2)
  await main.getByRole('button', { name: 'Compare' }).click()
  await expect(main.getByRole('columnheader', { name: /trial-295/ })).toBeVisible()
  expect((await colourIn('columnheader')).sort()).toEqual(chosen.sort())
})
