import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabServer, startLabServer } from '../../src/platform/node/lab-server.ts'
import { LAB_FOLDER, describeLab, until } from './lab-browser.ts'

/* What the service worker is for: no network, servers without headers. And what the first view costs. */

const IS_CONTROLLED = 'navigator.serviceWorker.controller !== null'

describeLab('the Lab without a server of its own kind', (lab) => {
  let plain: LabServer
  beforeAll(async () => {
    plain = await startLabServer({ folder: LAB_FOLDER, port: 0, host: '127.0.0.1', isIsolating: false })
  })
  afterAll(() => plain?.close())

  test('works without a network after the first visit', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await until(page, IS_CONTROLLED)
        await page.context().setOffline(true)
        await page.reload()
        await until(page, "document.title.startsWith('Gallery')")
        // A page whose script and tables were never loaded before.
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Trust' }).click()
        await page.getByText(/^What .* rests on$/).waitFor()
        expect(await page.evaluate('crossOriginIsolated')).toBe(true)
      },
      { hasServiceWorker: true },
    ))

  test('becomes isolated on a server without headers by being loaded again, and says so', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        expect(await page.evaluate('crossOriginIsolated')).toBe(false)
        await until(page, IS_CONTROLLED)
        await page.getByRole('button', { name: 'one thread' }).click()
        await page.getByRole('button', { name: 'Load again' }).click()
        await until(page, 'crossOriginIsolated')
        expect(await page.getByRole('button', { name: 'one thread' }).count()).toBe(0)
      },
      { hasServiceWorker: true, address: plain.address },
    ))

  test('obeys its policy on a server without headers', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        const refused = await page.evaluate(`new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective))
          document.head.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.broken = true' }))
        })`)
        expect(refused).toBe('script-src-elem')
        expect(await page.evaluate('globalThis.broken')).toBeUndefined()
      },
      { address: plain.address, complaints: [] },
    ))

  test('the first view loads less than 600 kB of compressed scripts, with the tissue that moves', async () => {
    const scripts = new Set<string>()
    const isMoving = `document.querySelector('.gallery-hero[data-moving]') !== null`
    await lab.withPage(
      'desktop',
      'light',
      async (page) => {
        // Workers' scripts are among them.
        page.on('response', (response) => {
          const { pathname } = new URL(response.url())
          if (pathname.endsWith('.js')) scripts.add(pathname)
        })
        await page.reload()
        await until(page, isMoving)
      },
      { hasMotion: true },
    )
    const bytes = [...scripts].map((path) => gzipSync(readFileSync(join(LAB_FOLDER, path))).length)
    expect(scripts.size).toBeGreaterThan(3) // frame, gallery, what draws, what computes
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(600_000)
  })
})
