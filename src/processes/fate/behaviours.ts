import { traitColumn } from '../../engine/heredity.ts'
import type { BehaviourDeclaration, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Path } from '../../model/issue.ts'
import { MUTATION_RATE, mutatesAt } from './mutations.ts'
import { asymmetricSection, traitsSection, transitionsSection } from './schema.ts'

/** Name of the behaviour that turns cells into a type. */
export function transitionTo(type: string): string {
  return `transition to ${type}`
}

/** Name of the behaviour that lets daughters be born as a type. */
export function divisionTo(type: string): string {
  return `asymmetric division to ${type}`
}

/** `transition to <type>` and `asymmetric division to <type>` for every type; `mutation rate` where something mutates. */
export function fateBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const { cellTypes } = model
  return [
    ...cellTypes.map(({ name }) => ({
      name: transitionTo(name),
      unit: '1/min',
      doc: `rate at which a cell turns into ${name}`,
      base: cellTypes.map((type) => sectionOf(type, transitionsSection)[name]?.value ?? 0),
      whenDead: 0,
    })),
    ...cellTypes.map(({ name }) => ({
      name: divisionTo(name),
      unit: '1',
      doc: `probability that a daughter is born as ${name}`,
      base: cellTypes.map((type) => sectionOf(type, asymmetricSection)[name]?.value ?? 0),
      whenDead: 0,
    })),
    ...mutationBehaviours(model),
  ]
}

function mutationBehaviours({ cellTypes }: ModelData): readonly BehaviourDeclaration[] {
  const mutates = cellTypes.map(mutatesAt)
  if (!mutates.includes(true)) return []
  return [
    {
      name: MUTATION_RATE,
      unit: '1',
      doc: 'factor on the probabilities with which the traits of daughters mutate',
      base: mutates.map((does) => (does ? 1 : 0)),
      whenDead: 0,
    },
  ]
}

/** Every trait that some type names, sorted. */
export function traitNames(model: ModelData): readonly string[] {
  const names = model.cellTypes.flatMap((type) => Object.keys(sectionOf(type, traitsSection)))
  return [...new Set(names)].toSorted()
}

/** Each trait is a signal. */
export function traitSignals(model: ModelData): readonly SignalDeclaration[] {
  return traitNames(model).map((name) => ({
    name,
    unit: '1',
    doc: `the trait ${name} of the cell`,
    column: traitColumn(name),
    place: placeOfTrait(model, name),
  }))
}

function placeOfTrait(model: ModelData, name: string): Path {
  const type = model.cellTypes.find((each) => Object.hasOwn(sectionOf(each, traitsSection), name))
  return ['cell types', type?.name ?? '', traitsSection.key, name]
}
