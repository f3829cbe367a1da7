import { BLOOD } from '../../engine/organism.ts'
import type { HazardOfDeath, Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { disseminationFamilies } from './dissemination.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { organsOf } from './packet-sums.ts'
import { countCells, tumourSet } from './selection.ts'

/** Minutes in a day. */
const DAY = 1440

/** Name of the measure whose integral is the hazard so far. */
export const HAZARD = 'hazard of death'

const lacksBody = (program: Program): string | undefined =>
  program.organism === undefined ? "the model has no section 'body'" : undefined
/** Why a model has no hazard of death; undefined when it has. */
export const lacksHazard = (program: Program): string | undefined =>
  lacksBody(program) ??
  (program.organism?.hazard === undefined ? "the body has no 'hazard of death'" : undefined)

/** What the body as a whole carries, and what that may mean. */
export const prognosisFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'tumour burden',
    unit: 'cells',
    doc: 'live tumour cells of the whole body: of the primary as many as the simulated tissue stands for, and those of all metastases',
    lacks: lacksBody,
    measure: (_, program) => {
      const metastatic = overOrgans(program, 'tumour cells of metastases')
      return { unit: 'cells', evaluate: (world) => primaryBurden(world) + metastatic(world) }
    },
  }),
  defineFamily({
    pattern: 'number of metastases',
    unit: '1',
    doc: 'metastases of all organs together, as `metastases in <organ>` counts them',
    lacks: lacksBody,
    measure: (_, program) => ({ unit: '1', evaluate: overOrgans(program, 'metastases') }),
  }),
  defineFamily({
    pattern: HAZARD,
    unit: '1/day',
    doc: 'surrogate of the hazard of death, h = h0 exp(b1 ln(1 + B/B0) + b2 ln(1 + M)), with B the tumour burden and M the number of metastases; h0, b1, B0 and b2 as `body: hazard of death` says. Nobody dies of it in the model',
    lacks: lacksHazard,
    measure: (_, program) => {
      const hazard = program.organism?.hazard
      const metastases = overOrgans(program, 'metastases')
      const metastatic = overOrgans(program, 'tumour cells of metastases')
      return {
        unit: '1/day',
        evaluate: (world) =>
          hazard === undefined
            ? Number.NaN
            : DAY * hazardOf(hazard, primaryBurden(world) + metastatic(world), metastases(world)),
      }
    },
  }),
]

/** The hazard of death [1/min] of a body with `burden` tumour cells and `count` metastases. */
export function hazardOf(
  { base, burden: b1, reference, metastases: b2 }: HazardOfDeath,
  burden: number,
  count: number,
): number {
  return base * Math.exp(b1 * Math.log(1 + burden / reference) + b2 * Math.log(1 + count))
}

function primaryBurden(world: World): number {
  return countCells(world, tumourSet(world.program)) * (world.program.organism?.weight ?? 0)
}

/** Sum over all organs of a measure of one; 0 in models without dissemination. */
function overOrgans(program: Program, what: string): (world: World) => number {
  const blood = program.organism?.blood
  const organs = blood === undefined ? [] : organsOf(blood)
  const found = organs.flatMap((organ) =>
    disseminationFamilies.flatMap((family) => family.resolve(`${what} in ${organ}`, program) ?? []),
  )
  return (world) =>
    world.inner.has(BLOOD) ? found.reduce((sum, { evaluate }) => sum + evaluate(world), 0) : Number.NaN
}
