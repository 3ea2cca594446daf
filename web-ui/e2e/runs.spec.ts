import { expect, type Locator, test } from '@playwright/test'
import { violations } from './axe'
import { runsOf } from './pages'

test('each kind of file that the client logged has a view', async ({ page }) => {
  await page.goto(`/runs/${(await runsOf(page.request, 'churn'))[0]}?tab=artifacts`)
  const main = page.getByRole('main')
  const files = main.getByRole('navigation', { name: 'Files' })
  const view = (name: string): Locator => main.getByRole('region', { name })
  const choose = async (name: string) => {
    await files.getByRole('button', { name: new RegExp(`^${name.replace('.', '\\.')}`) }).click()
    await expect(view(name).getByRole('heading', { name })).toBeVisible()
    return view(name)
  }

  await files.getByRole('button', { name: 'notes' }).click()
  await expect(await choose('read-me.txt')).toContainText('The second line')
  await expect(await choose('thresholds.json')).toContainText('"leave": 0.62')
  for (const table of ['customers.csv', 'customers.parquet']) {
    const rows = await choose(table)
    await expect(rows).toContainText('500 rows, 4 columns')
    await expect(rows.getByRole('columnheader', { name: 'balance' })).toBeVisible()
    expect(await violations(page), table).toEqual([])
  }
  const picture = (await choose('picture.png')).getByRole('img')
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([
    160, 90,
  ])
  await choose('report.html')
  // Its script did not run.
  await expect(page.frameLocator('iframe[title="The page"]').locator('#said')).toHaveText('The page is plain.')

  await files.getByRole('button', { name: /^Logged model/ }).click()
  await expect(await choose('MLmodel')).toContainText('onnx')
  const graph = (await choose('model.onnx')).getByRole('region', { name: 'Operators of the model' })
  await expect(graph.locator('.react-flow__node').first()).toBeVisible()
  expect(await violations(page), 'ONNX').toEqual([])
})

test('children stand below the run that began them', async ({ page }) => {
  await page.goto('/experiments/tuning')
  const main = page.getByRole('main')
  await expect(main.getByText('39 runs')).toBeVisible()
  await main.getByLabel('Group runs').selectOption('parent')
  const names = main.getByRole('table', { name: 'Runs' }).getByRole('link', { name: /^search-/ })
  await expect(names.first()).toHaveText('search-2')
  await expect(names.nth(1)).toHaveText('search-2-11')
  await main.getByRole('button', { name: 'Fold search-2', exact: true }).click()
  await expect(names.nth(1)).toHaveText('search-1')
  await names.first().click()
  await main.getByRole('tab', { name: /lineage/ }).click()
  await expect(main.getByRole('table', { name: 'Child runs' }).getByRole('row')).toHaveCount(13)
})

test('what a run was given and the machine that it ran on are shown', async ({ page }) => {
  await page.goto(`/runs/${(await runsOf(page.request, 'churn'))[0]}`)
  const main = page.getByRole('main')
  await expect(main.getByText('logged_by_client.py').first()).toBeVisible()
  await main.getByRole('tab', { name: /lineage/ }).click()
  await expect(main.getByRole('table', { name: 'Datasets' })).toContainText('500 rows, 4 columns')

  const [broken, watched] = await runsOf(page.request, 'training', 2)
  await page.goto(`/runs/${watched}?tab=system`)
  await expect(main.getByRole('figure').first()).toContainText(/n = \d+/)
  await page.goto(`/runs/${broken}`)
  await expect(main.getByText('Failed')).toBeVisible()
  await expect(main.getByText('NaN').first()).toBeVisible()
})
