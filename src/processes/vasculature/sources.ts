import { inOrder } from '../../engine/in-order.ts'
import { sourcePointers } from '../../engine/source-columns.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { World } from '../../engine/world.ts'
import type { CompiledExchange, VasculatureTables } from './compile.ts'
import { siteColumns } from './ligation.ts'
import { bloodPointer } from './step.ts'

/*
 * Vessels where transport solves them with diffusion in one equation: they state their sources before, and book what they
 * gave afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Binds the sources of all substrates that vessels exchange. */
export function bindSources(world: World, tables: VasculatureTables): () => void {
  const { exchange, isSolvedWithTransport } = tables
  return isSolvedWithTransport
    ? inOrder(exchange.map((one) => bindSource(world, tables, one)))
    : () => undefined
}

function bindSource(world: World, tables: VasculatureTables, exchange: CompiledExchange): () => void {
  const { substrate, rate } = exchange
  const due = world.f64(`transport.due/${substrate}`)
  const columns = sourcePointers(world, substrate)
  const sites = siteColumns(tables).map((name) => world.pointer(name))
  const count = world.u32('vessel.sites')[0] ?? 0
  const ends = [bloodPointer(world, exchange), rate, 0, count]
  const args = argumentList([...columns, world.layout.sizes.voxel, ...sites, ...ends])
  return () => {
    if ((due[0] ?? 0) > 0) world.kernels.call('vasculature_sources', args)
  }
}

/** Binds the booking of what vessels gave. */
export function bindBooking(world: World, { exchange, ligations }: VasculatureTables): () => void {
  const bind = ligations.length === 0 ? bindBook : bindBookOpen
  return inOrder(exchange.map((one) => bind(world, one)))
}

/** The booking where some points may be tied: the same operations for those that are not. */
function bindBookOpen(world: World, exchange: CompiledExchange): () => void {
  const { substrate, rate } = exchange
  const { vessels, space } = world.program
  const due = world.f64(`transport.due/${substrate}`)
  const [mean, delivered] = [
    world.f64(`transport.mean/${substrate}`),
    world.f64(`vessel.delivered/${substrate}`),
  ]
  const [open, voxels] = [world.u8('vessel.open'), world.u32('vessel.voxel')]
  const blood = new Float64Array(world.memory.buffer, bloodPointer(world, exchange), 1)
  const volume = space.voxel * space.voxel * space.voxel
  return () => {
    const dose = rate * (due[0] ?? 0) * volume
    if (dose === 0) return
    for (let point = 0; point < vessels.length; point++) {
      if (open[point] === 0) continue
      const gradient = (blood[0] ?? 0) - (mean[voxels[point] ?? 0] ?? 0)
      delivered[point] = (delivered[point] ?? 0) + dose * gradient
    }
  }
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
