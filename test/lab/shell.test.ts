import { expect, test } from 'vitest'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

const PAGES = ['Gallery', 'Watch', 'Compare', 'Ask', 'Tissue', 'Edit', 'Trust']

describeLab('the frame of the Lab', (lab) => {
  test('opens isolated, and every page is reached by the keyboard', () =>
    lab.withPage('desktop', 'light', async (page) => {
      expect(await page.evaluate('crossOriginIsolated')).toBe(true)
      for (const name of PAGES) {
        const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })
        await link.focus()
        await page.keyboard.press('Enter')
        await until(page, `document.querySelector('h1')?.textContent === ${JSON.stringify(name)}`)
      }
      await expectAccessible(page)
    }))
})
