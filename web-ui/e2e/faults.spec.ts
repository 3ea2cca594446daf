import { expect, test } from '@playwright/test'
import { cuttable } from './cuttable'

test('a lost server shows a banner, keeps what is there, and heals', async ({ page }) => {
  const way = await cuttable(process.env.HOLDFAST_URL ?? '')
  try {
    await page.goto(`${way.url}/models`)
    const row = page.getByRole('main').getByText('payments').first()
    await expect(row).toBeVisible()
    way.cut()
    const banner = page.getByText('The server can’t be reached')
    await expect(banner).toBeVisible({ timeout: 45_000 })
    await expect(row).toBeVisible()
    way.mend()
    await expect(banner).toBeHidden({ timeout: 45_000 })
  } finally {
    way.close()
  }
})

test('a failure is told with its reason', async ({ page }) => {
  await page.route('**/api/v1/models?**', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Not available',
        status: 503,
        detail: 'The database is away.',
      }),
    }),
  )
  await page.goto('/models')
  await expect(page.getByText('The database is away.').first()).toBeVisible({ timeout: 45_000 })
})

test('nothing that a page shows can run as a script', async ({ request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy.match(/script-src[^;]*/)?.[0]).toBe("script-src 'self'")
})
