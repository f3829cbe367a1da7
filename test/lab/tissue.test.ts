import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { parseModel } from '../../src/compile/parse-model.ts'
import { loadKernels } from '../../src/platform/node/kernels.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { decodeSession, linkPayload } from '../../src/session/link.ts'
import { replaySession } from '../../src/session/replay.ts'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

const MODEL = 'models/colorectal/model.yaml'
const SLIDE = 'data/crc-visium-hd-p2/cells.csv'

/** Drops a file onto the page, as from a folder. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const source = `(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv' }))
    return data
  })()`
  const transfer = await page.evaluateHandle(source)
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: transfer })
}

/** Types a number into a field and leaves it. */
async function type(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.fill(String(value))
  await field.press('Enter')
}

/** What stands behind a link of the page. */
async function content(page: Page, link: string): Promise<string> {
  const address = await page.getByRole('link', { name: link }).getAttribute('href')
  return page.evaluate<string>(`fetch(${JSON.stringify(address)}).then((answer) => answer.text())`)
}

const open = (page: Page) => page.getByRole('button', { name: 'Open in Watch' })

describeLab('a tissue of the reader', (lab) => {
  test('the real slide is dropped, cut and opened, and gives the cells that the model has in Node', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await page.getByRole('heading', { name: 'Tissue' }).waitFor()
        await expectAccessible(page)
        await drop(page, 'my slide.csv', readFileSync(SLIDE, 'utf8'))
        await page.getByText('10,087 rows, 6 columns; 10,087 cells').waitFor()
        await type(page, 'From x', 200)
        await type(page, 'From y', 180)
        const { model } = parseModel(MODEL, readFile)
        const cells = model?.initialCells.length
        await page.getByText(`${cells} cells`).waitFor()
        await expectAccessible(page)
        const own: Record<string, string> = {
          [MODEL]: await content(page, 'model.yaml'),
          'tissue/my-slide.csv': await content(page, 'tissue/my-slide.csv'),
        }
        const again = parseModel(MODEL, (path) => {
          const text = own[path]
          return text === undefined ? readFile(path) : { ok: true, text }
        }).model
        expect(again?.initialCells).toEqual(model?.initialCells)
        expect(again?.vessels).toEqual(model?.vessels)
        await open(page).click()
        await until(page, `location.hash === '#/watch'`)

        // An hour in Watch, and then the recipe of the run: Node comes to the same bits from the link alone.
        await until(page, `document.querySelector('button[aria-label="Play"]:not(:disabled)') !== null`)
        await page.evaluate('document.activeElement?.blur()')
        await page.keyboard.press('ArrowRight')
        await until(page, `document.querySelector('[data-clock]')?.textContent === '01:00'`)
        await page.getByRole('link', { name: 'Trust', exact: true }).click()
        await page.getByRole('tab', { name: 'Reproduce' }).click()
        await page.locator('[data-copy=State]').waitFor()
        const link = (await page.locator('[data-copy=Link]').textContent()) ?? ''
        const { session } = decodeSession(linkPayload(link) ?? '')
        expect(session?.reached?.tick).toBeGreaterThan(0)
        expect(session?.reached?.hash).toBe(await page.locator('[data-copy=State]').textContent())
        if (session === undefined) throw new Error('the link holds no session')
        const replayed = await replaySession(session, readFile, { kernels: loadKernels() })
        expect(replayed).toMatchObject({ hash: session.reached?.hash, isSame: true })
      },
      { route: '#/tissue' },
    ))

  test('by keyboard alone: labels that nobody knows are decided, the field is moved', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        const rows = Array.from({ length: 900 }, (_, index) => {
          const label = index % 9 === 0 ? 'Mystery' : 'Tumor'
          return `${(index % 30) * 17},${Math.floor(index / 30) * 17},${label}`
        })
        await drop(page, 'a.csv', ['x,y,cell_type', ...rows].join('\n'))
        await page.getByText('1 of 2 labels are for you to decide').waitFor()
        expect(await open(page).isDisabled()).toBe(true)
        await page.getByLabel('Mystery becomes').focus()
        await page.keyboard.type('CAF')
        await page
          .getByText(/\d+ cells/)
          .first()
          .waitFor()
        await until(page, `!document.body.textContent.includes('for you to decide')`)
        const preview = page.getByRole('application', { name: /Slide of 900 cells/ })
        await preview.focus()
        const before = await page.getByLabel('From x', { exact: true }).inputValue()
        await page.keyboard.press('ArrowRight')
        expect(await page.getByLabel('From x', { exact: true }).inputValue()).toBe(
          `${Number.parseFloat(before) + 20} um`,
        )
        await page.keyboard.press('Shift+ArrowLeft')
        await until(
          page,
          `[...document.querySelectorAll('button')].some((b) => b.textContent === 'Open in Watch' && !b.disabled)`,
        )
      },
      { route: '#/tissue' },
    ))

  test('what is no table says so and leaves the slide that was there', () =>
    lab.withPage(
      'phone',
      'dark',
      async (page) => {
        await page.getByRole('button', { name: 'Use the shipped slide' }).click()
        await page.getByText('10,087 rows').waitFor()
        for (const [name, text, says] of [
          ['a.h5ad', 'x', 'AnnData and other HDF5 files are not read yet'],
          ['empty.csv', '', 'The file is empty'],
          ['b.csv', 'Dear all\nno table here\n', 'not a table'],
          ['c.csv', 'a\0b\u0001,c', 'The file is not text'],
          ['d.csv', 'name,label\na,b\nc,d\n', 'no two columns of numbers'],
        ] as const) {
          await drop(page, name, text)
          await page.getByRole('alert').filter({ hasText: says }).waitFor()
          await page.getByText('The slide that was open is as it was').waitFor()
          expect(await page.getByText('10,087 rows').count()).toBe(1)
        }
        await expectAccessible(page)

        // A finger in the field moves it, downwards too, where it would otherwise scroll the page.
        const field = page.locator('.tissue-field')
        await field.scrollIntoViewIfNeeded()
        const box = await field.boundingBox()
        if (box === null) throw new Error('there is no field')
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
        const before = await page.getByLabel('From y', { exact: true }).inputValue()
        const scrolled = await page.evaluate('scrollY')
        const device = await page.context().newCDPSession(page)
        const touch = (kind: 'touchStart' | 'touchMove' | 'touchEnd', moved = 0) =>
          device.send('Input.dispatchTouchEvent', {
            type: kind,
            touchPoints: kind === 'touchEnd' ? [] : [{ x, y: y + moved }],
          })
        await touch('touchStart')
        for (const moved of [-10, -20, -30, -40]) await touch('touchMove', moved)
        await touch('touchEnd')
        const after = await page.getByLabel('From y', { exact: true }).inputValue()
        expect(Number.parseFloat(after)).toBeLessThan(Number.parseFloat(before))
        expect(await page.evaluate('scrollY')).toBe(scrolled)
      },
      { route: '#/tissue' },
    ))
})
