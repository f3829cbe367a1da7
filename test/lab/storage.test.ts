import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readProjectFile } from '../../lab/app/project-file.ts'
import { describeLab, until } from './lab-browser.ts'

/* Work is never lost: reloads, two tabs, storage that is refused or full. */

const nameOf = (page: Page) => page.getByRole('button', { name: /^Project: / })
const menu = async (page: Page, item: string) => {
  await nameOf(page).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const isSaved = (page: Page) => until(page, `document.querySelector('[data-saving=saved]') !== null`)

async function rename(page: Page, name: string): Promise<void> {
  await menu(page, 'Rename')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Rename' }).click()
}

const shows = (page: Page, name: string) =>
  page.getByRole('button', { name: `Project: ${name}`, exact: true }).waitFor()

describeLab('the storage of projects', (lab) => {
  test('keeps a change over a reload, and at once when the page is left', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await rename(page, 'Mine')
      await isSaved(page)
      await page.reload()
      await shows(page, 'Mine')
      await rename(page, 'Mine, changed')
      await page.reload() // before the delay of saving is over
      await shows(page, 'Mine, changed')
    }))

  test('undoes and redoes by keyboard', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await rename(page, 'Mine')
      await shows(page, 'Mine')
      await page.keyboard.press('Control+z')
      await shows(page, 'Colorectal carcinoma')
      await page.keyboard.press('Control+Shift+z')
      await shows(page, 'Mine')
    }))

  test('opens former projects, and brings back a deleted one', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await rename(page, 'First')
      await isSaved(page)
      await menu(page, 'Duplicate')
      await shows(page, 'First (copy)')
      await rename(page, 'Second')
      await isSaved(page)
      await menu(page, 'First')
      await shows(page, 'First')
      await menu(page, 'Delete')
      await shows(page, 'Second')
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await shows(page, 'First')
    }))

  test('gives a second tab a copy', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await rename(page, 'Mine')
      await isSaved(page)
      const second = await page.context().newPage()
      await second.goto(lab.address)
      await shows(second, 'Mine (copy)')
      await second.getByText('is open in another tab').waitFor()
      await rename(second, 'Yours')
      await isSaved(second)
      await page.reload()
      await shows(page, 'Mine')
    }))

  test('goes on where nothing is stored, says so, and offers a file', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await page.addInitScript('indexedDB.open = () => { throw new DOMException("no", "SecurityError") }')
      await page.reload()
      await page.getByText('This browser stores nothing').waitFor()
      await page.getByText('not stored').waitFor()
      await rename(page, 'Mine')
      await shows(page, 'Mine')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as a file' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('mine.milieu.zip')
      const read = readProjectFile(readFileSync(await download.path()))
      expect(read.ok ? read.project.name : read.why).toBe('Mine')
    }))

  test('says with numbers that storage is full, goes on, and saves again when there is room', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await page.evaluate(`{
        const { put } = IDBObjectStore.prototype
        globalThis.makeRoom = () => { IDBObjectStore.prototype.put = put }
        IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }
      }`)
      await rename(page, 'Mine')
      await page.getByText(/storage for this page is full \(.* MB of .* MB in use\)/).waitFor()
      await page.getByText('not saved').first().waitFor()
      await page.evaluate('makeRoom()')
      await rename(page, 'Mine, again')
      await isSaved(page)
      expect(await page.getByText(/storage for this page is full/).count()).toBe(0)
      await page.reload()
      await shows(page, 'Mine, again')
    }))

  test('opens a project from a file, and refuses anything else without losing what is open', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await rename(page, 'Mine')
      const [download] = await Promise.all([page.waitForEvent('download'), menu(page, 'Save as a file')])
      const file = readFileSync(await download.path())
      const input = page.locator('input[type=file]')
      await input.setInputFiles({
        name: 'other.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from('no zip'),
      })
      await page.getByText(/other.zip: This file is no project/).waitFor()
      await shows(page, 'Mine')
      await rename(page, 'Yours')
      await input.setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: file })
      await shows(page, 'Mine')
    }))
})
