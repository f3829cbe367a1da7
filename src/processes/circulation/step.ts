import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { emit } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream, uniformPair } from '../../engine/random.ts'
import { periods } from '../../engine/space.ts'
import {
  NETWORK_VERSION,
  NODE_ABSENT,
  NODE_TIP,
  hasLivingVessels,
  vesselPoints,
} from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { STATE } from './chain.ts'
import {
  BLOOD,
  type CirculationTables,
  type CompiledOrgan,
  type CompiledPool,
  INTRAVASATION,
} from './compile.ts'
import { bindCarrying, leavingHooks } from './leaving-step.ts'

const LEAVE = stream('circulation.intravasation')
const FATE = stream('circulation.fate')

/** Writes down where vessels are, where that is not followed. */
export function startCirculation(world: World, { leaving }: CirculationTables): void {
  if (leaving !== undefined) return
  const points = world.f64('circulation.vessel')
  const stride = world.layout.sizes.vessel
  world.program.vessels.forEach(({ x, y, z }, index) => {
    for (const [axis, value] of [x, y, z].entries()) points[axis * stride + index] = value
  })
}

/** Binds the decision of cells to leave within `dt` [min]. */
export function bindIntravasation(world: World, { leaving }: CirculationTables, dt: number): () => void {
  if (leaving?.hasIntravasation === false) return () => undefined
  const isLiving = hasLivingVessels(world.program)
  const count = world.program.vessels.length
  if (count === 0 && !isLiving) return () => undefined
  const names = ['x', 'y', 'z', 'reach', 'type', 'class', 'lineageLow', 'lineageHigh', 'request']
  const cells = names.map((name) => world.pointer(`cell.${name}`))
  const others = ['circulation.leaving', 'world.pending', 'circulation.radii', 'circulation.vessel']
  const pointers = [...cells, ...others.map((name) => world.pointer(name))]
  const rate = world.behaviour(INTRAVASATION)
  const [low = 0, high = 0] = world.u32('world.seed')
  // In an organism, who is taken out does not leave.
  const vessels = [count, world.layout.sizes.vessel, leaving === undefined ? 0 : REQUEST_REMOVE]
  const scalars = [rate.pointer, rate.perCell, ...periods(world.program.space), dt, low, high, LEAVE, 0]
  const args = argumentList([...pointers, ...vessels, ...scalars])
  const tickAt = args.length - 1
  const countAt = pointers.length
  const follow = leaving !== undefined ? bindCarrying(world) : isLiving ? bindFollow(world) : () => count
  return () => {
    args[countAt] = follow()
    args[tickAt] = world.tick
    world.pool.run('circulation_leave', args, world.count)
  }
}

/** Binds the looking where vessels that live are; returns how many there are with a lumen. */
function bindFollow(world: World): () => number {
  const points = world.f64('circulation.vessel')
  const stride = world.layout.sizes.vessel
  const version = world.u32(NETWORK_VERSION)
  let [known, count] = [-1, 0]
  return () => {
    if (known === version[0]) return count
    known = version[0] ?? 0
    count = 0
    const { x, y, z, kind, count: rows } = vesselPoints(world)
    for (let row = 0; row < rows; row++) {
      if (kind?.[row] === NODE_ABSENT || kind?.[row] === NODE_TIP) continue
      points[count] = x[row] ?? 0
      points[stride + count] = y[row] ?? 0
      points[2 * stride + count] = z[row] ?? 0
      count += 1
    }
    return count
  }
}

/** Binds what becomes of the cells in blood and organs in the time between two phenotypes. */
export function bindFates(world: World, { pools }: CirculationTables): () => void {
  const before = new Float64Array(STATE.count)
  return () => {
    for (const pool of pools) {
      const blood = world.f64(pool.column)
      const circulating = blood[BLOOD.circulating] ?? 0
      for (const organ of pool.organs) advance(world, organ, circulating, before)
      blood[BLOOD.circulating] = circulating * pool.stays
      blood[BLOOD.cleared] = (blood[BLOOD.cleared] ?? 0) + circulating * pool.clears
    }
  }
}

function advance(
  world: World,
  { column, step }: CompiledOrgan,
  circulating: number,
  before: Float64Array,
): void {
  const states = world.f64(column)
  before[STATE.circulating] = circulating
  before.set(states, 1)
  for (let to = 1; to < STATE.count; to++) {
    let sum = 0
    for (let from = 0; from < STATE.count; from++)
      sum += (step[to * STATE.count + from] ?? 0) * (before[from] ?? 0)
    states[to - 1] = sum
  }
}

/** Who leaves is counted before its row disappears. */
export function circulationHooks(world: World, { pools, leaving }: CirculationTables): PopulationHooks {
  if (leaving !== undefined)
    return leaving.hasIntravasation || leaving.hasLymphEntry ? leavingHooks(world) : {}
  return {
    removed: (slot) => {
      if (world.u8('circulation.leaving')[slot] !== 1) return
      const pool = pools.find(({ isMember }) => isMember[world.cells.type[slot] ?? 0] === true)
      if (pool !== undefined) escape(world, pool, slot)
    },
  }
}

function escape(world: World, pool: CompiledPool, slot: number): void {
  emit(world, 'intravasation', slot)
  const blood = world.f64(pool.column)
  blood[BLOOD.escaped] = (blood[BLOOD.escaped] ?? 0) + 1
  let left = 1
  // One number of the cell decides; organs share out the interval from 0 to 1.
  const fate = uniformPair(world, slot, FATE)[0]
  let bound = 0
  for (const organ of pool.organs) {
    const states = world.f64(organ.column)
    states[STATE.arrested - 1] = (states[STATE.arrested - 1] ?? 0) + organ.firstPass
    left -= organ.firstPass
    const isHere = fate >= bound && fate < bound + organ.fate
    bound += organ.fate
    const drawn = world.f64(organ.drawn)
    if (isHere) drawn[0] = (drawn[0] ?? 0) + 1
  }
  blood[BLOOD.circulating] = (blood[BLOOD.circulating] ?? 0) + left
}
