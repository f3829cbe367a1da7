import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { tooManyShares } from './messages.ts'
import { hierarchySection } from './schema.ts'

/** Largest excess of a sum of shares over one that is rounding: a few units in the last place of 1. */
const ROUNDING = 1e-12

/** Checks that the shares of each type fit into one. */
export function validateHierarchy(model: ModelData, sink: IssueSink): void {
  for (const type of model.cellTypes) {
    const section = sectionOf(type, hierarchySection)
    if (section === undefined) continue
    const sum = section['stem share'].value + section['differentiated share'].value
    if (sum > 1 + ROUNDING)
      sink.report(tooManyShares(sum), ['cell types', type.name, 'hierarchy', 'differentiated share'])
  }
}
