import { inOrder } from '../../engine/in-order.ts'
import { sourcePointers } from '../../engine/source-columns.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { World } from '../../engine/world.ts'
import { bloodPointer } from './blood.ts'
import { type CompiledExchange, type VasculatureTables, levelColumn, shareColumn } from './compile.ts'
import { bindFalling } from './falling.ts'
import { siteColumns } from './ligation.ts'
import { bindPointCount } from './sites.ts'

/*
 * Vessels where transport solves them with diffusion in one equation: they state their sources before, and book what they
 * gave afterwards. Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due` and `transport.mean`.
 */

/** Binds the levels in blood along vessels, and the sources of all substrates where transport solves them. */
export function bindSources(world: World, tables: VasculatureTables): () => void {
  const { exchange, isSolvedWithTransport } = tables
  // Before transport in either scheme: fields are then as the last exchange left them, so that blood loses what it gave.
  const falling = bindFalling(world, tables)
  return isSolvedWithTransport
    ? inOrder([falling, ...exchange.map((one) => bindSource(world, tables, one))])
    : falling
}

function bindSource(world: World, tables: VasculatureTables, exchange: CompiledExchange): () => void {
  const { substrate, rate } = exchange
  const due = world.f64(`transport.due/${substrate}`)
  const columns = sourcePointers(world, substrate)
  const more = tables.isLiving ? [shareColumn(substrate)] : []
  const sites = [...siteColumns(tables), ...more].map((name) => world.pointer(name))
  const count = world.u32('vessel.sites')
  const isFalling = tables.isLiving && exchange.falls !== undefined
  const blood = isFalling ? world.pointer(levelColumn(substrate)) : bloodPointer(world, exchange)
  const ends = [blood, rate, 0, 0]
  const args = argumentList([...columns, world.layout.sizes.voxel, ...sites, ...ends])
  const countAt = args.length - 1
  const living = isFalling ? 'vasculature_falling_sources' : 'vasculature_living_sources'
  const kernel = tables.isLiving ? living : 'vasculature_sources'
  return () => {
    args[countAt] = count[0] ?? 0
    if ((due[0] ?? 0) > 0) world.kernels.call(kernel, args)
  }
}

/** Binds the booking of what vessels gave. */
export function bindBooking(world: World, { exchange, ligations, isLiving }: VasculatureTables): () => void {
  const staying = ligations.length === 0 ? bindBook : bindBookOpen
  const bind = isLiving ? bindBookLiving : staying
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

/** The booking of nodes, by the shares that their sources had. */
function bindBookLiving(world: World, exchange: CompiledExchange): () => void {
  const { substrate, rate, falls } = exchange
  const { voxel } = world.program.space
  const blood = falls === undefined ? bloodPointer(world, exchange) : world.pointer(levelColumn(substrate))
  const kernel = falls === undefined ? 'vasculature_living_book' : 'vasculature_falling_book'
  const due = world.f64(`transport.due/${substrate}`)
  const names = ['vessel.voxel', `vessel.delivered/${substrate}`, shareColumn(substrate)]
  const columns = [`transport.mean/${substrate}`, ...names].map((name) => world.pointer(name))
  const args = argumentList([...columns, blood, 0])
  const doseAt = args.length - 1
  const volume = voxel * voxel * voxel
  const count = bindPointCount(world, true)
  return () => {
    const length = due[0] ?? 0
    args[doseAt] = rate * length * volume
    if (length > 0) world.pool.run(kernel, args, count())
  }
}
