import { VOXEL_BLOCK, cellArguments } from './cell-arguments.ts'
import { APOPTOTIC, NECROTIC } from '../../engine/columns.ts'
import { type Clock } from '../../engine/clock.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { type ExchangeTables, type SubstrateExchange, internalisedColumn } from './compile.ts'
import { pairAt, setPair } from '../../kernels/field-pair.ts'
import type { KernelCall } from '../../parallel/pool.ts'

/** Binds the exchange of all substrates for steps of `dt` [min]: each phase is one batch over substrates. */
export function bindExchange(world: World, tables: ExchangeTables, dt: number): () => void {
  const active = tables.substrates.filter(({ isActive }) => isActive)
  const gathers = active
    .filter(({ isTracked }) => !isTracked)
    .map((substrate) => gatherCall(world, substrate, dt))
  const steps = active.map((substrate) =>
    substrate.isTracked ? trackCall(world, substrate, dt) : applyCall(world, substrate),
  )
  const hasChanged = watchCells(world)
  return () => {
    if (hasChanged()) world.pool.batch(gathers)
    world.pool.batch(steps)
  }
}

/** What the cells of each voxel do, gathered once for many steps. */
function gatherCall(world: World, { name }: SubstrateExchange, dt: number): KernelCall {
  const args = [...mapsOf(world, name), world.layout.sizes.voxel, ...stepArguments(world, name, dt)]
  return voxelCall(world, 'exchange_gather', args)
}

/** One step from what was gathered. */
function applyCall(world: World, { name }: SubstrateExchange): KernelCall {
  const args = [...pairOf(world, name), ...mapsOf(world, name), world.layout.sizes.voxel]
  return voxelCall(world, 'exchange_apply', args)
}

/** One step cell by cell, with what each took up. */
function trackCall(world: World, { name }: SubstrateExchange, dt: number): KernelCall {
  const args = [
    ...pairOf(world, name),
    world.pointer(internalisedColumn(name)),
    ...stepArguments(world, name, dt),
  ]
  return voxelCall(world, 'exchange_track', args)
}

function voxelCall(world: World, kernel: string, args: readonly number[]): KernelCall {
  return { kernel, args, count: world.layout.sizes.voxel, block: VOXEL_BLOCK }
}

function pairOf(world: World, name: string): readonly number[] {
  return [world.pointer(`field/${name}`), world.pointer(`remainder/${name}`)]
}

function mapsOf(world: World, name: string): readonly number[] {
  return ['marks', 'factor', 'gain'].map((what) => world.pointer(`exchange.${what}/${name}`))
}

/** The same with the length of the step [min] and the volume of a voxel [um^3]. */
function stepArguments(world: World, substrate: string, dt: number): readonly number[] {
  const { voxel } = world.program.space
  return [...cellArguments(world, substrate), dt, voxel * voxel * voxel]
}

/**
 * Tells whether cells may have moved, come, gone, grown or changed their behaviour since it was last asked: when they
 * were sorted into voxels anew, or when the phenotype ran. True at first, since bound closures have no past.
 */
function watchCells(world: World): () => boolean {
  const { clock } = world.program
  // Neither is ever negative. Two numbers, not an object: this runs in each tick.
  let bins = -1
  let phenotypes = -1
  return () => {
    const runs = phenotypeRuns(clock, world.tick)
    const isStale = bins !== world.binsVersion || phenotypes !== runs
    bins = world.binsVersion
    phenotypes = runs
    return isStale
  }
}

/** How often the phenotype ran before `tick`. */
function phenotypeRuns(clock: Clock, tick: number): number {
  return Math.ceil(tick / clock.every.phenotype)
}

/** The dying release what they hold, once. */
export function exchangeHooks(world: World, tables: ExchangeTables): PopulationHooks {
  const releasing = tables.substrates.filter(({ releaseAtDeath }) =>
    releaseAtDeath.some((amount) => amount > 0),
  )
  if (releasing.length === 0) return {}
  return {
    died: (slot, state) => {
      if (state !== APOPTOTIC && state !== NECROTIC) return
      for (const substrate of releasing) release(world, substrate, slot)
    },
  }
}

function release(world: World, { name, releaseAtDeath }: SubstrateExchange, slot: number): void {
  const { space } = world.program
  const at = (column: string): number => world.f64(column)[slot] ?? 0
  const voxel = voxelAt(space, at('cell.x'), at('cell.y'), at('cell.z'))
  const pair = { field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }
  const amount = releaseAtDeath[world.u16('cell.type')[slot] ?? 0] ?? 0
  setPair(pair, voxel, pairAt(pair, voxel) + amount / (space.voxel * space.voxel * space.voxel))
}
