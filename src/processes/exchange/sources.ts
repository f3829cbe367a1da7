import { argumentList } from '../../kernels/kernels.ts'
import { VOXEL_BLOCK, cellArguments } from './cell-arguments.ts'
import { inOrder } from '../../engine/in-order.ts'
import { sourcePointers } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { type ExchangeTables, type SubstrateExchange, internalisedColumn } from './compile.ts'

/*
 * Exchange where transport solves it with diffusion in one equation: cells state their sources before, and book what they
 * got afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Binds the sources of all substrates that cells exchange. */
export function bindSources(world: World, { substrates }: ExchangeTables): () => void {
  return inOrder(substrates.filter(({ isActive }) => isActive).map(({ name }) => bindSource(world, name)))
}

function bindSource(world: World, name: string): () => void {
  const due = world.f64(`transport.due/${name}`)
  const { voxel } = world.program.space
  const voxels = world.layout.sizes.voxel
  const cells = cellArguments(world, name)
  const args = argumentList([...sourcePointers(world, name), voxels, ...cells, voxel * voxel * voxel])
  return () => {
    if ((due[0] ?? 0) > 0) world.pool.run('exchange_sources', args, voxels, VOXEL_BLOCK)
  }
}

/** Binds the booking of what cells took up. */
export function bindBooking(world: World, { substrates }: ExchangeTables): () => void {
  return inOrder(substrates.filter(isBooked).map(({ name }) => bindBook(world, name)))
}

/** What cells neither give nor take has nothing to be booked. */
export function isBooked({ isActive, isTracked }: SubstrateExchange): boolean {
  return isActive && isTracked
}

function bindBook(world: World, name: string): () => void {
  const due = world.f64(`transport.due/${name}`)
  const columns = [world.pointer(`transport.mean/${name}`), world.pointer(internalisedColumn(name))]
  const args = argumentList([...columns, ...cellArguments(world, name), 0])
  const length = args.length - 1
  return () => {
    args[length] = due[0] ?? 0
    if ((due[0] ?? 0) > 0) world.pool.run('exchange_book', args, world.layout.sizes.voxel, VOXEL_BLOCK)
  }
}
