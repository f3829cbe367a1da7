import { SUPPLY_PREFIX } from '../../engine/body-levels.ts'
import { inOrder } from '../../engine/in-order.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { stream, uniformAt } from '../../engine/random.ts'
import type { Space } from '../../engine/space.ts'
import { vesselPoints } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { fnv1a32 } from '../../math/hash.ts'
import { bloodPointer } from './blood.ts'
import { type CompiledEntry, type VasculatureTables, levelColumn, shareColumn } from './compile.ts'
import type { Gate } from './gate.ts'
import { bindShut, siteColumns } from './ligation.ts'
import { bindRefresh } from './living.ts'
import { bindPointCount } from './sites.ts'

const ENTRY = stream('vasculature.entry')

/** Largest distance of an arrival from its vessel point along each axis [um]. Chosen: the radius of a capillary. */
const SPREAD = 4

/** Binds the exchange of all substrates over `dt` [min], where it is a step of its own. */
export function bindExchange(world: World, tables: VasculatureTables, dt: number): () => void {
  const sites = world.u32('vessel.sites')
  const { voxel } = world.program.space
  const volume = voxel * voxel * voxel
  const calls = tables.exchange.map((exchange) => {
    const { substrate, rate, falls } = exchange
    const isFalling = tables.isLiving && falls !== undefined
    const blood = isFalling ? world.pointer(levelColumn(substrate)) : bloodPointer(world, exchange)
    const columns = [
      `field/${substrate}`,
      `remainder/${substrate}`,
      ...siteColumns(tables),
      `vessel.delivered/${substrate}`,
      ...(tables.isLiving ? [shareColumn(substrate)] : []),
    ]
    const living = isFalling ? 'vasculature_falling_exchange' : 'vasculature_living_exchange'
    const kernel = tables.isLiving ? living : 'vasculature_exchange'
    const args = argumentList([...columns.map((name) => world.pointer(name)), blood, rate * dt, volume])
    return () => world.pool.run(kernel, args, sites[0] ?? 0)
  })
  return inOrder(calls)
}

/** Binds the arrival of cells in `dt` [min]: at most one of each type at each vessel point. */
export function bindEntry(world: World, tables: VasculatureTables, dt: number): () => void {
  const hasNone = !tables.isLiving && world.program.vessels.length === 0
  if (hasNone || tables.entry.length === 0) return () => undefined
  const draws = tables.entry.map((entry, index) => bindDraw(world, tables, { entry, index }, dt))
  const collect = bindCollection(world, tables)
  return inOrder([bindRefresh(world, tables), ...draws, collect])
}

/** Fills row `index` of `vessel.arriving` for one type. */
function bindDraw(
  world: World,
  tables: VasculatureTables,
  { entry, index }: { readonly entry: CompiledEntry; readonly index: number },
  dt: number,
): () => void {
  const count = bindPointCount(world, tables.isLiving)
  const hazard = world.pointer('vessel.hazard')
  const arriving = world.pointer('vessel.arriving', index)
  const gates = entry.gates.map((gate) => bindGate(world, gate, count))
  const pool = `pool/${entry.name}`
  const level = world.has(pool) ? world.f64(pool) : undefined
  const supply = world.has(SUPPLY_PREFIX + entry.name) ? world.f64(SUPPLY_PREFIX + entry.name) : undefined
  const [low = 0, high = 0] = world.u32('world.seed')
  const rate = argumentList([hazard, entry.rate])
  const draw = argumentList([hazard, arriving, dt, low, high, fnv1a32(entry.name), 0, ENTRY])
  const tickAt = draw.length - 2
  return inOrder([
    () => {
      if (level !== undefined || supply !== undefined)
        rate[1] = entry.rate * (level?.[0] ?? 1) * (supply?.[0] ?? 1)
      world.pool.run('vasculature_hazard', rate, count())
    },
    ...gates,
    ...(tables.isLiving ? [bindServe(world, count)] : []),
    bindShut(world, tables, count),
    () => {
      draw[tickAt] = world.tick
      world.pool.run('vasculature_draw', draw, count())
    },
  ])
}

/** Cells come as blood does. */
function bindServe(world: World, count: () => number): () => void {
  const args = argumentList([world.pointer('vessel.hazard'), world.pointer('vessel.carries')])
  return () => world.pool.run('vasculature_living_serve', args, count())
}

/** One gate: what is felt of its substrate, less what blockers keep out, through its response. */
function bindGate(world: World, gate: Gate, count: () => number): () => void {
  const felt = world.pointer('vessel.felt')
  const voxels = world.pointer('vessel.voxel')
  const fieldOf = (substrate: string): number => world.pointer(`field/${substrate}`)
  const calls: readonly (readonly [string, readonly number[]])[] = [
    ['vasculature_feel', [felt, voxels, fieldOf(gate.substrate)]],
    ...(gate.blockers ?? []).map(
      ({ substrate, constant }) =>
        ['vasculature_block', [felt, voxels, fieldOf(substrate), constant]] as const,
    ),
    ['vasculature_gate', [world.pointer('vessel.hazard'), felt, ...gateScalars(gate)]],
  ]
  return inOrder(
    calls.map(([kernel, list]) => {
      const args = argumentList(list)
      return () => world.pool.run(kernel, args, count())
    }),
  )
}

/** Half, hill, and what the gate lets through at zero and at saturation. */
function gateScalars(gate: Gate): readonly number[] {
  return gate.effect === 'increases'
    ? [gate.half, gate.hill, gate.rest, 1]
    : [gate.half, gate.hill, 1, gate.rest]
}

/** Binds the announcement of arrivals to commit, vessel by vessel. */
function bindCollection(world: World, { entry, isLiving }: VasculatureTables): () => void {
  const count = bindPointCount(world, isLiving)
  const arriving = world.u8('vessel.arriving')
  const stride = world.layout.sizes.vessel
  return () => {
    const points = count()
    for (let vessel = 0; vessel < points; vessel++) {
      for (let index = 0; index < entry.length; index++) {
        const comes = entry[index]
        if (arriving[index * stride + vessel] === 1 && comes !== undefined) announce(world, vessel, comes)
      }
    }
  }
}

function announce(world: World, vessel: number, { type, name, volume }: CompiledEntry): void {
  const more = volume === undefined ? {} : { volume }
  world.arrivals.push({
    type,
    ...arrivalPoint(world, vessel, name),
    source: vessel,
    cause: 'vessel',
    ...more,
  })
}

/** A point beside the vessel, so that two arrivals do not coincide. */
function arrivalPoint(world: World, vessel: number, name: string): { x: number; y: number; z: number } {
  const { space } = world.program
  const points = vesselPoints(world)
  const point = { x: points.x[vessel] ?? 0, y: points.y[vessel] ?? 0, z: points.z[vessel] ?? 0 }
  const key = fnv1a32(name)
  const [u, v] = uniformAt(world, vessel, key, ENTRY + 1)
  const [w] = uniformAt(world, vessel, key, ENTRY + 2)
  const plane = space.corner[2] + space.size[2] / 2
  return {
    x: placeInside(space, 0, point.x + (2 * u - 1) * SPREAD),
    y: placeInside(space, 1, point.y + (2 * v - 1) * SPREAD),
    z: space.dimensions === 2 ? plane : placeInside(space, 2, point.z + (2 * w - 1) * SPREAD),
  }
}

/** Wraps a coordinate [um] on a periodic axis, and stops it at the face of a closed one. */
function placeInside(space: Space, axis: 0 | 1 | 2, position: number): number {
  const low = space.corner[axis]
  const extent = space.size[axis]
  if (space.boundary[axis] === 'periodic') return position - extent * Math.floor((position - low) / extent)
  return Math.min(Math.max(position, low), low + extent)
}
