/**
 * Makes docs/images/tissue.png from the tissue figure of the shipped trial: `npm run docs:images`.
 * Takes results/crc-anti-pd1 when `npm start` has left it there (or the folder given), else runs one pair of twins. Needs a Chromium.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { encodePng } from '../src/figures/png.ts'
import { type Pixels, fewerColours, pixelsExpression } from './pixels.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const EXPERIMENT = 'experiments/crc-anti-pd1.yaml'
const target = join(root, 'docs/images/tissue.png')

/** Width on the page [px] and pixels per px: sharp on a dense screen. */
const WIDTH = 900
const SCALE = 1.25
/** Largest picture that a README should make people load [bytes]. */
const LARGEST = 300_000

const folder = process.argv[2] ?? join(root, 'results/crc-anti-pd1')
const figure = join(folder, 'figures/tissue.svg')
if (!existsSync(figure))
  run(process.execPath, ['bin/milieu.js', 'trial', EXPERIMENT, '--replicates', '1', '--out', folder])
await photograph(readFileSync(figure, 'utf8'))
if (statSync(target).size > LARGEST)
  throw new Error(`the picture has ${statSync(target).size} bytes, more than ${LARGEST}`)

function run(command: string, args: readonly string[]): string {
  const result = spawnSync(command, [...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
  return result.stdout
}

/** Lets a browser draw the figure, since it knows how to set text. */
async function photograph(svg: string): Promise<void> {
  const executablePath = run('bash', ['scripts/install-browser.sh']).trim().split('\n').at(-1) ?? ''
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ deviceScaleFactor: SCALE, viewport: { width: WIDTH, height: 600 } })
    await page.setContent(
      `<style>body{margin:0;background:#fff}svg{display:block;width:100%;height:auto}</style>${svg}`,
    )
    const screenshot = await page.locator('body > svg').screenshot()
    const { width, height, pixels } = await page.evaluate<Pixels>(
      pixelsExpression(screenshot.toString('base64')),
    )
    const { indices, palette } = fewerColours(Buffer.from(pixels, 'base64'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, encodePng(indices, width, height, palette))
  } finally {
    await browser.close()
  }
}
