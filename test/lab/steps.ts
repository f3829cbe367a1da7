/** What readers do on the built page, for tests of several pages. */
import { spawnSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { loadKernels } from '../../src/platform/node/kernels.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { decodeSession, linkPayload } from '../../src/session/link.ts'
import { replaySession } from '../../src/session/replay.ts'
import type { Session } from '../../src/session/session.ts'
import { PATIENCE, until } from './lab-browser.ts'

/** Where the run of Watch stands, as the page tells a reader. */
export const CLOCK = 'document.querySelector("[data-clock]")?.textContent'

/** Waits until the run can be played. */
export async function watchIsOpen(page: Page): Promise<void> {
  await until(
    page,
    `document.querySelector('button:is([aria-label="Play"], [aria-label="Pause"]):not(:disabled)') !== null`,
  )
  await until(page, `document.querySelector('canvas') !== null`)
}

/** Presses a key of the page, wherever the focus was. */
export async function key(page: Page, name: string): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  await page.keyboard.press(name)
}

/** Waits until the page no longer says a word; a failure shows the lines that still do. */
export async function untilUnsaid(page: Page, word: string): Promise<void> {
  const saying = `document.body.innerText.split('\\n').filter((line) => line.includes(${JSON.stringify(word)}))`
  await expect.poll(() => page.evaluate<unknown>(saying), { timeout: PATIENCE }).toEqual([])
}

/** Presses Tab until what has the focus is called so; fails where it never comes: something holds the focus, or cannot have it. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(
      `(({ ariaLabel, labels, textContent, tagName }) => ariaLabel ?? labels?.[0]?.textContent ?? (textContent.trim() || tagName))(document.activeElement)`,
    )
    if (name.test(focused)) return
    passed.push(focused.slice(0, 30))
  }
  throw new Error(`Tab never came to ${String(name)}, but to: ${passed.join(' | ')}`)
}

/** More than any page has places for the focus. Chosen: the gallery has some ninety. */
const MOST_TABS = 140

/** Drops a file onto the Tissue page, as from a folder. */
export async function dropTable(page: Page, name: string, text: string): Promise<void> {
  const source = `(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv' }))
    return data
  })()`
  const transfer = await page.evaluateHandle(source)
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: transfer })
}

/** What "Reproduce" on Watch tells: the link, and the hash of the state. */
export async function reproduce(page: Page): Promise<{ readonly link: string; readonly hash: string }> {
  await page.getByRole('button', { name: 'Reproduce', exact: true }).click()
  const link = await page.locator('[data-copy="Link"]').getAttribute('title')
  const hash = await page.locator('[data-copy="State now"]').textContent()
  await page.keyboard.press('Escape')
  await until(page, `document.querySelector('[role=dialog]') === null`)
  return { link: link ?? '', hash: hash ?? '' }
}

/** The hash that Watch shows is that of a replay of its link in Node; returns the session with so many actions. */
export async function expectReplayed(page: Page, actions: number): Promise<Session> {
  const { link, hash } = await reproduce(page)
  const { session } = decodeSession(linkPayload(link) ?? '')
  if (session === undefined) throw new Error('the link holds no session')
  expect(session.actions).toHaveLength(actions)
  const replayed = await replaySession(session, readFile, { kernels: loadKernels() })
  expect(replayed).toMatchObject({ hash, isSame: true })
  return session
}

/** What the command line, as it is installed, comes to with a link. */
export function replayByCommand(link: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['bin/milieu.js', 'replay', link, '--json'], {
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(`milieu replay said nothing: ${stderr}`)
  return JSON.parse(stdout)
}
