/** Scenes that run whole models, and what it costs to start and to store them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from '../src/compile/compile.ts'
import { hasErrors, parseModel } from '../src/compile/parse-model.ts'
import { type ColumnGroup, ELEMENT_BYTES } from '../src/engine/columns.ts'
import { listedNeighbours } from '../src/engine/neighbours.ts'
import type { Program } from '../src/engine/program.ts'
import { createStepper, runUntil } from '../src/engine/step.ts'
import type { World } from '../src/engine/world.ts'
import { readFile } from '../src/platform/node/read-file.ts'
import { livingTissue } from '../src/testing/living-tissue.ts'
import { modelFrom } from '../src/testing/run-model.ts'
import { startWorld } from '../src/testing/start-run.ts'
import { once, pairTiming, timingOf, wallTime } from './measure.ts'
import { type SceneResult, phaseShares } from './result.ts'

const MAIN_MODEL = 'models/colorectal/model.yaml'
const SAMPLE_MODEL = 'test/cross-code/models/rules-sample.yaml'
const root = fileURLToPath(new URL('..', import.meta.url))

/** Microseconds in a millisecond. */
const US = 1000
/** Minutes in a day. */
const DAY = 1440

/** Everything at once, small. */
export function living(dimensions: 2 | 3, repeats: number): SceneResult {
  const program = compile(modelFrom(livingTissue({ dimensions })))
  return runScene(`living tissue ${dimensions}-D`, program, 720, repeats)
}

/** The first six hours of the model that the project is about. */
export function mainJob(repeats: number): SceneResult | undefined {
  return fileScene('main job', MAIN_MODEL, 360, repeats)
}

/** Half an hour of the sample of a tumour under attack that other simulators run, too. */
export function tumourImmune(repeats: number): SceneResult | undefined {
  return fileScene('tumour-immune sample', SAMPLE_MODEL, 30, repeats)
}

/** Undefined when there is no such file, or when it has mistakes. */
function fileScene(scene: string, file: string, minutes: number, repeats: number): SceneResult | undefined {
  const path = `${root}${file}`
  if (!existsSync(path)) return undefined
  const { model, issues } = parseModel(path, readFile)
  if (model === undefined || hasErrors(issues)) return undefined
  return runScene(scene, compile(model), minutes, repeats)
}

/** Runs the first `minutes` of a model several times, each time from its beginning. */
function runScene(scene: string, program: Program, minutes: number, repeats: number): SceneResult {
  const ticks = Math.round(minutes / program.clock.tick)
  let world = startWorld(program)
  let stepper = createStepper(world, wallTime)
  const runs = Array.from({ length: repeats + 1 }, () => {
    world = startWorld(program)
    stepper = createStepper(world, wallTime)
    return once(() => runUntil(stepper, ticks))
  })
  // The first run compiled the code.
  const timing = timingOf(runs.slice(1))
  const { shape } = program.space
  return {
    scene,
    title: `${world.count.toLocaleString('en-GB')} cells, ${shape.filter((n) => n > 1).join(' x ')} voxels, ${program.substrates.length} substrates, ${ticks.toLocaleString('en-GB')} ticks for ${minutes / 60} h`,
    phases: phaseShares(stepper.profile),
    quantities: [
      {
        name: 'tick',
        unit: 'us',
        median: (US * timing.median) / ticks,
        fastest: (US * timing.fastest) / ticks,
      },
      {
        name: 'simulated day, one core',
        unit: 's',
        median: dayOf(timing.median, minutes),
        fastest: dayOf(timing.fastest, minutes),
      },
      ...memory(world),
    ],
  }
}

/** Seconds for a simulated day when `minutes` take `ms`. */
function dayOf(ms: number, minutes: number): number {
  return ((ms / 1000) * DAY) / minutes
}

function memory(world: World): SceneResult['quantities'] {
  return [
    { name: 'memory per cell', unit: 'byte', median: bytesPerRow(world, 'cell') + listBytes(world) },
    { name: 'memory per voxel', unit: 'byte', median: bytesPerRow(world, 'voxel') },
  ]
}

function bytesPerRow(world: World, group: ColumnGroup): number {
  return [...world.layout.columns.values()]
    .filter(({ declaration }) => declaration.group === group)
    .reduce((sum, { declaration }) => sum + (declaration.width ?? 1) * ELEMENT_BYTES[declaration.type], 0)
}

/** Bytes of neighbour lists per cell. */
function listBytes(world: World): number {
  return (4 * listedNeighbours(world)) / Math.max(world.count, 1)
}

/** Wall time of `milieu check`, beside that of Node alone; undefined before the first build. */
export function startUp(repeats: number): SceneResult | undefined {
  const program = `${root}bin/milieu.js`
  if (!existsSync(`${root}dist/cli/main.js`)) return undefined
  let hasFailed = false
  const run = (...args: readonly string[]): void => {
    hasFailed ||= spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' }).status !== 0
  }
  const pair = () =>
    [once(() => run(program, 'check', MAIN_MODEL), wallTime), once(() => run('-e', '0'), wallTime)] as const
  pair()
  const timing = pairTiming(Array.from({ length: repeats }, pair))
  if (hasFailed) return undefined
  return {
    scene: 'start-up',
    title: 'milieu check of the main job, from a cold process',
    phases: [],
    quantities: [
      {
        name: 'milieu check',
        unit: 'ms',
        median: timing.subject.median,
        fastest: timing.subject.fastest,
      },
      { name: 'Node alone', unit: 'ms', median: timing.reference.median, fastest: timing.reference.fastest },
    ],
  }
}
