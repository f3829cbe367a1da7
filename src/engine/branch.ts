import type { PlacedColumn } from './layout.ts'
import { ELEMENT_BYTES, LIVE } from './columns.ts'
import type { WorldOptions } from './create-world.ts'
import { MilieuError } from './errors.ts'
import { innerProgram, innerSeed, innerWorlds, seedWords } from './organism.ts'
import type { Program } from './program.ts'
import { bindHooks } from './population.ts'
import { World, setSeed } from './world.ts'

/** A world of a changed model at the instant of another world. */
export interface Branch {
  readonly world: World
  /** Columns that only the changed model has: they begin with their initial values. */
  readonly added: readonly string[]
  /** Columns that it no longer has, or that mean something else now: what was in them is left behind. */
  readonly removed: readonly string[]
}

/**
 * Makes a world of `program` from the state of `from`: same tick, same cells with the same lineage, and with the same seed the
 * same random numbers from there on.
 */
export function branchWorld(
  from: World,
  program: Program,
  { kernels, seed, team }: Omit<WorldOptions, 'capacity'>,
): Branch {
  requireSamePlaces(from.program, program)
  const world = new World(program, kernels, from.capacity, team)
  for (const initialiser of program.initialisers) initialiser.initialise(world)
  const { shared, added, removed } = compareColumns(from, world)
  copyState(from, world, shared)
  if (added.some((name) => world.layout.columns.get(name)?.declaration.group === 'cell')) {
    // Processes set up a cell when it arrives, and do so here for their new columns; what the cells had is put back after.
    const hooks = bindHooks(world)
    const states = world.u8('cell.state')
    for (let slot = 0; slot < world.count; slot++) {
      if (states[slot] === LIVE) for (const hook of hooks) hook.arrived?.(slot)
    }
    world.events.length = 0
    copyState(from, world, shared)
  }
  carryCells(from.program, world)
  setSeed(world, seed)
  for (const { name, world: within } of innerWorlds(from)) {
    const options = { kernels, seed: innerSeed(seedWords(world), name), team: world.home.beside(name) }
    world.inner.set(name, branchWorld(within, innerProgram(program, name), options).world)
  }
  return { world, added, removed }
}

/** Lets every process that both programs have adapt what cells keep of the model; what is new was set up already. */
function carryCells(old: Program, world: World): void {
  for (const { process, carry } of world.program.carriers) {
    const before = old.carriers.find((carrier) => carrier.process === process)
    if (before !== undefined) carry(world, before.tables)
  }
}

/** What keeps the state of one program from fitting into another: rows mean the same only where all of this is the same. */
export function differingPlaces(old: Program, next: Program): readonly string[] {
  const pairs = [
    [
      'voxels',
      [old.space.shape, old.space.corner, old.space.voxel],
      [next.space.shape, next.space.corner, next.space.voxel],
    ],
    ['cell types', old.cellTypes, next.cellTypes],
    ['vessels', [old.vessels, old.vesselRoom], [next.vessels, next.vesselRoom]],
    ['length of a tick', old.clock.tick, next.clock.tick],
    ['sites', siteNames(old), siteNames(next)],
  ] as const
  return pairs
    .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after))
    .map(([name]) => name)
}

function siteNames({ organism }: Program): readonly string[] | undefined {
  return organism?.sites.map(({ name }) => name)
}

function requireSamePlaces(old: Program, next: Program): void {
  const differing = differingPlaces(old, next)
  if (differing.length === 0) return
  const types = `: ${old.cellTypes.join(', ')} there, ${next.cellTypes.join(', ')} here`
  throw new MilieuError(
    'SnapshotOfOtherModel',
    `a branch keeps voxels, vessels, cell types and the length of a tick of its run; the changed model has other ${differing.join(', ')}${differing[0] === 'cell types' ? types : ''}`,
  )
}

/** Columns of the state that two worlds share, and those that only one has. */
export function compareColumns(old: World, next: World) {
  const [before, after] = [stateColumns(old), stateColumns(next)]
  const isSame = (name: string): boolean => {
    const [a, b] = [before.get(name)?.declaration, after.get(name)?.declaration]
    return (
      a !== undefined &&
      b !== undefined &&
      a.group === b.group &&
      a.type === b.type &&
      (a.width ?? 1) === (b.width ?? 1)
    )
  }
  return {
    shared: [...before.keys()].filter((name) => isSame(name)),
    added: [...after.keys()].filter((name) => !isSame(name)),
    removed: [...before.keys()].filter((name) => !isSame(name)),
  }
}

/** The columns that make up the state, in the order of the schema. */
function stateColumns(world: World): ReadonlyMap<string, PlacedColumn> {
  return new Map(
    [...world.layout.columns].filter(
      ([, { declaration }]) => declaration.isScratch !== true && declaration.group !== 'table',
    ),
  )
}

function copyState(from: World, to: World, columns: readonly string[]): void {
  for (const name of columns) {
    const [source, target] = [from.layout.columns.get(name), to.layout.columns.get(name)]
    if (source === undefined || target === undefined) continue
    const bytes = ELEMENT_BYTES[source.declaration.type]
    const rows = source.declaration.group === 'cell' ? from.count : source.stride
    for (let k = 0; k < (source.declaration.width ?? 1); k++) {
      const part = new Uint8Array(from.memory.buffer, source.offset + k * source.stride * bytes, rows * bytes)
      new Uint8Array(to.memory.buffer).set(part, target.offset + k * target.stride * bytes)
    }
  }
}
