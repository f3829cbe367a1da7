import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabServer, startLabServer } from '../../src/platform/node/lab-server.ts'
import { LAB_FOLDER, describeLab, until } from './lab-browser.ts'

/* A newer version of the Lab waits until the reader asks for it; then every tab gets it, and nothing is lost. */

const VERSION = `document.documentElement.dataset.version`

/** Makes another version of a served Lab: its first file differs, and the list of files says so. */
function publish(folder: string, version: string): void {
  const edit = (name: string, change: (text: string) => string): void => {
    const before = readFileSync(join(folder, name), 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    writeFileSync(join(folder, name), after)
  }
  edit('index.html', (text) => text.replace(/<html[^>]*>/, `<html lang="en-GB" data-version="${version}">`))
  edit('service-worker.js', (text) => {
    const revision = /(["'`]?index\.html["'`]?[^}]*?revision["'`]?:\s*["'`])[0-9a-f]{16}/
    expect(text).toMatch(revision)
    return text.replace(revision, `$1${version.padStart(16, '0')}`)
  })
}

const rename = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Rename' }).click()
}

describeLab('a newer version of the Lab', (lab) => {
  let folder = ''
  let server: LabServer
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'milieu-lab-'))
    cpSync(LAB_FOLDER, folder, { recursive: true })
    publish(folder, '1')
    server = await startLabServer({ folder, port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is announced, waits, and takes over in every tab when asked, with the work kept', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await until(page, 'navigator.serviceWorker.controller !== null')
        const second = await page.context().newPage()
        await second.goto(`${server.address}#/trust`)
        await until(second, 'navigator.serviceWorker.controller !== null')
        publish(folder, '2')

        await page.reload()
        const use = page.getByRole('button', { name: 'Use it now' })
        await use.waitFor()
        // Announced, and not more: a page that is loaded again is still of one version.
        await page.reload()
        await use.waitFor()
        expect(await page.evaluate(VERSION)).toBe('1')

        await rename(page, 'Mine')
        await use.click()
        await until(page, `${VERSION} === '2'`)
        await until(second, `${VERSION} === '2'`)
        await page.getByRole('button', { name: 'Project: Mine' }).waitFor()
        expect(await use.count()).toBe(0)
      },
      { hasServiceWorker: true, address: server.address },
    ))
})
