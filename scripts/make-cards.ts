/**
 * Makes the pictures of the Lab's gallery, one per shipped model: `node scripts/make-cards.ts [MODEL ...]`. Runs each model with seed 1 to
 * a time at which it shows what it is about, and draws its cells as the Lab does. Needs a Chromium, which knows how to write WebP.
 */
import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { compile } from '../src/compile/compile.ts'
import { parseModel } from '../src/compile/parse-model.ts'
import { createWorld } from '../src/engine/create-world.ts'
import { createStepper, runUntil } from '../src/engine/step.ts'
import { loadKernels } from '../src/platform/node/kernels.ts'
import { readFile } from '../src/platform/node/read-file.ts'
import type { Frame, Scene } from '../src/viewer/frame.ts'
import { packFrame } from '../src/viewer/pack-frame.ts'
import { sceneOf } from '../src/viewer/scene.ts'
import { findBrowser } from '../test/web/browser.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'lab/public/cards')
/** Twice what a card shows, for fine screens [px]. */
const [WIDTH, HEIGHT] = [640, 360]
/** Most of a tissue that a card shows across [um]. Chosen: cells stay cells. */
const WIDEST = 620
/** All pictures together [bytes]. Chosen: loaded with the first page. */
const LARGEST = 600_000
/** When to look [h]; chosen by looking. */
const HOURS: Readonly<Record<string, number>> = {
  angiogenesis: 240,
  'caf-culture': 24,
  colorectal: 12,
  'drug-barrier': 24,
  ecosystem: 240,
  first: 48,
  invasion: 120,
  'liver-colony': 120,
  'liver-field': 72,
  'liver-metastasis': 24,
  'lung-field': 72,
  'measured-spheroid': 144,
  'msc-culture': 48,
  orthotopic: 240,
  'sting-culture': 36,
  'tumour-spheroid': 6,
  xenograft: 480,
}

const chosen = process.argv.slice(2)
const found = findBrowser()
if ('reason' in found) throw new Error(found.reason)
mkdirSync(target, { recursive: true })
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage()
  for (const path of globSync('models/*/model.yaml', { cwd: root }).toSorted()) {
    const name = basename(dirname(path))
    if (chosen.length > 0 && !chosen.includes(name)) continue
    const { scene, frame } = look(path, HOURS[name] ?? 24)
    const picture = await page.evaluate<string>(`(${String(draw)})(${JSON.stringify(drawing(scene, frame))})`)
    writeFileSync(join(target, `${name}.webp`), Buffer.from(picture.replace(/^.*,/, ''), 'base64'))
    process.stderr.write(`${name} ${frame.count} cells\n`)
  }
} finally {
  await browser.close()
}
const total = globSync('*.webp', { cwd: target }).reduce(
  (sum, file) => sum + statSync(join(target, file)).size,
  0,
)
process.stderr.write(`${total} bytes in all\n`)
if (total > LARGEST) throw new Error(`the pictures have ${total} bytes, more than ${LARGEST}`)

/** The tissue of a model after some hours. */
function look(path: string, hours: number): { readonly scene: Scene; readonly frame: Frame } {
  const { model } = parseModel(path, (file) => readFile(join(root, file)))
  if (model === undefined) throw new Error(`${path} has mistakes`)
  const program = compile(model)
  const world = createWorld(program, { kernels: loadKernels(), seed: 1 })
  runUntil(createStepper(world), Math.round((hours * 60) / program.clock.tick))
  return { scene: sceneOf(model, program), frame: packFrame(world, { fields: [] }) }
}

interface Drawing {
  readonly width: number
  readonly height: number
  /** x, y and radius [px], colour, share of the colour (further cells are darker), 1 for a live cell. */
  readonly cells: readonly (readonly [number, number, number, string, number, number])[]
}

/** Cells from the furthest to the nearest, in pixels; the middle of the tissue is the middle of the picture. */
function drawing(scene: Scene, frame: Frame): Drawing {
  const [across, , depth] = scene.size
  const [middleX, extentX] = middleAndExtent(frame, 0)
  const [middleY, extentY] = middleAndExtent(frame, 1)
  // A tissue that goes from side to side fills the picture; anything else is seen as a whole.
  const isFull = extentX > 0.8 * across
  const whole = 1.1 * Math.max(extentX, (extentY * WIDTH) / HEIGHT)
  const shown = Math.min(isFull ? 0.97 * across : Math.max(whole, WIDEST / 3), WIDEST)
  const scale = WIDTH / shown
  const cells = Array.from({ length: frame.count }, (_, slot) => slot)
    .toSorted((a, b) => (frame.spheres[4 * a + 2] ?? 0) - (frame.spheres[4 * b + 2] ?? 0))
    .map((slot) => {
      const [x = 0, y = 0, z = 0, radius = 0] = frame.spheres.subarray(4 * slot, 4 * slot + 4)
      const type = scene.types[frame.type[slot] ?? 0]
      const near = depth > 60 ? (z - scene.corner[2]) / depth : 1
      return [
        WIDTH / 2 + (x - middleX) * scale,
        HEIGHT / 2 - (y - middleY) * scale,
        Math.max(radius, 2) * scale,
        type?.colour ?? '#888888',
        0.45 + 0.55 * near,
        frame.state[slot] === 0 ? 1 : 0,
      ] as const
    })
  return { width: WIDTH, height: HEIGHT, cells }
}

/** Along an axis [um]. */
function middleAndExtent(frame: Frame, axis: 0 | 1): readonly [middle: number, extent: number] {
  const places = Array.from({ length: frame.count }, (_, slot) => frame.spheres[4 * slot + axis] ?? 0)
  const sorted = places.toSorted((a, b) => a - b)
  // A twentieth at each end may be strays.
  const [low = 0, high = 0] = [
    sorted[Math.floor(0.05 * sorted.length)],
    sorted[Math.floor(0.95 * sorted.length)],
  ]
  return [(low + high) / 2, (high - low) / 0.9]
}

/** Runs in the browser: discs with a dark rim and a nucleus on the dark ground. */
function draw({ width, height, cells }: Drawing): string {
  // The page's own objects, which this script's types do not know.
  const { document } = globalThis as unknown as {
    document: { createElement(name: string): Canvas }
  }
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#0d1119'
  pen.fillRect(0, 0, width, height)
  const disc = (x: number, y: number, radius: number, colour: string, share: number): void => {
    pen.globalAlpha = share
    pen.fillStyle = colour
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fill()
  }
  for (const [x, y, radius, colour, share, isLive] of cells) {
    disc(x, y, radius, '#0d1119', 1)
    disc(x, y, radius * 0.88, isLive === 1 ? colour : '#5b6470', share)
    if (isLive === 1 && radius > 4) disc(x + radius * 0.06, y + radius * 0.04, radius * 0.4, '#0d1119', 0.38)
  }
  return canvas.toDataURL('image/webp', 0.72)
}

interface Canvas {
  width: number
  height: number
  getContext(kind: '2d'): {
    fillStyle: string
    globalAlpha: number
    fillRect(x: number, y: number, width: number, height: number): void
    beginPath(): void
    arc(x: number, y: number, radius: number, from: number, to: number): void
    fill(): void
  }
  toDataURL(type: string, quality: number): string
}
