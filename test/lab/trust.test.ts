import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeSession, linkPayload, parseSession } from '../../src/index.ts'
import { comparePicture, describeLab, expectAccessible } from './lab-browser.ts'

const OPTIONS = { route: '#/trust' }

describeLab('the Trust page', (lab) => {
  test('numbers are searched, lead to their line and to their claims, and the run is reproduced', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await page.getByRole('tab', { name: /^Numbers/ }).waitFor()
        expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Trust'])
        await expectAccessible(page)
        await comparePicture(page, 'trust-numbers-light')

        const status = page.getByRole('status').filter({ hasText: 'numbers' })
        await page.getByLabel('Search', { exact: true }).fill('CD8 motility speed')
        await status.filter({ hasText: /^1 of/ }).waitFor()
        const row = page.locator('.trust-number')
        expect(await row.textContent()).toMatch(/3\.6 .m\/min.*measured/)
        await page.getByLabel('Kind').selectOption('assumed')
        await status.filter({ hasText: /^0 of/ }).waitFor()
        await page.getByLabel('Kind').selectOption('')

        // A number of a rule leads to the statement that the rule carries.
        await page.getByLabel('Search', { exact: true }).fill('I-S0-019')
        await page.getByRole('button', { name: 'Claim I-S0-019' }).first().click()
        await page.getByText('1 of 231 claims').waitFor()
        await page.getByText('Immune checkpoint inhibitors have an effect').waitFor()
        await expectAccessible(page)
        // Filters by what came of it.
        await page.getByLabel('Search claims').fill('')
        await page.getByText('the whole ledger').click()
        await page.getByLabel('Outcome').selectOption('not met')
        for (const claim of await page.locator('.claims > li').all())
          expect(await claim.locator('.outcome.not-met').count()).toBeGreaterThan(0)
        expect(await page.locator('.claims > li').count()).toBeGreaterThan(0)

        await page.getByRole('tab', { name: 'Reproduce' }).click()
        await page.getByText('None has been run yet').waitFor()
        await expectAccessible(page)
        const link = (await page.locator('[data-copy=Link]').textContent()) ?? ''
        const { session } = decodeSession(linkPayload(link) ?? '')
        expect(session).toMatchObject({ model: 'models/colorectal/model.yaml', seed: 1, actions: [] })
        const downloading = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Save the session file' }).click()
        const file = await downloading
        expect(await page.locator('[data-copy=Command]').textContent()).toBe(
          `milieu replay ${file.suggestedFilename()}`,
        )
        expect(parseSession(readFileSync(await file.path(), 'utf8'), 'session').session).toEqual(session)

        // Back at the numbers the search is as it was; the line opens in Edit.
        await page.getByRole('tab', { name: /^Numbers/ }).click()
        await page.getByLabel('Search', { exact: true }).fill('CD8 motility speed')
        await status.filter({ hasText: /^1 of/ }).waitFor()
        await row.getByRole('link', { name: /^cd8.yaml:\d+/ }).click()
        await page.locator('.cm-activeLine', { hasText: 'speed: 3.6 um/min' }).waitFor()
      },
      OPTIONS,
    ))

  test('what the reader changed is counted and marked, and a model with errors says so', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await page.getByRole('link', { name: 'Edit', exact: true }).click()
        await page.getByRole('button', { name: 'Forms', exact: true }).click()
        await page.getByLabel('Search all parameters').fill('CD8 motility speed')
        const speed = page.locator('.edit-field', { hasText: 'cell types › CD8 › motility' }).first()
        await speed.getByLabel('speed', { exact: true }).fill('4.5')
        await page.keyboard.press('Enter')
        await page.getByText('1 file changed').waitFor()
        await page.getByRole('link', { name: 'Trust', exact: true }).click()
        await page.getByText('Changed by you: 1 number').click()
        await page.getByText('3.6 um/min becomes 4.5 um/min').waitFor()
        await page.getByLabel('only what I changed (1)').check()
        expect(await page.locator('.trust-number').allTextContents()).toEqual([
          expect.stringMatching(/speed.*4\.5.*measured.*yours; ships as 3.6 um\/min/),
        ])
        await expectAccessible(page)
        await comparePicture(page, 'trust-numbers-dark')
        // A link brings the changed document along.
        await page.getByRole('tab', { name: 'Reproduce' }).click()
        const link = (await page.locator('[data-copy=Link]').textContent()) ?? ''
        const { session } = decodeSession(linkPayload(link) ?? '')
        expect(session?.files?.['models/library/cd8.yaml']).toContain('speed: 4.5 um/min')

        await page.getByRole('link', { name: 'Edit', exact: true }).click()
        await page.getByRole('button', { name: 'cd8 yours' }).click()
        await page.locator('.cm-line', { hasText: 'rules:' }).first().click()
        await page.keyboard.press('End')
        await page.keyboard.press('Enter')
        await page.keyboard.type('  - oxigen increases migration speed to 4 um/min, half at 20 mmHg, hill 2')
        await page.getByText('Cannot run: 1 error to mend').waitFor()
        await page.getByRole('link', { name: 'Trust', exact: true }).click()
        await page.getByRole('alert').filter({ hasText: '1 error' }).waitFor()
        await page.getByText("unknown signal 'oxigen'").waitFor()
        await expectAccessible(page)
      },
      OPTIONS,
    ))

  test('on a phone each number has two lines, and nothing is wider than the screen', () =>
    lab.withPage(
      'phone',
      'dark',
      async (page) => {
        await page.locator('.trust-number').first().waitFor()
        await expectAccessible(page)
        await comparePicture(page, 'trust-numbers-phone')
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
      },
      OPTIONS,
    ))
})
