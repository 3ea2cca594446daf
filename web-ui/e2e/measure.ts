import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

const TABLE = '../target/e2e/speed.md'

/** A row of the table of speeds, beside what is aimed at. */
export async function report(what: string, aim: string, value: string) {
  console.log(`${what}: ${value}${aim && ` (aim: ${aim})`}`)
  await mkdir('../target/e2e', { recursive: true })
  try {
    await writeFile(TABLE, '| what | aim | measured |\n|---|---|---|\n', { flag: 'wx' })
  } catch {
    // Its head is there already.
  }
  await appendFile(TABLE, `| ${what} | ${aim} | ${value} |\n`)
}

/** A machine that does other things beside takes longer; beyond this, something is wrong with the page. */
export const SLACK = 3

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export const told = (times: number[]): string =>
  `${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms (n = ${times.length})`

/** Milliseconds between frames while something happens in the page. */
export async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  const gaps = await page.evaluateHandle(() => {
    const gaps: number[] = []
    let last = performance.now()
    const tick = (now: number) => {
      gaps.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    return gaps
  })
  await act()
  return gaps.evaluate((seen) => seen.slice(1))
}

/** Milliseconds from the start of the navigation until the page shows a text, is painted, and its thread is free for who uses it. */
export async function untilThere(page: Page, path: string, text: string): Promise<number> {
  await page.goto('about:blank')
  await page.addInitScript((text) => {
    const there = new Promise<number>((resolve) => {
      const look = () => {
        if (document.getElementById('content')?.textContent?.includes(text)) {
          setTimeout(() => resolve(performance.now()))
        } else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    Object.assign(window, { there })
  }, text)
  await page.goto(path, { waitUntil: 'commit' })
  return page.evaluate(() => (window as unknown as { there: Promise<number> }).there)
}

interface Awaited {
  selector: string
  shows?: string
  lacks?: string
}

/**
 * Milliseconds from the event that `act` causes until the first element of the selector shows a text, or shows it no more, and one frame
 * more: until it is painted. Measured by the page's own clock.
 */
export async function untilPainted(
  page: Page,
  event: 'input' | 'pointerdown' | 'mouseup' | 'keydown',
  awaited: Awaited,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    ([event, { selector, shows, lacks }]) => {
      const waiting = new Promise<number>((resolve) => {
        let began: number | undefined
        const note = (happened: Event) => {
          began = happened.timeStamp
        }
        addEventListener(event, note, { capture: true })
        const look = () => {
          const text = document.querySelector(selector)?.textContent
          const there =
            text !== undefined && (shows === undefined || text?.includes(shows)) && (!lacks || !text?.includes(lacks))
          if (began === undefined || !there) requestAnimationFrame(look)
          else {
            removeEventListener(event, note, { capture: true })
            setTimeout(() => resolve(performance.now() - (began as number)))
          }
        }
        look()
      })
      Object.assign(window, { untilPainted: waiting })
    },
    [event, awaited] as const,
  )
  await act()
  return page.evaluate(() => (window as unknown as { untilPainted: Promise<number> }).untilPainted)
}
