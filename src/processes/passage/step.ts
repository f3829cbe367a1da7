import { LIVE, REQUEST_REMOVE } from '../../engine/columns.ts'
import { emit, request } from '../../engine/population.ts'
import { pointIn } from '../../engine/place.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream, uniformPair } from '../../engine/random.ts'
import { type World, columnsOf } from '../../engine/world.ts'
import { RECORD } from './columns.ts'
import type { CompiledPassage, PassageTables } from './compile.ts'

const CHOICE = stream('passage.choice')
const PLACE = stream('passage.place')

/** Binds the demand that commit does the passages of this tick. */
export function bindPassages(world: World, { passages }: PassageTables): () => void {
  return () => {
    if (passages.some((passage) => isDue(world, passage))) world.u32('world.pending')[0] = 1
  }
}

function isDue(world: World, { start, every, count }: CompiledPassage): boolean {
  const cadence = world.program.clock.every.fields
  if (world.tick % cadence !== 0) return false
  const since = world.tick / cadence - start
  return since >= 0 && since % every === 0 && since / every < count
}

/** Passages happen in commit; the cells that a run begins with count as placed. */
export function passageHooks(world: World, { passages }: PassageTables): PopulationHooks {
  return {
    commit: () => {
      const due = passages.filter((passage) => isDue(world, passage))
      if (due.length === 0) return
      for (const passage of due) passOn(world, passage)
      if (due.some(({ isFresh }) => isFresh)) renew(world, due)
    },
    arrived: (slot) => {
      if (world.tick > 0) return
      for (const { column, isTaken } of passages) {
        const record = world.f64(column)
        if (isTaken[world.cells.type[slot] ?? 0] === true)
          record[RECORD.placed] = (record[RECORD.placed] ?? 0) + 1
      }
    },
  }
}

/** Harvests: those who were chosen move, the others go. */
function passOn(world: World, { column, isTaken, keep, place }: CompiledPassage): void {
  const { cells } = world
  const { space } = world.program
  const living: { readonly slot: number; readonly luck: number }[] = []
  for (let slot = 0; slot < world.count; slot++) {
    if (isTaken[cells.type[slot] ?? 0] !== true || isLeaving(world, slot)) continue
    if (cells.state[slot] === LIVE) living.push({ slot, luck: uniformPair(world, slot, CHOICE)[0] })
    else request(world, slot, REQUEST_REMOVE)
  }
  const record = world.f64(column)
  const placedBefore = record[RECORD.placed] ?? 0
  // Whoever drew the lowest numbers goes on; the draw belongs to the cell, so that it is the same in a twin.
  const ranked = living.toSorted((a, b) => a.luck - b.luck || a.slot - b.slot)
  for (const { slot } of ranked.slice(keep)) request(world, slot, REQUEST_REMOVE)
  const kept = ranked.slice(0, keep)
  for (const { slot } of kept) {
    world.moves.push({ slot, ...pointIn(space, place, (index) => uniformPair(world, slot, PLACE + index)) })
    emit(world, 'passage', slot)
  }
  record.set([(record[RECORD.passages] ?? 0) + 1, kept.length, living.length, placedBefore])
}

function isLeaving(world: World, slot: number): boolean {
  return ((world.cells.request[slot] ?? 0) & REQUEST_REMOVE) !== 0
}

/** Columns of the world that a fresh host does not change: time, seed and number of cells, and what passages remember. */
const LASTING = /^(world|passage)\./

/** A fresh host: all cells that were not harvested go, those of the start come, and fields, vessels and pools are as they were then. */
function renew(world: World, due: readonly CompiledPassage[]): void {
  const { program, cells } = world
  const isTaken = (type: number): boolean => due.some((passage) => passage.isTaken[type] === true)
  for (let slot = 0; slot < world.count; slot++) {
    if (!isTaken(cells.type[slot] ?? 0)) request(world, slot, REQUEST_REMOVE)
  }
  for (const group of ['world', 'voxel', 'vessel', 'segment'] as const) {
    for (const { declaration } of columnsOf(world, group)) {
      if (declaration.isScratch !== true && !LASTING.test(declaration.name))
        world.view(declaration.name).fill(declaration.initial ?? 0)
    }
  }
  for (const initialiser of program.initialisers) initialiser.initialise(world)
  const placed = program.cellTypes.map(() => 0)
  for (const cell of program.initialCells) {
    const source = placed[cell.type] ?? 0
    placed[cell.type] = source + 1
    if (!isTaken(cell.type)) world.arrivals.push({ ...cell, source, cause: 'fresh host' })
  }
}
