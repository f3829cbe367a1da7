import type { World } from '../../engine/world.ts'
import { type AdaptivePlan, CONTROL, rowChunks } from './adaptive-plan.ts'
import { areaOf } from './multigrid.ts'
import type { LevelShape } from './multigrid-layout.ts'

/** Cells that a block has at least; chosen: some ten microseconds of work, so that sharing it out pays. */
const BLOCK_CELLS = 16_384
/** The same in chunks of 4096. */
const BLOCK_CHUNKS = 4
/** Levels up to this size are solved in one call with all that is below them. */
const SERIAL_CELLS = 16_384
const LEVEL_BYTES = 64
const AGAIN = 0
const ACCEPTED = 1

/** Binds an attempt at a step as passes over blocks: the same passes in the same order as `transport_attempt` makes. */
export function bindPasses(world: World, plan: AdaptivePlan, pointer: number): () => void {
  const { pool, kernels } = world
  const control = world.f64(`transport.control/${plan.name}`)
  const finest = plan.shapes[0]
  if (finest === undefined) return () => undefined
  const chunks = rowChunks(plan)
  const rows = rowBlock(finest)
  const solver = bindSolver(world, plan)
  return () => {
    pool.run('transport_residual', [pointer], chunks, BLOCK_CHUNKS)
    const moves = kernels.call('transport_weigh', [pointer]) !== 0
    let verdict = AGAIN
    for (let cycle = 0; ; cycle++) {
      if (moves) solver.cycle(cycle === 0)
      pool.run('transport_gather', [pointer], chunks, BLOCK_CHUNKS)
      verdict = kernels.call('transport_judge', [pointer])
      if (verdict !== AGAIN) break
      pool.run('transport_remember', [pointer], finest.rows, rows)
    }
    control[CONTROL.verdict] = verdict
    if (verdict !== ACCEPTED) return
    pool.run('transport_settle', [pointer], chunks, BLOCK_CHUNKS)
    kernels.call('transport_finish', [pointer])
  }
}

function rowBlock({ stride }: LevelShape): number {
  return Math.max(1, Math.ceil(BLOCK_CELLS / stride))
}

function unitBlock({ rows, units, stride }: LevelShape): number {
  return Math.max(1, Math.ceil((BLOCK_CELLS * units) / (rows * stride)))
}

interface Solver {
  /** One V-cycle; the first one of an attempt finds the sinks of the coarser levels, too. */
  cycle(isFirst: boolean): void
}

function bindSolver(world: World, { name, workspace, shapes, bound }: AdaptivePlan): Solver {
  const { pool } = world
  const levels = world.pointer(`transport.levels/${name}`)
  const level = (index: number): number => levels + index * LEVEL_BYTES
  const shared = [
    world.pointer(`transport.geometry/${name}`),
    world.pointer(`transport.workspace${workspace}`),
  ]
  const serial = shapes.findIndex(({ rows, stride }) => rows * stride <= SERIAL_CELLS)
  // The coarsest level has one cell or, without diffusion, is the only one.
  const first = serial < 0 ? shapes.length : serial
  const large = shapes.slice(0, first)
  const rest = [levels, ...shared, first, shapes.length]
  const smooth = (index: number, shape: LevelShape, colour: number, fromZero: number): void =>
    smoothShared(world, [level(index), ...shared, colour, fromZero], shape)
  const across = (
    kernel: string,
    index: number,
    more: readonly number[],
    shape: LevelShape | undefined,
  ): void => {
    if (shape !== undefined)
      pool.run(kernel, [level(index), level(index + 1), ...shared, ...more], shape.rows, rowBlock(shape))
  }
  return {
    cycle: (isFirst) => {
      large.forEach((shape, index) => {
        smooth(index, shape, 0, index === 0 ? 0 : 1)
        smooth(index, shape, 1, 0)
        if (isFirst) across('transport_coarsen', index, [bound * areaOf(index)], shapes[index + 1])
        else across('transport_restrict', index, [], shapes[index + 1])
      })
      if (isFirst) pool.run('transport_sinks_below', [...rest, bound], 1)
      pool.run(first === 0 ? 'transport_improve' : 'transport_cycle', rest, 1)
      for (let index = first - 1; index >= 0; index--) {
        const shape = large[index]
        if (shape === undefined) continue
        if (index + 1 < shapes.length) across('transport_prolong', index, [], shape)
        smooth(index, shape, 0, 0)
        smooth(index, shape, 1, 0)
      }
    },
  }
}

/**
 * One half sweep in blocks. Across the seam of a ring with an odd number of units the first and the last have the same
 * colour: the last comes when all others are done, as it does in one call.
 */
function smoothShared({ pool, kernels }: World, args: readonly number[], shape: LevelShape): void {
  const { units, hasSeam } = shape
  pool.run('transport_smooth', args, hasSeam ? units - 1 : units, unitBlock(shape))
  if (hasSeam) kernels.call('transport_smooth', [...args, units - 1, units])
}
