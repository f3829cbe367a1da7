import { argumentList } from '../../kernels/kernels.ts'
import { REQUEST_TYPE } from '../../engine/columns.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { request } from '../../engine/population.ts'
import { stream, uniformPair } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import type { CompiledTrait, FateTables, TypeTrait } from './compile.ts'
import { chooseDaughter, normalFrom } from './kernels.ts'
import { mutateBoth } from './mutation-step.ts'

const CELL_ARGUMENTS = ['lineageLow', 'lineageHigh', 'request', 'requestedType']
const TARGET_ARGUMENTS = ['world.pending', 'fate.targets', 'fate.streams', 'fate.rates']

const DAUGHTER = stream('fate.asymmetric division')

/** Binds the decision of live cells to change type within `dt` [min]. */
export function bindTransitions(world: World, tables: FateTables, dt: number): () => void {
  const { transitions } = tables
  if (transitions.length === 0) return () => undefined
  const rates = transitions.map((target) => world.behaviour(target.behaviour))
  world.u32('fate.rates').set(rates.flatMap(({ pointer, perCell }) => [pointer, perCell]))
  const classes = [world.pointer('cell.class'), world.pointer('cell.type'), world.program.cellTypes.length]
  const cells = CELL_ARGUMENTS.map((name) => world.pointer(`cell.${name}`))
  const targets = [...TARGET_ARGUMENTS.map((name) => world.pointer(name)), transitions.length]
  const [low = 0, high = 0] = world.u32('world.seed')
  const args = argumentList([...classes, ...cells, ...targets, dt, low, high, 0])
  const tickAt = args.length - 1
  return () => {
    args[tickAt] = world.tick
    world.pool.run('fate_transitions', args, world.count)
  }
}

/** Newcomers draw their traits; daughters drift, may mutate and may be born as another type; types bring their own traits. */
export function fateHooks(world: World, tables: FateTables): PopulationHooks {
  return {
    arrived: (slot) => {
      for (const trait of tables.traits) arrive(world, trait, slot)
    },
    born: (mother, daughter) => {
      for (const trait of tables.traits) for (const slot of [mother, daughter]) inherit(world, trait, slot)
      if (tables.mutations.length > 0) mutateBoth(world, tables, mother, daughter)
      if (tables.divisions.length > 0) divideAsymmetrically(world, tables, mother, daughter)
    },
    changedType: (slot, from) => {
      for (const trait of tables.traits) adopt(world, trait, slot, from)
    },
  }
}

/** One draw, of the daughter, decides her type by the probabilities of her mother. */
function divideAsymmetrically(world: World, tables: FateTables, mother: number, daughter: number): void {
  const own = world.u16('cell.type')[daughter] ?? 0
  const targets = tables.divisions.map(({ type, behaviour }) => ({
    target: type,
    probability: world.behaviourOf(behaviour, mother),
  }))
  const chosen = chooseDaughter(own, targets, uniformPair(world, daughter, DAUGHTER)[0])
  if (chosen === own) return
  world.u16('cell.requestedType')[daughter] = chosen
  request(world, daughter, REQUEST_TYPE)
}

function arrive(world: World, trait: CompiledTrait, slot: number): void {
  const ofType = typeTrait(world, trait, slot)
  if (ofType === undefined) return
  const deviation = ofType.spread === 0 ? 0 : ofType.spread * normalTrait(world, slot, trait)
  world.f64(trait.column)[slot] = clip(ofType.value + deviation, ofType)
}

/** What a cell that was just born, or has just divided, has of its mother's trait. */
function inherit(world: World, trait: CompiledTrait, slot: number): void {
  const ofType = typeTrait(world, trait, slot)
  if (ofType === undefined || (ofType.drift === 0 && ofType.heritability === 1)) return
  const values = world.f64(trait.column)
  const inherited = ofType.heritability === 1 ? (values[slot] ?? 0) : drawn(world, trait, slot, ofType)
  const change = ofType.drift === 0 ? 0 : ofType.drift * normal(world, slot, trait.driftStream)
  values[slot] = clip(inherited + change, ofType)
}

/** The share of the mother's deviation that is inherited, and as much new one as keeps the spread of the type. */
function drawn(
  world: World,
  trait: CompiledTrait,
  slot: number,
  { value, spread, heritability: h }: TypeTrait,
): number {
  const mothers = (world.f64(trait.column)[slot] ?? 0) - value
  const own = spread === 0 ? 0 : spread * normal(world, slot, trait.heredityStream)
  return value + h * mothers + Math.sqrt(1 - h * h) * own
}

function adopt(world: World, trait: CompiledTrait, slot: number, from: number): void {
  const ofType = typeTrait(world, trait, slot)
  const isKept = ofType !== undefined && trait.types[from] !== undefined
  const values = world.f64(trait.column)
  if (isKept) values[slot] = clip(values[slot] ?? 0, ofType)
  else values[slot] = ofType?.value ?? 0
}

function typeTrait(world: World, trait: CompiledTrait, slot: number): TypeTrait | undefined {
  return trait.types[world.u16('cell.type')[slot] ?? 0]
}

/** The normal number that the trait of a cell which is new to it is drawn with. */
export function normalTrait(world: World, slot: number, trait: CompiledTrait): number {
  return normal(world, slot, trait.arrivalStream)
}

function normal(world: World, slot: number, draw: number): number {
  return normalFrom(uniformPair(world, slot, draw), specialFunctions(world.kernels))
}

/** A value within the bounds of a trait. */
export function clip(value: number, { min, max }: TypeTrait): number {
  return Math.min(Math.max(value, min), max)
}
