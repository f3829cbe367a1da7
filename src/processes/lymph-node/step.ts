import { LIVE } from '../../engine/columns.ts'
import { inOrder } from '../../engine/in-order.ts'
import { emit } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import { type Space, periods } from '../../engine/space.ts'
import { NETWORK_NODES, hasLivingVessels } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { PRIMED } from './chain.ts'
import { BEFORE, DENDRITIC_COLUMN, LEFT, PRESENTING, TRAVEL_TABLE, VESSELS } from './columns.ts'
import { type CompiledPriming, EMIGRATION, type LymphNodeTables, type PlasmaLevel } from './compile.ts'

const LEAVE = stream('lymph node.emigration')

/** Naive cells at rest, in the blood what is there without priming, and where vessels are that stay. */
export function startLymphNode(world: World, { primes, from }: LymphNodeTables): void {
  for (const { column, blood, resting, baseline } of primes) {
    world.f64(column)[PRIMED.naive] = resting
    world.f64(blood)[0] = baseline
  }
  if (from !== 'vessels' || hasLivingVessels(world.program)) return
  const points = world.f64(VESSELS)
  const stride = world.layout.sizes.vessel
  world.program.vessels.forEach(({ x, y, z }, index) => {
    for (const [axis, value] of [x, y, z].entries()) points[axis * stride + index] = value
  })
}

/** How kernels know the places. */
const PLACES = { anywhere: 0, edge: 1, vessels: 2 } as const

/** Binds the decision of cells to leave within `dt` [min]. */
export function bindEmigration(
  world: World,
  { type, from, margin }: LymphNodeTables,
  dt: number,
): () => void {
  const names = ['x', 'y', 'z', 'type', 'class', 'lineageLow', 'lineageHigh', 'request']
  const cells = names.map((name) => world.pointer(`cell.${name}`))
  const others = ['lymph.leaving', 'world.pending'].map((name) => world.pointer(name))
  const where = [type, PLACES[from], margin, ...facesOf(world.program.space)]
  const rate = world.behaviour(EMIGRATION)
  const [seedLow = 0, seedHigh = 0] = world.u32('world.seed')
  const vessels = from === 'vessels' ? vesselsOf(world) : NO_VESSELS
  const near = [...vessels.pointers, ...periods(world.program.space)]
  const scalars = [rate.pointer, rate.perCell, dt, seedLow, seedHigh, LEAVE, 0, 0]
  const args = argumentList([...cells, ...others, ...where, ...near, ...scalars])
  const tickAt = args.length - 1
  return () => {
    args[tickAt - 1] = vessels.count()
    args[tickAt] = world.tick
    world.pool.run('lymph_node_leave', args, world.count)
  }
}

/** The closed faces of a domain, low ones first; axes that are periodic, and the one that a slice lacks, have none. */
function facesOf({ corner, size, boundary, dimensions }: Space): readonly number[] {
  const hasFace = boundary.map((kind, axis) => kind === 'closed' && !(axis === 2 && dimensions === 2))
  const low = corner.map((at, axis) => (hasFace[axis] === true ? at : -Infinity))
  const high = corner.map((at, axis) => (hasFace[axis] === true ? at + (size[axis] ?? 0) : Infinity))
  return [...low, ...high]
}

/** Where vessel points stand, and which of them are there. */
interface Vessels {
  /** To x, y, z and kind; 0 for a kind that nobody keeps. */
  readonly pointers: readonly [number, number, number, number]
  readonly count: () => number
}

const NO_VESSELS: Vessels = { pointers: [0, 0, 0, 0], count: () => 0 }

function vesselsOf(world: World): Vessels {
  if (hasLivingVessels(world.program)) {
    const [x = 0, y = 0, z = 0, kind = 0] = ['x', 'y', 'z', 'kind'].map((name) =>
      world.pointer(`vessel.${name}`),
    )
    const nodes = world.u32(NETWORK_NODES)
    return { pointers: [x, y, z, kind], count: () => nodes[0] ?? 0 }
  }
  const [x, y, z] = [0, 1, 2].map((axis) => world.pointer(VESSELS, axis))
  const count = world.program.vessels.length
  return { pointers: [x ?? 0, y ?? 0, z ?? 0, 0], count: () => count }
}

/** Binds what becomes of dendritic cells and T cells outside of the tissue in `dt` [min]. */
export function bindNode(world: World, tables: LymphNodeTables, dt: number): () => void {
  const { stages, width, primes } = tables
  const call = bindCall(world)
  const [cells, before, presenting] = [DENDRITIC_COLUMN, BEFORE, PRESENTING].map((name) =>
    world.pointer(name),
  )
  const travel = [cells ?? 0, world.pointer(TRAVEL_TABLE), width, before ?? 0, presenting ?? 0, stages]
  return inOrder([
    call('lymph_node_travel', travel),
    ...primes.flatMap((priming) => [
      call('lymph_node_rate', [rateOf(world, priming), presenting ?? 0, priming.activation, priming.half]),
      ...bindFactors(world, priming),
      call('lymph_node_activate', [world.pointer(priming.column), priming.resting, priming.renewal, dt]),
      bindDivision(world, priming),
    ]),
  ])
}

type Call = (kernel: string, args: readonly number[]) => () => void

/** All that is computed here is computed by kernels: numbers that pass through a function once in a tick would be objects for long. */
function bindCall(world: World): Call {
  return (kernel, list) => {
    const args = argumentList(list)
    return () => {
      world.kernels.call(kernel, args)
    }
  }
}

/** Where the rate of activation stands until it becomes the flow of activated cells. */
function rateOf(world: World, { column }: CompiledPriming): number {
  return world.pointer(column) + 8 * PRIMED.flow
}

function bindDivision(world: World, priming: CompiledPriming): () => void {
  const { column, table, width, blood, inBlood, baseline } = priming
  const states = world.pointer(column) + 8 * PRIMED.flow
  const args = [states, world.pointer(table), width, world.pointer(BEFORE)]
  return bindCall(world)('lymph_node_divide', [...args, world.pointer(blood), inBlood, baseline])
}

/** Binds what multiplies the rate: what holds back and what raises, at the free levels in plasma. */
function bindFactors(world: World, priming: CompiledPriming): readonly (() => void)[] {
  const call = bindCall(world)
  const rate = rateOf(world, priming)
  const left = world.pointer(LEFT)
  const held = priming.holds.flatMap(({ share, blockers }) => [
    call('lymph_node_share', [left, share]),
    ...levelsOf(world, blockers).map(({ level, constant }) =>
      call('lymph_node_block', [left, level, constant]),
    ),
    call('lymph_node_hold', [rate, left]),
  ])
  const raised = levelsOf(world, priming.raises).map(({ level, constant, to }) =>
    call('lymph_node_raise', [rate, level, constant, to]),
  )
  return [...held, ...raised]
}

/** Where the free levels in plasma stand; what no drug brings is not there. */
function levelsOf<D extends PlasmaLevel>(
  world: World,
  drugs: readonly D[],
): readonly (D & { readonly level: number })[] {
  return drugs
    .filter(({ substrate }) => world.has(`plasma/${substrate}`))
    .map((drug) => ({ ...drug, level: world.pointer(`plasma/${drug.substrate}`) }))
}

/** Who leaves sets out for the node before its row disappears. */
export function lymphNodeHooks(world: World, { weight, stages }: LymphNodeTables): PopulationHooks {
  return {
    removed: (slot) => {
      if (world.u8('lymph.leaving')[slot] !== 1 || world.cells.state[slot] !== LIVE) return
      emit(world, 'emigration', slot)
      const dendritic = world.f64(DENDRITIC_COLUMN)
      dendritic[0] = (dendritic[0] ?? 0) + weight
      dendritic[stages + 2] = (dendritic[stages + 2] ?? 0) + 1
    },
  }
}
