import type { Model } from '../compile/model.ts'
import { sectionOf } from '../model/assemble.ts'
import { mutationsSection } from '../processes/fate/schema.ts'

/** Traits that mutate in some type of the model. */
export function mutatingTraits({ data }: Model): readonly string[] {
  const names = data.cellTypes.flatMap((type) => Object.keys(sectionOf(type, mutationsSection) ?? {}))
  return [...new Set(names)].toSorted()
}
