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
/** Bytes of a level's record. */
export const LEVEL_BYTES = 64
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
  const again = (): void => {
    if (plan.isHindered) pool.run('transport_compare', [pointer], chunks, BLOCK_CHUNKS)
    pool.run(plan.isHindered ? 'transport_mix' : 'transport_remember', [pointer], finest.rows, rows)
  }
  return () => {
    pool.run('transport_residual', [pointer], chunks, BLOCK_CHUNKS)
    const moves = kernels.call('transport_weigh', [pointer]) !== 0
    let verdict = AGAIN
    for (let cycle = 0; ; cycle++) {
      if (moves) solver.cycle(cycle === 0)
      pool.run('transport_gather', [pointer], chunks, BLOCK_CHUNKS)
      verdict = kernels.call('transport_judge', [pointer])
      if (verdict !== AGAIN) break
      again()
    }
    control[CONTROL.verdict] = verdict
    if (verdict !== ACCEPTED) return
    pool.run('transport_settle', [pointer], chunks, BLOCK_CHUNKS)
    kernels.call('transport_finish', [pointer])
  }
}

/** Rows of a level in a block of work. */
export function rowBlock({ stride }: LevelShape): number {
  return Math.max(1, Math.ceil(BLOCK_CELLS / stride))
}

function unitBlock({ rows, units, stride }: LevelShape): number {
  return Math.max(1, Math.ceil((BLOCK_CELLS * units) / (rows * stride)))
}

/** What a cycle consists of, where diffusion is the same everywhere and where it varies. */
const KERNELS = {
  smooth: 'transport_smooth',
  coarsen: 'transport_coarsen',
  restrict: 'transport_restrict',
  sinksBelow: 'transport_sinks_below',
  improve: 'transport_improve',
  cycle: 'transport_cycle',
} as const
const VARIED_KERNELS = {
  smooth: 'transport_varied_smooth',
  coarsen: 'transport_varied_coarsen',
  restrict: 'transport_varied_restrict',
  sinksBelow: 'transport_varied_sinks_below',
  improve: 'transport_varied_improve',
  cycle: 'transport_varied_cycle',
} as const

interface Solver {
  /** One V-cycle; the first one of an attempt finds the sinks of the coarser levels, too. */
  cycle(isFirst: boolean): void
}

function bindSolver(world: World, { name, workspace, shapes, bound, isHindered }: AdaptivePlan): Solver {
  const { pool } = world
  const levels = world.pointer(`transport.levels/${name}`)
  const level = (index: number): number => levels + index * LEVEL_BYTES
  const shared = [
    world.pointer(`transport.geometry/${name}`),
    world.pointer(`transport.workspace${workspace}`),
    ...(isHindered ? [world.pointer(`transport.faces/${name}`)] : []),
  ]
  const kernels = isHindered ? VARIED_KERNELS : KERNELS
  const serial = shapes.findIndex(({ rows, stride }) => rows * stride <= SERIAL_CELLS)
  // The coarsest level has one cell or, without diffusion, is the only one.
  const first = serial < 0 ? shapes.length : serial
  const large = shapes.slice(0, first)
  const rest = [levels, ...shared, first, shapes.length]
  const smooth = (index: number, shape: LevelShape, colour: number, fromZero: number): void =>
    smoothShared(world, kernels.smooth, [level(index), ...shared, colour, fromZero], shape)
  // Corrections are interpolated in the same way wherever they come from.
  const unvaried = shared.slice(0, 2)
  const boundAt = (index: number): number => (isHindered ? bound : bound * areaOf(index))
  const across = (
    kernel: string,
    index: number,
    more: readonly number[],
    shape: LevelShape | undefined,
  ): void => {
    if (shape !== undefined)
      pool.run(kernel, [level(index), level(index + 1), ...more], shape.rows, rowBlock(shape))
  }
  return {
    cycle: (isFirst) => {
      large.forEach((shape, index) => {
        smooth(index, shape, 0, index === 0 ? 0 : 1)
        smooth(index, shape, 1, 0)
        const coarser = shapes[index + 1]
        if (isFirst) across(kernels.coarsen, index, [...shared, boundAt(index)], coarser)
        else across(kernels.restrict, index, shared, coarser)
      })
      if (isFirst) pool.run(kernels.sinksBelow, [...rest, bound], 1)
      pool.run(first === 0 ? kernels.improve : kernels.cycle, rest, 1)
      for (let index = first - 1; index >= 0; index--) {
        const shape = large[index]
        if (shape === undefined) continue
        if (index + 1 < shapes.length) across('transport_prolong', index, unvaried, shape)
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
function smoothShared(
  { pool, kernels }: World,
  kernel: string,
  args: readonly number[],
  shape: LevelShape,
): void {
  const { units, hasSeam } = shape
  pool.run(kernel, args, hasSeam ? units - 1 : units, unitBlock(shape))
  if (hasSeam) kernels.call(kernel, [...args, units - 1, units])
}
