import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { encodeSession } from '../../src/session/link.ts'
import type { Session } from '../../src/session/session.ts'
import { describeLab, until } from './lab-browser.ts'
import { dropTable, watchIsOpen } from './steps.ts'

/* What a stranger wrote stands on the page as text: names of models, actions, cell types, and labels of a slide. */

const MARKUP = '<img src=x onerror="globalThis.broken=1"><b>bold</b>'
const MODEL = 'models/first/model.yaml'
const session: Session = {
  format: 1,
  model: MODEL,
  files: { [MODEL]: readFileSync(MODEL, 'utf8').replace('title: A first tumour', `title: '${MARKUP}'`) },
  seed: 1,
  actions: [{ tick: 0, change: 'set: { cell types.tumour.cycle.rate: 0.002 1/min }', label: MARKUP }],
}

/** It is there as written, and nothing of it became part of the page. */
async function isText(page: Page, shown: string): Promise<void> {
  await until(page, `document.body.innerText.includes(${JSON.stringify(shown)})`)
  expect(await page.evaluate(`document.querySelectorAll('img[src="x"], b').length`)).toBe(0)
  expect(await page.evaluate('globalThis.broken')).toBeUndefined()
}

describeLab('what a stranger wrote', (lab) => {
  test('in a link and its model stands on the page as text', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await isText(page, MARKUP)
        await page.getByRole('button', { name: 'Open it in Watch' }).click()
        await watchIsOpen(page)
        await page.getByRole('tab', { name: 'Treat' }).first().click()
        await isText(page, MARKUP)
        await page.evaluate(`location.hash = '#/trust'`)
        await isText(page, MARKUP)
      },
      { route: `#/run/${encodeSession(session)}` },
    ))

  test('in a table stands on the page as text', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        const rows = Array.from(
          { length: 100 },
          (_, at) => `${(at % 10) * 20},${Math.floor(at / 10) * 20},<b>bold</b>`,
        )
        await dropTable(page, 'slide.csv', ['x,y,cell_type', ...rows].join('\n'))
        await isText(page, '<b>bold</b>')
      },
      { route: '#/tissue' },
    ))
})
