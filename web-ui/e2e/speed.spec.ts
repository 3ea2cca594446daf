import { expect, type Page, test } from '@playwright/test'
import { frames, median, report, SLACK, told, untilPainted, untilThere } from './measure'

/** After that the pages that nobody asked for yet are fetched. */
const FIRST_MS = 4000
const SAMPLES = 5
const RUNS = 20_000
const POINTS = '1,000,000'

test('the first page is small, and there soon', async ({ page, browser }) => {
  const toNobody = async (shows: string) => {
    const times: number[] = []
    for (let i = 0; i < SAMPLES; i++) {
      const nobody = await browser.newContext()
      times.push(await untilThere(await nobody.newPage(), '/', shows))
      await nobody.close()
    }
    return times
  }
  const empty = await toNobody('payments is pinned')
  const measured = await toNobody('payments has drifted')
  const again: number[] = []
  for (let i = 0; i < SAMPLES; i++) again.push(await untilThere(page, '/', 'payments is pinned'))
  const scripts = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.endsWith('.js') && entry.startTime < until)
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    FIRST_MS,
  )
  const bytes = scripts.reduce((sum, each) => sum + each, 0)
  await report(
    'script of the first page, compressed',
    '200 kB',
    `${(bytes / 1000).toFixed(0)} kB in ${scripts.length} files`,
  )
  await report('first page, empty cache, until what is in production shows and it answers', '1 s', told(empty))
  await report('the same, until drift and quality are judged too', '', told(measured))
  await report('first page, again', '', told(again))
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(200_000)
  expect(median(empty)).toBeLessThan(1000 * SLACK)
})

const scroller = (page: Page) => page.getByRole('table', { name: 'Runs' }).locator('..')

async function reportFrames(what: string, gaps: number[]) {
  const long = gaps.filter((gap) => gap > 50).length
  await report(
    what,
    'no stall',
    `${gaps.length} frames, median ${median(gaps).toFixed(0)} ms, longest ${Math.max(...gaps).toFixed(0)} ms, ${long} over 50 ms`,
  )
}

test('a table of 20,000 runs scrolls without a stall', async ({ page }) => {
  test.setTimeout(180_000)
  await page.goto('/experiments/sweep')
  await expect(page.getByRole('row', { name: /sweep-19999/ })).toBeVisible()
  await scroller(page).hover()
  const wheel = await frames(page, async () => {
    await expect(async () => {
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, 1500)
      // To look for a row by its name would read the whole table, in the frames that are measured.
      expect(await page.evaluate(() => document.querySelector('[data-row]:last-of-type')?.textContent ?? '')).toMatch(
        /sweep-00000/,
      )
    }).toPass({ timeout: 120_000, intervals: [0] })
  })
  await reportFrames(`${RUNS} runs, all of them by the wheel, read as one scrolls`, wheel)
  await expect(page.getByText('20,000 runs')).toBeVisible()

  // What a drag of the scroll bar does: places far from each other, one after the other.
  const drag = await frames(page, () =>
    scroller(page).evaluate(async (box) => {
      for (let i = 0; i <= 200; i++) {
        box.scrollTop = ((200 - i) / 200) * (box.scrollHeight - box.clientHeight)
        await new Promise((painted) => requestAnimationFrame(painted))
      }
    }),
  )
  await expect(page.getByRole('row', { name: /sweep-19999/ })).toBeVisible()
  await reportFrames(`${RUNS} runs, from the end to the start by the scroll bar`, drag)
  expect(median(drag)).toBeLessThan(50 * SLACK)
  expect(median(wheel)).toBeLessThan(50 * SLACK)
})

test('20,000 runs answer a filter at once', async ({ page }) => {
  await page.goto('/experiments/sweep')
  await expect(page.getByRole('row', { name: /sweep-19999/ })).toBeVisible()
  const first = 'table[aria-label=Runs] tbody tr'
  const field = page.getByRole('combobox', { name: 'Filter runs' })

  const words: number[] = []
  for (const [text, last, found] of [
    ['1234', '5', 'sweep-12345'],
    ['0777', '7', 'sweep-07777'],
    ['sweep-1999', '8', 'sweep-19998'],
    ['sweep-00', '1', 'sweep-00199'],
    ['4', '2', 'sweep-19942'],
  ] as const) {
    await field.fill(text)
    await expect(page).toHaveURL(new RegExp(`q=(%22)?${text}`))
    words.push(await untilPainted(page, 'input', { selector: first, shows: found }, () => field.press(last)))
  }
  await report('filter of 20,000 runs by a word, from the key to the rows', '200 ms', told(words))

  const expressions: number[] = []
  for (const [text, found] of [
    ["params.optimizer = 'adam' AND attributes.run_name LIKE '%0000_'", 'sweep-0000'],
    ['metrics.auc > 0.999', 'sweep-'],
    ["tags.team = 'red' AND metrics.loss < 0.5 AND params.depth = '7'", 'sweep-'],
    ["params.learning_rate = '0.03' AND attributes.run_name LIKE '%-05%'", 'sweep-05'],
  ] as const) {
    await field.fill('attributes.run_name = "none"')
    await field.press('Enter')
    await expect(page.getByText('No run fulfils this.')).toBeVisible()
    await field.evaluate((input: HTMLInputElement, text) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    }, text)
    expressions.push(await untilPainted(page, 'keydown', { selector: first, shows: found }, () => field.press('Enter')))
  }
  await report('filter of 20,000 runs by an expression, from Enter to the rows', '200 ms', told(expressions))
  expect(median(words)).toBeLessThan(200 * SLACK)
  expect(median(expressions)).toBeLessThan(200 * SLACK)
})

test('a metric of a million points is drawn at once, with its spikes, and looked at closer', async ({ page }) => {
  await page.goto('/experiments/long')
  const link = page.getByRole('link', { name: 'a million points' })
  const path = (await link.getAttribute('href')) ?? ''
  const figure = page.getByRole('figure', { name: 'loss' })
  const caption = 'figure:has(canvas) figcaption'
  const drawn: number[] = []
  for (let i = 0; i <= SAMPLES; i++) {
    // The page anew each time: what it read before must not help it.
    await page.goto(path)
    const tab = page.getByRole('tab', { name: /^Metrics/ })
    await expect(tab).toBeVisible()
    await page.waitForTimeout(500)
    drawn.push(
      await untilPainted(page, 'pointerdown', { selector: caption, shows: `n = ${POINTS}` }, () => tab.click()),
    )
  }
  await report(
    'a metric of a million points, from the click to the line, first time',
    '',
    `${drawn.shift()?.toFixed(0)} ms`,
  )
  await report('a metric of a million points, from the click to the line, again', '300 ms', told(drawn))

  const closer: number[] = []
  const plot = figure.locator('.u-over')
  for (const [from, to] of [
    [0.3, 0.5],
    [0.2, 0.6],
    [0.4, 0.5],
  ] as const) {
    const box = await plot.boundingBox()
    if (!box) throw new Error('There is no plot')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * from, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to, y, { steps: 4 })
    const lacks = (await figure.locator('figcaption').innerText()).match(/n = [\d,]+/)?.[0] ?? ''
    closer.push(await untilPainted(page, 'mouseup', { selector: caption, lacks }, () => page.mouse.up()))
  }
  await report('a part of it, from the drag to the line', '300 ms', told(closer))
  expect(median(drawn)).toBeLessThan(300 * SLACK)
  expect(median(closer)).toBeLessThan(300 * SLACK)
})
