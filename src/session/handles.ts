import type { Model } from '../compile/model.ts'
import {
  type OfferedDrug,
  type OfferedGene,
  drugsToGive,
  genesToChange,
} from '../experiment/what-to-change.ts'

/** What actions can be offered for a model. */
export interface Handles {
  readonly types: readonly string[]
  /** Drugs of the model, and library parts that bring one. */
  readonly drugs: readonly OfferedDrug[]
  /** Numbers that make sense to knock down or overexpress, with a name for people. */
  readonly genes: readonly OfferedGene[]
  readonly hasVessels: boolean
}

/** What a reader may do to a model; `files` are all texts at hand, in which parts that bring drugs and usual doses are looked for. */
export function handlesOf(
  model: Model,
  files: Readonly<Record<string, string>>,
  hasVessels: boolean,
): Handles {
  return {
    types: model.data.cellTypes.map(({ name }) => name),
    drugs: drugsToGive(model, files),
    genes: genesToChange(model),
    hasVessels,
  }
}
