import type { Home } from '../parallel/rooms.ts'
import { BLOOD, innerProgram, innerSeed, seedWords } from './organism.ts'
import { bindHooks, commit } from './population.ts'
import type { Program } from './program.ts'
import { World, setSeed } from './world.ts'

export interface WorldOptions {
  /** The compiled WebAssembly module. */
  readonly kernels: WebAssembly.Module
  /** Seed of the run: whole number from 0 to 2^53. */
  readonly seed: number
  /** Cells to make room for at first; more than the initial ones avoids moving them later. */
  readonly capacity?: number
  /** Threads that compute this world, and the memory that they share; without a team this thread does it alone. */
  readonly team?: Home
}

/** Room to begin with, relative to the initial cells. Chosen: some may divide before rows have to move. */
export const ROOM = 1.25

/** Lays out the memory, sets the fields, and places the initial cells. The world stands at tick 0. */
export function createWorld(program: Program, options: WorldOptions): World {
  const capacity = options.capacity ?? Math.ceil(ROOM * program.initialCells.length)
  const world = new World(program, options.kernels, capacity, options.team)
  setSeed(world, options.seed)
  for (const initialiser of program.initialisers) initialiser.initialise(world)
  // Counted type by type: twins stay twins when an arm begins with more or fewer cells of another type.
  const placed = program.cellTypes.map(() => 0)
  for (const cell of program.initialCells) {
    const source = placed[cell.type] ?? 0
    placed[cell.type] = source + 1
    world.arrivals.push({ ...cell, source, cause: 'initial' })
  }
  commit(world, () => bindHooks(world))
  if (program.organism !== undefined) createInner(world, BLOOD)
  return world
}

/** Lays out a world in `host`: the blood, or a site. It begins as its model says, at the time of the host. */
export function createInner(host: World, name: string): World {
  const program = innerProgram(host.program, name)
  const world = createWorld(program, {
    kernels: host.module,
    seed: innerSeed(seedWords(host), name),
    team: host.home.beside(name),
  })
  world.tick = host.tick
  host.inner.set(name, world)
  return world
}
