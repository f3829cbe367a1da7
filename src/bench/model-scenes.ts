/** Scenes that run whole models. */
import { readFileSync } from 'node:fs'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'
import { MilieuError } from '../engine/errors.ts'
import { innerWorlds } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import { formatIssues } from '../model/format-issue.ts'
import { readFile } from '../platform/node/read-file.ts'
import { type TissueSize, ecosystemProgram } from './ecosystem-scene.ts'
import { livingTissue } from './living-tissue.ts'
import { type Elapsed, once, timingOf, wallTime } from './measure.ts'
import { memoryOf } from './memory.ts'
import { layOutSites, organismProgram } from './organism-scene.ts'
import { openWorld, packageFolder, programOf } from './open-world.ts'
import { PER_CELL } from './packed-scenes.ts'
import {
  type Quantity,
  type SceneOptions,
  type SceneResult,
  phaseShares,
  shareOf,
  timeEach,
} from './result.ts'
import { type Scheme, growthScene, withScheme } from './scenes.ts'

/** The model that the project is about, as it ships. */
export const MAIN_MODEL = 'models/colorectal/model.yaml'
/** The sample of a tumour under attack that other simulators run, too. */
export const SAMPLE_MODEL = 'models/benchmarks/tumour-immune-2d/sample.yaml'
/** A tumour under attack in three dimensions, at the size with which the field's reference program shows it. */
export const TUMOUR_3D_MODEL = 'models/benchmarks/tumour-immune-3d/model.yaml'

/** Minutes in a day. */
const DAY = 1440

/** Everything at once, small. */
export async function living(dimensions: 2 | 3, options: SceneOptions): Promise<SceneResult> {
  return runScene(`living tissue ${dimensions}-D`, programOf(livingTissue({ dimensions })), 720, options)
}

/** 10^4 cells on 2 mm^2, since they do not fit 1 mm^2 side by side, and 10^5 in 0.5 mm^3. */
const TISSUES: Readonly<Record<2 | 3, TissueSize & { readonly minutes: number }>> = {
  2: { size: [1420, 1420, 20], radius: 640, minutes: 120 },
  3: { size: [800, 800, 780], radius: 320, minutes: 12 },
}

/** The ecosystem with all of its fields and processes on a large piece of tissue, from its beginning. */
export async function ecosystem(dimensions: 2 | 3, options: SceneOptions): Promise<SceneResult> {
  const { minutes, ...size } = TISSUES[dimensions]
  return runScene(`ecosystem ${dimensions}-D`, ecosystemProgram(size), minutes, options)
}

/** An organism of 10^4 cells in its primary, some thousand in its liver and a colony in its lung; all three from their beginning. */
const ORGANISM = {
  primary: { size: [1480, 1480, 20], radius: 640 },
  liver: { size: [840, 840, 20], radius: 300 },
  lung: { size: [500, 500, 20], radius: 100 },
  minutes: 120,
} as const

/** Three pieces of the ecosystem and the blood between them. */
export async function organism(options: SceneOptions): Promise<SceneResult> {
  const { minutes, ...sizes } = ORGANISM
  return runScene('organism', organismProgram(sizes), minutes, options)
}

/** A shipped model as it stands, or with a scheme of its fields in place of its own. */
export interface FileScene {
  readonly scene: string
  /** Below the folder of the package. */
  readonly file: string
  readonly minutes: number
  readonly scheme?: Scheme
  /** Step of its fields under the scheme that splits, in place of the model's own. */
  readonly step?: string
}

/** The first `minutes` of a shipped model. */
export async function fileScene(
  { scene, file, minutes, scheme, step }: FileScene,
  options: SceneOptions,
): Promise<SceneResult> {
  const program = scheme === undefined ? shippedProgram(file) : programWithScheme(file, scheme, step)
  return runScene(scene, program, minutes, options)
}

function programWithScheme(file: string, scheme: Scheme, step?: string): Program {
  return programOf(withScheme(readFileSync(packageFolder + file, 'utf8'), scheme, step), file)
}

function shippedProgram(file: string): Program {
  const path = packageFolder + file
  const { model, issues } = parseModel(path, readFile)
  if (model === undefined)
    throw new MilieuError(
      'Usage',
      formatIssues(issues, () => []),
    )
  return compile(model)
}

/** Runs the first `minutes` of a model several times, each time from its beginning. */
async function runScene(
  scene: string,
  program: Program,
  minutes: number,
  options: SceneOptions,
): Promise<SceneResult> {
  const ticks = Math.round(minutes / program.clock.tick)
  const runs: Run[] = []
  // The first run compiles the code.
  for (let k = 0; k <= options.repeats; k++) runs.push(await runOnce(program, ticks, options.threads))
  const timing = timingOf(runs.slice(1).map((run) => run.elapsed))
  const [last] = runs.slice(-1)
  const { shape, voxel } = program.space
  const voxels = `${shape.filter((n) => n > 1).join(' x ')} voxels of ${voxel} um`
  const substrates = program.substrates.length
  return {
    scene,
    threads: options.threads,
    title: `${(last?.cells ?? 0).toLocaleString('en-GB')} cells, ${voxels}, ${substrates} substrates, ${spanText(minutes)}`,
    phases: last?.phases ?? [],
    quantities: [
      timeEach(`the whole: ${spanText(minutes)}`, 's', timing),
      timeEach('simulated day', 's', timing, minutes / DAY),
      timeEach('tick', 'us', timing, ticks),
      ...perItem(program, ticks, timing, last),
      ...(last?.memory ?? []),
    ],
  }
}

interface Run {
  readonly elapsed: Elapsed
  readonly phases: SceneResult['phases']
  readonly cells: number
  readonly memory: readonly Quantity[]
}

async function runOnce(program: Program, ticks: number, threads: number): Promise<Run> {
  const { world, close } = await openWorld(program, threads)
  // A scene does not wait for colonies: all tissues of an organism are there from the first tick.
  const stepper = createStepper(layOutSites(world), wallTime)
  const elapsed = once(() => runUntil(stepper, ticks), threads)
  const tissues = [world, ...innerWorlds(world).map((inner) => inner.world)]
  const run = {
    elapsed,
    phases: phaseShares(stepper.profile),
    cells: tissues.reduce((sum, { count }) => sum + count, 0),
    memory: memoryOf(world),
  }
  await close()
  return run
}

function spanText(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${minutes / 60} h`
}

const FIELDS = ['sources', 'fields']
const MECHANICS = ['neighbours', 'forces', 'contacts', 'motion']

/** The time of the fields by voxel, and of mechanics by cell, from the shares of the phases; of an organism there is no one number of voxels. */
function perItem(
  program: Program,
  ticks: number,
  timing: Parameters<typeof timeEach>[2],
  run: Run | undefined,
): readonly Quantity[] {
  if (run === undefined || program.organism !== undefined) return []
  const { shape } = program.space
  const { fields, mechanics } = program.clock.every
  const voxels = shape[0] * shape[1] * shape[2]
  const share = (name: string, phases: readonly string[], items: number): Quantity => {
    const part = shareOf(run.phases, phases)
    const { fastest: _fastest, ...rest } = timeEach(name, 'ns', timing, items)
    return { ...rest, median: rest.median * part, wall: (rest.wall ?? 0) * part }
  }
  return [
    share(
      'voxel, substrate, step: all fields',
      FIELDS,
      (ticks / fields) * voxels * program.substrates.length,
    ),
    share(PER_CELL, MECHANICS, (ticks / mechanics) * run.cells),
  ]
}

/** Cells at which growth ends. */
const GROWN = 100_000
/** Runs of the growth scene; chosen: it takes long, and its time is a sum over millions of steps of cells. */
const GROWTH_REPEATS = 1

/** From one cell to 10^5: births, growth of cells and of the memory, and neighbours that change. */
export async function growth({ repeats, threads }: SceneOptions): Promise<SceneResult> {
  const program = programOf(growthScene())
  // The code is compiled in the first of some three thousand steps.
  const runs = []
  for (let k = 0; k < Math.min(repeats, GROWTH_REPEATS); k++) runs.push(await grow(program, threads))
  const timing = timingOf(runs.map((run) => run.elapsed))
  const [last] = runs.slice(-1)
  return {
    scene: 'growth',
    threads,
    title: `from one cell to ${(last?.cells ?? 0).toLocaleString('en-GB')}, in 3-D, ${((last?.minutes ?? 0) / 60).toFixed(1)} h`,
    phases: last?.phases ?? [],
    quantities: [
      timeEach('the whole', 's', timing),
      timeEach('cell and step, everything', 'ns', timing, last?.cellSteps),
      ...(last?.memory ?? []).slice(0, 1),
    ],
  }
}

async function grow(program: Program, threads: number) {
  const { world, close } = await openWorld(program, threads)
  const stepper = createStepper(world, wallTime)
  let cellSteps = 0
  const elapsed = once(() => {
    while (world.count < GROWN && world.tick < program.clock.stop) {
      cellSteps += world.count / program.clock.every.mechanics
      stepper.step()
    }
  }, threads)
  const phases = phaseShares(stepper.profile)
  const run = { elapsed, phases, cellSteps, cells: world.count, minutes: world.time, memory: memoryOf(world) }
  await close()
  return run
}
