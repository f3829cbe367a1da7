import { LIFE_STATES } from '../../engine/columns.ts'
import type { BehaviourDeclaration, CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { longestDeclaration, meanDeclaration } from '../../engine/source-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import {
  boundColumn,
  boundSignal,
  goneColumn,
  internalisedColumn,
  occupancyColumn,
  occupancySignal,
  rateTable,
  sitesBehaviour,
  workColumn,
} from './names.ts'
import { type Binding, bindingSection } from './schema.ts'

/** What binds to cells. */
export interface Bound {
  readonly substrate: string
  /** True where something listens to the share of sites that are taken. */
  readonly hasOccupancy: boolean
}

export interface BindingTables {
  readonly bound: readonly Bound[]
}

/** Substrates that bind to cells of some type, in the order of the model's substrates. */
export function boundSubstrates(model: ModelData): readonly string[] {
  return model.substrates
    .map(({ name }) => name)
    .filter((name) => bindingsOf(model, name).some((binding) => binding !== undefined))
}

/** How each type binds a substrate. */
function bindingsOf(model: ModelData, substrate: string): readonly (Binding | undefined)[] {
  return model.cellTypes.map((type) => sectionOf(type, bindingSection)?.[substrate])
}

/** Sites for each substrate that binds. */
export function declareBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  return boundSubstrates(model).map((substrate) => ({
    name: sitesBehaviour(substrate),
    unit: 'ymol',
    doc: `sites of the cell for ${substrate}`,
    base: bindingsOf(model, substrate).map((binding) => binding?.sites.value ?? 0),
    // What is on a dead cell binds on until the cell is gone.
    whenDead: 1,
  }))
}

/** Amount and share of sites that are taken. */
export function declareSignals(model: ModelData): readonly SignalDeclaration[] {
  return boundSubstrates(model).flatMap((substrate) => [
    {
      name: boundSignal(substrate),
      unit: 'ymol',
      doc: `${substrate} bound to the cell; halved at division`,
      column: boundColumn(substrate),
    },
    {
      name: occupancySignal(substrate),
      unit: '1',
      doc: `share of the cell's sites that ${substrate} takes, from 0 to 1`,
      column: occupancyColumn(substrate),
      isLate: true,
    },
  ])
}

/** Tables and columns; undefined where nothing binds. */
export function compileBinding(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): BindingTables | undefined {
  const substrates = boundSubstrates(model)
  if (substrates.length === 0) return undefined
  const bound = substrates.map((substrate) => ({
    substrate,
    hasOccupancy: usage.signals.has(occupancySignal(substrate)),
  }))
  for (const one of bound) {
    declareColumns(one, context)
    declareRates(one.substrate, bindingsOf(model, one.substrate), context)
  }
  return { bound }
}

function declareColumns({ substrate, hasOccupancy }: Bound, context: CompileContext): void {
  const cell = { group: 'cell', type: 'f64', unit: 'ymol' } as const
  context.column({
    ...cell,
    name: boundColumn(substrate),
    doc: `${substrate} bound to the cell`,
    divide: 'half',
  })
  const taken = `net amount of ${substrate} taken up`
  // Key by key as the process exchange declares it, whose column it is, too.
  context.column({
    name: internalisedColumn(substrate),
    group: 'cell',
    type: 'f64',
    doc: taken,
    divide: 'half',
    unit: 'ymol',
  })
  const work = 'what a step of binding works with'
  context.column({ ...cell, name: workColumn(substrate), unit: '1', doc: work, isScratch: true })
  if (hasOccupancy) {
    const doc = `share of the sites that ${substrate} takes`
    context.column({ ...cell, name: occupancyColumn(substrate), unit: '1', doc })
  }
  context.column({
    name: goneColumn(substrate),
    group: 'world',
    type: 'f64',
    unit: 'ymol',
    width: 2,
    doc: `${substrate} that left with cells that disappeared: bound, and internalised`,
  })
  context.column(meanDeclaration(substrate))
  context.column(longestDeclaration(substrate))
}

/** Rate constants per class; nothing is internalised by the dead. */
function declareRates(
  substrate: string,
  bindings: readonly (Binding | undefined)[],
  context: CompileContext,
): void {
  const perClass = (of: (binding: Binding) => number, whenDead: number): readonly number[] =>
    Array.from({ length: LIFE_STATES }, (_, state) =>
      bindings.map((binding) => (binding === undefined ? 0 : of(binding) * (state === 0 ? 1 : whenDead))),
    ).flat()
  context.table(
    rateTable('association', substrate),
    'f64',
    perClass(({ association }) => association.value, 1),
  )
  context.table(rateTable('dissociation', substrate), 'f64', perClass(dissociationOf, 1))
  context.table(
    rateTable('internalisation', substrate),
    'f64',
    perClass(({ internalisation }) => internalisation.value, 0),
  )
}

/** Dissociation rate constant [1/min], as written or from the dissociation constant. */
function dissociationOf({ association, dissociation, half }: Binding): number {
  return dissociation?.value ?? association.value * (half?.value ?? 0)
}
