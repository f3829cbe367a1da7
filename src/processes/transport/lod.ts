import type { World } from '../../engine/world.ts'
import type { KernelCall } from '../../parallel/pool.ts'
import { type AxisPlan, CLAIMS, type SubstratePlan, type TransportTables, WHOLE_VOXELS } from './compile.ts'

/**
 * Voxels that a block has, about; chosen: ten microseconds of work, so that sharing it out pays. Measured: on two threads 200^2
 * voxels take 1.0 ns each, with twice as many per block 1.35 (three blocks, which wake nobody).
 */
const BLOCK_VOXELS = 8192
/** Rows come in twelves, as the kernel sweeps them. */
const ROWS = 12
/** Wide blocks of lines are whole strips, as the kernels sweep them. */
const STRIP = 256
/** Narrow ones begin where a cache line of the field does (64 bytes of f32). */
const CACHE_LINE = 16

/** Columns that are swept at once fill at most so many voxels: 256 kB in a second-level cache of 512 or more. */
const SLOT_VOXELS = 32_768

/** Calls that do not depend on each other. */
type Batch = readonly KernelCall[]

/** Binds one locally one-dimensional step of all substrates; `dt` is already in the factors. */
export function bindLod(world: World, tables: TransportTables): () => void {
  const { pool } = world
  const batches = isSmall(world) ? smallBatches(world, tables) : largeBatches(world, tables)
  return () => {
    for (let k = 0; k < batches.length; k++) pool.batch(batches[k] ?? [])
  }
}

function isSmall(world: World): boolean {
  return world.layout.sizes.voxel <= WHOLE_VOXELS
}

/** All substrates side by side: each sweeps in an array of its own. */
function smallBatches(world: World, { substrates }: TransportTables): readonly Batch[] {
  const swept = substrates.filter((plan) => plan.kind === 'sweep')
  const steps = substrates.map((plan) =>
    plan.kind === 'sweep' ? [sweepWhole(world, plan, swept.indexOf(plan))] : stepWithoutSweep(world, plan),
  )
  return Array.from({ length: Math.max(0, ...steps.map((calls) => calls.length)) }, (_, place) =>
    steps.flatMap((calls) => calls.slice(place, place + 1)),
  )
}

/** One substrate after the other, in the same array: threads share out the lines of each. */
function largeBatches(world: World, { substrates }: TransportTables): readonly Batch[] {
  return substrates.flatMap((plan) => {
    if (plan.kind !== 'sweep') return stepWithoutSweep(world, plan).map((call) => [call])
    const calls = plan.axes.length === 3 ? sweepLayers(world, plan) : sweepPlane(world, plan)
    return calls.map((call) => [call])
  })
}

/** What neither spreads nor decays costs nothing, unless something writes into its fixed voxels. */
function stepWithoutSweep(world: World, plan: SubstratePlan): readonly KernelCall[] {
  const fix = fixField(world, plan)
  if (plan.kind === 'still') return fix
  const args = [...pairOf(world, plan), plan.decayFactor]
  return [...fix, voxelCall(world, 'transport_decay', args, BLOCK_VOXELS), ...fix]
}

/** The whole step in one call. */
function sweepWhole(world: World, plan: SubstratePlan, copy: number): KernelCall {
  const voxels = world.layout.sizes.voxel
  const [x, y, z] = plan.axes
  const shape = [x?.n ?? 1, y?.n ?? 1, z?.n ?? 0]
  const work = world.pointer('transport.work', copy)
  const fixed = fixedOf(world, plan)
  const args = [
    ...pairOf(world, plan),
    work,
    factorsOf(world, plan),
    ...shape,
    periodicBits(plan),
    ...fixed,
    plan.fixedCount,
  ]
  return voxelCall(world, 'transport_sweep_whole', args, voxels)
}

/** Three dimensions: x and y layer by layer, then z, then fixed voxels. */
function sweepLayers(world: World, plan: SubstratePlan): readonly KernelCall[] {
  const [x, y, z] = plan.axes
  if (x === undefined || y === undefined || z === undefined) return []
  const area = x.n * y.n
  const start = [...pairOf(world, plan), ...slotsOf(world, area), factorsOf(world, plan), x.n, y.n]
  const args = [...start, periodicBits(plan), ...fixedOf(world, plan), plan.fixedCount]
  const layers = voxelCall(world, 'transport_sweep_layers', args, area * Math.ceil(BLOCK_VOXELS / area))
  return [layers, sweepColumns(world, plan, z), ...fixField(world, plan)]
}

/** The last of three axes. */
function sweepColumns(world: World, plan: SubstratePlan, axis: AxisPlan): KernelCall {
  const width = columnsAtOnce(axis)
  const slots = slotsOf(world, width * axis.n)
  const factors = factorsOf(world, plan) + axis.offset * 8
  const args = [
    ...pairOf(world, plan),
    ...slots,
    factors,
    axis.n,
    axis.stride,
    width,
    Number(axis.isPeriodic),
  ]
  return voxelCall(world, 'transport_sweep_columns', args, axis.n * width)
}

function columnsAtOnce({ n, count }: AxisPlan): number {
  const width = CACHE_LINE * Math.floor(SLOT_VOXELS / (CACHE_LINE * n))
  return Math.min(count, Math.max(CACHE_LINE, Math.min(STRIP, width)))
}

/** Where threads find room for `voxels` numbers each: `transport.work` in as many slots as it holds. */
function slotsOf(world: World, voxels: number): readonly number[] {
  const slots = Math.min(world.u32(CLAIMS).length, Math.floor(world.layout.sizes.voxel / voxels))
  return [world.pointer('transport.work'), world.pointer(CLAIMS), slots, 8 * voxels]
}

/** Two dimensions: along x, then along y. */
function sweepPlane(world: World, plan: SubstratePlan): readonly KernelCall[] {
  const [x, y] = plan.axes
  if (x === undefined || y === undefined) return []
  const work = world.pointer('transport.work')
  const fix = fixField(world, plan)
  const shape = [x.n, Number(x.isPeriodic)]
  const args = [...pairOf(world, plan), work, factorsOf(world, plan), ...shape]
  const rows = voxelCall(world, 'transport_sweep_rows', args, x.n * rowsPerBlock(x))
  return [...fix, rows, ...fixWork(world, plan, work), sweepLines(world, plan, y), ...fix]
}

function rowsPerBlock(axis: AxisPlan): number {
  return ROWS * Math.ceil(BLOCK_VOXELS / (ROWS * axis.n))
}

/** The last axis: its result goes back into the field. */
function sweepLines(world: World, plan: SubstratePlan, axis: AxisPlan): KernelCall {
  const work = world.pointer('transport.work')
  const factors = factorsOf(world, plan) + axis.offset * 8
  const args = [work, ...pairOf(world, plan), factors, axis.n, axis.stride, Number(axis.isPeriodic)]
  return voxelCall(world, 'transport_sweep_lines', args, axis.n * linesPerBlock(axis))
}

function linesPerBlock(axis: AxisPlan): number {
  const blocks = Math.max(1, Math.round((axis.n * axis.count) / BLOCK_VOXELS))
  const lines = axis.count / blocks
  const unit = lines > STRIP / 2 ? STRIP : CACHE_LINE
  return unit * Math.ceil(lines / unit)
}

function voxelCall(world: World, kernel: string, args: readonly number[], block: number): KernelCall {
  return { kernel, args, count: world.layout.sizes.voxel, block }
}

function pairOf(world: World, { name }: SubstratePlan): readonly [number, number] {
  return [world.pointer(`field/${name}`), world.pointer(`remainder/${name}`)]
}

function factorsOf(world: World, { name }: SubstratePlan): number {
  return world.pointer(`transport.factors/${name}`)
}

function periodicBits({ axes }: SubstratePlan): number {
  return axes.reduce((bits, axis, index) => bits | (Number(axis.isPeriodic) << index), 0)
}

/** Where indices and values of the fixed voxels lie; nowhere if there are none. */
function fixedOf(world: World, { name, fixedCount }: SubstratePlan): readonly [number, number] {
  if (fixedCount === 0) return [0, 0]
  return [world.pointer(`transport.fixedVoxels/${name}`), world.pointer(`transport.fixedValues/${name}`)]
}

function fixField(world: World, plan: SubstratePlan): readonly KernelCall[] {
  return fixCalls(world, plan, 'transport_fix', pairOf(world, plan))
}

function fixWork(world: World, plan: SubstratePlan, work: number): readonly KernelCall[] {
  return fixCalls(world, plan, 'transport_fix_work', [work])
}

function fixCalls(world: World, plan: SubstratePlan, kernel: string, target: readonly number[]): Batch {
  if (plan.fixedCount === 0) return []
  const args = [...target, ...fixedOf(world, plan)]
  return [{ kernel, args, count: plan.fixedCount, block: BLOCK_VOXELS }]
}
