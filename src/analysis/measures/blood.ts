import { BLOOD } from '../../engine/organism.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import {
  type FamilyDefinition,
  type Meaning,
  type MeasureFamily,
  type Slots,
  defineFamily,
  readerOf,
} from './family.ts'

/** What a name with its values measures in the blood of an organism; `host` has the tissues. */
export interface BloodMeaning extends Omit<Meaning, 'evaluate'> {
  evaluate(blood: World, host: World): number
}

const NO_BODY = "the model has no section 'body': it has no blood"

/**
 * As `defineFamily`, for measures of an organism that are read off its blood: slots, lists and `measure` see the blood's
 * program, so that `namesWith` finds columns of the blood. A model without a body has none of these.
 */
export function bloodFamily<S extends Slots, O extends Slots>(
  definition: FamilyDefinition<S, O, BloodMeaning>,
): MeasureFamily {
  const { pattern, unit, doc } = definition
  const here = readerOf(definition)
  const nowhere = defineFamily({ pattern, unit, doc, ...slotsOf(definition), lacks: () => NO_BODY, measure })
  return {
    pattern,
    unit,
    doc,
    resolve: (name, { organism }) => {
      const meaning = organism && here.read(name, organism.blood)
      return meaning && [{ name, doc: name, ...meaning, evaluate: (world) => ofBlood(world, meaning) }]
    },
    names: ({ organism }) => (organism === undefined ? [] : here.names(organism.blood)),
    complaint: (name, program) =>
      program.organism === undefined
        ? nowhere.complaint(name, program)
        : here.complaint(name, program.organism.blood),
  }
}

function slotsOf({
  slots,
  optional,
}: Pick<FamilyDefinition<Slots, Slots, BloodMeaning>, 'slots' | 'optional'>) {
  return { ...(slots === undefined ? {} : { slots }), ...(optional === undefined ? {} : { optional }) }
}

function measure(): Meaning {
  return { unit: '1', evaluate: () => Number.NaN }
}

function ofBlood(world: World, { evaluate }: BloodMeaning): number {
  const blood = world.inner.get(BLOOD)
  return blood === undefined ? Number.NaN : evaluate(blood, world)
}

/** A number of a `world` column of the blood, as `evaluate` of a meaning. */
export function bloodColumn(column: string, index = 0): (blood: World) => number {
  return (blood) => blood.view(column)[index] ?? Number.NaN
}

/** True when the blood of an organism has a column: for `lacks`, which sees the blood's program. */
export function hasColumn({ columns }: Program, column: string): boolean {
  return columns.some(({ name }) => name === column)
}
