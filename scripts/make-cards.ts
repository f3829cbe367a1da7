/**
 * Makes the pictures of the Lab's gallery, one per shipped model: `node scripts/make-cards.ts [MODEL ...]`. Runs each model with seed 1 to
 * a time at which it shows what it is about, and draws its cells and vessels as the Lab does. Needs a Chromium, which knows how to write WebP.
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
import { TUBE_NUMBERS } from '../src/viewer/pack-vessels.ts'
import { sceneOf } from '../src/viewer/scene.ts'
import { findBrowser } from '../test/web/browser.ts'
import { COLOURS, type Drawing, draw } from './card-drawing.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'lab/public/cards')
/** Twice what a card shows, for fine screens [px]. */
const [WIDTH, HEIGHT] = [640, 360]
/** Most of a tissue that a card shows across [um]. Chosen: cells stay cells. */
const WIDEST = 620
/** The same of a tissue with a network of vessels [um]. Chosen: sprouts are seen with the vessel that they come from. */
const WIDEST_NETWORK = 800
/** Outer radius of a vessel that crosses a slice [um]; as in the Lab. */
const CAPILLARY_RADIUS = 7
/** `Frame.vesselKinds` of a node whose pressure is held. */
const HELD = 1
/** All pictures together [bytes]. Chosen: loaded with the first page. */
const LARGEST = 720_000
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
  metastasis: 504,
  'msc-culture': 48,
  orthotopic: 240,
  'sting-culture': 36,
  'tumour-spheroid': 6,
  xenograft: 480,
}

/** Which tissue of an organism is shown, where it is not the primary. */
const SITES: Readonly<Record<string, string>> = { metastasis: 'liver' }

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
    const { scene, frame } = look(path, HOURS[name] ?? 24, SITES[name])
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

/** The tissue of a model, or of one of its sites, after some hours. */
function look(path: string, hours: number, site?: string): { readonly scene: Scene; readonly frame: Frame } {
  const { model } = parseModel(path, (file) => readFile(join(root, file)))
  if (model === undefined) throw new Error(`${path} has mistakes`)
  const program = compile(model)
  const world = createWorld(program, { kernels: loadKernels(), seed: 1 })
  runUntil(createStepper(world), Math.round((hours * 60) / program.clock.tick))
  if (site === undefined) return { scene: sceneOf(model, program), frame: packFrame(world, { fields: [] }) }
  const [tissue, own] = [world.inner.get(site), model.sites?.find(({ name }) => name === site)?.model]
  if (tissue === undefined || own === undefined) throw new Error(`${path} has no tissue of ${site} by then`)
  return { scene: sceneOf(own, tissue.program), frame: packFrame(tissue, { fields: [] }) }
}

/** Cells from the furthest to the nearest, in pixels; the middle of the tissue is the middle of the picture. */
function drawing(scene: Scene, frame: Frame): Drawing {
  const [across, , depth] = scene.size
  const network = tubesOf(frame).flatMap(([x1, , , x2]) => [x1, x2])
  const [middleX, extentX] = middleAndExtent(frame, 0, network)
  const [middleY, extentY] = middleAndExtent(frame, 1)
  // A tissue that goes from side to side fills the picture; anything else is seen as a whole.
  const isFull = extentX > 0.8 * across
  const whole = 1.1 * Math.max(extentX, (extentY * WIDTH) / HEIGHT)
  const shown = Math.min(
    isFull ? 0.97 * across : Math.max(whole, WIDEST / 3),
    network.length > 0 ? WIDEST_NETWORK : WIDEST,
  )
  const scale = WIDTH / shown
  const placeOf = (x: number, y: number): readonly [number, number] => [
    WIDTH / 2 + (x - middleX) * scale,
    HEIGHT / 2 - (y - middleY) * scale,
  ]
  const nearness = (z: number): number => (depth > 60 ? (z - scene.corner[2]) / depth : 1)
  const cells = Array.from({ length: frame.count }, (_, slot) => slot)
    .toSorted((a, b) => (frame.spheres[4 * a + 2] ?? 0) - (frame.spheres[4 * b + 2] ?? 0))
    .map((slot) => {
      const [x = 0, y = 0, z = 0, radius = 0] = frame.spheres.subarray(4 * slot, 4 * slot + 4)
      const type = scene.types[frame.type[slot] ?? 0]
      return [
        ...placeOf(x, y),
        Math.max(radius, 2) * scale,
        type?.colour ?? '#888888',
        0.45 + 0.55 * nearness(z),
        frame.state[slot] === 0 ? 1 : 0,
      ] as const
    })
  const tubes = tubesOf(frame).map(
    ([x1, y1, z1, x2, y2, z2, radius, flow]) =>
      [
        ...placeOf(x1, y1),
        ...placeOf(x2, y2),
        radius * scale,
        0.6 + 0.4 * nearness((z1 + z2) / 2),
        flow === 0 ? 0 : 1,
      ] as const,
  )
  const rings = ringsOf(scene, frame).map(
    ([x, y, radius, isOpen]) => [...placeOf(x, y), radius * scale, isOpen] as const,
  )
  return { width: WIDTH, height: HEIGHT, colours: COLOURS, tubes, rings, cells }
}

type Tube = readonly [number, number, number, number, number, number, number, number]

/** Tubes of a living network: both ends, radius and flow; the furthest first, and those without flow beneath the others. */
function tubesOf({ vesselTubes = new Float32Array() }: Frame): readonly Tube[] {
  const tubes = Array.from({ length: vesselTubes.length / TUBE_NUMBERS }, (_, tube): Tube => {
    const [x1 = 0, y1 = 0, z1 = 0, x2 = 0, y2 = 0, z2 = 0, radius = 0, flow = 0] = vesselTubes.subarray(
      TUBE_NUMBERS * tube,
      TUBE_NUMBERS * (tube + 1),
    )
    return [x1, y1, z1, x2, y2, z2, radius, flow]
  })
  return tubes.toSorted((a, b) => Number(a[7] !== 0) - Number(b[7] !== 0) || a[2] + a[5] - b[2] - b[5])
}

/** In a slice, vessels that cross it: points, or the nodes of a network at which blood comes and goes. In space, tubes say it all. */
function ringsOf(scene: Scene, frame: Frame): readonly (readonly [number, number, number, number])[] {
  const layer = scene.layers.find(({ kind }) => kind === 'vessels')
  if (layer?.kind !== 'vessels' || scene.shape[2] > 1) return []
  const places = frame.vesselNodes ?? layer.points
  return Array.from({ length: places.length / 3 }, (_, point) => point)
    .filter((point) => frame.vesselKinds === undefined || frame.vesselKinds[point] === HELD)
    .map((point) => {
      const [x = 0, y = 0] = places.subarray(3 * point, 3 * point + 2)
      return [x, y, CAPILLARY_RADIUS, frame.vesselsOpen?.[point] === 0 ? 0 : 1]
    })
}

/** Of cells along an axis, and of other places that are to be seen with them [um]. */
function middleAndExtent(
  frame: Frame,
  axis: 0 | 1,
  others: readonly number[] = [],
): readonly [middle: number, extent: number] {
  const places = Array.from({ length: frame.count }, (_, slot) => frame.spheres[4 * slot + axis] ?? 0)
  const sorted = places.toSorted((a, b) => a - b)
  // A twentieth at each end may be strays.
  const [low = 0, high = 0] = [
    sorted[Math.floor(0.05 * sorted.length)],
    sorted[Math.floor(0.95 * sorted.length)],
  ]
  if (others.length === 0) return [(low + high) / 2, (high - low) / 0.9]
  const [first, last] = [Math.min(low, ...others), Math.max(high, ...others)]
  return [(first + last) / 2, last - first]
}
