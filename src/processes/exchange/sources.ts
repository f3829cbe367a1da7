import type { World } from '../../engine/world.ts'
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

/** Binds the sources of all substrates that cells exchange. */
export function bindSources(world: World, { substrates }: ExchangeTables): () => void {
  return each(substrates.filter(({ isActive }) => isActive).map(({ name }) => bindSource(world, name)))
}

function bindSource(world: World, name: string): () => void {
  const due = world.f64(`transport.due/${name}`)
  const { voxel } = world.program.space
  const sources = ['source.loss', 'source.gain', 'source.marks'].map((of) => world.pointer(`${of}/${name}`))
  const { sizes } = world.layout
  const args = [...sources, sizes.voxel, ...cellArguments(world, name), voxel * voxel * voxel]
  return () => {
    if ((due[0] ?? 0) > 0) world.pool.run('exchange_sources', args, world.layout.sizes.voxel, VOXEL_BLOCK)
  }
}

/** Binds the booking of what cells took up. */
export function bindBooking(world: World, { substrates }: ExchangeTables): () => void {
  return each(substrates.filter(isBooked).map(({ name }) => bindBook(world, name)))
}

/** What cells neither give nor take has nothing to be booked. */
export function isBooked({ isActive, isTracked }: SubstrateExchange): boolean {
  return isActive && isTracked
}

function bindBook(world: World, name: string): () => void {
  const due = world.f64(`transport.due/${name}`)
  const columns = [world.pointer(`transport.mean/${name}`), world.pointer(internalisedColumn(name))]
  const args = [...columns, ...cellArguments(world, name), 0]
  const length = args.length - 1
  return () => {
    args[length] = due[0] ?? 0
    if ((due[0] ?? 0) > 0) world.pool.run('exchange_book', args, world.layout.sizes.voxel, VOXEL_BLOCK)
  }
}

function cellArguments(world: World, substrate: string): readonly number[] {
  const behaviours = exchangeBehaviours(substrate).flatMap((behaviour) => {
    const { pointer, perCell } = world.behaviour(behaviour)
    return [pointer, perCell]
  })
  return [...CELL_ARGUMENTS.map((column) => world.pointer(column)), ...behaviours]
}

function each(actions: readonly (() => void)[]): () => void {
  return () => {
    for (const action of actions) action()
  }
}
