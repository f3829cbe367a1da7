import { inOrder } from '../../engine/in-order.ts'
import { sourcePointers } from '../../engine/source-columns.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { World } from '../../engine/world.ts'
import type { CompiledExchange, VasculatureTables } from './compile.ts'
import { bloodPointer } from './step.ts'

/*
 * Vessels where transport solves them with diffusion in one equation: they state their sources before, and book what they
 * gave afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Binds the sources of all substrates that vessels exchange. */
export function bindSources(
  world: World,
  { exchange, isSolvedWithTransport }: VasculatureTables,
): () => void {
  return isSolvedWithTransport ? inOrder(exchange.map((one) => bindSource(world, one))) : () => undefined
}

function bindSource(world: World, exchange: CompiledExchange): () => void {
  const { substrate, rate } = exchange
  const due = world.f64(`transport.due/${substrate}`)
  const columns = sourcePointers(world, substrate)
  const sites = ['vessel.voxel', 'vessel.order', 'vessel.siteFirst', 'vessel.siteCount'].map((name) =>
    world.pointer(name),
  )
  const count = world.u32('vessel.sites')[0] ?? 0
  const ends = [bloodPointer(world, exchange), rate, 0, count]
  const args = argumentList([...columns, world.layout.sizes.voxel, ...sites, ...ends])
  return () => {
    if ((due[0] ?? 0) > 0) world.kernels.call('vasculature_sources', args)
  }
}

/** Binds the booking of what vessels gave. */
export function bindBooking(world: World, { exchange }: VasculatureTables): () => void {
  return inOrder(exchange.map((one) => bindBook(world, one)))
}

function bindBook(world: World, exchange: CompiledExchange): () => void {
  const { substrate, rate } = exchange
  const { vessels, space } = world.program
  const due = world.f64(`transport.due/${substrate}`)
  const columns = [`transport.mean/${substrate}`, 'vessel.voxel', `vessel.delivered/${substrate}`]
  const args = argumentList([...columns.map((name) => world.pointer(name)), bloodPointer(world, exchange), 0])
  const volume = space.voxel * space.voxel * space.voxel
  return () => {
    const length = due[0] ?? 0
    args[4] = rate * length * volume
    if (length > 0) world.pool.run('vasculature_book', args, vessels.length)
  }
}
