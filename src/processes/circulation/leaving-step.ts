import { depart } from '../../engine/organism.ts'
import { inOrder } from '../../engine/in-order.ts'
import { emit } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import { periods } from '../../engine/space.ts'
import {
  LEAK_NEAR,
  NEARBY_SIGNAL,
  NEARNESS,
  NEAR_LEAK_SIGNAL,
  fillNearness,
} from '../../engine/vessel-nearness.ts'
import {
  NETWORK_REVISION,
  NETWORK_VERSION,
  NODE_ABSENT,
  hasLivingVessels,
  vesselPoints,
} from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { CirculationTables } from './compile.ts'
import { LEFT_COLUMN, LYMPHATIC_TABLE, LYMPH_ENTRY, WAYS } from './leaving.ts'

const ENTER = stream('circulation.entry into lymph')

/** What ligations say of points; there only where some vessels are tied. */
const OPEN = 'vessel.open'

/** Binds the looking where vessels are that carry blood; returns how many. A collapsed, tied or growing one lets nobody in. */
export function bindCarrying(world: World): () => number {
  return hasLivingVessels(world.program) ? bindLiving(world) : bindStaying(world)
}

function bindLiving(world: World): () => number {
  const points = pointsOf(world)
  const [version, revision] = [world.u32(NETWORK_VERSION), world.u32(NETWORK_REVISION)]
  const carries = world.f64('vessel.carries')
  let [graph, flow, count] = [-1, -1, 0]
  return () => {
    if (graph === version[0] && flow === revision[0]) return count
    graph = version[0] ?? 0
    flow = revision[0] ?? 0
    count = 0
    const { x, y, z, kind, count: rows } = vesselPoints(world)
    for (let row = 0; row < rows; row++) {
      if (kind?.[row] === NODE_ABSENT || (carries[row] ?? 0) <= 0) continue
      points(count, x[row] ?? 0, y[row] ?? 0, z[row] ?? 0)
      count += 1
    }
    return count
  }
}

function bindStaying(world: World): () => number {
  const points = pointsOf(world)
  const { x, y, z, count: rows } = vesselPoints(world)
  const open = world.has(OPEN) ? world.u8(OPEN) : undefined
  const look = (): number => {
    let count = 0
    for (let row = 0; row < rows; row++) {
      if (open?.[row] === 0) continue
      points(count, x[row] ?? 0, y[row] ?? 0, z[row] ?? 0)
      count += 1
    }
    return count
  }
  if (open !== undefined) return look
  const all = look()
  return () => all
}

/** Writes point `k` into the list that the kernel reads. */
function pointsOf(world: World): (k: number, x: number, y: number, z: number) => void {
  const points = world.f64('circulation.vessel')
  const stride = world.layout.sizes.vessel
  return (k, x, y, z) => {
    points[k] = x
    points[stride + k] = y
    points[2 * stride + k] = z
  }
}

/** Binds the decision of cells to get into lymph within `dt` [min]; nothing where nobody may. */
export function bindLymphEntry(world: World, { leaving }: CirculationTables, dt: number): () => void {
  if (leaving?.hasLymphEntry !== true || (leaving.touched === undefined && leaving.points === 0))
    return () => undefined
  const names = ['x', 'y', 'z', 'reach', 'class', 'lineageLow', 'lineageHigh', 'request']
  const cells = names.map((name) => world.pointer(`cell.${name}`))
  const others = ['circulation.leaving', 'world.pending'].map((name) => world.pointer(name))
  const touched = leaving.touched === undefined ? 0 : world.pointer(leaving.touched)
  const rate = world.behaviour(LYMPH_ENTRY)
  const [low = 0, high = 0] = world.u32('world.seed')
  const points = [world.pointer(LYMPHATIC_TABLE), leaving.points]
  const scalars = [rate.pointer, rate.perCell, ...periods(world.program.space), dt, low, high, ENTER, 0]
  const args = argumentList([...cells, ...others, touched, ...points, ...scalars])
  const tickAt = args.length - 1
  return () => {
    args[tickAt] = world.tick
    world.pool.run('circulation_enter_lymph', args, world.count)
  }
}

/** Who leaves is told, counted and taken down before its row disappears. */
export function leavingHooks(world: World): PopulationHooks {
  const leaving = world.u8('circulation.leaving')
  const left = world.f64(LEFT_COLUMN)
  return {
    removed: (slot) => {
      const code = leaving[slot] ?? 0
      const way = WAYS[code - 1]
      if (way === undefined) return
      // Where it settles it does not leave because it left here.
      leaving[slot] = 0
      emit(world, 'intravasation', slot, { cause: way })
      left[code - 1] = (left[code - 1] ?? 0) + 1
      depart(world, slot, way)
    },
  }
}

/** Binds what cells feel of vessels that stay; nothing where no rule asks, or where vessels live. */
export function bindFeltVessels(world: World, { leaving }: CirculationTables): () => void {
  if (leaving?.fillsNearness !== true) return () => undefined
  const into = {
    nearness: world.f64(NEARNESS),
    ...(world.has(LEAK_NEAR) ? { leakNear: world.f64(LEAK_NEAR) } : {}),
  }
  const { x, y, z, count } = vesselPoints(world)
  const open = world.has(OPEN) ? { carries: world.u8(OPEN) } : {}
  const fill = (): void => fillNearness(into, { count, x, y, z, ...open }, world.program.space)
  const feel = [
    [NEARBY_SIGNAL, NEARNESS],
    [NEAR_LEAK_SIGNAL, LEAK_NEAR],
  ]
    .filter(([signal = '']) => world.has(signal))
    .map((names) => {
      const args = argumentList([...names, 'cell.voxel'].map((name) => world.pointer(name)))
      return (): void => world.pool.run('vessel_network_nearby', args, world.count)
    })
  // Which are tied may change from step to step.
  if (world.has(OPEN)) return inOrder([fill, ...feel])
  fill()
  return inOrder(feel)
}
