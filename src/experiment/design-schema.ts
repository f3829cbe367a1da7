import type { Infer } from '../model/kit.ts'
import { quantity } from '../model/schema-quantity.ts'
import { choice, count } from '../model/schema-scalar.ts'
import { map, optional, record } from '../model/schema.ts'
import { variedSchema } from './varied-schema.ts'

/** Largest number of points or patients that a file may ask for; chosen: the number of runs is bounded, too. */
const MOST_POINTS = 1_000_000

const MOST_LEVELS = 1000

/** `sweep:` */
export const sweepSchema = record(
  {
    layout: choice(['grid', 'latin hypercube', 'sobol'], {
      doc: 'how settings are spread: every combination, or `points` of them, evenly in each number (latin hypercube) or in all at once (sobol; take a power of two)',
    }),
    points: optional(count({ min: 1, max: MOST_POINTS, doc: 'number of settings; a grid has its own' })),
    levels: optional(
      count({ min: 2, max: MOST_LEVELS, doc: 'values that a grid takes of each range, ends included' }),
    ),
    parameters: variedSchema,
  },
  { doc: 'settings of the model to go through; all arms run at each of them' },
)

/** `cohort:` */
export const cohortSchema = record(
  {
    patients: count({ min: 1, max: MOST_POINTS, doc: 'number of virtual patients' }),
    parameters: variedSchema,
    correlations: map(
      undefined,
      quantity({ unit: '1', min: -1, max: 1, doc: 'rank correlation (Spearman)' }),
      {
        doc: 'which parameters go together, as `<name> with <name>`',
        default: {},
      },
    ),
  },
  { doc: 'virtual patients: each has numbers of its own, and runs in every arm' },
)

export type SweepData = Infer<typeof sweepSchema>
export type CohortData = Infer<typeof cohortSchema>

/** The two names of `<name> with <name>`; names may contain the word, so both must be known. */
export function correlatedPair(
  key: string,
  names: readonly string[],
): readonly [first: string, second: string] | undefined {
  const parts = key.split(' with ')
  for (let at = 1; at < parts.length; at++) {
    const pair = [parts.slice(0, at).join(' with '), parts.slice(at).join(' with ')] as const
    if (names.includes(pair[0]) && names.includes(pair[1])) return pair
  }
  return undefined
}
