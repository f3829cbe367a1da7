import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Settings that keep a fresh profile off the network and from opening pages and processes that nobody asked for. */
const SETTINGS: Readonly<Record<string, boolean | string>> = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
}

export interface Firefox {
  /** Rejects when the browser ends before it is closed. */
  readonly ended: Promise<never>
  close(): Promise<void>
}

/**
 * Opens a page in a headless Firefox with a profile of its own. Playwright drives only a Firefox that it has patched; one as
 * people have it gets an address and must report by itself.
 */
export function openFirefox(path: string, address: string): Firefox {
  const profile = mkdtempSync(join(tmpdir(), 'milieu-firefox-'))
  const lines = Object.entries(SETTINGS).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  // A profile as HOME, too: Firefox wants to write there, and not every account of CI may.
  const child = spawn(path, ['--headless', '--no-remote', '--profile', profile, address], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile },
  })
  // A run of tests that is interrupted closes nothing.
  const endNow = (): void => void child.kill()
  process.once('exit', endNow)
  let isClosing = false
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (!isClosing) reject(new Error(`Firefox ended by itself with code ${String(code)}`))
    })
  })
  const close = async (): Promise<void> => {
    isClosing = true
    process.off('exit', endNow)
    const exit = once(child, 'exit')
    if (child.kill()) await exit
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  return { ended, close }
}
