import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

const PAGES = ['Gallery', 'Watch', 'Compare', 'Ask', 'Tissue', 'Edit', 'Trust']

describeLab('the frame of the Lab', (lab) => {
  test('opens isolated, and every page is reached by the keyboard', () =>
    lab.withPage('desktop', 'light', async (page) => {
      expect(await page.evaluate('crossOriginIsolated')).toBe(true)
      for (const name of [...PAGES.slice(1), 'Gallery']) {
        const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })
        await link.focus()
        await page.keyboard.press('Enter')
        await until(page, `document.title.startsWith(${JSON.stringify(name)})`)
        expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN')
        await until(page, `document.querySelectorAll('h1').length === 1`)
      }
      await expectAccessible(page)

      // Whose work is in the page, and which engine computes.
      await page.keyboard.press('?')
      const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      const kernels = createHash('sha256').update(readFileSync('src/kernels/milieu.wasm')).digest('hex')
      await dialog.getByText(kernels.slice(0, 12)).waitFor()
      await expectAccessible(page)
      const address = await dialog.getByRole('link', { name: 'all licences' }).getAttribute('href')
      const licences = await page.evaluate<string>(`fetch('${address}').then((answer) => answer.text())`)
      for (const text of [
        'mediabunny',
        'Mozilla Public License Version 2.0',
        'comlink',
        'react-dom',
        'three',
      ])
        expect(licences).toContain(text)
      expect(licences).not.toMatch(/no licence is named/)
    }))
})
