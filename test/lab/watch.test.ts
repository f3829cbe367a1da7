import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeLab, expectAccessible, until } from './lab-browser.ts'
import { CLOCK, expectReplayed, untilUnsaid } from './steps.ts'

/** Ticks of an hour of the colorectal model: one is 0.25 min. */
const HOUR = 240

/** The project as the browser keeps it: the latest revision. */
const KEPT = `new Promise((resolve) => {
  const opening = indexedDB.open('milieu-projects')
  opening.onsuccess = () => {
    const all = opening.result.transaction('revisions').objectStore('revisions').getAll()
    all.onsuccess = () => { opening.result.close(); resolve(all.result.at(-1) ?? { session: {} }) }
  }
})`

describeLab('watching and steering', (lab) => {
  test('steps, doses, goes back, branches, undoes, and is replayed to the bit', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await opened(page)
        await expectAccessible(page)
        expect(await page.evaluate(CLOCK)).toBe('00:00')
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '01:00'`)

        // what cannot be done says so at its form, and the run is as it was
        await tab(page, 'Treat')
        const amount = page.getByLabel('Amount, with its unit')
        const usual = await amount.inputValue()
        await amount.fill('three')
        await page.getByRole('button', { name: 'Give now, at 01:00' }).click()
        await until(page, `document.querySelector('form [role=alert]') !== null`)
        await amount.fill(usual)
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

        // done again, and found again by whoever reloads: at the dose, with the same bits
        await key(page, 'Control+Shift+z')
        await until(page, `${CLOCK} === '02:00'`)
        await until(page, `${KEPT}.then((kept) => kept.session.reached?.tick === ${2 * HOUR})`)
        await page.reload()
        await until(page, `document.body.innerText.includes('Same bits: replayed to 02:00')`)
      },
      { route: '#/watch' },
    ))

  test('keeps the run before when the model breaks, and what was arranged over a reload', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await opened(page)
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '01:00'`)
        await page.evaluate(`location.hash = '#/edit'`)
        await page.getByRole('button', { name: 'Make my own copy' }).click()
        await page.locator('.cm-content').click()
        await page.keyboard.press('Control+Home')
        await page.keyboard.insertText('nonsense: 1\n')
        await until(page, `document.body.innerText.includes('saved')`)
        await page.evaluate(`location.hash = '#/watch'`)
        await until(page, `document.body.innerText.includes('The run before')`)
        await until(page, `document.querySelector('canvas') !== null && ${CLOCK} === '01:00'`)
        expect(await page.getByRole('button', { name: 'Open in Edit' }).count()).toBeGreaterThan(0)
        await expectAccessible(page)

        // mended, the run is the project's again; what is arranged then is there after a reload
        await key(page, 'Control+z')
        await untilUnsaid(page, 'before')
        await until(page, `${CLOCK} === '01:00'`)
        await page.getByLabel('Contacts of cells').check()
        await key(page, 'Home')
        await until(page, `${CLOCK} === '00:00'`)
        await key(page, 'b')
        await until(page, `document.querySelectorAll('[aria-label="Branches"] li').length === 2`)
        await page.getByRole('button', { name: 'What to do with first run' }).click()
        await page.getByRole('menuitem', { name: 'Rename' }).click()
        await page.getByLabel('Name of this branch').fill('untreated')
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'untreated', exact: true }).click()
        await until(page, `${CLOCK} === '01:00'`)
        await until(
          page,
          `${KEPT}.then(({ view = {}, session }) =>
            view.options?.contacts && view.at === undefined && session.reached?.tick === ${HOUR} &&
            Object.values(view.branches).includes('untreated'))`,
        )
        await key(page, 'Home')
        await until(page, `${KEPT}.then((kept) => kept.view?.at === 0)`)
        await page.reload()
        await opened(page)
        await until(page, `document.body.innerText.includes('Same bits: replayed to 01:00')`)
        await until(page, `${CLOCK} === '00:00'`)
        expect(await page.getByLabel('Contacts of cells').isChecked()).toBe(true)
        await key(page, 'b')
        await until(page, `document.body.innerText.includes('untreated')`)

        // what a branch holds can be forgotten; cells brought and vessels cut are noted, and their effect is seen
        await page.getByRole('button', { name: 'What to do with from 00:00' }).click()
        await page.getByRole('menuitem', { name: 'Forget it and what leaves it' }).click()
        await until(page, `document.querySelectorAll('[aria-label="Branches"] li').length === 0`)
        await key(page, 'End')
        await until(page, `${CLOCK} === '01:00'`)
        await key(page, 'd')
        await page.getByLabel('What to change').getByText('Cells').click()
        await page.getByText('Bring', { exact: true }).click()
        const before = await countOf(page, 'CAF')
        await page.getByRole('button', { name: 'Bring there now, at 01:00' }).click()
        await until(page, `document.body.innerText.includes('20 CAF brought')`)
        await page.getByLabel('What to change').getByText('Vessels').click()
        await page.getByRole('button', { name: 'Cut there now, at 01:00' }).click()
        await until(page, `document.body.innerText.includes('vessels cut within 30 µm')`)
        await expectAccessible(page)
        await key(page, 'ArrowRight')
        await until(page, `${CLOCK} === '02:00'`)
        // within an hour few of them die
        expect(await countOf(page, 'CAF')).toBeGreaterThan(before + 10)
        await page.getByRole('button', { name: 'Reproduce', exact: true }).click()
        expect(await downloaded(page, 'Series as CSV')).toMatch(/^time/)
        expect((await downloaded(page, 'Snapshot of the state')).length).toBeGreaterThan(100_000)
      },
      { route: '#/watch' },
    ))

  test('plays on a phone, and tells about a cell', () =>
    lab.withPage(
      'phone',
      'dark',
      async (page) => {
        await opened(page)
        await page.getByRole('button', { name: 'Play' }).click()
        await until(page, `${CLOCK} !== '00:00'`)
        await page.getByRole('button', { name: 'Pause' }).click()
        await key(page, 'n')
        await until(page, `document.body.innerText.includes('Signals it senses')`)
        await expectAccessible(page)
        for (const name of ['Treat', 'History', 'Shown', 'Curves']) {
          await tab(page, name)
          await expectAccessible(page)
        }
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

/** Cells of a type, as the legend says. */
async function countOf(page: Page, type: string): Promise<number> {
  const line = page.getByLabel('Legend').getByRole('button', { name: type })
  return Number(/\d+$/.exec((await line.textContent()) ?? '')?.[0])
}

/** What a button of the dialog saves, as text. */
async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return readFileSync(await download.path(), 'latin1')
}
