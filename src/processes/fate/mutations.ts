import { traitColumn } from '../../engine/heredity.ts'
import { stream } from '../../engine/random.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import { type Mutation, mutationsSection } from './schema.ts'

/** Name of the behaviour that multiplies the probabilities of mutation. */
export const MUTATION_RATE = 'mutation rate'

/** A mutation as one type has it. */
export interface TypeMutation {
  /** Probability for each daughter. */
  readonly rate: number
  /** Standard deviation of the change. */
  readonly change: number
  /** Column of the trait that multiplies the rate. */
  readonly by?: string
}

/** A trait that mutates in some types, with its randomness. */
export interface CompiledMutation {
  readonly trait: string
  readonly column: string
  readonly happensStream: number
  readonly changeStream: number
  readonly types: readonly (TypeMutation | undefined)[]
}

/** Whether a trait of the type can mutate. */
export function mutatesAt(type: NamedSections): boolean {
  return Object.keys(sectionOf(type, mutationsSection) ?? {}).length > 0
}

/** Those of the traits that mutate in some type. */
export function compileMutations(model: ModelData, traits: readonly string[]): readonly CompiledMutation[] {
  return traits
    .map((trait) => ({
      trait,
      column: traitColumn(trait),
      happensStream: stream(`fate.mutation.${trait}`),
      changeStream: stream(`fate.mutated.${trait}`),
      types: model.cellTypes.map((type) => typeMutation(sectionOf(type, mutationsSection)?.[trait])),
    }))
    .filter(({ types }) => types.some((type) => type !== undefined))
}

function typeMutation(mutation: Mutation | undefined): TypeMutation | undefined {
  if (mutation === undefined) return undefined
  const { rate, change, by } = mutation
  return { rate: rate.value, change: change.value, ...(by === undefined ? {} : { by: traitColumn(by) }) }
}
