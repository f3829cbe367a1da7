import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { outsideBounds, ownType, tooMuchDivision } from './messages.ts'
import { unknownName } from '../../model/messages.ts'
import { asymmetricSection, mutationsSection, traitsSection, transitionsSection } from './schema.ts'

/** Largest excess of a sum of probabilities over one that is rounding: a few units in the last place of 1. */
const ROUNDING = 1e-12

/** Checks that probabilities fit into one, that no type turns into itself, and that traits lie in their bounds. */
export function validateFate(model: ModelData, sink: IssueSink): void {
  for (const type of model.cellTypes) {
    const path = ['cell types', type.name]
    if (Object.hasOwn(sectionOf(type, transitionsSection), type.name))
      sink.report(ownType(type.name), [...path, 'transitions', type.name])
    const probabilities = Object.values(sectionOf(type, asymmetricSection))
    const sum = probabilities.reduce((total, { value }) => total + value, 0)
    if (sum > 1 + ROUNDING) sink.report(tooMuchDivision(sum), [...path, 'asymmetric division'])
    validateTraits(type, sink)
    validateMutations(type, sink)
  }
}

function validateTraits(type: NamedSections, sink: IssueSink): void {
  for (const [name, { value, min, max }] of Object.entries(sectionOf(type, traitsSection))) {
    if (value.value >= (min?.value ?? -Infinity) && value.value <= (max?.value ?? Infinity)) continue
    const text = (bound: typeof min) => bound && writeQuantity(bound.value, bound.unit)
    const message = outsideBounds(text(value) ?? '', text(min), text(max))
    sink.report(message, ['cell types', type.name, 'traits', name, 'value'])
  }
}

/** Mutations are of traits that the type has, and so is what makes them more frequent. */
function validateMutations(type: NamedSections, sink: IssueSink): void {
  const traits = Object.keys(sectionOf(type, traitsSection))
  const path = ['cell types', type.name, 'mutations']
  for (const [name, { by }] of Object.entries(sectionOf(type, mutationsSection) ?? {})) {
    if (!traits.includes(name)) sink.report(unknownName('trait', name, traits), [...path, name])
    if (by !== undefined && !traits.includes(by))
      sink.report(unknownName('trait', by, traits), [...path, name, 'by'])
  }
}
