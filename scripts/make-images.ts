/**
 * Makes the pictures of the documentation from finished results: `npm run docs:images -- tissue [FOLDER]`, `... survival [FOLDER]`,
 * `... metastasis FOLDER`, `... calibration FOLDER`. Without a folder, tissue and survival take results/crc-anti-pd1 as `npm start` leaves
 * it there; metastasis takes what `milieu run models/metastasis/model.yaml` wrote; a calibration takes too long to be run for a picture.
 * Needs a Chromium.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Page, chromium } from 'playwright-core'
import { encodePng } from '../src/figures/png.ts'
import { type Pixels, fewerColours, pixelsExpression } from './pixels.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const TRIAL = join(root, 'results/crc-anti-pd1')

/** A picture: what of a folder's results it shows, and how wide that is on the page [px], at how many pixels per px. */
interface Picture {
  readonly folder?: string
  readonly width: number
  readonly scale: number
  /** Brings the page to what is to be seen; returns what is photographed. */
  show(page: Page, folder: string): Promise<string>
}

const PICTURES: Readonly<Record<string, Picture>> = {
  tissue: { folder: TRIAL, width: 900, scale: 1.25, show: (page, folder) => figure(page, folder, 'tissue') },
  survival: {
    folder: TRIAL,
    width: 620,
    scale: 1.5,
    show: (page, folder) => figure(page, folder, 'time-to-progression'),
  },
  metastasis: { width: 900, scale: 1.5, show: cascade },
  calibration: { width: 1000, scale: 1, show: report },
}
/** Largest picture that a page should make people load [bytes]. */
const LARGEST = 300_000

const [name = '', given] = process.argv.slice(2)
const picture = PICTURES[name]
const folder = given === undefined ? picture?.folder : resolve(given)
if (picture === undefined || folder === undefined || !existsSync(folder))
  throw new Error(
    `usage: make-images.ts ${Object.keys(PICTURES).join(' | ')} [FOLDER]; found '${process.argv.slice(2).join(' ')}'`,
  )
const target = join(root, 'docs/images', `${name}.png`)
await photograph(picture, folder)
if (statSync(target).size > LARGEST)
  throw new Error(`the picture has ${statSync(target).size} bytes, more than ${LARGEST}`)

/** A figure by itself. */
async function figure(page: Page, from: string, file: string): Promise<string> {
  const svg = readFileSync(join(from, 'figures', `${file}.svg`), 'utf8')
  await page.setContent(
    `<style>body{margin:0;background:#fff}svg{display:block;width:100%;height:auto}</style>${svg}`,
  )
  return 'body > svg'
}

/** Every tissue of an organism, and beneath them how far cells got on their way to each organ. */
async function cascade(page: Page, from: string): Promise<string> {
  const [places = '', ...funnels] = ['places', 'funnel-liver', 'funnel-lung'].map((file) =>
    readFileSync(join(from, 'figures', `${file}.svg`), 'utf8'),
  )
  await page.setContent(
    `<style>body{margin:0;background:#fff}main{padding:4px}svg{display:block;width:100%;height:auto}div{display:grid;grid-template-columns:1fr 1fr;gap:36px;margin-top:18px}</style><main>${places}<div>${funnels.join('')}</div></main>`,
  )
  return 'main'
}

/** The report from its top to the end of its figures. */
async function report(page: Page, from: string): Promise<string> {
  await page.goto(pathToFileURL(join(from, 'report.html')).href)
  // What follows the figures, and what stays in place while one scrolls, is for readers of the page itself.
  await page.addStyleTag({
    content: 'header{position:static!important}nav{display:none}main>section:nth-of-type(n+4){display:none}',
  })
  return 'body'
}

/** Lets a browser draw, since it knows how to set text. */
async function photograph({ width, scale, show }: Picture, from: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage({ deviceScaleFactor: scale, viewport: { width, height: 600 } })
    const screenshot = await page.locator(await show(page, from)).screenshot()
    const {
      width: across,
      height,
      pixels,
    } = await page.evaluate<Pixels>(pixelsExpression(screenshot.toString('base64')))
    const { indices, palette } = fewerColours(Buffer.from(pixels, 'base64'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, encodePng(indices, across, height, palette))
  } finally {
    await browser.close()
  }
}

function browserPath(): string {
  const result = spawnSync('bash', ['scripts/install-browser.sh'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (result.status !== 0) throw new Error('there is no browser to draw with')
  return result.stdout.trim().split('\n').at(-1) ?? ''
}
