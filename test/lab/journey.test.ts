import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeLab, until } from './lab-browser.ts'
import { CLOCK, dropTable, key, replayByCommand, reproduce, tabTo, watchIsOpen } from './steps.ts'

/*
 * One visit from the gallery to a page without a network, as a reader would make it; what each page does in all its cases stands in
 * the tests of the pages. Every request that leaves the server of the page fails the test (`describeLab`).
 */

const SLIDE = 'data/crc-visium-hd-p2/cells.csv'

/** Screen readers are told that something was done to the run. */
const IS_DONE = `[...document.querySelectorAll('[role=status]')].some((each) => each.textContent.startsWith('Done at'))`

async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click()
  await until(page, `document.title.startsWith('${name}')`)
}

/** Gallery to Watch: the first tissue moves, the model plays by itself, and rests again. */
async function openAndPlay(page: Page): Promise<void> {
  await until(page, `document.querySelector('.gallery-hero[data-moving]') !== null`)
  await page
    .getByRole('link', { name: /^Colorectal carcinoma/ })
    .first()
    .click()
  await watchIsOpen(page)
  await until(page, `${CLOCK} >= '01:00'`)
  await key(page, 'Space')
  await until(page, `document.querySelector('button[aria-label="Play"]') !== null`)
}

/** Back to the beginning, a dose an hour later, and a branch without it; gives the clock of the dose. */
async function steer(page: Page): Promise<void> {
  await key(page, 'Home')
  await until(page, `${CLOCK} === '00:00'`)
  await key(page, 'ArrowRight')
  await until(page, `${CLOCK} === '01:00'`)
  await page.getByRole('tab', { name: 'Treat' }).first().click()
  await page.getByRole('button', { name: 'Give now, at 01:00' }).click()
  // With the next picture the dose is there, before any time has passed: on the time line, in the log, and in words.
  await until(page, IS_DONE)
  expect(await page.evaluate(CLOCK)).toBe('01:00')
  expect(
    await page.evaluate(
      `document.querySelectorAll('section[aria-label="Tissue and time"] svg path[d^="M-4"]').length`,
    ),
  ).toBe(1)
  await key(page, 'ArrowRight')
  await until(page, `${CLOCK} === '02:00'`)
}

/** The run beside the model as it stands, and the difference between the two. */
async function compare(page: Page): Promise<void> {
  await go(page, 'Compare')
  await until(page, `document.querySelectorAll('section[aria-label^="Arm "] canvas').length === 2`)
  await page.getByText('Difference', { exact: true }).click()
  await until(page, `/same cells as|cells only here/.test(document.body.innerText)`)
}

/** A small trial, to its answer. */
async function ask(page: Page): Promise<void> {
  await go(page, 'Ask')
  await page.getByLabel('Model', { exact: true }).first().click()
  await page.getByRole('option', { name: 'A first tumour' }).click()
  await page.getByRole('button', { name: /As it is against a knock-down half of oxygen/ }).click()
  for (const [label, value] of [
    ['Runs per arm', '2'],
    ['Simulated time', '6 h'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('button', { name: 'Run the trial' }).click()
  await page.getByRole('button', { name: 'Read the report' }).click()
  await page.frameLocator('iframe[title=Report]').getByRole('heading', { name: 'Answer' }).waitFor()
}

/** A slide of the reader's own becomes a run. */
async function bringTissue(page: Page): Promise<void> {
  await go(page, 'Tissue')
  await dropTable(page, 'slide.csv', readFileSync(SLIDE, 'utf8'))
  await page.getByText('10,087 rows, 6 columns; 10,087 cells').waitFor()
  await page.getByRole('button', { name: 'Open in Watch' }).click()
  await watchIsOpen(page)
  await key(page, 'Space')
}

/** A mistake in a rule, mended by what completion offers. */
async function edit(page: Page): Promise<void> {
  await go(page, 'Edit')
  const status = page.locator('.edit-problems [role=status]')
  await status.filter({ hasText: 'No problems' }).waitFor()
  await page.getByRole('button', { name: 'cd8', exact: true }).click()
  await page.getByRole('button', { name: 'Make my own copy' }).click()
  await page.getByRole('button', { name: 'cd8 yours' }).waitFor()
  await page.locator('.cm-line', { hasText: 'rules:' }).first().click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.type(
    '  - oxigen increases migration speed to 4 um/min, half at 20 mmHg, hill 2 [assumed]',
  )
  await page.keyboard.press('Escape')
  await status.filter({ hasText: '1 error' }).waitFor()
  await page.locator('.edit-problems li', { hasText: 'oxigen' }).getByRole('button').click()
  await page.keyboard.type('oxy')
  await page.locator('.cm-tooltip-autocomplete li', { hasText: 'oxygen' }).first().click()
  await status.filter({ hasText: 'No problems' }).waitFor()
}

describeLab('a visit', (lab) => {
  test('from the gallery to a link that others open with the same bits, and on without a network', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await openAndPlay(page)
        await steer(page)
        const { link, hash } = await reproduce(page)
        expect(replayByCommand(link)).toMatchObject({ hash, isSame: true, tick: 480 })
        await lab.withPage(
          'phone',
          'dark',
          async (other) => {
            await other.getByRole('button', { name: 'Open it in Watch' }).click()
            await other.getByText(`Same bits: replayed to 02:00, hash ${hash}`).waitFor()
          },
          { route: link.slice(link.indexOf('#')) },
        )
        await compare(page)
        await bringTissue(page)
        await edit(page)
        await ask(page)
        await until(page, 'navigator.serviceWorker.controller !== null')
        await page.context().setOffline(true)
        await page.reload()
        await go(page, 'Watch')
        await watchIsOpen(page)
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} > '00:00'`)
      },
      { hasMotion: true, hasServiceWorker: true },
    ))

  test('by keyboard alone: open, play, dose, reproduce; nothing holds the focus', () =>
    lab.withPage('desktop', 'dark', async (page) => {
      await tabTo(page, /^Colorectal carcinoma/)
      await page.keyboard.press('Enter')
      await watchIsOpen(page)
      await page.keyboard.press('Space')
      await until(page, `${CLOCK} >= '00:30'`)
      await page.keyboard.press('Space')
      await until(page, `document.querySelector('button[aria-label="Play"]') !== null`)
      await page.keyboard.press('d')
      await tabTo(page, /^Give now/)
      await page.keyboard.press('Enter')
      await until(page, IS_DONE)
      await tabTo(page, /^Reproduce or share/)
      await page.keyboard.press('Enter')
      await until(page, `document.querySelector('[role=dialog] [data-copy="State now"]') !== null`)
      await page.keyboard.press('Escape')
      await until(page, `document.activeElement.textContent === 'Reproduce or share'`)
      // Through the tissue and out of it again, and out of the editor, in which Tab indents.
      await tabTo(page, /cells/)
      await tabTo(page, /^Time$/)
      await page.evaluate(`location.hash = '#/edit'`)
      await page.locator('.edit-problems [role=status]').filter({ hasText: 'No problems' }).waitFor()
      const isWriting = `document.activeElement.closest('.cm-editor') !== null`
      await page.locator('.cm-content').first().focus()
      expect(await page.evaluate(isWriting)).toBe(true)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      expect(await page.evaluate(isWriting)).toBe(false)
    }))
})
