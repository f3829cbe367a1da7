import { LIVE, LYSED, NECROTIC } from '../../engine/columns.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { share } from './counts.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type Balls, type FineGrid, boxExtent, gridAround } from './fine-grid.ts'
import { closingOf, fillHoles, largestPart } from './outline.ts'
import { lacksTumour } from './places.ts'
import { perMillimetre } from './regions.ts'
import { forEachCell, tumourSet } from './selection.ts'
import { shared } from './shared-map.ts'

/** Gaps between cells below twice this [um] are part of the tumour. Chosen: twice it is a cell's diameter and a little. */
const GAP = 10
/**
 * Cells in cycle closer than twice this [um] bound one region. Chosen: as for nests; in a rim where one cell in ten cycles,
 * neighbours of that kind are some 50 um apart.
 */
const CYCLE_GAP = 40
/** A cell of a one-phase cycle counts as cycling from this share of the fastest entry on. Chosen: half of the fastest. */
const CYCLING_SHARE = 0.5

/** Size of the tumour and of the shells of a spheroid. */
export const spheroidFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'tumour area',
    unit: 'mm^2',
    doc: 'in two dimensions: area within the outer outline of all cells of the tumour lineage, live and dead: the union of their discs, with gaps below 20 um closed and holes filled, whatever is in them (`area of tumour nests` leaves stroma out)',
    lacks: (program) => lacksDimensions(program, 2, 'tumour volume'),
    measure: () => ({ unit: 'mm^2', evaluate: tumourExtent }),
  }),
  defineFamily({
    pattern: 'tumour volume',
    unit: 'mm^3',
    doc: 'in three dimensions: volume within the outer outline of all cells of the tumour lineage, live and dead: the union of the cells, with gaps below 20 um closed and holes filled',
    lacks: (program) => lacksDimensions(program, 3, 'tumour area'),
    measure: () => ({ unit: 'mm^3', evaluate: tumourExtent }),
  }),
  defineFamily({
    pattern: 'tumour radius',
    unit: 'um',
    doc: 'radius of the disc (ball) of the same area (volume) as the tumour',
    lacks: lacksTumour,
    measure: () => ({ unit: 'um', evaluate: tumourRadius }),
  }),
  defineFamily({
    pattern: 'tumour cell volume',
    unit: 'mm^3',
    doc: 'sum of the volumes of all cells of the tumour lineage, live and dead, without what is between them',
    lacks: lacksTumour,
    measure: () => ({ unit: 'mm^3', evaluate: cellVolume }),
  }),
  defineFamily({
    pattern: 'necrotic radius',
    unit: 'um',
    doc: 'radius of the disc (ball) of the same area (volume) as the necrotic core: the largest connected part of the tumour without live cells of it, made of discs of 20 um; 0 when there is none',
    lacks: lacksTumour,
    measure: () => ({ unit: 'um', evaluate: necroticRadius }),
  }),
  defineFamily({
    pattern: 'inhibited radius',
    unit: 'um',
    doc: 'radius of the disc (ball) of the same area (volume) as the largest connected part of the tumour without cells in cycle, made of discs of 80 um; at least the necrotic radius. In cycle: beyond the first phase of a cycle with several; in a cycle of one phase, a rate of entry of at least half of the fastest',
    lacks: lacksCycle,
    measure: () => ({ unit: 'um', evaluate: inhibitedRadius }),
  }),
  defineFamily({
    pattern: 'relative necrotic radius',
    unit: '1',
    doc: 'necrotic radius divided by the radius of the tumour: what Browning et al. 2021 call eta',
    lacks: lacksTumour,
    measure: () => ({ unit: '1', evaluate: (world) => share(necroticRadius(world), tumourRadius(world)) }),
  }),
  defineFamily({
    pattern: 'relative inhibited radius',
    unit: '1',
    doc: 'inhibited radius divided by the radius of the tumour: what Browning et al. 2021 call phi',
    lacks: lacksCycle,
    measure: () => ({ unit: '1', evaluate: (world) => share(inhibitedRadius(world), tumourRadius(world)) }),
  }),
  defineFamily({
    pattern: 'necrotic fraction',
    unit: '1',
    doc: 'share of the cells of the tumour lineage that are necrotic, burst ones included, among live and dead ones that are not yet cleared',
    lacks: lacksTumour,
    measure: () => ({ unit: '1', evaluate: necroticFraction }),
  }),
]

function lacksDimensions(program: Program, dimensions: 2 | 3, instead: string): string | undefined {
  if (program.space.dimensions === dimensions) return lacksTumour(program)
  return `the model has ${program.space.dimensions === 2 ? 'two' : 'three'} dimensions: ask for '${instead}'`
}

function lacksCycle(program: Program): string | undefined {
  const cycles = program.columns.some(({ name }) => name === PHASE)
  return lacksTumour(program) ?? (cycles ? undefined : 'no cell of the model has a cycle')
}

/** The tumour as boxes of a fine grid. */
interface Outline {
  readonly grid: FineGrid
  readonly inside: Uint8Array
}

/** Outline of the whole tumour, shared by the measures of an instant; undefined without tumour cells. */
const outlineOf = shared((world: World): Outline | undefined => {
  const balls = ballsOf(world, () => true)
  if (balls.count === 0) return undefined
  const largest = balls.radius.reduce((most, radius) => Math.max(most, radius), 0)
  const grid = gridAround(balls, world.program.space, largest + 2 * CYCLE_GAP)
  return { grid, inside: fillHoles(closingOf(balls, grid, GAP), grid) }
})

/** Area [mm^2] (volume) within the outline. */
function tumourExtent(world: World): number {
  const outline = outlineOf(world)
  if (outline === undefined) return 0
  const boxes = outline.inside.reduce((sum, isIn) => sum + isIn, 0)
  return (boxes * boxExtent(outline.grid)) / perMillimetre(world.program.space)
}

/** Where the tumour has live cells. */
const viable = shared((world: World): Uint8Array | undefined => {
  const { state } = world.cells
  return regionOf(world, (slot) => state[slot] === LIVE, GAP)
})

/** Where the tumour has cells in cycle. */
const proliferating = shared((world: World): Uint8Array | undefined => {
  const isCycling = cyclingCells(world)
  return regionOf(world, (slot) => isCycling[slot] === 1, CYCLE_GAP)
})

function regionOf(world: World, isOne: (slot: number) => boolean, gap: number): Uint8Array | undefined {
  const outline = outlineOf(world)
  return outline === undefined ? undefined : closingOf(ballsOf(world, isOne), outline.grid, gap)
}

/** Area [um^2] (volume) of the largest part of the tumour that lies outside of a region. */
function coreExtent(world: World, region: Uint8Array | undefined): number {
  const outline = outlineOf(world)
  if (outline === undefined || region === undefined) return 0
  const core = outline.inside.map((isIn, box) => (isIn === 1 && region[box] === 0 ? 1 : 0))
  return largestPart(core, outline.grid) * boxExtent(outline.grid)
}

function tumourRadius(world: World): number {
  return equivalentRadius(world, tumourExtent(world) * perMillimetre(world.program.space))
}

function necroticRadius(world: World): number {
  return equivalentRadius(world, coreExtent(world, viable(world)))
}

/** Never below the necrotic radius, as in the measured data: closing by a larger distance may fill a small core. */
function inhibitedRadius(world: World): number {
  return Math.max(equivalentRadius(world, coreExtent(world, proliferating(world))), necroticRadius(world))
}

/** Radius [um] of the disc of an area [um^2], or of the ball of a volume [um^3]. */
function equivalentRadius(world: World, extent: number): number {
  return world.program.space.dimensions === 2
    ? Math.sqrt(extent / Math.PI)
    : world.kernels.call('special_cbrt', [(3 * extent) / (4 * Math.PI)])
}

/** Cells of the tumour as balls, live and dead. */
function ballsOf(world: World, isOne: (slot: number) => boolean): Balls {
  const { x, y, z, radius } = world.cells
  const slots: number[] = []
  forEachCell(world, tumourSet(world.program), 'present', (slot) => {
    if (isOne(slot)) slots.push(slot)
  })
  const take = (column: Float64Array): Float64Array => Float64Array.from(slots, (slot) => column[slot] ?? 0)
  return { count: slots.length, x: take(x), y: take(y), z: take(z), radius: take(radius) }
}

const PHASE = 'cycle.phase'

/** 1 for live cells of the tumour that are on their way to a division, by slot. */
function cyclingCells(world: World): Uint8Array {
  const { program } = world
  const isCycling = new Uint8Array(world.count)
  const { type } = world.cells
  const phases = world.u8(PHASE)
  const next = world.u8('cycle.next')
  const stride = next.length / program.cellTypes.length
  const hasOnePhase = program.cellTypes.map((_, index) => next[index * stride] === 0)
  let fastest = 0
  const entry = (slot: number): number => world.behaviourOf('cycle entry', slot)
  forEachCell(world, tumourSet(program), 'live', (slot) => {
    if (hasOnePhase[type[slot] ?? 0] === true) fastest = Math.max(fastest, entry(slot))
    else if ((phases[slot] ?? 0) > 0) isCycling[slot] = 1
  })
  if (fastest === 0) return isCycling
  forEachCell(world, tumourSet(program), 'live', (slot) => {
    if (hasOnePhase[type[slot] ?? 0] === true && entry(slot) >= CYCLING_SHARE * fastest) isCycling[slot] = 1
  })
  return isCycling
}

function cellVolume(world: World): number {
  const { volume } = world.cells
  let sum = 0
  forEachCell(world, tumourSet(world.program), 'present', (slot) => {
    sum += volume[slot] ?? 0
  })
  return sum / 1e9
}

function necroticFraction(world: World): number {
  const { state } = world.cells
  let [all, necrotic] = [0, 0]
  forEachCell(world, tumourSet(world.program), 'present', (slot) => {
    all += 1
    if (state[slot] === NECROTIC || state[slot] === LYSED) necrotic += 1
  })
  return share(necrotic, all)
}
