import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { loadKernels } from '../../src/platform/node/kernels.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { decodeSession, linkPayload } from '../../src/session/link.ts'
import { replaySession } from '../../src/session/replay.ts'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

const CLOCKS = '[...document.querySelectorAll("[data-time]")].map((each) => each.textContent)'

/** Controls and curves draw on canvases, too. */
const TISSUES = `document.querySelectorAll('section[aria-label^="Arm "] canvas').length`

describeLab('comparing arms', (lab) => {
  test('goes through time together, shows where they differ, and each arm is replayed to the bit', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await page.getByRole('button', { name: /^with anti-PD-1/ }).click()
        await until(page, `${TISSUES} === 2`)
        await expectAccessible(page)

        // Two hours on: two small steps of the slider.
        const time = page.getByRole('slider', { name: 'Time of all arms' })
        await until(page, `document.querySelector('[aria-label^="Play all arms"]:not(:disabled)') !== null`)
        await time.focus()
        await page.keyboard.press('ArrowRight')
        await page.keyboard.press('ArrowRight')
        await until(page, `/02:00[^]*of 3 d/.test(document.body.innerText)`)
        await until(page, `new Set(${CLOCKS}).size <= 1`)

        await page.locator('body').press('d')
        await until(page, `/same cells as|cells only here/.test(document.body.innerText)`)
        await page.getByLabel('Cells in both, coloured by').selectOption('moved')
        await page.getByText('distance apart').waitFor()
        await page.getByLabel(/^First: the arm/).selectOption('anti-PD-1')
        await page.getByText(/(same cells as|only in) anti-PD-1/).waitFor()
        await expectReplayed(page)

        await page.getByRole('button', { name: 'Remove arm anti-PD-1' }).click()
        await until(page, `${TISSUES} === 1`)
        await page.keyboard.press('Control+z')
        await until(page, `${TISSUES} === 2`)
      },
      { route: '#/compare' },
    ))

  test('of a question shows how sure differences are, and arms are changed once they are free of mistakes', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await page.getByLabel('Model', { exact: true }).first().click()
        await page.getByRole('option', { name: 'A first tumour' }).click()
        await page.getByRole('button', { name: /As it is against a knock-down half of oxygen/ }).click()
        const stop = page.getByLabel('Simulated time', { exact: true })
        await stop.fill('12 h')
        await stop.press('Enter')
        await page.getByRole('button', { name: 'Watch the arms side by side' }).click()
        await until(page, `${TISSUES} === 2`)

        const twins = page.getByLabel('Runs of each arm behind the curves')
        await twins.selectOption('4')
        await page.getByText('Band: range of 4 replicates', { exact: false }).waitFor()
        // A day on is the end of half a day.
        await page.locator('body').press('Shift+ArrowRight')
        await page
          .getByText(
            /^At 12 h, half of oxygen taken up by tumour less untreated: .*95\s%\sCI, .*4 twin pairs/,
          )
          .first()
          .waitFor()
        await twins.selectOption('0')
        await twins.selectOption('4')
        await page.getByText('Band: range of 4 replicates', { exact: false }).waitFor()
        await expectAccessible(page)

        await page.getByRole('button', { name: /^Change arm half of oxygen/ }).click()
        const dialog = page.getByRole('dialog')
        await enter(dialog.getByLabel('Share lost', { exact: true }), '50 apples')
        await dialog.getByText('The arms that run stay until this is corrected').waitFor()
        expect(await dialog.getByRole('button', { name: 'Change the arm' }).isDisabled()).toBe(true)
        await enter(dialog.getByLabel('Share lost', { exact: true }), '80 %')
        await enter(dialog.getByLabel('Arm', { exact: true }), 'a fifth of oxygen')
        await expectAccessible(page)
        await dialog.getByRole('button', { name: 'Change the arm' }).click()
        await page.getByRole('heading', { name: 'a fifth of oxygen' }).waitFor()
        // Other arms have other runs: nothing is computed that nobody asked for.
        await page.getByRole('button', { name: 'Compute 8 runs' }).waitFor()

        await page.getByRole('button', { name: 'Ask this as a trial' }).click()
        const text = await page.getByLabel('Text of the experiment').inputValue()
        expect(text).toContain('a fifth of oxygen:\n    knock down:')
        expect(text).toContain('a fifth of oxygen against untreated')
        // Four twins of the untreated arm are there already.
        await page.getByText(/^12 runs left of 16 of 55 cells/).waitFor()
      },
      { route: '#/ask' },
    ))
})

async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  await field.press('Enter')
}

/** What the page says of each arm is what Node comes to. */
async function expectReplayed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reproduce', exact: true }).click()
  await until(page, `document.querySelectorAll('code[data-copy]').length === 2`)
  const links = await page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('code[data-copy]')].map((each) => each.textContent)`,
  )
  const hashes = new Set<string>()
  for (const link of links) {
    const { session } = decodeSession(linkPayload(link) ?? '')
    if (session?.reached === undefined) throw new Error('the link says no state')
    const replayed = await replaySession(session, readFile, { kernels: loadKernels() })
    expect(replayed).toMatchObject({ hash: session.reached.hash, isSame: true })
    hashes.add(session.reached.hash)
  }
  expect(hashes.size).toBe(2)
  await page.keyboard.press('Escape')
  await until(page, `document.querySelector('[role=dialog]') === null`)
}
