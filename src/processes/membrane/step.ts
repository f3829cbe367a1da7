import { inOrder } from '../../engine/in-order.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { SIDE_COLUMN, sidesChanged } from '../../engine/sides.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { LIGHT_BLOCK } from '../../parallel/pool.ts'
import { type CompiledMembrane, type MembraneTables, PASSAGE } from './compile.ts'
import { CLEARANCE, heldAt } from './kernels.ts'

const POSITIONS = ['cell.x', 'cell.y', 'cell.z'] as const
const VELOCITIES = ['mechanics.vx', 'mechanics.vy', 'mechanics.vz'] as const

/** Binds the repulsion of membranes, which adds to what forces made. */
export function bindPush(world: World, { membranes }: MembraneTables): () => void {
  const calls = membranes
    .filter(({ strength }) => strength > 0)
    .map(({ axis, at, bit, strength, passes }) => {
      const columns = [POSITIONS[axis], 'cell.radius', SIDE_COLUMN, 'cell.type', passes, VELOCITIES[axis]]
      const args = argumentList([...columns.map((name) => world.pointer(name)), bit, at, strength])
      return () => world.pool.run('membrane_push', args, world.count, LIGHT_BLOCK)
    })
  return inOrder(calls)
}

const HOLD_COLUMNS = ['cell.type', 'cell.class', 'cell.lineageLow', 'cell.lineageHigh']

/** Binds what keeps cells on their side after they moved, or lets them through within `dt` [min]. */
export function bindHold(world: World, { membranes }: MembraneTables, dt: number): () => void {
  const crossed = world.u32('membrane.crossed')
  const rate = world.behaviour(PASSAGE)
  const [low = 0, high = 0] = world.u32('world.seed')
  const calls = membranes.map(({ axis, at, bit, passes, stream }) => {
    const columns = [POSITIONS[axis], 'cell.reach', SIDE_COLUMN, ...HOLD_COLUMNS, passes, 'membrane.crossed']
    const pointers = columns.map((name) => world.pointer(name))
    const scalars = [bit, at, CLEARANCE, dt, low, high, stream, 0]
    const args = argumentList([...pointers, rate.pointer, rate.perCell, ...scalars])
    const tickAt = args.length - 1
    return () => {
      args[tickAt] = world.tick
      world.pool.run('membrane_hold', args, world.count, LIGHT_BLOCK)
    }
  })
  const hold = inOrder(calls)
  return () => {
    crossed[0] = 0
    hold()
    if (crossed[0] !== 0) sidesChanged(world)
  }
}

/** Newcomers, and cells that were taken elsewhere, belong to the side that they stand on; daughters are born on their mother's. */
export function membraneHooks(world: World, { membranes }: MembraneTables): PopulationHooks {
  const settleAll = (slot: number): void => {
    for (const membrane of membranes) settle(world, membrane, slot)
  }
  return {
    arrived: settleAll,
    moved: settleAll,
    born: (mother, daughter) => {
      for (const membrane of membranes) keepTogether(world, membrane, mother, daughter)
    },
  }
}

/** Writes down on which side a cell stands, and moves it off the membrane. */
function settle(world: World, { axis, at, bit, isFree }: CompiledMembrane, slot: number): void {
  const positions = world.f64(POSITIONS[axis])
  const sides = world.u32(SIDE_COLUMN)
  const x = positions[slot] ?? 0
  const isAbove = x >= at
  sides[slot] = (isAbove ? (sides[slot] ?? 0) | bit : (sides[slot] ?? 0) & ~bit) >>> 0
  if (isFree[world.u16('cell.type')[slot] ?? 0] !== true) positions[slot] = heldAt(x, at, isAbove)
}

/** Brings two newborn cells to the side of their mother by the same shift, so that they stay apart. */
function keepTogether(world: World, membrane: CompiledMembrane, mother: number, daughter: number): void {
  const { axis, at, bit, isFree } = membrane
  const positions = world.f64(POSITIONS[axis])
  if (isFree[world.u16('cell.type')[mother] ?? 0] === true) {
    settle(world, membrane, mother)
    settle(world, membrane, daughter)
    return
  }
  const [a, b] = [positions[mother] ?? 0, positions[daughter] ?? 0]
  const isAbove = ((world.u32(SIDE_COLUMN)[mother] ?? 0) & bit) !== 0
  const end = isAbove ? Math.min(a, b) : Math.max(a, b)
  const shift = heldAt(end, at, isAbove) - end
  // Clamped once more: the sum may round to the other side.
  positions[mother] = heldAt(a + shift, at, isAbove)
  positions[daughter] = heldAt(b + shift, at, isAbove)
}
