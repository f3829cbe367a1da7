import { LIVE } from '../../engine/columns.ts'
import { MAY_DIVIDE } from '../../engine/heredity.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream, uniformPair } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { DIVISIONS_LEFT, STEMNESS } from './columns.ts'
import { DEDIFFERENTIATION, HAS_HIERARCHY, type HierarchyTables, SELF_RENEWAL } from './compile.ts'
import { type Rank, arrivalRank, divisionRanks } from './kernels.ts'

const ARRIVAL = stream('hierarchy.arrival')
const RENEWAL = stream('hierarchy.self-renewal')
const RETURN = stream('hierarchy.dedifferentiation')

const COLUMNS = ['cell.lineageLow', 'cell.lineageHigh', STEMNESS, DIVISIONS_LEFT, MAY_DIVIDE]

/** Binds the return of cells to the stem state within `dt` [min]. */
export function bindDedifferentiation(world: World, tables: HierarchyTables, dt: number): () => void {
  if (!tables.dedifferentiates) return () => undefined
  const { pointer, perCell } = world.behaviour(DEDIFFERENTIATION)
  const types = [world.pointer('cell.class'), world.program.cellTypes.length, world.pointer(HAS_HIERARCHY)]
  const columns = [...COLUMNS.map((name) => world.pointer(name)), pointer, perCell]
  const [low = 0, high = 0] = world.u32('world.seed')
  const args = argumentList([...types, ...columns, low, high, 0, RETURN, dt])
  const tickAt = types.length + columns.length + 2
  return () => {
    args[tickAt] = world.tick
    world.pool.run('hierarchy_dedifferentiate', args, world.count)
  }
}

/** Where ranks are stored, bound once per layout. */
interface Ranks {
  get(slot: number): Rank
  set(slot: number, rank: Rank): void
  /** A cell of a type without a hierarchy. */
  clear(slot: number): void
}

function ranksOf(world: World): Ranks {
  const [stemness, left] = [world.f64(STEMNESS), world.f64(DIVISIONS_LEFT)]
  const mayDivide = world.u8(MAY_DIVIDE)
  return {
    get: (slot) => ({ isStem: stemness[slot] === 1, left: left[slot] ?? 0 }),
    set: (slot, rank) => {
      stemness[slot] = rank.isStem ? 1 : 0
      left[slot] = rank.left
      mayDivide[slot] = rank.isStem || rank.left > 0 ? 1 : 0
    },
    clear: (slot) => {
      stemness[slot] = 0
      left[slot] = 0
      mayDivide[slot] = 1
    },
  }
}

/** Newcomers draw their rank; divisions hand it on; whoever changes type keeps it where both types have a hierarchy. */
export function hierarchyHooks(world: World, tables: HierarchyTables): PopulationHooks {
  const ranks = ranksOf(world)
  const { type } = world.cells
  return {
    arrived: (slot) => place(world, tables, ranks, slot),
    born: (mother, daughter) => {
      const own = tables.types[type[mother] ?? 0]
      if (own === undefined) return
      const before = ranks.get(mother)
      const renews = before.isStem && renewsItself(world, mother)
      const after = divisionRanks(before, own.divisions, renews)
      ranks.set(mother, after.mother)
      ranks.set(daughter, after.daughter)
    },
    changedType: (slot, from) => {
      if (tables.types[type[slot] ?? 0] === undefined) ranks.clear(slot)
      else if (tables.types[from] === undefined) place(world, tables, ranks, slot)
    },
  }
}

function renewsItself(world: World, mother: number): boolean {
  return uniformPair(world, mother, RENEWAL)[0] < world.behaviourOf(SELF_RENEWAL, mother)
}

/** The rank of a cell that is new to its type. */
function place(world: World, { types }: HierarchyTables, ranks: Ranks, slot: number): void {
  const own = types[world.cells.type[slot] ?? 0]
  if (own === undefined) ranks.clear(slot)
  else ranks.set(slot, arrivalRank(own, uniformPair(world, slot, ARRIVAL)))
}

/** Takes living cells into a changed model: types that had a hierarchy keep their ranks, new ones draw them. */
export function carryRanks(world: World, tables: HierarchyTables, before: HierarchyTables): void {
  const ranks = ranksOf(world)
  const { type, state } = world.cells
  for (let slot = 0; slot < world.count; slot++) {
    const own = type[slot] ?? 0
    if (state[slot] !== LIVE || (tables.types[own] === undefined) === (before.types[own] === undefined))
      continue
    place(world, tables, ranks, slot)
  }
}
