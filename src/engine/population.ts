import {
  APOPTOTIC,
  type ColumnArray,
  LIVE,
  LYSED,
  NECROTIC,
  REQUEST_APOPTOSIS,
  REQUEST_DIVIDE,
  REQUEST_LYSIS,
  REQUEST_NECROSIS,
  REQUEST_REMOVE,
  REQUEST_TYPE,
} from './columns.ts'
import type { CellEvent } from './events.ts'
import type { PlacedColumn } from './layout.ts'
import type { PopulationHooks } from './program.ts'
import { arrivalLineage, daughterLineage } from './random.ts'
import { type Arrival, type World, behaviourColumn, columnsOf } from './world.ts'

/**
 * The only place where cells begin, end or change type. Everything happens in slot order; a row that disappears
 * lets those behind it move up, so that the relative order of any two cells never depends on a third.
 */
export function commit(world: World, bindHooks: () => readonly PopulationHooks[]): void {
  const pending = world.u32('world.pending')
  if (pending[0] === 0 && world.arrivals.length === 0) return
  let hooks = bindHooks()
  for (const hook of hooks) hook.commit?.()
  const needed = world.count + countDivisions(world) + world.arrivals.length
  if (needed > world.capacity) {
    world.grow(needed)
    hooks = bindHooks()
  }
  const before = world.count
  for (let slot = 0; slot < before; slot++) serve(world, slot, hooks)
  // What a newborn asked for at her birth, such as another type.
  for (let slot = before; slot < world.count; slot++) serve(world, slot, hooks)
  for (const arrival of world.arrivals) arrive(world, arrival, hooks)
  world.arrivals.length = 0
  const hasNewRows = world.count > before
  const hasGaps = removeRequested(world, hooks)
  world.u8('cell.request').fill(0, 0, world.count)
  world.u32('world.pending')[0] = 0
  // Lists name rows: they fall with these. What changed size or moved is found by its drift.
  if (hasNewRows || hasGaps) world.neighboursAreStale = true
  world.binsAreStale = true
}

/** Asks commit to look at `slot`: the form in which serial code makes a request; kernels set the same bits. */
export function request(world: World, slot: number, bits: number): void {
  const requests = world.u8('cell.request')
  requests[slot] = (requests[slot] ?? 0) | bits
  world.u32('world.pending')[0] = 1
}

/** Adds what happened to the events of this tick. */
export function emit(
  world: World,
  kind: string,
  slot: number,
  more: Pick<CellEvent, 'other' | 'cause'> = {},
): void {
  world.events.push({
    tick: world.tick,
    kind,
    cell: lineageText(world, slot),
    type: world.u16('cell.type')[slot] ?? 0,
    x: world.f64('cell.x')[slot] ?? 0,
    y: world.f64('cell.y')[slot] ?? 0,
    z: world.f64('cell.z')[slot] ?? 0,
    ...more,
  })
}

/** The lineage key of a cell as 16 hexadecimal digits. */
export function lineageText(world: World, slot: number): string {
  const word = (name: string): string => (world.u32(name)[slot] ?? 0).toString(16).padStart(8, '0')
  return word('cell.lineageHigh') + word('cell.lineageLow')
}

/** Sets type and state of life together with the class that tables are indexed by. */
export function setClass(world: World, slot: number, type: number, state: number): void {
  world.u16('cell.type')[slot] = type
  world.u8('cell.state')[slot] = state
  world.u16('cell.class')[slot] = state * world.program.cellTypes.length + type
  resetBehaviours(world, slot)
}

function countDivisions(world: World): number {
  const requests = world.u8('cell.request')
  let divisions = 0
  for (let slot = 0; slot < world.count; slot++) {
    if (((requests[slot] ?? 0) & REQUEST_DIVIDE) !== 0) divisions += 1
  }
  return divisions
}

/** Serves the requests of one cell: a change of type, then a death, then a division unless it died. */
function serve(world: World, slot: number, hooks: readonly PopulationHooks[]): void {
  const bits = world.u8('cell.request')[slot] ?? 0
  if (bits === 0 || (bits & REQUEST_REMOVE) !== 0) return
  if ((bits & REQUEST_TYPE) !== 0) changeType(world, slot, world.u16('cell.requestedType')[slot] ?? 0, hooks)
  if ((bits & REQUEST_APOPTOSIS) !== 0) die(world, slot, APOPTOTIC, hooks)
  else if ((bits & REQUEST_NECROSIS) !== 0) die(world, slot, NECROTIC, hooks)
  else if ((bits & REQUEST_LYSIS) !== 0) die(world, slot, LYSED, hooks)
  else if ((bits & REQUEST_DIVIDE) !== 0 && world.u8('cell.state')[slot] === LIVE) divide(world, slot, hooks)
}

/** Changes the type of a cell at once; for use inside commit and its hooks. */
export function changeType(
  world: World,
  slot: number,
  type: number,
  hooks: readonly PopulationHooks[],
): void {
  const from = world.u16('cell.type')[slot] ?? 0
  if (from === type) return
  setClass(world, slot, type, world.u8('cell.state')[slot] ?? LIVE)
  for (const hook of hooks) hook.changedType?.(slot, from)
  emit(world, 'transition', slot, { cause: world.program.cellTypes[from] ?? '' })
}

const DEATH_CAUSES: Readonly<Record<number, string>> = {
  [APOPTOTIC]: 'apoptosis',
  [NECROTIC]: 'necrosis',
  [LYSED]: 'lysis',
}

function die(world: World, slot: number, state: number, hooks: readonly PopulationHooks[]): void {
  const wasLive = world.u8('cell.state')[slot] === LIVE
  if (!wasLive && state !== LYSED) return
  setClass(world, slot, world.u16('cell.type')[slot] ?? 0, state)
  for (const hook of hooks) hook.died?.(slot, state)
  emit(world, wasLive ? 'death' : 'lysis', slot, { cause: DEATH_CAUSES[state] ?? '' })
}

function divide(world: World, mother: number, hooks: readonly PopulationHooks[]): void {
  const daughter = world.count
  world.count = daughter + 1
  for (const placed of columnsOf(world, 'cell')) inherit(world, placed, mother, daughter)
  const births = world.u32('cell.births')
  const low = world.u32('cell.lineageLow')
  const high = world.u32('cell.lineageHigh')
  const key = daughterLineage(low[mother] ?? 0, high[mother] ?? 0, births[mother] ?? 0)
  births[mother] = (births[mother] ?? 0) + 1
  low[daughter] = key[0]
  high[daughter] = key[1]
  for (const hook of hooks) hook.born?.(mother, daughter)
  emit(world, 'division', mother, { other: lineageText(world, daughter) })
}

function inherit(world: World, placed: PlacedColumn, mother: number, daughter: number): void {
  const { declaration, stride } = placed
  if (declaration.isScratch === true) return
  const values = world.view(declaration.name)
  for (let k = 0; k < (declaration.width ?? 1); k++) {
    const from = k * stride + mother
    const to = k * stride + daughter
    if (declaration.divide === 'half') {
      values[from] = (values[from] ?? 0) / 2
      values[to] = values[from]
    } else if (declaration.divide === 'clear') values[to] = declaration.initial ?? 0
    else values[to] = values[from] ?? 0
  }
}

function arrive(world: World, arrival: Arrival, hooks: readonly PopulationHooks[]): void {
  const slot = world.count
  world.count = slot + 1
  for (const placed of columnsOf(world, 'cell')) clear(world, placed, slot)
  world.f64('cell.x')[slot] = arrival.x
  world.f64('cell.y')[slot] = arrival.y
  world.f64('cell.z')[slot] = arrival.z
  setVolume(world, slot, arrival.volume ?? world.program.volumes[arrival.type] ?? 0)
  const radius = world.f64('cell.radius')[slot] ?? 0
  world.f64('cell.reach')[slot] = radius * (world.program.reaches[arrival.type] ?? 1)
  const key = arrivalLineage(
    world.tick,
    arrival.source,
    `${arrival.cause} ${world.program.cellTypes[arrival.type] ?? ''}`,
  )
  world.u32('cell.lineageLow')[slot] = key[0]
  world.u32('cell.lineageHigh')[slot] = key[1]
  setClass(world, slot, arrival.type, LIVE)
  for (const hook of hooks) hook.arrived?.(slot)
  if (arrival.cause !== 'initial') emit(world, 'arrival', slot, { cause: arrival.cause })
}

/** Sets the volume [um^3] of a cell, and with it its radius and, in proportion, its reach. */
export function setVolume(world: World, slot: number, volume: number): void {
  const before = world.f64('cell.radius')[slot] ?? 0
  const radius = world.kernels.call('special_cbrt', [(3 * volume) / (4 * Math.PI)])
  world.f64('cell.volume')[slot] = volume
  world.f64('cell.radius')[slot] = radius
  // Neighbours may be looked for before the reach is next computed from behaviours: it must not lag behind the radius.
  const reach = world.f64('cell.reach')
  if (before > 0) reach[slot] = (reach[slot] ?? 0) * (radius / before)
}

function clear(world: World, placed: PlacedColumn, slot: number): void {
  const values = world.view(placed.declaration.name)
  for (let k = 0; k < (placed.declaration.width ?? 1); k++) {
    values[k * placed.stride + slot] = placed.declaration.initial ?? 0
  }
}

/** Modulated behaviours of a cell return to the base of its class until its rules speak again. */
function resetBehaviours(world: World, slot: number): void {
  const cls = world.u16('cell.class')[slot] ?? 0
  for (const behaviour of world.program.behaviours.values()) {
    if (!behaviour.isPerCell) continue
    world.f64(behaviourColumn(behaviour.name))[slot] = world.behaviourBase(behaviour, cls)
  }
}

/** Takes out the rows that ask for it; the others keep their order, and references follow. Tells whether there were any. */
function removeRequested(world: World, hooks: readonly PopulationHooks[]): boolean {
  const requests = world.u8('cell.request')
  const before = world.count
  const moved = new Int32Array(before)
  let kept = 0
  for (let slot = 0; slot < before; slot++) {
    if (((requests[slot] ?? 0) & REQUEST_REMOVE) === 0) moved[slot] = kept++
    else {
      moved[slot] = -1
      for (const hook of hooks) hook.removed?.(slot)
      emit(world, 'removal', slot)
    }
  }
  if (kept === before) return false
  for (const { declaration, stride } of columnsOf(world, 'cell')) {
    if (declaration.isScratch === true) continue
    const values = world.view(declaration.name)
    for (let k = 0; k < (declaration.width ?? 1); k++) {
      const rows = values.subarray(k * stride, k * stride + before)
      compact(rows, moved)
      if (declaration.refersToCells === true) remap(rows, moved, kept)
    }
  }
  world.count = kept
  return true
}

function compact(rows: ColumnArray, moved: Int32Array): void {
  for (let slot = 0; slot < moved.length; slot++) {
    const to = moved[slot] ?? -1
    if (to >= 0) rows[to] = rows[slot] ?? 0
  }
}

function remap(rows: ColumnArray, moved: Int32Array, kept: number): void {
  for (let slot = 0; slot < kept; slot++) {
    const target = rows[slot] ?? -1
    if (target >= 0) rows[slot] = moved[target] ?? -1
  }
}
