import { MUTATED, keyText, subcloneKey } from '../../engine/heredity.ts'
import { emit } from '../../engine/population.ts'
import { uniformPair } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import type { FateTables } from './compile.ts'
import { normalFrom } from './kernels.ts'
import { type CompiledMutation, MUTATION_RATE } from './mutations.ts'

/** Digits of the new value that an event tells. Chosen: enough to know it by. */
const DIGITS = 6

/** Both cells that come of a division may mutate; marks those that do for whoever follows clones. */
export function mutateBoth(world: World, tables: FateTables, mother: number, daughter: number): void {
  const mutated = world.u8(MUTATED)
  const factor = world.behaviourOf(MUTATION_RATE, mother)
  for (const slot of [mother, daughter]) {
    mutated[slot] = 0
    for (const mutation of tables.mutations)
      if (happens(world, mutation, slot, factor)) {
        change(world, tables, mutation, slot)
        mutated[slot] = 1
      }
  }
}

/** Whether a trait of the cell mutates; probabilities are products, and cut off at 1. */
function happens(world: World, mutation: CompiledMutation, slot: number, factor: number): boolean {
  const ofType = mutation.types[world.cells.type[slot] ?? 0]
  if (ofType === undefined) return false
  const instability = ofType.by === undefined ? 1 : (world.f64(ofType.by)[slot] ?? 0)
  const probability = ofType.rate * factor * instability
  return probability > 0 && uniformPair(world, slot, mutation.happensStream)[0] < probability
}

function change(world: World, { traits }: FateTables, mutation: CompiledMutation, slot: number): void {
  const { column, trait, changeStream, types } = mutation
  const type = world.cells.type[slot] ?? 0
  const { min, max } = traits.find((each) => each.column === column)?.types[type] ?? { min: 0, max: 0 }
  const values = world.f64(column)
  const n = normalFrom(uniformPair(world, slot, changeStream), specialFunctions(world.kernels))
  const value = Math.min(Math.max((values[slot] ?? 0) + (types[type]?.change ?? 0) * n, min), max)
  values[slot] = value
  const told = Number(value.toPrecision(DIGITS))
  emit(world, 'mutation', slot, { other: keyText(subcloneKey(world, slot)), cause: `${trait} to ${told}` })
}
