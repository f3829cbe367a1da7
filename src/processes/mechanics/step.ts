import { detachAll } from '../../engine/bonds.ts'
import { LIFE_STATES } from '../../engine/columns.ts'
import { neighbourPointers } from '../../engine/neighbour-calls.ts'
import { periods } from '../../engine/space.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { LIGHT_BLOCK } from '../../parallel/pool.ts'
import { PAIR_BLOCK, behaviours, bondWidth, pointers } from './arguments.ts'
import { affinityTo, type MechanicsTables } from './compile.ts'
import { resolveSprings } from './springs.ts'

type Triple = readonly [number, number, number]

/** Binds the sum of pair forces, walls and springs: it begins this step's velocities. */
export function bindForces(world: World, tables: MechanicsTables): () => void {
  bindAffinities(world)
  const { pool } = world
  const pairs = pairArguments(world, tables)
  const walls = tables.wallStrength > 0 ? wallArguments(world, tables.wallStrength) : undefined
  // Bonds may also come from attacks: whoever makes them, they pull.
  const springs = world.has('bond.partner') ? springArguments(world) : undefined
  const kernel = tables.isModulated ? 'mechanics_pairs_modulated' : 'mechanics_pairs'
  return () => {
    pool.run(kernel, pairs, world.count, PAIR_BLOCK)
    if (walls !== undefined) pool.run('mechanics_walls', walls, world.count, LIGHT_BLOCK)
    if (springs !== undefined) pool.run('mechanics_springs', springs, world.count, LIGHT_BLOCK)
  }
}

function pairArguments(world: World, tables: MechanicsTables): readonly number[] {
  const { packed, ends, lists } = neighbourPointers(world)
  const strengths = tables.isModulated
    ? [...behaviours(world, 'adhesion', 'repulsion'), world.pointer('mechanics.affinities')]
    : bindStrengths(world)
  return [
    packed,
    ends,
    lists,
    ...strengths,
    // The pressure on immovable cells may be wanted, too.
    tables.needsPressure ? 0 : world.pointer('mechanics.movable'),
    ...velocities(world),
    tables.needsPressure ? world.pointer('mechanics.pressure') : 0,
    ...periods(world.program.space),
  ]
}

/** Computes the strengths of each pair of classes; returns the pointer to them and the number of classes. */
function bindStrengths(world: World): readonly [number, number] {
  const types = world.program.cellTypes
  const classes = LIFE_STATES * types.length
  const base = (name: string): readonly number[] => {
    const first = world.behaviour(name).pointer / Float64Array.BYTES_PER_ELEMENT
    return Array.from(new Float64Array(world.memory.buffer).subarray(first, first + classes))
  }
  const [adhesion, repulsion, affinities] = [
    base('adhesion'),
    base('repulsion'),
    types.map((type) => base(affinityTo(type))),
  ]
  // Two factors from either side, as the kernel for modulated strengths multiplies them: the same bits.
  const sticks = (cls: number, toward: number): number =>
    (adhesion[cls] ?? 0) * (affinities[toward % types.length]?.[cls] ?? 0)
  const strengths = world.f64('mechanics.strengths')
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      strengths[2 * (a * classes + b)] = Math.sqrt(sticks(a, b) * sticks(b, a))
      strengths[2 * (a * classes + b) + 1] = Math.sqrt((repulsion[a] ?? 0) * (repulsion[b] ?? 0))
    }
  }
  return [world.pointer('mechanics.strengths'), classes]
}

/** Faces that do not repel (periodic, or outside the plane of a two-dimensional world) lie at infinity. */
function wallArguments(world: World, strength: number): readonly number[] | undefined {
  const { corner, size, boundary, dimensions } = world.program.space
  const repels = (axis: 0 | 1 | 2): boolean => boundary[axis] === 'closed' && axis < dimensions
  if (!repels(0) && !repels(1) && !repels(2)) return undefined
  const low = (axis: 0 | 1 | 2): number => (repels(axis) ? corner[axis] : -Infinity)
  const high = (axis: 0 | 1 | 2): number => (repels(axis) ? corner[axis] + size[axis] : Infinity)
  const positions = pointers(world, 'cell.x', 'cell.y', 'cell.z', 'cell.radius')
  return [...positions, ...velocities(world), low(0), low(1), low(2), high(0), high(1), high(2), strength]
}

function springArguments(world: World): readonly number[] {
  return [
    ...pointers(world, 'cell.x', 'cell.y', 'cell.z', 'cell.type', 'cell.class', 'bond.partner'),
    world.capacity,
    bondWidth(world),
    ...behaviours(world, 'spring constant'),
    world.pointer('mechanics.affinities'),
    ...velocities(world),
    ...periods(world.program.space),
  ]
}

/** Binds the change of positions by `dt` [min]. */
export function bindMotion(world: World, _tables: MechanicsTables, dt: number): () => void {
  const { corner, size, dimensions } = world.program.space
  const high: Triple = [corner[0] + size[0], corner[1] + size[1], corner[2] + size[2]]
  const args = [
    ...pointers(world, 'cell.x', 'cell.y', 'cell.z'),
    ...velocities(world),
    ...[0, 1, 2].map((axis) => world.pointer('mechanics.previous', axis)),
    ...pointers(world, 'cell.type', 'mechanics.movable'),
    dimensions,
    ...corner,
    ...high,
    ...periods(world.program.space),
    dt,
  ]
  return () => world.pool.run('mechanics_move', args, world.count, LIGHT_BLOCK)
}

/** Binds the refreshing of the reach after growth and after rules changed it, before neighbours are looked for again. */
export function bindReach(world: World): () => void {
  const args = [...pointers(world, 'cell.radius', 'cell.reach', 'cell.class'), ...behaviours(world, 'reach')]
  return () => world.pool.run('mechanics_reach', args, world.count, LIGHT_BLOCK)
}

/** The reach follows births, deaths and changes of type at once; a mother lets go of whom she holds. */
export function mechanicsHooks(world: World, tables: MechanicsTables): PopulationHooks {
  const refresh = (slot: number): void => {
    const relative = Math.max(world.behaviourOf('reach', slot), 1)
    world.f64('cell.reach')[slot] = relative * (world.f64('cell.radius')[slot] ?? 0)
  }
  const hooks: PopulationHooks = {
    born: (mother, daughter) => {
      refresh(mother)
      refresh(daughter)
      if (world.has('bond.partner')) detachAll(world, mother)
    },
    died: refresh,
    changedType: refresh,
    arrived: refresh,
    moved: (slot) => {
      if (world.has('bond.partner')) detachAll(world, slot)
      for (const axis of [0, 1, 2]) world.f64('mechanics.previous')[axis * world.capacity + slot] = 0
    },
  }
  return tables.hasSprings ? { ...hooks, commit: () => resolveSprings(world, tables) } : hooks
}

/** Writes down where the affinities of each type lie in this layout. */
function bindAffinities(world: World): void {
  const entries = world.program.cellTypes.flatMap((name) => behaviours(world, affinityTo(name)))
  world.u32('mechanics.affinities').set(entries)
}

function velocities(world: World): readonly number[] {
  return pointers(world, 'mechanics.vx', 'mechanics.vy', 'mechanics.vz')
}
