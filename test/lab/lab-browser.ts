/**
 * The Lab in a real browser: the built page, served as `milieu lab` serves it. A test that opens a page also finds out whether it
 * said an error, broke its policy or asked for something that is not there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pixelmatch from 'pixelmatch'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type LabServer, startLabServer } from '../../src/platform/node/lab-server.ts'
import { findBrowser, startBrowser } from '../web/browser.ts'
import { halved, shareOfParts } from './halved-picture.ts'

export type Size = 'desktop' | 'phone'
export type Theme = 'light' | 'dark'

export interface PageOptions {
  /** Behind the address: `#/watch`. */
  readonly route?: string
  /** Reads what the page says of itself into this list instead of failing on it. */
  readonly complaints?: string[]
  /** True: the service worker may register, which loads all files once more. */
  readonly hasServiceWorker?: boolean
  readonly hasMotion?: boolean
  /** Another address than that of the shared server. */
  readonly address?: string
}

export interface Lab {
  /** Ends with a slash. */
  readonly address: string
  readonly browser: Browser
  /** Opens the Lab in a fresh profile and closes it again; fails on anything that went wrong in between. */
  withPage(size: Size, theme: Theme, use: (page: Page) => Promise<void>, options?: PageOptions): Promise<void>
}

/** The built page. */
export const LAB_FOLDER = 'dist/lab'
const PICTURES = 'test/lab/pictures'
const SIZES: Readonly<Record<Size, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
}
/** Longest that anything asked of a page may take [ms]. Chosen: software rendering on a machine that has much else to do. */
export const PATIENCE = 30_000

/** Longest that a build may take, or waiting for that of another test file [ms]. Chosen: likewise. */
const BUILD_PATIENCE = 180_000

/** Declares tests of the Lab; skipped, with the reason on standard error, where there is no browser. */
export function describeLab(name: string, declare: (lab: Lab) => void): void {
  const found = findBrowser()
  if ('reason' in found) process.stderr.write(`tests of the Lab are skipped: ${found.reason}\n`)
  describe.skipIf('reason' in found)(name, () => {
    let server: LabServer | undefined
    let browser: Browser | undefined
    beforeAll(async () => {
      buildLab()
      server = await startLabServer({ folder: LAB_FOLDER, port: 0, host: '127.0.0.1' })
      browser = await startBrowser('path' in found ? found.path : '', 'software')
    }, BUILD_PATIENCE)
    afterAll(async () => {
      await browser?.close()
      await server?.close()
    })
    declare({
      get address() {
        return server?.address ?? ''
      },
      get browser() {
        if (browser === undefined) throw new Error('the browser is started before tests begin')
        return browser
      },
      withPage(size, theme, use, options = {}) {
        return withPage(this, { ...SIZES[size], colorScheme: theme }, use, options)
      },
    })
  })
}

/** Fails on what axe calls serious or critical: WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  const violations = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ violations }) => violations.map(({ id, impact, help, nodes }) =>
        ({ id, impact, help, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary) })))`,
  )
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

interface AxeViolation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly string[]
}

/**
 * Waits until an expression of the page is true. Instead of Playwright's `waitForFunction`, whose expressions the page's policy
 * forbids to evaluate.
 */
export async function until(page: Page, expression: string): Promise<void> {
  await expect
    .poll(() => page.evaluate<unknown>(expression), { timeout: PATIENCE, message: expression })
    .toBeTruthy()
}

/** Chosen between what another font and what an emptied panel changes: 1 % and 5 % of the parts (`halved-picture.ts`). */
export const SHARE_OF_PARTS = 0.03

export interface PictureOptions {
  readonly share?: number
  readonly mask?: readonly string[]
  /**
   * Kept at half its width and height: a tenth of the bytes of pictures full of cells; compared part by part, at most `SHARE_OF_PARTS` of
   * them may differ.
   */
  readonly isHalved?: boolean
}

/**
 * Compares the page with `test/lab/pictures/<name>.png`; UPDATE_PICTURES=1 writes it. `share` of pixels may differ by more than
 * pixelmatch's default of a tenth of the range: edges of letters move between versions of a browser and its fonts, and text covers
 * some per cent of a page. Cover what changes by itself with `mask` (selectors).
 */
export async function comparePicture(
  page: Page,
  name: string,
  { share = 0.02, mask = [], isHalved = false }: PictureOptions = {},
): Promise<void> {
  const file = join(PICTURES, `${name}.png`)
  const taken = await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
    mask: mask.map((selector) => page.locator(selector)),
    maskColor: '#808080',
  })
  const picture = isHalved ? halved(taken) : taken
  if (process.env['UPDATE_PICTURES'] !== undefined) {
    write(file, picture)
    return
  }
  if (!existsSync(file)) throw new Error(`${file} is not there: UPDATE_PICTURES=1 writes it; look at it`)
  const [expected, found] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(Buffer.from(picture))]
  const { width, height } = expected
  expect({ width: found.width, height: found.height }).toEqual({ width, height })
  const difference = new PNG({ width, height })
  const differing = pixelmatch(expected.data, found.data, difference.data, width, height) / (width * height)
  if (isHalved ? shareOfParts(expected, found) <= SHARE_OF_PARTS : differing <= share) return
  const kept = join('results/lab-pictures', name)
  write(`${kept}.png`, picture)
  write(`${kept}-difference.png`, PNG.sync.write(difference))
  const percent = (100 * (isHalved ? shareOfParts(expected, found) : differing)).toFixed(1)
  throw new Error(
    `${percent} % of the ${isHalved ? 'parts' : 'pixels'} differ from ${file}; see ${kept}.png and ${kept}-difference.png`,
  )
}

function write(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** Builds the page unless what is in `dist/lab` is newer than all that it is made of. */
function buildLab(): void {
  const { status, stderr } = spawnSync('node', ['scripts/build-lab.ts', '--if-stale'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the Lab does not build:\n${stderr}`)
}

/** The body of `Lab.withPage`. */
async function withPage(
  lab: Lab,
  context: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
  options: PageOptions,
): Promise<void> {
  const opened = await lab.browser.newContext({
    ...context,
    locale: 'en-GB',
    serviceWorkers: (options.hasServiceWorker ?? false) ? 'allow' : 'block',
    reducedMotion: (options.hasMotion ?? false) ? 'no-preference' : 'reduce',
  })
  try {
    const page = await opened.newPage()
    page.setDefaultTimeout(PATIENCE)
    const complaints = options.complaints ?? []
    const address = options.address ?? lab.address
    listenTo(page, complaints)
    listenForStrangers(page, address, complaints)
    await page.goto(address + (options.route ?? ''))
    await use(page)
    if (options.complaints === undefined) expect(complaints).toEqual([])
  } finally {
    await opened.close()
  }
}

/** Collects requests that go elsewhere than to the server of the page: nothing of what a reader does may leave their machine. */
function listenForStrangers(page: Page, address: string, complaints: string[]): void {
  // Requests of workers are the page's, too; those of the service worker are its context's.
  page.context().on('request', (request) => {
    const url = request.url()
    const isOwn = url.startsWith(address) || url.startsWith('data:') || url.startsWith(`blob:${address}`)
    if (!isOwn) complaints.push(`asked another host: ${url}`)
  })
}

/** Collects errors of the console (a broken policy is one), exceptions, and requests that failed. */
function listenTo(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // A page that is left gives up what it had asked for.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`)
  })
}
