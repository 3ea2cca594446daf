import { expect, test } from '@playwright/test'
import { violations } from './axe'
import { complaints, open, PAGES } from './pages'

const SHOTS = '../target/e2e/screenshots'

for (const shown of PAGES) {
  test(`${shown.name} in light, dark and on a phone`, async ({ page }) => {
    const complained = complaints(page)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await open(page, shown)
    await page.screenshot({ path: `${SHOTS}/${shown.name}-light.png` })
    expect.soft(await violations(page), 'axe, light').toEqual([])

    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark')
    await page.screenshot({ path: `${SHOTS}/${shown.name}-dark.png` })
    expect.soft(await violations(page), 'axe, dark').toEqual([])

    await page.setViewportSize({ width: 375, height: 812 })
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await shown.ready(page)
    await page.screenshot({ path: `${SHOTS}/${shown.name}-phone.png` })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect.soft(sideways, 'pixels that a phone scrolls sideways').toBeLessThanOrEqual(0)
    expect(complained).toEqual([])
  })
}

test('every page is reached by the menu, and Back goes back', async ({ page }) => {
  await page.goto('/')
  const menu = page.getByRole('navigation').first()
  await expect(menu.getByRole('link').first()).toBeVisible()
  const names = await menu.getByRole('link').allInnerTexts()
  expect(names.length).toBeGreaterThan(4)
  for (const name of names) {
    await menu.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  }
  for (const name of names.slice(0, -1).reverse()) {
    await page.goBack()
    await expect(menu.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page')
  }
})

test('a page that is not there says so and leads on', async ({ page }) => {
  await page.goto('/nothing/here')
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
  await page.goto('/models/no-such-model')
  await expect(page.getByRole('main')).toContainText('no-such-model')
})

test('names of 120 characters neither widen a page nor hide its actions', async ({ page, request }) => {
  const name = `${'a-very-long-name-that-somebody-gave-to-it'.repeat(3)}`.slice(0, 120)
  const made = async (path: string, data: object) => {
    const answer = await request.post(path, { data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()) as { run_id?: string }
  }
  await made('/api/v1/models', { name, description: `${name} ${name}`, owner: name })
  await made('/api/v1/experiments', { name })
  const { run_id: run } = await made('/api/v1/runs', { experiment: name, name })
  await request.post(`/api/v1/runs/${run}/params`, { data: { params: { [name]: `${name}/${name}` } } })
  const pages = ['/', '/models', `/models/${name}`, '/experiments', `/experiments/${name}`, `/runs/${run}`, '/audit']
  for (const width of [1360, 375]) {
    await page.setViewportSize({ width, height: 812 })
    for (const [i, path] of pages.entries()) {
      await page.goto(path)
      await expect(page.getByRole('main').getByText(name).first()).toBeVisible()
      await page.screenshot({ path: `${SHOTS}/long-name-${i}-${width}.png` })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect.soft(sideways, `pixels that ${path} scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
    }
  }
  await page.goto(`/models/${name}`)
  await expect(page.getByRole('main').getByRole('button', { name: 'Register a version' })).toBeInViewport()
})
