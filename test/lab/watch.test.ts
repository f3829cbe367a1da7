import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { loadKernels } from '../../src/platform/node/kernels.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { decodeSession, linkPayload } from '../../src/session/link.ts'
import { replaySession } from '../../src/session/replay.ts'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

/** Where the run stands and what was done, as the page tells a reader. */
const CLOCK = 'document.querySelector("[data-clock]")?.textContent'

describeLab('watching and steering', (lab) => {
  test('steps, doses, goes back, branches, undoes, and is replayed to the bit', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await opened(page)
        expect(await page.evaluate(CLOCK)).toBe('00:00')
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '01:00'`)

        await tab(page, 'Treat')
        await page.getByRole('button', { name: 'Give now, at 01:00' }).click()
        await until(page, `document.body.innerText.includes('Reproduce or share')`)
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '02:00'`)

        // in the past of this run: what is done there is a branch
        await key(page, 'Home')
        await until(page, `${CLOCK} === '00:00'`)
        await page.locator('label', { hasText: 'Gene' }).first().click()
        await page.getByRole('button', { name: 'Knock down now, at 00:00' }).click()
        await until(page, `document.querySelectorAll('[aria-label="Branches"] li').length === 2`)
        await blur(page)
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '01:00'`)
        await expectReplayed(page, 1)

        // undone once, the run is on its first branch, with the dose; undone twice, on one without it
        await key(page, 'Control+z')
        await until(page, `${CLOCK} === '02:00'`)
        await expectReplayed(page, 1)
        await key(page, 'Control+z')
        await until(page, `document.querySelectorAll('[aria-label="Branches"] li').length === 3`)
        await expectReplayed(page, 0)
      },
      { route: '#/watch' },
    ))
})

/** Waits until the run can be played. */
async function opened(page: Page): Promise<void> {
  await until(page, `document.querySelector('button[aria-label="Play"]:not(:disabled)') !== null`)
  await until(page, `document.querySelector('canvas') !== null`)
}

/** Presses a key of the page, wherever the focus was. */
async function key(page: Page, name: string): Promise<void> {
  await blur(page)
  await page.keyboard.press(name)
}

async function blur(page: Page): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
}

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).first().click()
}

/** The hash that the page shows is that of a replay of its link in Node. */
async function expectReplayed(page: Page, actions: number): Promise<void> {
  await page.getByRole('button', { name: 'Reproduce', exact: true }).click()
  const link = await page.locator('code[title]').getAttribute('title')
  const hash = await page.locator('[data-hash]').textContent()
  const { session } = decodeSession(linkPayload(link ?? '') ?? '')
  if (session === undefined) throw new Error('the link holds no session')
  expect(session.actions).toHaveLength(actions)
  const replayed = await replaySession(session, readFile, { kernels: loadKernels() })
  expect(replayed).toMatchObject({ hash, isSame: true })
  await page.keyboard.press('Escape')
  await until(page, `document.querySelector('[role=dialog]') === null`)
}
