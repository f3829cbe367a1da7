import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from '../../src/compile/compile.ts'
import { standardProcesses } from '../../src/compile/order.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { APOPTOTIC, LIVE } from '../../src/engine/columns.ts'
import { createWorld } from '../../src/engine/create-world.ts'
import { defineProcess } from '../../src/engine/process.ts'
import { type Stepper, createStepper } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { mean } from '../../src/math/statistics.ts'
import { formatIssues } from '../../src/model/format-issue.ts'
import { testKernels } from '../../src/testing/kernels.ts'

const MODEL = fileURLToPath(new URL('../../models/benchmarks/tumour-immune-2d/sample.yaml', import.meta.url))

/** Steps of substrates in a minute, the shortest of all. */
export const TICKS_PER_MINUTE = 100

/** What is compared in both programs. */
export type Measures = Readonly<Record<string, number>>

/**
 * The reference decides for the first time before it has computed any force: every pressure is still 0 then, and of
 * 1000 tumour cells some 18 enter the cycle that pressure would have kept from it. They grow, press and divide for the
 * rest of the day. Our cells feel their neighbours from the start; this process takes the pressure of tick 0 away.
 */
const noPressureAtFirst = defineProcess({
  name: 'no pressure at first',
  doc: 'no pressure in the first decisions, as in the reference program',
  sections: [],
  compile: () => ({}),
  activities: [
    {
      name: 'no pressure at first',
      phase: 'motion',
      bind: (world) => () => {
        if (world.tick === 0) world.f64('mechanics.pressure').fill(0)
      },
    },
  ],
})

/** The sample with the seed of a run, at tick 0. */
export function startRulesSample(seed: number): Stepper {
  const read = (path: string) =>
    existsSync(path)
      ? ({ ok: true, text: readFileSync(path, 'utf8') } as const)
      : ({ ok: false, reason: 'no such file' } as const)
  const { model, issues } = parseModel(MODEL, read)
  if (model === undefined)
    throw new Error(formatIssues(issues, () => readFileSync(MODEL, 'utf8').split('\n')))
  const program = compile(model, [...standardProcesses, noPressureAtFirst])
  return createStepper(createWorld(program, { kernels: testKernels(), seed }))
}

/** The columns of data/rules_sample.csv for a world of ours. */
export function measureRulesSample(world: World): Measures {
  const slots = Array.from({ length: world.count }, (_, slot) => slot)
  const states = world.u8('cell.state')
  const live = slots.filter((slot) => states[slot] === LIVE)
  const apoptotic = slots.filter((slot) => states[slot] === APOPTOTIC)
  const of = (name: string, at: readonly number[]): number[] => at.map((slot) => world.f64(name)[slot] ?? NaN)
  const inPhase = (phase: number) => live.filter((slot) => world.u8('cycle.phase')[slot] === phase).length
  return {
    n_total: world.count,
    n_live: live.length,
    n_apoptotic: apoptotic.length,
    n_necrotic: world.count - live.length - apoptotic.length,
    total_volume: of('cell.volume', slots).reduce((sum, volume) => sum + volume, 0),
    mean_live_volume: mean(of('cell.volume', live)),
    mean_pressure: mean(of('mechanics.pressure', live)),
    mean_neighbors: mean(live.map((slot) => touching(world, slot))),
    mean_damage_live: mean(of('interaction.damage', live)),
    phase1: inPhase(1),
    phase2: inPhase(2),
    ...motion(world, slots),
    ...byType(world, live),
    ...fields(world, live),
  }
}

function motion(world: World, slots: readonly number[]): Measures {
  const x = slots.map((slot) => world.f64('cell.x')[slot] ?? NaN)
  const y = slots.map((slot) => world.f64('cell.y')[slot] ?? NaN)
  const [centreX, centreY] = [mean(x), mean(y)]
  const squares = slots.map((slot) => ((x[slot] ?? NaN) - centreX) ** 2 + ((y[slot] ?? NaN) - centreY) ** 2)
  const speeds = slots.map((slot) =>
    Math.hypot(world.f64('mechanics.vx')[slot] ?? NaN, world.f64('mechanics.vy')[slot] ?? NaN),
  )
  return { rms_radius: Math.sqrt(mean(squares)), mean_speed: mean(speeds) }
}

function byType(world: World, live: readonly number[]): Measures {
  const types = world.u16('cell.type')
  return Object.fromEntries(
    world.program.cellTypes.map((name, type) => [
      `live:${name}`,
      live.filter((slot) => types[slot] === type).length,
    ]),
  )
}

/** How many cells touch the cell in `slot`. */
function touching(world: World, slot: number): number {
  const [x, y, reach] = [world.f64('cell.x'), world.f64('cell.y'), world.f64('cell.reach')]
  let found = 0
  for (let other = 0; other < world.count; other++) {
    const distance = Math.hypot((x[other] ?? NaN) - (x[slot] ?? NaN), (y[other] ?? NaN) - (y[slot] ?? NaN))
    if (other !== slot && distance < (reach[slot] ?? NaN) + (reach[other] ?? NaN)) found += 1
  }
  return found
}

/** Mean over voxels; for oxygen also the least, and the mean over live cells. */
function fields(world: World, live: readonly number[]): Measures {
  const oxygen = world.f32('field/oxygen')
  const felt = live.map((slot) => oxygen[voxelOf(world, slot)] ?? NaN)
  return {
    ...Object.fromEntries(
      world.program.substrates.map((name) => [`mean:${name}`, mean([...world.f32(`field/${name}`)])]),
    ),
    'min:oxygen': Math.min(...oxygen),
    'cellmean:oxygen': mean(felt),
  }
}

function voxelOf(world: World, slot: number): number {
  const { corner, voxel, shape } = world.program.space
  const along = (axis: 0 | 1): number => {
    const position = world.f64(axis === 0 ? 'cell.x' : 'cell.y')[slot] ?? NaN
    return Math.min(Math.max(Math.floor((position - corner[axis]) / voxel), 0), shape[axis] - 1)
  }
  return along(1) * shape[0] + along(0)
}
