import { APOPTOTIC, NECROTIC } from '../../engine/columns.ts'
import { type Clock } from '../../engine/clock.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import {
  type ExchangeTables,
  type SubstrateExchange,
  exchangeBehaviours,
  internalisedColumn,
} from './compile.ts'
import { pairAt, setPair } from '../../kernels/field-pair.ts'

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
const VOXEL_BLOCK = 8192

const CELL_ARGUMENTS = ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'cell.class', 'cell.volume']

/** Binds the exchange of all substrates for steps of `dt` [min]. */
export function bindExchange(world: World, tables: ExchangeTables, dt: number): () => void {
  const active = tables.substrates.filter(({ isActive }) => isActive)
  const steps = active.map((substrate) => bindSubstrate(world, substrate, dt))
  const hasChanged = watchCells(world)
  return () => {
    const isStale = hasChanged()
    for (const step of steps) step(isStale)
  }
}

function bindSubstrate(world: World, substrate: SubstrateExchange, dt: number): (isStale: boolean) => void {
  const { name } = substrate
  const voxels = world.layout.sizes.voxel
  const pair = [world.pointer(`field/${name}`), world.pointer(`remainder/${name}`)]
  const cells = cellArguments(world, name, dt)
  const run = (kernel: string, args: readonly number[]): void =>
    world.pool.run(kernel, args, voxels, VOXEL_BLOCK)
  if (substrate.isTracked) {
    const args = [...pair, world.pointer(internalisedColumn(name)), ...cells]
    return () => run('exchange_track', args)
  }
  const maps = [world.pointer(`exchange.factor/${name}`), world.pointer(`exchange.gain/${name}`)]
  const [gather, apply] = [
    [...maps, ...cells],
    [...pair, ...maps],
  ]
  return (isStale) => {
    if (isStale) run('exchange_gather', gather)
    run('exchange_apply', apply)
  }
}

function cellArguments(world: World, substrate: string, dt: number): readonly number[] {
  const { voxel } = world.program.space
  const behaviours = exchangeBehaviours(substrate).flatMap((behaviour) => {
    const { pointer, perCell } = world.behaviour(behaviour)
    return [pointer, perCell]
  })
  return [...CELL_ARGUMENTS.map((column) => world.pointer(column)), ...behaviours, dt, voxel * voxel * voxel]
}

/**
 * Tells whether cells may have moved, come, gone, grown or changed their behaviour since it was last asked: when they
 * were sorted into voxels anew, or when the phenotype ran. True at first, since bound closures have no past.
 */
function watchCells(world: World): () => boolean {
  const { clock } = world.program
  let seen: { readonly bins: number; readonly phenotypes: number } | undefined
  return () => {
    const now = { bins: world.binsVersion, phenotypes: phenotypeRuns(clock, world.tick) }
    const isStale = seen === undefined || seen.bins !== now.bins || seen.phenotypes !== now.phenotypes
    seen = now
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
