import { MUTATED, traitColumn } from '../../engine/heredity.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import { stream } from '../../engine/random.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { divisionTo, traitNames, transitionTo } from './behaviours.ts'
import { type CompiledMutation, compileMutations } from './mutations.ts'
import { type Trait, traitsSection } from './schema.ts'

/** A type that cells may become, with the behaviour that decides it and its stream of randomness. */
export interface Target {
  readonly type: number
  readonly behaviour: string
}

/** A trait as one type has it. */
export interface TypeTrait {
  readonly value: number
  readonly spread: number
  readonly drift: number
  readonly heritability: number
  readonly min: number
  readonly max: number
}

/** A trait: where it is stored, its randomness, and what it is in each type that has it. */
export interface CompiledTrait {
  readonly column: string
  readonly arrivalStream: number
  readonly driftStream: number
  readonly heredityStream: number
  readonly types: readonly (TypeTrait | undefined)[]
}

export interface FateTables {
  readonly transitions: readonly Target[]
  readonly divisions: readonly Target[]
  readonly traits: readonly CompiledTrait[]
  readonly mutations: readonly CompiledMutation[]
}

/** Keeps the targets that some cell may reach, and makes a column of each trait. */
export function compileFate(model: ModelData, context: CompileContext, usage: Usage): FateTables | undefined {
  const targets = (behaviourOf: (type: string) => string): readonly Target[] =>
    context.cellTypes
      .map((name, type) => ({ type, behaviour: behaviourOf(name) }))
      .filter(
        ({ behaviour }) =>
          usage.behaviours.has(behaviour) || context.behaviourBase(behaviour).some((base) => base > 0),
      )
  const tables = {
    transitions: targets(transitionTo),
    divisions: targets(divisionTo),
    traits: traitNames(model).map((name) => compileTrait(model, name)),
    mutations: compileMutations(model, traitNames(model)),
  }
  if (Object.values(tables).every((list) => list.length === 0)) return undefined
  for (const { column } of tables.traits) {
    const doc = 'inherited trait; 0 in types that do not have it'
    context.column({ name: column, group: 'cell', type: 'f64', unit: '1', doc })
  }
  if (tables.mutations.length > 0) {
    const doc = '1 in a newborn, or her mother, that mutated at the division that is being committed'
    context.column({ name: MUTATED, group: 'cell', type: 'u8', unit: '1', doc, isScratch: true })
  }
  targetTables(tables.transitions, context)
  return tables
}

/** What the transition kernel reads: type, stream and addresses of each target. */
function targetTables(transitions: readonly Target[], context: CompileContext): void {
  if (transitions.length === 0) return
  context.table(
    'fate.targets',
    'u32',
    transitions.map((target) => target.type),
  )
  // One stream per target type by name: a further target elsewhere leaves the luck of this one alone.
  const streams = transitions.map((target) =>
    stream(`fate.${transitionTo(context.cellTypes[target.type] ?? '')}`),
  )
  context.table('fate.streams', 'u32', streams)
  const doc = 'address of each rate and whether it is per cell, written each time the memory is laid out'
  const width = 2 * transitions.length
  context.column({ name: 'fate.rates', group: 'table', type: 'u32', unit: '1', width, doc, isScratch: true })
}

function compileTrait(model: ModelData, name: string): CompiledTrait {
  return {
    column: traitColumn(name),
    arrivalStream: stream(`fate.trait.${name}`),
    driftStream: stream(`fate.drift.${name}`),
    heredityStream: stream(`fate.heredity.${name}`),
    types: model.cellTypes.map((type) => typeTrait(sectionOf(type, traitsSection)[name])),
  }
}

function typeTrait(trait: Trait | undefined): TypeTrait | undefined {
  if (trait === undefined) return undefined
  return {
    value: trait.value.value,
    spread: trait.spread.value,
    drift: trait.drift.value,
    heritability: trait.heritability?.value ?? 1,
    min: trait.min?.value ?? -Infinity,
    max: trait.max?.value ?? Infinity,
  }
}
