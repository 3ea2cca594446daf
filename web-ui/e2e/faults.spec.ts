import { expect, test } from '@playwright/test'

test('a lost server shows a banner, keeps what is there, and heals', async ({ page, context }) => {
  await page.goto('/models')
  const row = page.getByRole('main').getByText('payments').first()
  await expect(row).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText(/can.t be reached/i)).toBeVisible({ timeout: 45_000 })
  await expect(row).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/can.t be reached/i)).toBeHidden({ timeout: 45_000 })
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
