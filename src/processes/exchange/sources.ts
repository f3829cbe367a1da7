import type { World } from '../../engine/world.ts'
import type { KernelCall } from '../../parallel/pool.ts'
import {
  type ExchangeTables,
  type SubstrateExchange,
  exchangeBehaviours,
  internalisedColumn,
} from './compile.ts'

/*
 * Exchange where transport solves it with diffusion in one equation: cells state their sources before, and book what they
 * got afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
const VOXEL_BLOCK = 8192

const CELL_ARGUMENTS = ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'cell.class', 'cell.volume']

/** Binds the sources of all substrates that cells exchange: those that are due are one batch. */
export function bindSources(world: World, { substrates }: ExchangeTables): () => void {
  return batchDue(
    world,
    substrates.filter(({ isActive }) => isActive).map(({ name }) => sourceCall(world, name)),
  )
}

/** A call for a substrate, made where it is due. */
interface DueCall {
  readonly due: Float64Array
  readonly call: KernelCall
  /** Its arguments, where the last one is the length of the step. */
  readonly args?: number[]
}

function sourceCall(world: World, name: string): DueCall {
  const { voxel } = world.program.space
  const sources = ['source.loss', 'source.gain', 'source.marks'].map((of) => world.pointer(`${of}/${name}`))
  const args = [...sources, ...cellArguments(world, name), voxel * voxel * voxel]
  return { due: world.f64(`transport.due/${name}`), call: voxelCall(world, 'exchange_sources', args) }
}

/** Binds the booking of what cells took up. */
export function bindBooking(world: World, { substrates }: ExchangeTables): () => void {
  return batchDue(
    world,
    substrates.filter(isBooked).map(({ name }) => bookCall(world, name)),
  )
}

/** What cells neither give nor take has nothing to be booked. */
export function isBooked({ isActive, isTracked }: SubstrateExchange): boolean {
  return isActive && isTracked
}

function bookCall(world: World, name: string): DueCall {
  const columns = [world.pointer(`transport.mean/${name}`), world.pointer(internalisedColumn(name))]
  const args = [...columns, ...cellArguments(world, name), 0]
  return { due: world.f64(`transport.due/${name}`), call: voxelCall(world, 'exchange_book', args), args }
}

function voxelCall(world: World, kernel: string, args: readonly number[]): KernelCall {
  return { kernel, args, count: world.layout.sizes.voxel, block: VOXEL_BLOCK }
}

function cellArguments(world: World, substrate: string): readonly number[] {
  const behaviours = exchangeBehaviours(substrate).flatMap((behaviour) => {
    const { pointer, perCell } = world.behaviour(behaviour)
    return [pointer, perCell]
  })
  return [...CELL_ARGUMENTS.map((column) => world.pointer(column)), ...behaviours]
}

/** Makes the calls of all substrates that are due, which do not depend on each other. */
function batchDue(world: World, all: readonly DueCall[]): () => void {
  const calls: KernelCall[] = []
  return () => {
    calls.length = 0
    for (const { due, call, args } of all) {
      const length = due[0] ?? 0
      if (length === 0) continue
      if (args !== undefined) args[args.length - 1] = length
      calls.push(call)
    }
    if (calls.length > 0) world.pool.batch(calls)
  }
}
