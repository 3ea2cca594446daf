import { defineConfig, devices } from '@playwright/test'

const executablePath = process.env.CHROMIUM
if (!executablePath || !process.env.HOLDFAST_URL) {
  throw new Error('CHROMIUM names the browser and HOLDFAST_URL the server; .ci/check_ui.py sets both.')
}

/** One server, whose state the tests change: one after the other, and first what needs no credentials. */
export default defineConfig({
  outputDir: '../target/e2e/results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { outputFolder: '../target/e2e/report', open: 'never' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.HOLDFAST_URL,
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox'] },
  },
  projects: [
    { name: 'pages', testMatch: 'pages.spec.ts' },
    // What is recorded for a trace is recorded in the page, and takes its time.
    { name: 'speed', testMatch: 'speed.spec.ts', dependencies: ['pages'], use: { trace: 'off' } },
    { name: 'runs', testMatch: 'runs.spec.ts', dependencies: ['speed'] },
    { name: 'tasks', testMatch: 'tasks.spec.ts', dependencies: ['runs'] },
    { name: 'actions', testMatch: 'actions.spec.ts', dependencies: ['tasks'] },
    { name: 'faults', testMatch: 'faults.spec.ts', dependencies: ['actions'] },
    { name: 'sign-in', testMatch: 'sign-in.spec.ts', dependencies: ['faults'] },
  ],
})
