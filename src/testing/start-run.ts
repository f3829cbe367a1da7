import { compile } from '../compile/compile.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Program } from '../engine/program.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import type { Pool } from '../parallel/pool.ts'
import type { Team } from '../parallel/team.ts'
import { testKernels } from './kernels.ts'
import { modelFrom } from './run-model.ts'

/** What must not change the results of a run. */
export interface RunSettings {
  readonly seed?: number
  readonly capacity?: number
  /** Items per block of the pool, in place of its own. */
  readonly block?: number
  /** Threads that compute the world. */
  readonly team?: Team
  /** Margin of the neighbour lists [um]. */
  readonly skin?: number
  /** Clock that times the phases [ms]. */
  readonly now?: () => number
}

/** A world of the model at tick 0, with a pool and a margin as asked for. */
export function startWorld(model: string | Program, settings: RunSettings = {}): World {
  const program = typeof model === 'string' ? compile(modelFrom(model)) : model
  const { seed = 1, capacity, block, skin, team } = settings
  const world = createWorld(program, {
    kernels: testKernels(),
    seed,
    ...(capacity === undefined ? {} : { capacity }),
    ...(team === undefined ? {} : { team }),
  })
  if (skin !== undefined) world.skin = skin
  if (block !== undefined) world.pool = inBlocksOf(block, world.pool)
  return world
}

/** A pool that cuts all work into blocks of `block` items, whatever its callers ask for. */
export function inBlocksOf(block: number, pool: Pool): Pool {
  return {
    workers: pool.workers,
    run: (kernel, args, count) => pool.run(kernel, args, count, block),
    batch: (calls) => pool.batch(calls.map((call) => ({ ...call, block }))),
  }
}

/** Runs a world on to tick `until`; `between` is called after each tick. */
export function runOn(
  world: World,
  until: number,
  between?: (world: World) => void,
  now?: () => number,
): World {
  runUntil(createStepper(world, now), until, (current) => {
    between?.(current)
    return true
  })
  return world
}

/** A world of the model at tick `ticks`. */
export function runTo(model: string | Program, ticks: number, settings: RunSettings = {}): World {
  return runOn(startWorld(model, settings), ticks, undefined, settings.now)
}
