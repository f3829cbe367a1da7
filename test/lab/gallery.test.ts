import { expect, test } from 'vitest'
import { encodeSession } from '../../src/session/link.ts'
import type { Session } from '../../src/session/session.ts'
import { comparePicture, describeLab, expectAccessible, until } from './lab-browser.ts'

/* The first page, and links to runs. */

const heading = (name: RegExp | string) => ({ name, level: 1 })

describeLab('the gallery', (lab) => {
  for (const theme of ['light', 'dark'] as const)
    for (const size of ['desktop', 'phone'] as const)
      test(`is accessible and looks as it did: ${size}, ${theme}`, () =>
        lab.withPage(size, theme, async (page) => {
          await page.getByText('18 models, 58 trials').waitFor()
          await until(
            page,
            `[...document.images].every(({ complete, naturalWidth, loading }) => loading === 'lazy' || (complete && naturalWidth > 0))`,
          )
          await expectAccessible(page)
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
          // Pictures beneath the first screen are loaded when they are near it.
          await comparePicture(page, `gallery-${size}-${theme}`, {
            mask: ['.gallery-models img', '.gallery-hero img'],
          })
        }))

  test('moves within its first view, and rests where motion is not wanted', async () => {
    const isMoving = `Number(document.querySelector('.gallery-live [data-tick]')?.dataset.tick ?? 0) > 0`
    await lab.withPage('desktop', 'light', (page) => until(page, isMoving), { hasMotion: true })
    await lab.withPage('desktop', 'light', async (page) => {
      await page.getByText('18 models, 58 trials').waitFor()
      expect(await page.locator('.gallery-live').count()).toBe(0)
    })
  })

  test('finds models and trials by words, and opens them', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await page.getByRole('searchbox').fill('spheroid oxygen')
      await page.getByText(/^2 models, \d trials$/).waitFor()
      await page.getByRole('searchbox').fill('no such thing')
      await page.getByText('Nothing has these words').waitFor()
      await page.getByRole('searchbox').fill('serially passed harvested')
      await page.getByRole('searchbox').fill('spheroid low oxygen')
      await page.getByRole('link', { name: 'A tumour spheroid in low oxygen' }).press('Enter')
      await until(page, "location.hash === '#/watch'")
      await page.getByRole('button', { name: 'Project: A tumour spheroid in low oxygen' }).waitFor()
    }))

  test('opens a question with its trial', () =>
    lab.withPage('desktop', 'light', async (page) => {
      await page.getByText('18 models, 58 trials').waitFor()
      await page.getByRole('link', { name: /^Does anti-PD-1 free T cells/ }).click()
      await until(page, "location.hash === '#/ask'")
      await page.getByRole('button', { name: /^Project: Does anti-PD-1 free CD8 T cells/ }).waitFor()
    }))
})

const session: Session = {
  format: 1,
  model: 'models/first/model.yaml',
  seed: 7,
  actions: [
    { tick: 30, change: 'set: { cell types.tumour.cycle.rate: 0.002 1/min }', label: 'faster division' },
  ],
  reached: { tick: 60, hash: '0123456789abcdef0123456789abcdef' },
}

describeLab('a link to a run', (lab) => {
  test('says what is in it before anything runs, and opens as a project of its own', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await page.getByRole('heading', heading('A run from a link')).waitFor()
        for (const text of [
          'A first tumour (models/first/model.yaml)',
          'tick 30: faster division',
          /tick 60, state 0123/,
        ])
          await page.getByText(text).waitFor()
        await expectAccessible(page)
        await page.getByRole('button', { name: 'Open it in Watch' }).click()
        await until(page, "location.hash === '#/watch'")
        await page.getByRole('button', { name: 'Project: A first tumour (from a link)' }).waitFor()
      },
      { route: `#/run/${encodeSession(session)}` },
    ))

  test.each([
    ['cut', encodeSession(session).slice(0, 40), /This link cannot be read/],
    ['no session', 'AAAA', /This link cannot be read/],
    [
      'a model that is not here',
      encodeSession({ ...session, model: 'models/none/model.yaml' }),
      /has no model/,
    ],
  ])('that is wrong explains itself and leaves the project: %s', (_, payload, text) =>
    lab.withPage(
      'phone',
      'dark',
      async (page) => {
        await page.getByText(text).waitFor()
        await page.getByRole('button', { name: 'Project: Colorectal carcinoma' }).waitFor()
        await expectAccessible(page)
      },
      { route: `#/run/${payload}` },
    ),
  )

  test('to a page that is not there says so', () =>
    lab.withPage(
      'desktop',
      'light',
      (page) => page.getByRole('heading', heading('There is no such page')).waitFor(),
      { route: '#/nowhere' },
    ))
})
