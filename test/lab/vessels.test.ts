import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { encodeSession } from '../../src/session/link.ts'
import { comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'
import { CLOCK, key, watchIsOpen } from './steps.ts'
import { vesselModel } from './vessel-picture-model.ts'

const MODEL = 'models/own/model.yaml'
/** What changes by itself or says how long something took. */
const MASK = ['[aria-label="Speed"]', '[aria-label="History"]', 'header']

function linkTo(dimensions: 2 | 3): string {
  const files = { [MODEL]: vesselModel(dimensions) }
  return `#/run/${encodeSession({ format: 1, model: MODEL, files, seed: 1, actions: [] })}`
}

/** Opens the run of a link and lets a day pass. */
async function watchADay(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open it in Watch' }).click()
  await watchIsOpen(page)
  await page.getByLabel('Size of a step').selectOption('1 day')
  await key(page, 'ArrowRight')
  await until(page, `${CLOCK} === '1 d 00:00'`)
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Colour vessels' }).click()
  await page.getByRole('option', { name }).click()
}

describeLab('vessels that live, and the matrix', (lab) => {
  test('look as they should in a slice, in colours that the legend explains, and stay as chosen', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await watchADay(page)
        const legend = page.getByRole('list', { name: 'Legend' })
        await expect.poll(() => legend.innerText()).toMatch(/fibres of the matrix[^]*flow in vessels/)
        await comparePicture(page, 'vessels-slice', { isHalved: true, mask: MASK })
        await choose(page, 'by pericyte cover')
        await expect.poll(() => legend.innerText()).toContain('covered by pericytes')
        await page.getByLabel('Fibres of the matrix').uncheck()
        await expect.poll(() => legend.innerText()).not.toContain('fibres')
        await page.getByLabel('Vessels', { exact: true }).uncheck()
        await expect.poll(() => legend.innerText()).not.toContain('pericytes')
        expect(await page.getByRole('combobox', { name: 'Colour vessels' }).count()).toBe(0)
        await page.getByLabel('Vessels', { exact: true }).check()
        await expectAccessible(page)
      },
      { route: linkTo(2) },
    ))

  test('look as they should in a block', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await watchADay(page)
        await page.getByLabel('matrix density').check()
        const legend = page.getByRole('list', { name: 'Legend' })
        await expect.poll(() => legend.innerText()).toContain('matrix density')
        // what lies before the vessels begins dimmed
        const dimmed = legend.getByRole('button', { pressed: false })
        expect(await dimmed.allInnerTexts()).toEqual([expect.stringMatching(/^CAF/)])
        await expectAccessible(page)
        await comparePicture(page, 'vessels-block', { isHalved: true, mask: MASK })
      },
      { route: linkTo(3) },
    ))
})
