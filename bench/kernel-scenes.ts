/** Scenes that load one part of a step, each against its plain form. */
import { cadenceMinutes } from '../src/engine/clock.ts'
import { listedNeighbours, neighboursOf, rebuildBins, rebuildNeighbours } from '../src/engine/neighbours.ts'
import { PHASE_CADENCE, type StepPhase } from '../src/engine/program.ts'
import { createStepper } from '../src/engine/step.ts'
import type { World } from '../src/engine/world.ts'
import { type ExchangeCells, exchangeApply, exchangeGather } from '../src/processes/exchange/kernels.ts'
import { type Body, pairVelocity } from '../src/processes/mechanics/kernels.ts'
import { axisFactors } from '../src/processes/transport/factors.ts'
import { type StepPlan, transportStep } from '../src/processes/transport/kernels.ts'
import { startWorld } from '../src/testing/start-run.ts'
import { time, timePair, wallTime } from './measure.ts'
import { type Quantity, type SceneResult, phaseShares } from './result.ts'
import {
  type PackedScene,
  type TransportScene,
  exchangeScene,
  packedScene,
  transportScene,
} from './scenes.ts'

/** Nanoseconds in a millisecond. */
const NS = 1e6

/** The activities of one process in one phase, bound once as a run binds them. */
function bindPhase(world: World, process: string, phase: StepPhase): () => void {
  const dt = cadenceMinutes(world.program.clock, PHASE_CADENCE[phase])
  const bound = world.program.activities[phase].filter((activity) => activity.process === process)
  const actions = bound.map((activity) => activity.bind(world, dt))
  return () => {
    for (const action of actions) action()
  }
}

/** Diffusion and decay: ns per voxel, substrate and step. */
export function transport(scene: TransportScene, repeats: number): SceneResult {
  const world = startWorld(transportScene(scene))
  const step = bindPhase(world, 'transport', 'fields')
  const voxels = world.layout.sizes.voxel
  const calls = Math.max(1, Math.round(1e6 / (voxels * scene.substrates)))
  const subject = (): void => {
    for (let call = 0; call < calls; call++) step()
  }
  const timing = timePair(subject, plainTransport(scene, voxels), repeats)
  const work = voxels * scene.substrates * calls
  const bytes = world.layout.columns.get('field/s1')?.declaration.type === 'f32' ? 8 : 16
  return {
    scene: `transport ${scene.dimensions}-D ${scene.substrates}`,
    title: `${scene.edge}^${scene.dimensions} voxels, ${scene.substrates} ${scene.substrates === 1 ? 'substrate' : 'substrates'}, held sides`,
    phases: [],
    quantities: [
      {
        name: 'voxel, substrate and step',
        unit: 'ns',
        median: (NS * timing.subject.median) / work,
        fastest: (NS * timing.subject.fastest) / work,
        // The plain form does one step of one substrate.
        ratio: (timing.ratio * work) / voxels,
      },
      { name: 'stored per voxel and substrate', unit: 'byte', median: bytes },
    ],
  }
}

/** One step of one substrate in plain TypeScript on arrays of its own. */
function plainTransport({ dimensions, edge }: TransportScene, voxels: number): () => void {
  // D dt / h^2 and decay dt / axes of the scene's first substrate.
  const factors = axisFactors({ n: edge, a: (1000 * 0.01) / 400, b: 0.001 / dimensions, isPeriodic: false })
  const axes = [1, edge, edge * edge]
    .slice(0, dimensions)
    .map((stride) => ({ lines: { n: edge, stride, isPeriodic: false }, factors }))
  const plan: StepPlan = { axes, fixed: { indices: new Uint32Array(), values: new Float64Array() } }
  const pair = { field: new Float32Array(voxels).fill(1), remainder: new Float32Array(voxels) }
  return () => transportStep(pair, plan)
}

/** Uptake and secretion of 10^4 cells: gathering per cell, applying per voxel. */
export function exchange(repeats: number): SceneResult {
  const world = startWorld(exchangeScene({ edge: 200, cells: 10_000 }))
  rebuildBins(world)
  const step = bindPhase(world, 'exchange', 'fields')
  const voxels = world.layout.sizes.voxel
  const plain = plainExchange(world)
  const calls = 20
  const apply = timePair(
    () => {
      for (let call = 0; call < calls; call++) step()
    },
    () => plain.apply(voxels),
    repeats,
  )
  const both = timePair(
    () => {
      for (let call = 0; call < calls; call++) {
        world.binsVersion += 1 // as if cells had moved: the maps are gathered again
        step()
      }
    },
    () => {
      plain.gather(voxels)
      plain.apply(voxels)
    },
    repeats,
  )
  return {
    scene: 'exchange',
    title: `${world.count.toLocaleString('en-GB')} cells in 200^2 voxels, 1 substrate`,
    phases: [],
    quantities: [
      perItem('voxel and step, cells at rest', apply, calls, voxels),
      perItem('cell and step, cells on the move', both, calls, world.count),
    ],
  }
}

function perItem(name: string, timing: ReturnType<typeof timePair>, calls: number, items: number): Quantity {
  const scale = NS / (calls * items)
  return {
    name,
    unit: 'ns',
    median: timing.subject.median * scale,
    fastest: timing.subject.fastest * scale,
    ratio: timing.ratio * calls,
  }
}

function plainExchange(world: World) {
  const ofCell = (name: string): Float64Array =>
    Float64Array.from({ length: world.count }, (_, slot) => world.behaviourOf(name, slot))
  const cells: ExchangeCells = {
    firstCell: world.u32('voxel.firstCell'),
    cellCount: world.u32('voxel.cellCount'),
    byVoxel: world.u32('cell.byVoxel'),
    volume: world.f64('cell.volume'),
    secretion: ofCell('s secretion'),
    saturation: ofCell('s saturation'),
    uptake: ofCell('s uptake'),
    release: ofCell('s export'),
  }
  const voxels = world.layout.sizes.voxel
  const pair = { field: new Float32Array(voxels).fill(1), remainder: new Float32Array(voxels) }
  const maps = { factors: new Float64Array(voxels), gains: new Float64Array(voxels) }
  const step = { dt: 0.01, voxelVolume: world.program.space.voxel ** 3 }
  return {
    gather: (end: number) => exchangeGather(maps, cells, step, 0, end),
    apply: (end: number) => exchangeApply(pair, maps, 0, end),
  }
}

/** Packed cells: whole steps, pair forces alone, and a search for neighbours. */
export function mechanics(scene: PackedScene, repeats: number): SceneResult {
  const world = startWorld(packedScene(scene))
  const stepper = createStepper(world, wallTime)
  const ticks = Math.max(4, Math.round(100_000 / world.count))
  const whole = time(() => {
    for (let tick = 0; tick < ticks; tick++) stepper.step()
  }, repeats)
  const phases = phaseShares(stepper.profile)
  const search = time(() => {
    world.neighboursAreStale = true
    rebuildNeighbours(world)
  }, repeats)
  const pairs = touchingPairs(world)
  const forces = timeForces(world, repeats)
  const { count } = world
  return {
    scene: `mechanics ${scene.dimensions}-D ${scene.cells}`,
    title: `${count.toLocaleString('en-GB')} packed cells, ${((2 * pairs) / count).toFixed(1)} in reach of each, ${(listedNeighbours(world) / count).toFixed(1)} listed`,
    phases,
    quantities: [
      {
        name: 'cell and step, all of mechanics',
        unit: 'ns',
        median: (NS * whole.median) / (ticks * count),
        fastest: (NS * whole.fastest) / (ticks * count),
      },
      {
        name: 'pair and step, forces (from both sides)',
        unit: 'ns',
        median: (NS * forces.subject.median) / (FORCE_CALLS * pairs),
        fastest: (NS * forces.subject.fastest) / (FORCE_CALLS * pairs),
        ratio: (forces.ratio * FORCE_CALLS * count) / SAMPLE,
      },
      {
        name: 'cell and search for neighbours',
        unit: 'ns',
        median: (NS * search.median) / count,
        fastest: (NS * search.fastest) / count,
      },
      {
        name: 'share of the search',
        unit: '%',
        median: 100 * (phases.find(([phase]) => phase === 'neighbours')?.[1] ?? 0),
      },
    ],
  }
}

/** Passes over all cells per measurement of the forces. */
const FORCE_CALLS = 4
/** Cells for which the plain form computes the forces, from lists of the same length. */
const SAMPLE = 1000

function timeForces(world: World, repeats: number) {
  const forces = bindPhase(world, 'mechanics', 'forces')
  const samples = Array.from({ length: SAMPLE }, (_, k) =>
    neighbourhood(world, Math.floor((k * world.count) / SAMPLE)),
  )
  return timePair(
    () => {
      for (let call = 0; call < FORCE_CALLS; call++) forces()
    },
    () => {
      for (const bodies of samples) pairVelocity(bodies, 0, [0, 0, 0])
    },
    repeats,
  )
}

/** Cell `slot` and its list of neighbours, as the plain form takes them. */
function neighbourhood(world: World, slot: number): readonly Body[] {
  return [slot, ...neighboursOf(world, slot)].map((cell) => ({
    position: [
      world.f64('cell.x')[cell] ?? 0,
      world.f64('cell.y')[cell] ?? 0,
      world.f64('cell.z')[cell] ?? 0,
    ] as const,
    radius: world.f64('cell.radius')[cell] ?? 0,
    reach: world.f64('cell.reach')[cell] ?? 0,
    type: 0,
    adhesion: world.behaviourOf('adhesion', cell),
    repulsion: world.behaviourOf('repulsion', cell),
    affinities: [1],
  }))
}

/** Pairs of cells within reach of each other, each counted once. */
function touchingPairs(world: World): number {
  const [x, y, z, reach] = [
    world.f64('cell.x'),
    world.f64('cell.y'),
    world.f64('cell.z'),
    world.f64('cell.reach'),
  ]
  let pairs = 0
  for (let slot = 0; slot < world.count; slot++) {
    for (const other of neighboursOf(world, slot)) {
      if (other <= slot) continue
      const apart = [x, y, z].map((column) => (column[slot] ?? 0) - (column[other] ?? 0))
      if (Math.hypot(...apart) < (reach[slot] ?? 0) + (reach[other] ?? 0)) pairs += 1
    }
  }
  return pairs
}
