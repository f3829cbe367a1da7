import type { Model } from '../compile/model.ts'
import { PRIMARY } from '../engine/organism.ts'
import { sectionOf } from '../model/assemble.ts'
import { bodySection } from '../model/body.ts'
import { disseminationSection } from '../processes/dissemination/schema.ts'
import { poolsSection } from '../processes/pools/schema.ts'
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
  /** What can be done to an organism; absent where the model describes one tissue. */
  readonly organism?: OrganismHandles
}

/** What can be done to an organism. */
export interface OrganismHandles {
  /** Tissues, the primary first. */
  readonly places: readonly string[]
  /** Pools of the blood. */
  readonly pools: readonly string[]
  /** Ways of the blood into which cells can be injected; none where nothing disseminates. */
  readonly ways: readonly string[]
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
    ...organismHandles(model),
  }
}

function organismHandles({ data, sites = [] }: Model): { organism?: OrganismHandles } {
  if (sectionOf(data, bodySection) === undefined) return {}
  return {
    organism: {
      places: [PRIMARY, ...sites.map(({ name }) => name)],
      pools: Object.keys(sectionOf(data, poolsSection) ?? {}),
      ways: Object.keys(sectionOf(data, disseminationSection)?.ways ?? {}),
    },
  }
}
