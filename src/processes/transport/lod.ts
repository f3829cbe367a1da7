import type { World } from '../../engine/world.ts'
import type { AxisPlan, SubstratePlan, TransportTables } from './compile.ts'

/** Voxels that a block of lines has at least; chosen: some ten microseconds of work, so that sharing it out pays. */
const BLOCK_VOXELS = 16_384
/** Blocks are whole strips of this many lines, as the kernels sweep them. */
const STRIP = 128
const VOXEL_BLOCK = 16_384

/** Binds one locally one-dimensional step of all substrates; `dt` is already in the factors. */
export function bindLod(world: World, tables: TransportTables): () => void {
  const steps = tables.substrates.flatMap((plan) => bindSubstrate(world, plan))
  return () => {
    for (const step of steps) step()
  }
}

function bindSubstrate(world: World, plan: SubstratePlan): readonly (() => void)[] {
  const { pool } = world
  const pair = [world.pointer(`field/${plan.name}`), world.pointer(`remainder/${plan.name}`)] as const
  const fix = plan.fixedCount > 0 ? [bindFix(world, plan, 'transport_fix', pair)] : []
  if (plan.kind === 'still') return fix
  if (plan.kind === 'decay') {
    const args = [...pair, plan.decayFactor]
    return [...fix, () => pool.run('transport_decay', args, world.layout.sizes.voxel, VOXEL_BLOCK), ...fix]
  }
  const work = world.pointer('transport.work')
  const fixWork = plan.fixedCount > 0 ? [bindFix(world, plan, 'transport_fix_work', [work])] : []
  const sweeps = plan.axes.map((axis, index) => bindSweep(world, plan, axis, index === plan.axes.length - 1))
  return [...fix, ...sweeps.flatMap((sweep, index) => (index === 0 ? [sweep] : [...fixWork, sweep])), ...fix]
}

function bindSweep(world: World, plan: SubstratePlan, axis: AxisPlan, isLast: boolean): () => void {
  const { pool } = world
  const field = world.pointer(`field/${plan.name}`)
  const remainder = world.pointer(`remainder/${plan.name}`)
  const work = world.pointer('transport.work')
  const factors = world.pointer(`transport.factors/${plan.name}`) + axis.offset * 8
  const block = STRIP * Math.max(1, Math.ceil(BLOCK_VOXELS / (STRIP * axis.n)))
  const shape = [factors, axis.n]
  const isPeriodic = Number(axis.isPeriodic)
  if (axis.stride === 1 && !isLast) {
    const args = [field, remainder, work, ...shape, isPeriodic]
    return () => pool.run('transport_sweep_rows', args, axis.count, block)
  }
  const target = isLast ? [field, remainder] : [0, 0]
  const args = [work, ...target, ...shape, axis.stride, isPeriodic]
  return () => pool.run('transport_sweep_lines', args, axis.count, block)
}

function bindFix(world: World, plan: SubstratePlan, kernel: string, target: readonly number[]): () => void {
  const voxels = world.pointer(`transport.fixedVoxels/${plan.name}`)
  const values = world.pointer(`transport.fixedValues/${plan.name}`)
  const args = [...target, voxels, values]
  return () => world.pool.run(kernel, args, plan.fixedCount, VOXEL_BLOCK)
}
