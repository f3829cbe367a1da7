import type { Page } from 'playwright-core'
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

        await page.getByText('Difference', { exact: true }).click()
        await until(page, `/same cells as|cells only here/.test(document.body.innerText)`)
        await expectReplayed(page)

        await page.getByRole('button', { name: 'Remove arm anti-PD-1' }).click()
        await until(page, `${TISSUES} === 1`)
        await page.keyboard.press('Control+z')
        await until(page, `${TISSUES} === 2`)
      },
      { route: '#/compare' },
    ))
})

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
