import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { type Size, comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'

/*
 * Every page in both themes and on a phone, one visit each: what axe says of it and of its dialogs, and how it looks. The gallery and
 * the three views of Edit have tests of their own.
 */

/** What says how far saving is. */
const OF_THE_MACHINE = ['[data-saving]']

/** Goes to a page by its address, as its link does. */
async function go(page: Page, route: string, name: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${route}'`)
  await until(page, `document.title.startsWith('${name}')`)
}

describeLab('every page', (lab) => {
  for (const [size, theme] of [
    ['desktop', 'light'],
    ['desktop', 'dark'],
    ['phone', 'dark'],
  ] as const)
    test(`is accessible and looks as it did: ${size}, ${theme}`, () =>
      lab.withPage(
        size,
        theme,
        async (page) => {
          const seen = async (name: string): Promise<void> => {
            await expectAccessible(page)
            await page.evaluate('document.activeElement?.blur()')
            await page.mouse.move(0, 0)
            await comparePicture(page, `${name}-${size === 'phone' ? 'phone' : theme}`, {
              mask: OF_THE_MACHINE,
              isHalved: true,
            })
          }
          await watch(page, size, seen)
          await compare(page, seen)
          await go(page, 'trust', 'Trust')
          await page.getByRole('heading', { name: /rests on/ }).waitFor()
          await seen('trust')
          await go(page, 'tissue', 'Tissue')
          await page.getByRole('button', { name: 'Use the shipped slide' }).click()
          await page.getByText('10,087 rows').waitFor()
          await seen('tissue')
          await ask(page, seen)
        },
        { route: '#/watch' },
      ))
})

type Seen = (name: string) => Promise<void>

/** An hour after the start, at rest; and the dialogs that belong to it. */
async function watch(page: Page, size: Size, seen: Seen): Promise<void> {
  await until(page, `document.querySelector('button[aria-label="Play"]:not(:disabled)') !== null`)
  // Scales of fields widen with what was seen: the start is seen first.
  await page.getByText('day 0', { exact: true }).waitFor()
  await page.keyboard.press('ArrowRight')
  await until(page, `document.querySelector('[data-clock]').textContent === '01:00'`)
  await seen('watch')
  await page.getByRole('button', { name: 'Reproduce', exact: true }).click()
  await until(page, `document.querySelector('[data-copy="State now"]') !== null`)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await until(page, `document.querySelector('[role=dialog]') === null`)
  if (size === 'phone') return
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await until(page, `document.querySelector('[role=dialog]') === null`)
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.getByRole('menu').first().waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
}

/** Two arms, at the start: twins look the same. */
async function compare(page: Page, seen: Seen): Promise<void> {
  await go(page, 'compare', 'Compare')
  await page.getByRole('button', { name: /^with anti-PD-1/ }).click()
  await until(page, `document.querySelectorAll('section[aria-label^="Arm "] canvas').length === 2`)
  await until(page, `document.querySelector('[aria-label^="Play all arms"]:not(:disabled)') !== null`)
  await seen('compare')
}

/** The form of a question, and the report of its trial. */
async function ask(page: Page, seen: Seen): Promise<void> {
  await go(page, 'ask', 'Ask')
  await page.getByLabel('Model', { exact: true }).first().click()
  await page.getByRole('option', { name: 'A first tumour' }).click()
  await page.getByRole('button', { name: /As it is against a knock-down half of oxygen/ }).click()
  for (const [label, value] of [
    ['Runs per arm', '2'],
    ['Simulated time', '12 h'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.getByText(/^4 runs of 55 cells, about .* on .* cores?, .* of memory/).waitFor()
  await seen('ask')
  await page.getByRole('button', { name: 'Run the trial' }).click()
  await page.getByRole('button', { name: 'Read the report' }).click()
  await page.frameLocator('iframe[title=Report]').getByRole('heading', { name: 'Answer' }).waitFor()
  await seen('report')
}
