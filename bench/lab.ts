/**
 * `npm run bench:lab`: what the Lab costs in a browser that draws by software: pictures, input, simulation and the first visit, as
 * ratios to what the same machine does without it. Needs a Chromium and `npm run build`. Nothing here is a timed test.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { packedScene } from '../src/bench/scenes.ts'
import { startLabServer } from '../src/platform/node/lab-server.ts'
import { encodeSession } from '../src/session/link.ts'
import { writeSession } from '../src/session/session-document.ts'
import type { Session } from '../src/session/session.ts'
import { findBrowser, startBrowser } from '../test/web/browser.ts'

const CELLS = 10_000 // of the scene that is drawn and computed
const FRAMES = 40 // of which intervals are taken, after ten to warm up
const PRESSES = 11 // of a key
const DAY = 24 // hours, after which the model ends
const FOLDER = 'dist/lab'
const MODEL = 'models/packed/model.yaml'
const session: Session = {
  format: 1,
  model: MODEL,
  files: { [MODEL]: packedScene({ dimensions: 2, cells: CELLS }) },
  seed: 1,
  actions: [],
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Intervals between frames of the page [ms]. */
async function frameTime(page: Page): Promise<number> {
  const times = await page.evaluate<readonly number[]>(`new Promise((resolve) => {
    const times = []
    const next = (now) => (times.push(now) < ${FRAMES + 10} ? requestAnimationFrame(next) : resolve(times.slice(10)))
    requestAnimationFrame(next)
  })`)
  return median(times.slice(1).map((time, index) => time - (times[index] ?? 0)))
}

/** From a key that zooms to the end of the frame that shows it [ms]. */
async function inputDelay(page: Page): Promise<number> {
  await page.evaluate(`globalThis.delays = []
    addEventListener('keydown', ({ timeStamp }) =>
      requestAnimationFrame(() => setTimeout(() => delays.push(performance.now() - timeStamp))), true)`)
  await page.locator('canvas[role=application]').focus()
  for (let press = 0; press < PRESSES; press++) {
    await page.keyboard.press(press % 2 === 0 ? '+' : '-')
    await page.waitForTimeout(100)
  }
  return median(await page.evaluate<readonly number[]>('globalThis.delays'))
}

/** Wall time of an hour of the model in the page, over a day that it computes at once, nothing drawn on the way [ms]. */
async function hourInPage(page: Page): Promise<number> {
  await page.getByLabel('Size of a step').selectOption('1 day')
  return page.evaluate<number>(`new Promise((resolve) => {
    const clock = document.querySelector('[data-clock]')
    const [hours, minutes] = clock.textContent.split(':').map(Number)
    const begun = performance.now()
    new MutationObserver((_, observer) => {
      if (!clock.textContent.startsWith('1 d')) return
      observer.disconnect()
      // The model ends after a day.
      resolve((performance.now() - begun) / (${DAY} - hours - minutes / 60))
    }).observe(clock, { characterData: true, childList: true, subtree: true })
    document.querySelector('[aria-label="On by 1 day"]').click()
  })`)
}

/** The same on the command line: a longer replay less a shorter one, so that starting does not count [ms]. */
function hourByCommand(file: string, threads: number): number {
  const replay = (hours: number): number => {
    const begun = performance.now()
    const args = [
      'bin/milieu.js',
      'replay',
      file,
      '--until',
      `${hours} h`,
      '--threads',
      String(threads),
      '--json',
    ]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return performance.now() - begun
  }
  return (replay(DAY) - replay(1)) / (DAY - 1)
}

/** Opens the scene and waits until it can be played. */
async function openScene(page: Page, address: string): Promise<void> {
  await page.goto(`${address}#/run/${encodeSession(session)}`)
  await page.getByRole('button', { name: 'Open it in Watch' }).click()
  await page.locator('button[aria-label="Play"]:not([disabled])').waitFor()
  await page.locator('canvas[role=application]').waitFor()
}

/** Compressed scripts of the first view [kB], and from asking for the page to the first cell that moves [ms]. */
async function firstVisit(browser: Browser, address: string): Promise<readonly [number, number]> {
  const page = await browser.newPage({ serviceWorkers: 'block' })
  const scripts = new Set<string>()
  page.on('response', (response) => scripts.add(new URL(response.url()).pathname))
  const begun = performance.now()
  await page.goto(address)
  await page.locator('.gallery-hero[data-moving]').waitFor()
  const time = performance.now() - begun
  const bytes = [...scripts]
    .filter((path) => path.endsWith('.js'))
    .map((path) => gzipSync(readFileSync(join(FOLDER, path))).length)
  await page.close()
  return [bytes.reduce((sum, each) => sum + each, 0) / 1000, time]
}

function print(name: string, value: number, unit: string, ratio = ''): void {
  process.stdout.write(
    `${name.padEnd(58)} ${value.toFixed(value < 10 ? 2 : 0).padStart(7)} ${unit.padEnd(3)} ${ratio}\n`,
  )
}

/** Frames and input while the scene plays, then its speed; `threads` are those that the page has. */
async function measureScene(browser: Browser, isIsolating: boolean, file: string): Promise<void> {
  // As Watch chooses them: a core is left to the page itself.
  const threads = isIsolating ? Math.max(1, Math.min(4, availableParallelism() - 1)) : 1
  const server = await startLabServer({ folder: FOLDER, port: 0, host: '127.0.0.1', isIsolating })
  const page = await browser.newPage({
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  })
  const empty = await frameTime(page)
  await openScene(page, server.address)
  const still = await frameTime(page)
  await page.keyboard.press('Space')
  const playing = await frameTime(page)
  const delay = await inputDelay(page)
  await page.locator('button[aria-label="Pause"]').click()
  const here = await hourInPage(page)
  await page.close()
  await server.close()
  const there = hourByCommand(file, threads)
  const name = isIsolating ? 'memory shared' : 'one thread'
  print(`empty frame (${name})`, empty, 'ms')
  print(`frame, ${CELLS} cells, at rest`, still, 'ms', `${(still / empty).toFixed(2)} empty frames`)
  print(`frame, ${CELLS} cells, 1 h per s`, playing, 'ms', `${(playing / empty).toFixed(2)} empty frames`)
  print('key to the end of the frame that shows it', delay, 'ms', `${(delay / playing).toFixed(2)} frames`)
  print('an hour of the model in the page, of a day', here, 'ms')
  print(
    `the same by milieu replay, ${threads} threads`,
    there,
    'ms',
    `speed of the page: ${(there / here).toFixed(2)}`,
  )
}

const found = findBrowser()
if ('reason' in found) throw new Error(found.reason)
const folder = mkdtempSync(join(tmpdir(), 'milieu-bench-lab-'))
const file = join(folder, 'session.yaml')
writeFileSync(file, writeSession(session))
const browser = await startBrowser(found.path, 'software')
try {
  const server = await startLabServer({ folder: FOLDER, port: 0, host: '127.0.0.1' })
  await firstVisit(browser, server.address)
  const [size, time] = await firstVisit(browser, server.address)
  await server.close()
  print('compressed scripts of the first view', size, 'kB')
  print('from the address to the first cell that moves', time, 'ms')
  await measureScene(browser, false, file)
  await measureScene(browser, true, file)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
