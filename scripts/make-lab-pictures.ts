/**
 * Takes the picture of the Lab that the README begins with: `npm run docs:lab-pictures`. It shows the colorectal tissue to which anti-PD-1 was
 * given after a day, beside a branch without it. The bits are those of the model: two takes differ by fonts only. Needs a Chromium.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { encodePng } from '../src/figures/png.ts'
import { startLabServer } from '../src/platform/node/lab-server.ts'
import { findBrowser, startBrowser } from '../test/web/browser.ts'
import { type Pixels, fewerColours, pixelsExpression } from './pixels.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const TARGET = join(root, 'docs/images/lab.png')
/** Largest picture that the README should make people load [bytes]. */
const LARGEST = 600_000
/** Longest that one thing asked of the page may take [ms]. Chosen: an hour of the tissue on a machine that has much else to do. */
const PATIENCE = 60_000

const picture = await withLab(async (page) => {
  await tell(page)
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  // a page of its own: that of the Lab evaluates nothing
  const plain = await page.context().newPage()
  const { width, height, pixels } = await plain.evaluate<Pixels>(pixelsExpression(taken.toString('base64')))
  const { indices, palette } = fewerColours(Buffer.from(pixels, 'base64'))
  return encodePng(indices, width, height, palette)
})
if (picture.length > LARGEST)
  throw new Error(`the picture has ${picture.length} bytes, more than ${LARGEST}: nothing was written`)
writeFileSync(TARGET, picture)

/** A day; two days without anything; and from the first day on a branch two days after a dose. */
async function tell(page: Page): Promise<void> {
  await page.locator('button[aria-label="Play"]:not(:disabled)').waitFor()
  await page.getByRole('button', { name: 'Close this hint' }).click()
  await press(page, 'ArrowRight', 72)
  await page.getByLabel('Size of a step').selectOption('1 day')
  await press(page, 'ArrowLeft', 2)
  await page.getByLabel('Size of a step').selectOption('1 hour')
  await page.getByRole('tab', { name: 'Treat' }).click()
  await page.getByRole('button', { name: /^Give now/ }).click()
  await page.getByText('Reproduce or share').waitFor()
  await press(page, 'ArrowRight', 48)
  await page.getByRole('tab', { name: 'Curves' }).click()
  // scales begin anew with a page that is opened: oxygen was the same everywhere at first, and no scale ever narrows
  await page.evaluate(`location.hash = '#/'`)
  await page.getByRole('heading', { name: 'Watch' }).waitFor({ state: 'detached' })
  await page.evaluate(`location.hash = '#/watch'`)
  await page.locator('canvas').waitFor()
  await page.waitForTimeout(1500)
}

/** Goes on or back step by step, so that the strip of pictures is full. */
async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    const before = await clock(page)
    await page.evaluate('document.activeElement?.blur()')
    await page.keyboard.press(key)
    for (let waited = 0; (await clock(page)) === before; waited += 20) {
      if (waited > PATIENCE) throw new Error(`the run does not move at ${before}`)
      await page.waitForTimeout(20)
    }
  }
}

function clock(page: Page): Promise<string> {
  return page.evaluate('document.querySelector("[data-clock]")?.textContent ?? ""')
}

/** Builds the page if it is old, and opens it in a browser for as long as `use` takes. */
async function withLab<T>(use: (page: Page) => Promise<T>): Promise<T> {
  const build = spawnSync('node', ['scripts/build-lab.ts', '--if-stale'], { cwd: root, encoding: 'utf8' })
  if (build.status !== 0) throw new Error(`the Lab does not build:\n${build.stderr}`)
  const found = findBrowser()
  if ('reason' in found) throw new Error(`no picture: ${found.reason}`)
  const server = await startLabServer({ folder: join(root, 'dist/lab'), port: 0, host: '127.0.0.1' })
  const browser = await startBrowser(found.path, 'software')
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      locale: 'en-GB',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    await page.goto(`${server.address}#/watch`)
    return await use(page)
  } finally {
    await browser.close()
    await server.close()
  }
}
