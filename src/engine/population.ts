import { unpackCell } from './carried-cell.ts'
import {
  APOPTOTIC,
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
import { RECORD_COLUMN, recordCount } from './population-rows.ts'
import type { PopulationHooks } from './program.ts'
import { arrivalLineage, daughterLineage } from './random.ts'
import type { Arrival, World } from './world.ts'

/** Any request. */
const ANY = 0xff
/** Bytes of a slot in a list. */
const SLOT_BYTES = 4

/**
 * The only place where cells begin, end or change type. Everything happens in slot order; a row that disappears
 * lets those behind it move up, so that the relative order of any two cells never depends on a third.
 */
export function commit(world: World, hooksNow: () => readonly PopulationHooks[]): void {
  if (world.cells.pending[0] === 0 && world.arrivals.length === 0) return
  let hooks = hooksNow()
  for (const hook of hooks) hook.commit?.()
  if (world.moves.length > 0) moveAll(world, hooks)
  const arrivals = world.arrivals.length
  const needed = world.count + countRequests(world, REQUEST_DIVIDE) + arrivals
  if (needed > world.capacity) {
    world.grow(needed)
    hooks = hooksNow()
  }
  const before = world.count
  serveAll(world, 0, before, hooks)
  // What a newborn asked for at her birth, such as another type.
  serveAll(world, before, world.count, hooks)
  if (arrivals > 0) arriveAll(world, hooks)
  const hasNewRows = world.count > before
  const hasGaps = removeRequested(world, hooks)
  world.cells.request.fill(0, 0, world.count)
  world.cells.pending[0] = 0
  // Lists name rows: they fall with these. What changed size or moved is found by its drift.
  if (hasNewRows || hasGaps) world.neighboursAreStale = true
  world.binsAreStale = true
}

/** The population hooks of all processes, bound to the memory as it lies now. */
export function bindHooks(world: World): readonly PopulationHooks[] {
  return world.program.hooks.map((hooked) => hooked.bind(world))
}

/** Asks commit to look at `slot`: the form in which serial code makes a request; kernels set the same bits. */
export function request(world: World, slot: number, bits: number): void {
  const { request: requests, pending } = world.cells
  requests[slot] = (requests[slot] ?? 0) | bits
  pending[0] = 1
}

/** Adds what happened to the events of this tick. */
export function emit(
  world: World,
  kind: string,
  slot: number,
  more: Pick<CellEvent, 'other' | 'cause'> = {},
): void {
  const { type, x, y, z } = world.cells
  world.events.push({
    tick: world.tick,
    kind,
    cell: lineageText(world, slot),
    type: type[slot] ?? 0,
    x: x[slot] ?? 0,
    y: y[slot] ?? 0,
    z: z[slot] ?? 0,
    ...more,
  })
}

/** The lineage key of a cell as 16 hexadecimal digits. */
export function lineageText(world: World, slot: number): string {
  const { lineageLow, lineageHigh } = world.cells
  return hexadecimal(lineageHigh[slot]) + hexadecimal(lineageLow[slot])
}

function hexadecimal(word = 0): string {
  return word.toString(16).padStart(8, '0')
}

/** Sets type and state of life together with the class that tables are indexed by. */
export function setClass(world: World, slot: number, type: number, state: number): void {
  const { cells } = world
  cells.type[slot] = type
  cells.state[slot] = state
  const cls = state * world.program.cellTypes.length + type
  cells.class[slot] = cls
  // Modulated behaviours return to the base of the class until rules speak again.
  for (const { behaviour, values } of cells.modulated) values[slot] = world.behaviourBase(behaviour, cls)
}

function countRequests(world: World, bit: number): number {
  return world.kernels.call('population_count', [world.pointer('cell.request'), bit, world.count])
}

/** Serves the slots of [begin, end) that ask for something, in their order. */
function serveAll(world: World, begin: number, end: number, hooks: readonly PopulationHooks[]): void {
  for (let slot = nextRequest(world, ANY, begin, end); slot < end;) {
    serve(world, slot, hooks)
    slot = nextRequest(world, ANY, slot + 1, end)
  }
}

/** First slot of [begin, end) that asks for something in `mask`, or `end`; looked for anew each time, since hooks may ask, too. */
export function nextRequest(world: World, mask: number, begin: number, end: number): number {
  if (begin >= end) return end
  return world.kernels.call('population_next', [world.pointer('cell.request'), mask, begin, end])
}

/** Serves the requests of one cell: a change of type, then a death, then a division unless it died. */
function serve(world: World, slot: number, hooks: readonly PopulationHooks[]): void {
  const { request: requests, requestedType, state } = world.cells
  const bits = requests[slot] ?? 0
  if ((bits & REQUEST_REMOVE) !== 0) return
  if ((bits & REQUEST_TYPE) !== 0) changeType(world, slot, requestedType[slot] ?? 0, hooks)
  if ((bits & REQUEST_APOPTOSIS) !== 0) die(world, slot, APOPTOTIC, hooks)
  else if ((bits & REQUEST_NECROSIS) !== 0) die(world, slot, NECROTIC, hooks)
  else if ((bits & REQUEST_LYSIS) !== 0) die(world, slot, LYSED, hooks)
  else if ((bits & REQUEST_DIVIDE) !== 0 && state[slot] === LIVE) divide(world, slot, hooks)
}

/** Changes the type of a cell at once; for use inside commit and its hooks. */
export function changeType(
  world: World,
  slot: number,
  type: number,
  hooks: readonly PopulationHooks[],
): void {
  const { cells } = world
  const from = cells.type[slot] ?? 0
  if (from === type) return
  setClass(world, slot, type, cells.state[slot] ?? LIVE)
  for (const hook of hooks) hook.changedType?.(slot, from)
  emit(world, 'transition', slot, { cause: world.program.cellTypes[from] ?? '' })
}

const DEATH_CAUSES: Readonly<Record<number, string>> = {
  [APOPTOTIC]: 'apoptosis',
  [NECROTIC]: 'necrosis',
  [LYSED]: 'lysis',
}

function die(world: World, slot: number, state: number, hooks: readonly PopulationHooks[]): void {
  const { cells } = world
  const wasLive = cells.state[slot] === LIVE
  if (!wasLive && state !== LYSED) return
  setClass(world, slot, cells.type[slot] ?? 0, state)
  for (const hook of hooks) hook.died?.(slot, state)
  emit(world, wasLive ? 'death' : 'lysis', slot, { cause: DEATH_CAUSES[state] ?? '' })
}

function divide(world: World, mother: number, hooks: readonly PopulationHooks[]): void {
  const { births, lineageLow, lineageHigh } = world.cells
  const daughter = world.count
  world.count = daughter + 1
  world.kernels.call('population_inherit', [...recordsOf(world), mother, daughter])
  const key = daughterLineage(lineageLow[mother] ?? 0, lineageHigh[mother] ?? 0, births[mother] ?? 0)
  births[mother] = (births[mother] ?? 0) + 1
  lineageLow[daughter] = key[0]
  lineageHigh[daughter] = key[1]
  for (const hook of hooks) hook.born?.(mother, daughter)
  emit(world, 'division', mother, { other: lineageText(world, daughter) })
}

/** Pointer to the records of the columns, and how many there are. */
function recordsOf(world: World): readonly [number, number] {
  return [world.pointer(RECORD_COLUMN), recordCount(world.u32(RECORD_COLUMN))]
}

/** Takes cells elsewhere: they are whom they were, and have left their neighbours. */
function moveAll(world: World, hooks: readonly PopulationHooks[]): void {
  const { cells, moves } = world
  for (const { slot, x, y, z } of moves) {
    cells.x[slot] = x
    cells.y[slot] = y
    cells.z[slot] = z
    for (const hook of hooks) hook.moved?.(slot)
  }
  moves.length = 0
  world.neighboursAreStale = true
}

function arriveAll(world: World, hooks: readonly PopulationHooks[]): void {
  const { arrivals, count } = world
  world.kernels.call('population_clear', [...recordsOf(world), count, count + arrivals.length])
  for (const arrival of arrivals) arrive(world, arrival, hooks)
  arrivals.length = 0
}

/** Takes a cell from outside into a row that is clean. */
function arrive(world: World, arrival: Arrival, hooks: readonly PopulationHooks[]): void {
  const { cells, program } = world
  const slot = world.count
  world.count = slot + 1
  cells.x[slot] = arrival.x
  cells.y[slot] = arrival.y
  cells.z[slot] = arrival.z
  setVolume(world, slot, arrival.volume ?? program.volumes[arrival.type] ?? 0)
  cells.reach[slot] = (cells.radius[slot] ?? 0) * (program.reaches[arrival.type] ?? 1)
  const key = arrival.carried?.lineage ?? arrivalLineage(world.tick, arrival.source, originOf(world, arrival))
  cells.lineageLow[slot] = key[0]
  cells.lineageHigh[slot] = key[1]
  setClass(world, slot, arrival.type, LIVE)
  for (const hook of hooks) hook.arrived?.(slot)
  if (arrival.carried !== undefined) unpackCell(world, slot, arrival.carried)
  if (arrival.cause !== 'initial') emit(world, 'arrival', slot, { cause: arrival.cause })
}

/** What an arrival's key is made from: places of an organism bring other individuals. */
function originOf({ program }: World, { cause, type }: Arrival): string {
  const origin = `${cause} ${program.cellTypes[type] ?? ''}`
  return program.site === undefined ? origin : `${origin} of ${program.site}`
}

/** Sets the volume [um^3] of a cell, and with it its radius and, in proportion, its reach. */
export function setVolume(world: World, slot: number, volume: number): void {
  const { cells } = world
  const before = cells.radius[slot] ?? 0
  const radius = world.kernels.call('special_cbrt', [(3 * volume) / (4 * Math.PI)])
  cells.volume[slot] = volume
  cells.radius[slot] = radius
  // Neighbours may be looked for before the reach is next computed from behaviours: it must not lag behind the radius.
  if (before > 0) cells.reach[slot] = (cells.reach[slot] ?? 0) * (radius / before)
}

/** Takes out the rows that ask for it; the others keep their order, and references follow. Tells whether there were any. */
function removeRequested(world: World, hooks: readonly PopulationHooks[]): boolean {
  const { kernels, count } = world
  let slot = nextRequest(world, REQUEST_REMOVE, 0, count)
  if (slot === count) return false
  for (; slot < count; slot = nextRequest(world, REQUEST_REMOVE, slot + 1, count)) {
    for (const hook of hooks) hook.removed?.(slot)
    emit(world, 'removal', slot)
  }
  const requests = world.pointer('cell.request')
  const gone = countRequests(world, REQUEST_REMOVE)
  // The neighbour lists, which lie in this memory, name rows: they fall.
  const list = world.scratch(gone * SLOT_BYTES)
  kernels.call('population_list', [requests, REQUEST_REMOVE, list, count])
  kernels.call('population_remove', [...recordsOf(world), list, gone, count])
  world.count = count - gone
  return true
}
