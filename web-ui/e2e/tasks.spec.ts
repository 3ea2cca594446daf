import { expect, test } from '@playwright/test'
import { violations } from './axe'

test('what is in production is found by the palette and opened', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('main').getByText('payments is pinned')).toBeVisible()
  // Hundreds of runs that came after it do not hide it.
  await expect(page.getByRole('main').getByText('rolled back').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('payments')
  await page.getByRole('dialog').getByRole('option').filter({ hasText: 'payments' }).first().click()
  await expect(page).toHaveURL(/payments/)
})

test('the list of keys opens by a question mark', async ({ page }) => {
  await page.goto('/models')
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Ctrl')
})

test('a filter stands in the address and comes back with it', async ({ page }) => {
  await page.goto('/models')
  await expect(page.getByRole('main').getByText('payments').first()).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('nothing like it')
  await expect(page).toHaveURL(/q=nothing/)
  await expect(page.getByRole('main').getByRole('link', { name: 'payments', exact: true })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('main').getByRole('textbox').or(page.getByRole('searchbox')).first()).toHaveValue(
    'nothing like it',
  )
})

test('runs are narrowed by a filter that the server evaluates, and one is opened', async ({ page }) => {
  await page.goto('/experiments/churn')
  const main = page.getByRole('main')
  await expect(main.getByText('trial-299').first()).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('attributes.run_name = "trial-042"')
  await page.keyboard.press('Enter')
  await expect(main.getByText('trial-299')).toHaveCount(0)
  await main.getByRole('link', { name: 'trial-042' }).first().click()
  await expect(page).toHaveURL(/\/runs\//)
  await expect(main.getByText('learning_rate').first()).toBeVisible()
  await expect(main.getByText('loss').first()).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('two runs are chosen and compared, and Back leads to the table', async ({ page }) => {
  await page.goto('/experiments/churn')
  const main = page.getByRole('main')
  await main
    .getByRole('row', { name: /trial-299/ })
    .getByRole('checkbox')
    .click()
  await main
    .getByRole('row', { name: /trial-298/ })
    .getByRole('checkbox')
    .click()
  await main.getByRole('button', { name: 'Compare' }).click()
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Compare 2 runs')
  await expect(main.getByRole('rowheader', { name: 'learning_rate' })).toBeVisible()
  for (const way of ['Curves', 'Parallel coordinates', 'Scatter']) {
    await main.getByRole('tab', { name: way }).click()
    await expect(main.getByRole('tab', { name: way })).toHaveAttribute('aria-selected', 'true')
    await expect(main.getByRole('listitem').filter({ hasText: 'trial-299' }).first()).toBeVisible()
    expect(await violations(page), way).toEqual([])
  }
  await page.goto('/experiments/churn')
  await main
    .getByRole('row', { name: /trial-299/ })
    .getByRole('checkbox')
    .click()
  await main
    .getByRole('row', { name: /trial-298/ })
    .getByRole('checkbox')
    .click()
  await main.getByRole('button', { name: 'Compare' }).click()
  await expect(page).toHaveURL(/\/compare/)
  await page.goBack()
  await expect(page).toHaveURL(/\/experiments\/churn/)
  await expect(main.getByText('trial-299').first()).toBeVisible()
})

test('a drifted feature shows its histogram before and after', async ({ page }) => {
  await page.goto('/deployments/payments?tab=drift')
  const main = page.getByRole('main')
  await expect(main.getByText('Feature by window')).toBeVisible()
  await expect(main.getByText(/compared with/).first()).toBeVisible()
  await expect(main.getByText('Drifted').first()).toBeVisible()
})

test('a prediction is asked for by the form, and a bad value is refused before it is sent', async ({ page }) => {
  await page.goto('/deployments/payments?tab=try')
  const main = page.getByRole('main')
  await main.getByLabel('amount').fill('not a number')
  await expect(main.getByRole('button', { name: 'Predict', exact: true })).toBeDisabled()
  await main.getByLabel('amount').fill('12.5')
  await main.getByRole('button', { name: 'Predict', exact: true }).click()
  await expect(main.getByText(/release \d+, payments version \d+/)).toBeVisible()
})

test('a pipeline is started and followed to its end', async ({ page }) => {
  await page.goto('/pipelines/payments')
  await page
    .getByRole('main')
    .getByRole('button', { name: /^(Start|Run)/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Reason/).fill('Looked at in a browser')
  await dialog.getByRole('button', { name: /^(Start|Run)/ }).click()
  await expect(page).toHaveURL(/\/pipelines\/payments\/runs\/.+/)
  const status = page.getByRole('main').getByText(/^(Succeeded|Failed|Rejected)$/)
  await expect(status.first()).toBeVisible({ timeout: 50_000 })
})

test('a rollback names what changes, asks why, and is done', async ({ page }) => {
  await page.goto('/deployments/payments')
  const main = page.getByRole('main')
  await main.getByRole('button', { name: 'Roll back' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/goes from payments version \d+ to version \d+/)
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  const act = dialog.getByRole('button', { name: /^Roll back to version \d+/ })
  await expect(act).toBeDisabled()
  await dialog.getByLabel(/Reason/).fill('The browser test asks for it')
  const version = (await act.innerText()).match(/\d+/)?.[0]
  await act.click()
  await expect(dialog).toBeHidden()
  await expect(main.getByRole('link', { name: `payments version ${version}` }).first()).toBeVisible()
  await expect(main.getByText('The browser test asks for it').first()).toBeVisible()
})

test('a run is renamed, deleted and restored', async ({ page }) => {
  await page.goto('/experiments/churn')
  const main = page.getByRole('main')
  await main.getByRole('link', { name: 'trial-297' }).first().click()
  const title = main.getByRole('heading', { level: 1 })
  await expect(title).toHaveText('trial-297')
  const choose = async (item: string) => {
    await main
      .getByRole('button', { name: /more|menu/i })
      .first()
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await choose('Rename')
  await dialog.getByLabel('New name').fill('renamed in a browser')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(title).toHaveText('renamed in a browser')
  await choose('Delete')
  await dialog.getByRole('button', { name: 'Delete the run' }).click()
  await expect(dialog).toBeHidden()
  await choose('Restore')
  await dialog.getByRole('button', { name: 'Restore the run' }).click()
  await expect(dialog).toBeHidden()
})

test('runs are filtered, chosen and compared, and a canary is looked at, by keys alone', async ({ page }) => {
  /** Presses a key until what has the focus is called so. */
  const until = async (key: 'Tab' | 'Shift+Tab', name: string) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press(key)
      const focused = page.locator(':focus')
      const label = (await focused.getAttribute('aria-label')) ?? (await focused.innerText())
      if (label.startsWith(name)) return
    }
    throw new Error(`${name} can't be reached by ${key}`)
  }
  const main = page.getByRole('main')
  await page.goto('/experiments/churn')
  await expect(main.getByRole('row', { name: /trial-299/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('trial-28')
  await expect(main.getByText('10 runs fulfil this')).toBeVisible()
  await until('Tab', 'Select trial-286')
  await page.keyboard.press('Space')
  await until('Tab', 'Select trial-285')
  await page.keyboard.press('Space')
  await until('Shift+Tab', 'Compare')
  await page.keyboard.press('Enter')
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Compare 2 runs')

  await page.goto('/deployments/payments')
  await expect(main.getByRole('button', { name: 'Canary or shadow' })).toBeVisible()
  await until('Tab', 'Canary or shadow')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(main.getByRole('button', { name: 'Canary or shadow' })).toBeFocused()
})
