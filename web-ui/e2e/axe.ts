import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Serious and critical violations on the page, each with the first elements that it is about. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await source())
  const results = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    )
}

async function source() {
  const { readFile } = await import('node:fs/promises')
  return readFile(script, 'utf8')
}
