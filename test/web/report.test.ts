import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderCalibration } from '../../src/report/render-calibration.ts'
import { renderReport } from '../../src/report/render-report.ts'
import { calibrationFixture } from '../report/calibration-fixture.ts'
import { cohortFixture } from '../report/cohort-fixture.ts'
import { sweepFixture } from '../report/sweep-fixture.ts'
import { trialFixture } from '../report/trial-fixture.ts'
import { findBrowser, startBrowser } from './browser.ts'

const found = findBrowser()
if ('reason' in found) process.stderr.write(`browser tests are skipped: ${found.reason}\n`)

/** A trial with defaults among its parameters, so that the page hides and shows them. */
function summaryWithDefaults() {
  const summary = trialFixture()
  const parameters = summary.parameters.map((parameter, index) =>
    index % 3 === 2 ? { ...parameter, isDefault: true } : parameter,
  )
  return { ...summary, parameters }
}

const summary = summaryWithDefaults()

/** Pages with the sections that a small trial does not have, by the name of their file. */
const pages: Readonly<Record<string, () => string>> = {
  cohort: () => renderReport(cohortFixture()),
  sweep: () => renderReport(sweepFixture('grid')),
  calibration: () => renderCalibration(calibrationFixture()),
}

describe.skipIf('reason' in found)('the report, opened from disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-report-'))
  const file = pathToFileURL(join(folder, 'report.html')).href
  let browser: Browser

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), renderReport(summary))
    browser = await startBrowser('path' in found ? found.path : '')
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the report with the network off; what the page said and asked for is collected. */
  async function open(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ ...options, offline: true })
    const page = await context.newPage()
    page.setDefaultTimeout(5000)
    const messages: string[] = []
    const requests: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    page.on('pageerror', (error) => messages.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(file)
    return { page, messages, requests }
  }

  test('asks for nothing but itself and says nothing on the console', async () => {
    const { page, messages, requests } = await open()
    expect(messages).toEqual([])
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([file])
    await page.context().close()
  })

  for (const width of [390, 1440]) {
    test(`fits a page of ${width} px`, async () => {
      const { page } = await open({ viewport: { width, height: 900 } })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      expect(await page.evaluate<string[]>(TEXT_OUTSIDE)).toEqual([])
      await page.context().close()
    })
  }

  test('searches its parameters, with and without defaults', async () => {
    const { page } = await open()
    const defaults = summary.parameters.filter((parameter) => parameter.isDefault === true).length
    const all = summary.parameters.length
    expect(await visibleRows(page)).toHaveLength(all - defaults)
    await page.getByRole('checkbox').check()
    expect(await visibleRows(page)).toHaveLength(all)
    await page.getByRole('searchbox').fill('treg speed')
    const [row = '', ...others] = await visibleRows(page)
    expect(others).toEqual([])
    expect(row).toContain('speed')
    expect(await page.locator('#parameters tr.part:visible').allTextContents()).toEqual([
      expect.stringContaining('Treg'),
    ])
    await page.getByRole('searchbox').fill('no such thing')
    expect(await visibleRows(page)).toEqual([])
    expect(await page.locator('#parameter-count').textContent()).toBe(`0 of ${all} parameters`)
    await page.context().close()
  })

  test('sorts its parameters by click and by keyboard', async () => {
    const { page } = await open()
    await page.getByRole('checkbox').check()
    const values = () => page.locator('#parameter-table tr:not(.part) td:nth-child(2)').allTextContents()
    const written = await values()
    const head = page.locator('#parameter-table th').nth(1)
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    const ascending = await values()
    expect(ascending[0]).toContain('2.1') // 2.1e-5, the smallest
    expect(ascending.toSorted()).toEqual(written.toSorted())
    await head.getByRole('button').focus()
    await page.keyboard.press('Enter')
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    expect(await values()).not.toEqual(ascending)
    await page.keyboard.press('Space')
    expect(await head.getAttribute('aria-sort')).toBeNull()
    expect(await values()).toEqual(written)
    await page.context().close()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has text of readable contrast on a ${colorScheme} page`, async () => {
      const { page } = await open({ colorScheme })
      const colours = await page.evaluate<TextColours[]>(TEXT_COLOURS)
      // Ink, muted, links and two arms at least: otherwise the probe found no text.
      expect(colours.length).toBeGreaterThan(4)
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      expect(luminance(paper) < 0.5 ? 'dark' : 'light').toBe(colorScheme)
      // WCAG 2.2, 1.4.3: 4.5 to 1 for text of any size.
      const faint = colours.filter(({ ink, ground: behind }) => contrast(ink, behind) < 4.5)
      expect(faint).toEqual([])
      await page.context().close()
    })
  }

  for (const [name, render] of Object.entries(pages)) {
    test(`fits and can be read, on a phone and in the dark: ${name}`, async () => {
      const other = join(folder, `${name}.html`)
      writeFileSync(other, render())
      const { page, requests } = await open({ viewport: { width: 390, height: 900 } })
      await page.goto(pathToFileURL(other).href)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await page.evaluate<string[]>(TEXT_OUTSIDE)).toEqual([])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const colours = await page.evaluate<TextColours[]>(TEXT_COLOURS)
        expect(colours.length).toBeGreaterThan(3)
        expect(colours.filter(({ ink, ground }) => contrast(ink, ground) < 4.5)).toEqual([])
      }
      expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith('file:'))).toEqual([])
      await page.context().close()
    })
  }

  test('prints without navigation, search and defaults', async () => {
    const { page } = await open()
    expect(await page.locator('nav').isVisible()).toBe(true)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').isVisible()).toBe(false)
    expect(await page.locator('.search').isVisible()).toBe(false)
    expect(await page.locator('tr.default:visible').count()).toBe(0)
    expect(await page.locator('.paper-note').isVisible()).toBe(true)
    await page.context().close()
  })
})

function visibleRows(page: Page): Promise<string[]> {
  return page.locator('#parameter-table tbody tr:not(.part):visible').allTextContents()
}

/** Runs in the page: text that sticks out of it and is in nothing that scrolls. */
const TEXT_OUTSIDE = `[...document.querySelectorAll('h1, h2, h3, p, li, dd, figcaption, svg text')]
  .filter((node) => node.closest('.scroll') === null && node.checkVisibility())
  .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((node) => node.textContent)`

interface TextColours {
  readonly ink: string
  readonly ground: string
  readonly sample: string
}

/** Runs in the page: each pair of colours in which text stands. */
const TEXT_COLOURS = `(() => {
  const groundOf = (node) => {
    // Numbers in a heat map say which colour they stand on.
    const drawn = node.dataset.ground
    if (drawn) return 'rgb(' + drawn.match(/[0-9a-f]{2}/g).map((pair) => Number.parseInt(pair, 16)).join(', ') + ')'
    for (let at = node; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (colour !== 'rgba(0, 0, 0, 0)') return colour
    }
    return 'rgb(255, 255, 255)'
  }
  const pairs = new Map()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode() !== null) {
    const node = walker.currentNode.parentElement
    const sample = walker.currentNode.textContent.trim()
    if (sample === '' || ['SCRIPT', 'STYLE'].includes(node.tagName) || !node.checkVisibility()) continue
    const isDrawn = node.closest('svg') !== null
    const ink = isDrawn ? getComputedStyle(node).fill : getComputedStyle(node).color
    // White on the dark plate of a picture: its ground is drawn, not styled.
    if (isDrawn && ink === 'rgb(255, 255, 255)' && !node.dataset.ground) continue
    const ground = groundOf(node)
    pairs.set(ink + ground, { ink, ground, sample })
  }
  return [...pairs.values()]
})()`

/** Contrast of two colours as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance of `rgb(r, g, b)` as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
