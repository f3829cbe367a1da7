/** Scenes that load the fields alone, each against its plain form. */
import { cadenceMinutes } from '../engine/clock.ts'
import { rebuildBins } from '../engine/neighbours.ts'
import { PHASE_CADENCE, type StepPhase } from '../engine/program.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { type ExchangeCells, exchangeApply, exchangeGather } from '../processes/exchange/kernels.ts'
import { axisFactors } from '../processes/transport/factors.ts'
import { type StepPlan, transportStep } from '../processes/transport/kernels.ts'
import { type PairTiming, median, once, timePair, timingOf, wallTime } from './measure.ts'
import { bytesPerRow } from './memory.ts'
import { openWorld, programOf } from './open-world.ts'
import { type Quantity, type SceneOptions, type SceneResult, phaseShares, timeEach } from './result.ts'
import { type TransportScene, exchangeScene, transportScene } from './scenes.ts'

/** The activities of one process in one phase, bound once as a run binds them. */
export function bindPhase(world: World, process: string, phase: StepPhase): () => void {
  const dt = cadenceMinutes(world.program.clock, PHASE_CADENCE[phase])
  const bound = world.program.activities[phase].filter((activity) => activity.process === process)
  const actions = bound.map((activity) => activity.bind(world, dt))
  return () => {
    for (const action of actions) action()
  }
}

/** Diffusion and decay by splitting: ns per voxel, substrate and step. */
export async function transport(scene: TransportScene, options: SceneOptions): Promise<SceneResult> {
  const { repeats, threads } = options
  const { world, close } = await openWorld(programOf(transportScene(scene)), threads)
  const step = bindPhase(world, 'transport', 'fields')
  const voxels = world.layout.sizes.voxel
  const calls = Math.max(1, Math.round(1e6 / (voxels * scene.substrates)))
  const subject = (): void => {
    for (let call = 0; call < calls; call++) step()
  }
  const timing = timePair(subject, plainTransport(scene, voxels), repeats, threads)
  const work = voxels * scene.substrates * calls
  const result = {
    ...describe(scene, threads),
    phases: [],
    quantities: [
      {
        ...timeEach('voxel, substrate and step', 'ns', timing.subject, work),
        // The plain form does one step of one substrate.
        ratio: (timing.ratio * work) / voxels,
      },
      storedPerVoxel(world),
    ],
  }
  await close()
  return result
}

function describe({ dimensions, edge, substrates, scheme }: TransportScene, threads: number) {
  const ending = scheme === 'adaptive' ? ' adaptive' : ''
  const noun = substrates === 1 ? 'substrate' : 'substrates'
  return {
    scene: `transport ${dimensions}-D ${substrates}${ending}`,
    threads,
    title: `${edge}^${dimensions} voxels, ${substrates} ${noun}, held sides`,
  }
}

/** What the first substrate keeps per voxel; columns of substrates end in their names. */
function storedPerVoxel(world: World): Quantity {
  const bytes = bytesPerRow(world, 'voxel', (name) => name.endsWith('/s1'))
  return { name: 'stored per voxel and substrate', unit: 'byte', median: bytes }
}

/** Minutes of a run that both schemes do in turn; chosen: the time between two decisions of cells. */
const MINUTES = 6

/** The same medium from the same beginning with steps as long as their error allows, in turn with fixed small ones. */
export async function adaptiveTransport(scene: TransportScene, options: SceneOptions): Promise<SceneResult> {
  const { repeats, threads } = options
  const programs = [scene, { ...scene, scheme: 'lod' } as const].map((each) =>
    programOf(transportScene(each)),
  )
  const run = async (which: 0 | 1) => {
    const program = programs[which] ?? programOf('')
    const { world, close } = await openWorld(program, threads)
    const stepper = createStepper(world, wallTime)
    const elapsed = once(() => runUntil(stepper, Math.round(MINUTES / program.clock.tick)), threads)
    const phases = phaseShares(stepper.profile)
    const stored = storedPerVoxel(world)
    await close()
    return { elapsed, phases, stored }
  }
  await run(0) // compiles the code
  const pairs = []
  for (let repeat = 0; repeat < repeats; repeat++) pairs.push([await run(0), await run(1)] as const)
  const adaptive = pairs.map(([first]) => first)
  return {
    ...describe(scene, threads),
    phases: adaptive.at(-1)?.phases ?? [],
    quantities: [
      {
        ...timeEach('simulated minute', 'ms', timingOf(adaptive.map(({ elapsed }) => elapsed)), MINUTES),
      },
      {
        name: 'times faster than lod, in turn',
        unit: '1',
        median: median(pairs.map(([first, second]) => second.elapsed.cpu / first.elapsed.cpu)),
      },
      ...adaptive.slice(0, 1).map(({ stored }) => stored),
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

/** Uptake and secretion of 10^4 cells by splitting: gathering per cell, applying per voxel. */
export async function exchange({ repeats, threads }: SceneOptions): Promise<SceneResult> {
  const { world, close } = await openWorld(programOf(exchangeScene({ edge: 200, cells: 10_000 })), threads)
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
    threads,
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
    threads,
  )
  const { count } = world
  await close()
  return {
    scene: 'exchange',
    threads,
    title: '10,000 cells in 200^2 voxels, 1 substrate',
    phases: [],
    quantities: [
      perItem('voxel and step, cells at rest', apply, calls, voxels),
      perItem('cell and step, cells on the move', both, calls, count),
    ],
  }
}

function perItem(name: string, timing: PairTiming, calls: number, items: number): Quantity {
  return { ...timeEach(name, 'ns', timing.subject, calls * items), ratio: timing.ratio * calls }
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
