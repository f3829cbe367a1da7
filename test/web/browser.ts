import { spawnSync } from 'node:child_process'
import { type Browser, chromium } from 'playwright-core'

/** Finds or installs a browser with the project's own script; or says why that cannot be done. */
export function findBrowser(
  name: 'chromium' | 'firefox' = 'chromium',
): { readonly path: string } | { readonly reason: string } {
  const result = spawnSync('bash', ['scripts/install-browser.sh', name], { encoding: 'utf8' })
  if (result.status !== 0) return { reason: result.stderr.trim().split('\n').at(-1) ?? 'no browser' }
  return { path: result.stdout.trim().split('\n').at(-1) ?? '' }
}

/** Flags that keep a headless browser off the network and let it run as root. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Pictures that are drawn by WebGL come from the processor, the same on every machine. */
const SOFTWARE = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

/** Starts a headless Chromium, without WebGL or with one in software. */
export function startBrowser(path: string, webgl: 'none' | 'software' = 'none'): Promise<Browser> {
  const drawing = webgl === 'software' ? SOFTWARE : ['--disable-gpu']
  return chromium.launch({ executablePath: path, args: [...FLAGS, ...drawing] })
}
