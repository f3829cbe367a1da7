import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { encodeSession } from '../../src/session/link.ts'
import { comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'
import { organismModel } from './organism-picture-model.ts'
import { CLOCK, expectReplayed, key, watchIsOpen } from './steps.ts'

const MODEL = 'models/own/model.yaml'
const LINK = `#/run/${encodeSession({ format: 1, model: MODEL, files: { [MODEL]: organismModel() }, seed: 1, actions: [] })}`
/** What changes by itself or says how long something took. */
const MASK = ['[aria-label="Speed"]', '[aria-label="History"]', 'header']
const tile = (site: string): string => `section[aria-label="Tissue: ${site}"]`
const CANVASES = `document.querySelectorAll('section[aria-label^="Tissue: "] canvas').length`

/** Opens the run of the link in Watch. */
async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open it in Watch' }).click()
  await watchIsOpen(page)
}

/** Lets days pass. The liver is laid out on the first, the lung on the fifth. */
async function watchDays(page: Page, days: number): Promise<void> {
  await page.getByLabel('Size of a step').selectOption('1 day')
  for (let day = 1; day <= days; day++) {
    await key(page, 'ArrowRight')
    await until(page, `${CLOCK} === '${day} d 00:00'`)
  }
}

/** The number that stands beside some words in the strip of the blood. */
async function told(page: Page, words: string): Promise<number> {
  const line = page.locator('[aria-label="Blood"] dl > div', { hasText: words }).first()
  return Number((await line.locator('dd').innerText()).replaceAll(',', ''))
}

describeLab('an organism', (lab) => {
  test('shows its tissues side by side, what is between them, and cells in each', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await open(page)
        expect(await page.locator(tile('liver')).innerText()).toContain('No tissue yet')
        await watchDays(page, 2)
        await until(page, `${CANVASES} === 2`)
        expect(await page.locator(tile('lung')).innerText()).toContain('No tissue yet')
        expect(await told(page, 'left so far')).toBeGreaterThan(0)
        expect(await told(page, 'arrested')).toBeGreaterThan(0)
        await page.getByRole('tab', { name: 'Body' }).click()
        await page.getByText('On the way to the liver').waitFor()
        await expectAccessible(page)
        await comparePicture(page, 'organism-light', { isHalved: true, mask: MASK })

        // the liver becomes large; the panels speak of it, and its cells are chosen
        await page.getByRole('button', { name: 'Show the liver large' }).click()
        await until(page, `document.querySelector('${tile('liver')}').dataset.large === 'true'`)
        const legend = page.getByRole('list', { name: 'Legend' })
        await expect.poll(() => legend.innerText()).toContain('hepatocyte')
        await key(page, 'n')
        await page.getByText(/live, .*in the liver, at/).waitFor()
        await key(page, 't')
        await until(page, `document.querySelector('${tile('lung')}').dataset.large === 'true'`)

        // in the past it is as it was
        await key(page, 'Home')
        await until(page, `${CANVASES} === 1`)
        expect(await told(page, 'left so far')).toBe(0)
      },
      { route: LINK },
    ))

  test('is resected, depleted and injected, and is replayed to the bit', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await open(page)
        await watchDays(page, 1)
        await page.getByRole('tab', { name: 'Treat' }).click()
        await page.locator('label', { hasText: /^Body$/ }).click()
        await page.getByRole('button', { name: 'Resect now' }).click()
        await page.getByText('primary resected').first().waitFor()
        await page.locator('label', { hasText: 'Deplete' }).click()
        await page.getByRole('button', { name: 'Deplete now' }).click()
        await page.getByText('monocytes of the blood depleted by 90 % for 7 d').first().waitFor()
        await page.locator('label', { hasText: 'Inject' }).click()
        await page.getByRole('button', { name: 'Inject now' }).click()
        await page.getByText('100000 tumour injected, blood').first().waitFor()
        const before = await told(page, 'left so far')
        await page.getByLabel('Size of a step').selectOption('1 hour')
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '1 d 01:00'`)
        const list = page.getByRole('list', { name: 'Legend' })
        await expect.poll(() => list.innerText()).not.toContain('tumour')
        expect(await page.locator(tile('primary')).innerText()).toContain('taken out')
        // the liver sheds, too
        expect((await told(page, 'left so far')) - before).toBeGreaterThanOrEqual(100_000)
        await comparePicture(page, 'organism-dark', { isHalved: true, mask: MASK })
        await expectReplayed(page, 3)
      },
      { route: LINK },
    ))

  test('is brushed in the tissue of a site, which the session keeps', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await open(page)
        await watchDays(page, 1)
        await page.getByRole('tab', { name: 'Treat' }).click()
        await page.locator('[aria-label="What to change"] label', { hasText: 'Cells' }).click()
        await page.getByRole('button', { name: 'Take out with a brush' }).click()
        const liver = page.locator(`${tile('liver')} canvas`)
        const { width = 0, height = 0 } = (await liver.boundingBox()) ?? {}
        await liver.click({ position: { x: width / 2, y: height / 2 }, force: true })
        await page
          .getByText(/all cells taken out within 40 µm at .* in the liver/)
          .first()
          .waitFor()
        const { actions } = await expectReplayed(page, 1)
        expect(actions[0]?.change).toMatch(/^sites:\n  liver:\n    ablations:/)
        // places of a click are as fine as a cell, and no finer
        expect(actions[0]?.change).toMatch(/centre: \[ (-?\d+(\.\d)? um,? ){3}\]/)
      },
      { route: LINK },
    ))

  test('has one tissue at a time on a phone, and its body in a tab', () =>
    lab.withPage(
      'phone',
      'dark',
      async (page) => {
        await open(page)
        await watchDays(page, 2)
        await page.getByRole('tab', { name: 'Body' }).waitFor()
        await until(page, `document.querySelector('[aria-label="Blood"]') !== null`)
        await page.locator('[aria-label="Tissue that is shown"] label', { hasText: 'liver' }).click()
        await page.locator(`${tile('liver')} canvas`).waitFor()
        await until(page, `${CANVASES} === 1`)
        await expectAccessible(page)
        await comparePicture(page, 'organism-phone', { isHalved: true, mask: MASK })
      },
      { route: LINK },
    ))

  test('is compared in one of its tissues', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await open(page)
        await page.evaluate(`location.hash = '#/compare'`)
        await until(page, `document.querySelector('section[aria-label^="Arm "] canvas') !== null`)
        await page.getByLabel('Tissue that all arms show').selectOption('liver')
        await page.getByText('No tissue in the liver yet').waitFor()
        await page.getByLabel('Tissue that all arms show').selectOption('primary')
        await until(page, `document.querySelector('section[aria-label^="Arm "] canvas') !== null`)
      },
      { route: LINK },
    ))
})
