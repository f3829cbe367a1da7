import { LIVE, REQUEST_REMOVE } from '../../engine/columns.ts'
import { emit, lineageText, request, setVolume } from '../../engine/population.ts'
import { periods } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { DEAD_PREY } from './behaviours.ts'
import { FUSE, INGEST } from './columns.ts'

/** Volumes that a fused cell has the sum of. */
const COMPARTMENTS = [
  'volume.fluid',
  'volume.nuclearSolid',
  'volume.cytoplasmicSolid',
  'volume.nuclear',
  'volume.nuclearSolidTarget',
]

/**
 * Serves the requests to ingest and to fuse, in the order of the slots: a cell that was consumed in this commit, or
 * that disappears for another reason, neither acts nor is acted on.
 */
export function serveConsumption(world: World): void {
  const asks = world.u8('interaction.request')
  const prey = world.i32('interaction.prey')
  const isGone = (slot: number): boolean => ((world.u8('cell.request')[slot] ?? 0) & REQUEST_REMOVE) !== 0
  const { count } = world
  for (let slot = 0; slot < count; slot++) {
    const bits = (asks[slot] ?? 0) & (INGEST | FUSE)
    if (bits === 0) continue
    asks[slot] = 0
    const other = prey[slot] ?? -1
    if (other < 0 || isGone(slot) || isGone(other)) continue
    if (bits === INGEST) ingest(world, slot, other)
    else fuse(world, slot, other)
  }
}

/** The eater keeps its nucleus; the prey's fluid becomes fluid and all its solids cytoplasmic solids of the eater. */
function ingest(world: World, eater: number, prey: number): void {
  const solids = take(world, 'volume.nuclearSolid', prey) + take(world, 'volume.cytoplasmicSolid', prey)
  add(world, 'volume.fluid', eater, take(world, 'volume.fluid', prey))
  add(world, 'volume.cytoplasmicSolid', eater, solids)
  const state = world.u8('cell.state')[prey] ?? LIVE
  const cause = state === LIVE ? 'live cell' : (DEAD_PREY[state - 1] ?? '')
  emit(world, 'phagocytosis', eater, { other: lineageText(world, prey), cause })
  absorb(world, eater, prey)
}

/** The two become one at their common centre of volume, with the sum of all parts and targets. */
function fuse(world: World, slot: number, other: number): void {
  const volumes = world.f64('cell.volume')
  const [own, gained] = [volumes[slot] ?? 0, volumes[other] ?? 0]
  const share = own + gained > 0 ? gained / (own + gained) : 0
  moveTowards(world, slot, other, share)
  for (const name of COMPARTMENTS) add(world, name, slot, take(world, name, other))
  if (world.has('volume.calcified')) {
    const calcified = world.f64('volume.calcified')
    calcified[slot] = (calcified[slot] ?? 0) * (1 - share) + (calcified[other] ?? 0) * share
  }
  emit(world, 'fusion', slot, { other: lineageText(world, other) })
  absorb(world, slot, other)
}

/** Moves a cell by `share` of the way to another, the short way round on periodic axes. */
function moveTowards(world: World, slot: number, other: number, share: number): void {
  const { corner, size } = world.program.space
  const period = periods(world.program.space)
  for (const axis of [0, 1, 2] as const) {
    const positions = world.f64((['cell.x', 'cell.y', 'cell.z'] as const)[axis])
    const from = positions[slot] ?? 0
    const way = (positions[other] ?? 0) - from
    if (period[axis] === 0) {
      positions[slot] = from + share * way
      continue
    }
    const shortest = way - size[axis] * Math.floor(way / size[axis] + 0.5)
    const to = from + share * shortest
    positions[slot] = to - size[axis] * Math.floor((to - corner[axis]) / size[axis])
  }
}

/** Hands volume and internalised substrates over and asks for the removal of the cell that is no more. */
function absorb(world: World, slot: number, consumed: number): void {
  const radius = world.f64('cell.radius')
  const before = radius[slot] ?? 0
  setVolume(world, slot, (world.f64('cell.volume')[slot] ?? 0) + take(world, 'cell.volume', consumed))
  const reach = world.f64('cell.reach')
  if (before > 0) reach[slot] = (reach[slot] ?? 0) * ((radius[slot] ?? 0) / before)
  for (const substrate of world.program.substrates) {
    const name = `exchange.internalised/${substrate}`
    add(world, name, slot, take(world, name, consumed))
  }
  request(world, consumed, REQUEST_REMOVE)
}

/** Empties a column's row, if there is such a column, and returns what was in it. */
function take(world: World, name: string, slot: number): number {
  if (!world.has(name)) return 0
  const values = world.f64(name)
  const value = values[slot] ?? 0
  values[slot] = 0
  return value
}

function add(world: World, name: string, slot: number, amount: number): void {
  if (!world.has(name)) return
  const values = world.f64(name)
  values[slot] = (values[slot] ?? 0) + amount
}
