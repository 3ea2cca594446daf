import { appendFile, mkdir } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { open, PAGES } from './pages'

/** After that the pages that nobody asked for yet are fetched. */
const FIRST_MS = 4000
const TABLE = '../target/e2e/speed.md'

async function report(what: string, value: string) {
  console.log(`${what}: ${value}`)
  await mkdir('../target/e2e', { recursive: true })
  await appendFile(TABLE, `| ${what} | ${value} |\n`)
}

test('the first page is small, and there soon', async ({ page }) => {
  const home = PAGES[0]
  if (!home) throw new Error('There are no pages')
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    await page.goto('about:blank')
    const began = Date.now()
    await open(page, home)
    times.push(Date.now() - began)
  }
  const scripts = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.endsWith('.js') && entry.startTime < until)
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    FIRST_MS,
  )
  const bytes = scripts.reduce((sum, each) => sum + each, 0)
  await report('script of the first page, compressed', `${(bytes / 1000).toFixed(0)} kB in ${scripts.length} files`)
  await report('first page, empty cache', `${times[0]} ms until its data shows`)
  await report('first page, again', `${times.slice(1).sort((a, b) => a - b)[1]} ms`)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(200_000)
})
