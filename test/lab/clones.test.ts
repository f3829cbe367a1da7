import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { encodeSession } from '../../src/session/link.ts'
import { comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'
import { CLOCK, key, watchIsOpen } from './steps.ts'

const MODEL = 'models/own/model.yaml'
/** Twelve cells whose daughters often found clones of their own, among cells that belong to none. */
const mutants = (clones: string): string => `format: 1
title: Mutants
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um }
time: { stop: 4 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  tumour:
    display: { lineage: tumour }
    cycle: { model: live, rate: 0.001 1/min }
    traits: { grade: { value: 1 } }
    mutations: { grade: { rate: 0.15, change: 0.5 } }
  CAF: { display: { lineage: stroma } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 26 um } }
  CAF: { scatter: { density: 60000 1/mm^3, outside: { centre: [0 um, 0 um, 0 um], radius: 40 um } } }
${clones}
record: { series: [cell counts], series every: every 6 h }
`
const ROWS = '[aria-label^="Clones, each"] button'
/** As long as the name of any. */
const NAME = 'clone 123456'
const PRESSED = `document.querySelectorAll('${ROWS}[aria-pressed="true"]').length`
/** What changes by itself or says how long something took. */
const MASK = ['[aria-label="Speed"]', '[aria-label="History"]', 'header']

function linkTo(clones: string): string {
  const files = { [MODEL]: mutants(clones) }
  return `#/run/${encodeSession({ format: 1, model: MODEL, files, seed: 1, actions: [] })}`
}
const SUBCLONES = linkTo('clones: { founders: [tumour], subclones: true }')

/** Opens the run of a link and lets two days pass. */
async function watchTwoDays(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open it in Watch' }).click()
  await watchIsOpen(page)
  await page.getByLabel('Size of a step').selectOption('1 day')
  for (const day of ['1 d', '2 d']) {
    await key(page, 'ArrowRight')
    await until(page, `${CLOCK} === '${day} 00:00'`)
  }
}

/** Cells that the rows and the line of those not drawn add up to, beside those that the panel counts. */
async function counted(page: Page): Promise<readonly [rows: number, all: number]> {
  const lines = await page.locator(ROWS).allTextContents()
  const inRows = lines.reduce(
    (sum, line) => sum + Number(/(\d+) cells/.exec(line.slice(NAME.length))?.[1]),
    0,
  )
  const text = await page.locator('[aria-label="Panel"]:has(h2:has-text("living clone"))').innerText()
  const rest = Number(/smaller, (\d+) cells/.exec(text)?.[1] ?? 0)
  return [inRows + rest, Number(/(\d+) live cells belong/.exec(text)?.[1])]
}

describeLab('clones', (lab) => {
  test('are counted and drawn as a tree, and one stands out in the tissue, by hand and by keys', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await watchTwoDays(page)
        await page.getByRole('tab', { name: 'Clones' }).click()
        await page.locator(ROWS).first().waitFor()
        const [sum, all] = await counted(page)
        expect(sum).toBe(all)
        expect(all).toBeGreaterThan(20)

        await page.locator('label', { hasText: 'Cells in these colours' }).click()
        const row = page.locator(ROWS).first()
        const name = ((await row.textContent()) ?? '').slice(0, NAME.length)
        await row.click()
        await until(page, `${PRESSED} === 1`)
        const legend = page.getByRole('list', { name: 'Legend' })
        await expect.poll(() => legend.innerText()).toContain(name)
        await expect.poll(() => legend.innerText()).toContain('in no clone')
        await expectAccessible(page)
        await comparePicture(page, 'clones-dark', { isHalved: true, mask: MASK })

        // alone, it has fewer cells than with what came from it
        const cells = async (): Promise<number> =>
          Number(/(\d+)\s*$/.exec((await legend.locator('li', { hasText: name }).innerText()).trim())?.[1])
        await expect.poll(() => legend.innerText()).toContain(`${name} and its subclones`)
        const family = await cells()
        await page.locator('label', { hasText: 'Its subclones stand out, too' }).click()
        await expect.poll(() => legend.innerText()).not.toContain('and its subclones')
        await expect.poll(cells).toBeLessThan(family)

        await key(page, 'c')
        await expect.poll(() => legend.innerText()).not.toContain(name)
        await until(page, `${PRESSED} === 1`)
        await key(page, 'Escape')
        await until(page, `${PRESSED} === 0`)

        // a clone that stands out does so again after a reload
        await key(page, 'c')
        await until(page, `${PRESSED} === 1`)
        const picked = await page.locator(`${ROWS}[aria-pressed="true"]`).textContent()
        const again = (picked ?? '').slice(0, NAME.length)
        await page.waitForTimeout(KEPT_AFTER)
        await page.reload()
        await watchIsOpen(page)
        await expect.poll(() => legend.innerText()).toContain(again)
      },
      { route: SUBCLONES },
    ))

  test('can be read on a phone', () =>
    lab.withPage(
      'phone',
      'light',
      async (page) => {
        await watchTwoDays(page)
        await page.getByRole('tab', { name: 'Clones' }).click()
        await page.locator(ROWS).nth(1).click()
        await until(page, `${PRESSED} === 1`)
        await expectAccessible(page)
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        await comparePicture(page, 'clones-phone', { isHalved: true, mask: MASK })
      },
      { route: SUBCLONES },
    ))

  test('have no panel in a model without any', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await page.getByRole('button', { name: 'Open it in Watch' }).click()
        await watchIsOpen(page)
        expect(await page.getByRole('tab', { name: 'Clones' }).count()).toBe(0)
        await key(page, 'c')
        expect(await page.getByRole('list', { name: 'Legend' }).innerText()).not.toContain('clone')
      },
      { route: linkTo('') },
    ))
})

/** What was arranged is put into the project after a pause [ms], and written after another. Chosen: longer than both. */
const KEPT_AFTER = 1500
