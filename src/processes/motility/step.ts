import { periods } from '../../engine/space.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type MotilityTables, responseTo } from './compile.ts'

/** Draws of a new direction: 0 whether and around, 1 upwards. */
export const DIRECTION = stream('motility.direction')

/** Cells per block. Chosen: 2 us where few cells move, 10 where many turn; see PAIR_BLOCK of mechanics. */
const BLOCK = 256

const COLUMNS = [
  'cell.x',
  'cell.y',
  'cell.z',
  'cell.type',
  'cell.class',
  'cell.state',
  'cell.lineageLow',
  'cell.lineageHigh',
  'world.seed',
  'world.tick',
]

/** Binds the choice of directions in `dt` [min] and adds the motion along them to the velocities. */
export function bindMotility(world: World, tables: MotilityTables, dt: number): () => void {
  const { corner, voxel, shape, dimensions } = world.program.space
  bindFields(world, tables)
  const args = [
    ...COLUMNS.map((name) => world.pointer(name)),
    DIRECTION,
    ...[0, 1, 2].map((axis) => world.pointer('motility.direction', axis)),
    ...['x', 'y', 'z'].map((axis) => world.pointer(`mechanics.v${axis}`)),
    ...['speed', 'persistence', 'bias'].flatMap((name) => behaviour(world, `migration ${name}`)),
    world.pointer('motility.fields'),
    tables.followed.length,
    world.pointer('motility.eachNormalised'),
    ...corner,
    voxel,
    ...shape,
    ...periods(world.program.space).map((period) => (period > 0 ? 1 : 0)),
    dimensions,
    bindMatrix(world, tables),
    dt,
  ]
  return () => world.pool.run('motility_step', args, world.count, BLOCK)
}

/** Writes down where the followed fields and the responses to them lie in this layout. */
function bindFields(world: World, tables: MotilityTables): void {
  const entries = tables.followed.flatMap((name) => [
    world.pointer(`field/${name}`),
    ...behaviour(world, responseTo(name)),
  ])
  world.u32('motility.fields').set(entries)
}

/** Writes down where matrix lies in this layout; returns the place of that, 0 where matrix does nothing to motion. */
function bindMatrix(world: World, { isInMatrix }: MotilityTables): number {
  if (!isInMatrix) return 0
  const columns = ['fibres', 'density', 'bundleRadius'].map((name) => world.pointer(`matrix.${name}`))
  const own = [world.pointer('motility.inMatrix'), world.pointer('cell.radius'), world.layout.sizes.voxel]
  world.u32('motility.matrix').set([...columns, ...own])
  return world.pointer('motility.matrix')
}

function behaviour(world: World, name: string): readonly [number, number] {
  const { pointer, perCell } = world.behaviour(name)
  return [pointer, perCell]
}

const HELD_COLUMNS = [
  'cell.x',
  'cell.y',
  'cell.z',
  'cell.radius',
  'cell.type',
  'motility.inMatrix',
  'matrix.membrane',
]

/** Binds what basement membrane takes from the velocities of cells that it stops, whatever moves them. */
export function bindHold(world: World, { isHeld }: MotilityTables): () => void {
  if (!isHeld) return () => undefined
  const { space } = world.program
  const args = argumentList([
    ...HELD_COLUMNS.map((name) => world.pointer(name)),
    ...['x', 'y', 'z'].map((axis) => world.pointer(`mechanics.v${axis}`)),
    ...space.corner,
    space.voxel,
    ...space.shape,
    ...periods(space).map((period) => (period > 0 ? 1 : 0)),
  ])
  return () => world.pool.run('motility_hold', args, world.count, BLOCK)
}
