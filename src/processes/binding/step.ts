import { inOrder } from '../../engine/in-order.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { longestColumn, sourcePointers } from '../../engine/source-columns.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { BindingTables, Bound } from './compile.ts'
import {
  boundColumn,
  goneColumn,
  internalisedColumn,
  occupancyColumn,
  rateTable,
  sitesBehaviour,
  workColumn,
} from './names.ts'

/*
 * Contract with transport: columns `source.loss`, `source.gain`, `source.marks`, `transport.due`, `transport.mean` and
 * `source.longest`.
 */

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
const VOXEL_BLOCK = 8192

/** Most that the share of sites that are taken is to change in a step; chosen: fronts are then as sharp as the mesh. */
const MOST_CHANGE = 0.1
/** A step may be this much longer than the one before; chosen: as it may by what transport itself estimates. */
const MOST_GROWTH = 3

const CELLS = ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'cell.class']

/** Binds what cells take and give by binding, where the substrate is due. */
export function bindSources(world: World, { bound }: BindingTables): () => void {
  return inOrder(bound.map(({ substrate }) => bindSource(world, substrate)))
}

function bindSource(world: World, substrate: string): () => void {
  const due = world.f64(`transport.due/${substrate}`)
  const { voxel } = world.program.space
  const voxels = world.layout.sizes.voxel
  const columns = [`field/${substrate}`, `remainder/${substrate}`, ...CELLS]
  const cells = [...columns, boundColumn(substrate), workColumn(substrate)].map((name) => world.pointer(name))
  const before = [...sourcePointers(world, substrate), voxels, ...cells, ...constantsOf(world, substrate)]
  const args = argumentList([...before, 0, voxel * voxel * voxel])
  const place = before.length
  return () => {
    const length = due[0] ?? 0
    if (length === 0) return
    if (args[place] !== length) args[place] = length
    world.pool.run('binding_sources', args, voxels, VOXEL_BLOCK)
  }
}

/** Sites as a behaviour (pointer, perCell), and rates per class. */
function constantsOf(world: World, substrate: string): readonly number[] {
  const { pointer, perCell } = world.behaviour(sitesBehaviour(substrate))
  const rates = (['association', 'dissociation', 'internalisation'] as const).map((rate) =>
    world.pointer(rateTable(rate, substrate)),
  )
  return [pointer, perCell, ...rates]
}

/** Binds the booking of what was bound, and how long the next step may be. */
export function bindBooking(world: World, { bound }: BindingTables): () => void {
  return inOrder(bound.map(({ substrate }) => bindBook(world, substrate)))
}

function bindBook(world: World, substrate: string): () => void {
  const due = world.f64(`transport.due/${substrate}`)
  const longest = world.f64(longestColumn(substrate))
  const columns = [`transport.mean/${substrate}`, ...CELLS, boundColumn(substrate)]
  const cells = [...columns, internalisedColumn(substrate), workColumn(substrate)]
  const before = [...cells.map((name) => world.pointer(name)), ...constantsOf(world, substrate)]
  const args = argumentList([...before, 0])
  const most = argumentList([world.pointer(workColumn(substrate)), 0, 0])
  const [place, voxels] = [before.length, world.layout.sizes.voxel]
  return () => {
    const length = due[0] ?? 0
    if (length === 0) return
    if (args[place] !== length) args[place] = length
    world.pool.run('binding_book', args, voxels, VOXEL_BLOCK)
    if (most[2] !== world.count) most[2] = world.count
    const change = world.kernels.call('binding_most', most)
    longest[0] = length * Math.min(MOST_GROWTH, MOST_CHANGE / Math.max(change, Number.MIN_VALUE))
  }
}

/** Binds the shares of sites that are taken, where something listens to them. */
export function bindOccupancy(world: World, { bound }: BindingTables): () => void {
  const listened = bound.filter(({ hasOccupancy }) => hasOccupancy)
  return inOrder(listened.map((one) => bindShare(world, one)))
}

function bindShare(world: World, { substrate }: Bound): () => void {
  const columns = [occupancyColumn(substrate), boundColumn(substrate), 'cell.class']
  const { pointer, perCell } = world.behaviour(sitesBehaviour(substrate))
  const args = [...columns.map((name) => world.pointer(name)), pointer, perCell]
  return () => world.pool.run('binding_occupancy', args, world.count)
}

/** What cells held that disappear leaves the tissue with them, and is counted. */
export function bindingHooks(world: World, { bound }: BindingTables): PopulationHooks {
  const accounts = bound.map(({ substrate }) => ({
    bound: world.f64(boundColumn(substrate)),
    internalised: world.f64(internalisedColumn(substrate)),
    gone: world.f64(goneColumn(substrate)),
  }))
  return {
    removed: (slot) => {
      for (const { bound: amounts, internalised, gone } of accounts) {
        gone[0] = (gone[0] ?? 0) + (amounts[slot] ?? 0)
        gone[1] = (gone[1] ?? 0) + (internalised[slot] ?? 0)
      }
    },
  }
}
