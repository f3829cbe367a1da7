import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'

const OPTIONS = { route: '#/edit' }

/** Waits until the model was checked and says so. */
async function checked(page: Page, says: RegExp): Promise<void> {
  await page.locator('.edit-problems [role=status]').filter({ hasText: says }).waitFor()
}

/** The text in the editor, lines that are out of sight not included. */
async function editorText(page: Page): Promise<string> {
  return (await page.locator('.cm-line').allTextContents()).join('\n')
}

/** Opens a document of the model and takes a copy of it into the project. */
async function own(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name: 'Make my own copy' }).click()
  await page.getByRole('button', { name: `${name} yours` }).waitFor()
}

/** Leaves one view alone. */
async function only(page: Page, view: string): Promise<void> {
  for (const name of ['Text', 'Forms', 'Network']) {
    const button = page.getByRole('button', { name, exact: true })
    const isShown = (await button.getAttribute('aria-pressed')) === 'true'
    if (name === view && !isShown) await button.click()
  }
  for (const name of ['Text', 'Forms', 'Network']) {
    const button = page.getByRole('button', { name, exact: true })
    if (name !== view && (await button.getAttribute('aria-pressed')) === 'true') await button.click()
  }
}

describeLab('the Edit page', (lab) => {
  test('an error stands at its place with the nearest name, and completion mends it', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await checked(page, /No problems/)
        await own(page, 'cd8')
        await page.locator('.cm-line', { hasText: 'rules:' }).first().click()
        await page.keyboard.press('End')
        await page.keyboard.press('Enter')
        await page.keyboard.type(
          '  - oxigen increases migration speed to 4 um/min, half at 20 mmHg, hill 2 [assumed]',
        )
        await page.keyboard.press('Escape')
        await checked(page, /1 error/)
        const problem = page.locator('.edit-problems li', { hasText: 'oxigen' })
        expect(await problem.textContent()).toMatch(/did you mean 'oxygen'/)
        // It cannot be run, and says why.
        expect(await page.getByText('Cannot run: 1 error to mend').count()).toBe(1)
        await page.getByRole('button', { name: 'Run it' }).click({ force: true })
        expect(page.url()).toMatch(/#\/edit$/)
        // The list goes to the word; completion offers the right one.
        await problem.getByRole('button').click()
        await page.keyboard.type('oxy')
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'oxygen' }).first().click()
        await checked(page, /No problems/)
        expect(await editorText(page)).toContain('- oxygen increases migration speed to 4 um/min')
        // Undo belongs to the project: one step takes the mended word back.
        await page.keyboard.press('Control+z')
        await checked(page, /1 error/)
      },
      OPTIONS,
    ))

  test('a form writes into the text and keeps comments and order', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await checked(page, /No problems/)
        await page.getByRole('button', { name: 'cd8', exact: true }).click()
        const before = await editorText(page)
        await page.getByRole('button', { name: 'Forms', exact: true }).click()
        await page.getByLabel('Search all parameters').fill('CD8 motility speed')
        const speed = page.locator('.edit-field', { hasText: 'cell types › CD8 › motility' }).first()
        await speed.getByLabel('speed', { exact: true }).fill('4.5')
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'cd8 yours' }).waitFor()
        const line = page.locator('.cm-line', { hasText: 'speed: 4.5 um/min [measured, spqsp]' })
        await line.waitFor()
        const after = await editorText(page)
        expect(after.replace('speed: 4.5 um/min', 'speed: 3.6 um/min')).toBe(before)
        await checked(page, /No problems/)
        // What was changed can be seen and put back.
        await page.getByRole('button', { name: '1 file changed' }).click()
        expect(await page.locator('.edit-diff .added').textContent()).toContain('speed: 4.5 um/min')
        await page.getByRole('button', { name: 'Put back as shipped' }).click()
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'cd8', exact: true }).waitFor()
        expect(await editorText(page)).toBe(before)
      },
      OPTIONS,
    ))

  test('an edge opens its rule at its line, with its source and its claims', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await checked(page, /No problems/)
        const edge = page
          .locator('.edit-picture .edge')
          .filter({ hasText: 'PD-1 signalling decreases attack damage' })
        await edge.locator('.hit').first().dispatchEvent('click')
        const card = page.getByRole('region', { name: 'The chosen line' })
        await card.waitFor()
        expect(await card.textContent()).toMatch(/PD-1 signalling decreases attack damage/)
        expect(await card.textContent()).toMatch(/What the literature says/)
        await card.getByRole('button', { name: /^Open library\/pd-1.yaml, line \d+/ }).click()
        await page.locator('.cm-activeLine', { hasText: 'PD-1 signalling decreases attack damage' }).waitFor()
        // The same by keyboard, from the list.
        await page.getByRole('button', { name: 'Show as list' }).click()
        await page.locator('.edit-edges button', { hasText: 'anti-PD-1 blocks PD-1' }).press('Enter')
        expect(await card.textContent()).toMatch(/anti-PD-1 blocks PD-1 of CD8, half at/)
      },
      OPTIONS,
    ))

  test('a rule is put together from what is offered', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await checked(page, /No problems/)
        await only(page, 'Forms')
        for (const group of [/^cell types/, /^CD8/, /^rules/])
          await page.locator('summary').filter({ hasText: group }).last().click()
        const input = page.getByRole('combobox', { name: 'One more in rules' })
        await input.click()
        await input.fill('oxyg')
        await page.getByRole('option', { name: 'oxygen', exact: true }).click()
        await page.getByRole('option', { name: 'oxygen increases', exact: true }).click()
        await page.keyboard.type('migr')
        await page.getByRole('option', { name: 'oxygen increases migration speed', exact: true }).click()
        await page.keyboard.type('to 4 um/min, half at 20 mmHg, hill 2 [assumed]')
        await page.keyboard.press('Enter')
        // It is written where the model's own words stand: in its own file.
        await page.getByText('1 file changed').waitFor()
        await page.getByLabel('Search all parameters').fill('oxygen increases migration')
        await page.getByText('1 found').waitFor()
        expect(await page.getByText('Cannot run').count()).toBe(0)
      },
      OPTIONS,
    ))

  test('the trial of the project is a document beside the model, with its own mistakes', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await page.getByRole('link', { name: /Does anti-PD-1 free T cells/ }).click()
      await until(page, `location.hash === '#/ask'`)
      await page.getByRole('link', { name: 'Edit', exact: true }).click()
      await checked(page, /No problems/)
      await page.getByRole('button', { name: 'trial yours' }).click()
      const question = page.locator('.cm-line', { hasText: /^question:/ })
      await question.click()
      await page.keyboard.press('Home')
      await page.keyboard.type('replikates: 4')
      await page.keyboard.press('Enter')
      await checked(page, /1 error/)
      const problem = page.locator('.edit-problems li')
      expect(await problem.textContent()).toMatch(/replikates.*did you mean 'replicates'/)
      expect(await problem.textContent()).toContain('this-trial.yaml:')
      await page.getByRole('button', { name: 'trial yours 1 error' }).waitFor()
      await page.keyboard.press('Control+z')
      await checked(page, /No problems/)
    }))

  for (const theme of ['light', 'dark'] as const)
    test(`text, forms and network are accessible and look as they did: ${theme}`, () =>
      lab.withPage(
        'desktop',
        theme,
        async (page) => {
          await checked(page, /No problems/)
          await page.locator('.edit-picture .edge').first().waitFor()
          await expectAccessible(page)
          await comparePicture(page, `edit-${theme}`)
          await only(page, 'Forms')
          await page.getByLabel('Search all parameters').fill('speed')
          await page.getByText('5 found').waitFor()
          await expectAccessible(page)
        },
        OPTIONS,
      ))

  test('on a phone the model can be read', () =>
    lab.withPage(
      'phone',
      'light',
      async (page) => {
        await checked(page, /No problems/)
        await expectAccessible(page)
        await comparePicture(page, 'edit-phone')
        await page.getByRole('button', { name: 'Forms', exact: true }).click()
        await page.getByLabel('Search all parameters').fill('speed')
        await page.getByText('3.6 um/min [measured, spqsp]').waitFor()
        await page.getByRole('button', { name: 'Network', exact: true }).click()
        await page.locator('.edit-picture .edge').first().waitFor()
        await expectAccessible(page)
      },
      OPTIONS,
    ))
})
