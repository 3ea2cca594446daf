import { expect, test } from '@playwright/test'

const PASSWORD = 'analytical engine'

test('once there are users, the UI asks who is there, and offers what a role may do', async ({ page, request }) => {
  for (const [name, role] of [
    ['ada', 'admin'],
    ['vera', 'viewer'],
  ]) {
    const made = await request.post('/api/v1/users', {
      data: { name, role, password: PASSWORD },
      ...(role === 'admin' ? {} : { headers: { authorization: `Basic ${btoa(`ada:${PASSWORD}`)}` } }),
    })
    expect(made.status(), await made.text()).toBe(201)
  }

  await page.goto('/deployments/payments')
  await page.getByLabel(/name/i).first().fill('vera')
  await page
    .getByLabel(/password/i)
    .first()
    .fill('not the password')
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByText(/wrong/i).first()).toBeVisible()

  await page
    .getByLabel(/password/i)
    .first()
    .fill(PASSWORD)
  await page.getByRole('button', { name: /sign in/i }).click()
  const main = page.getByRole('main')
  await expect(main.getByRole('link', { name: /payments version/ }).first()).toBeVisible()
  await expect(main.getByRole('button', { name: 'Take the pin away' })).toHaveCount(0)

  await page.goto('/settings')
  await expect(main.getByText('are for admins')).toBeVisible()
  await expect(main.getByRole('tab')).toHaveText(['Server'])
  await page.goto('/deployments/payments')

  await page.context().clearCookies()
  await page.evaluate(() => {
    sessionStorage.clear()
    localStorage.clear()
  })
  await page.reload()
  await page.getByLabel(/name/i).first().fill('ada')
  await page
    .getByLabel(/password/i)
    .first()
    .fill(PASSWORD)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(main.getByRole('button', { name: 'Take the pin away' })).toBeVisible()
})
