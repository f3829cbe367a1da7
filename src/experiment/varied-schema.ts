import type { Infer, Schema } from '../model/kit.ts'
import { noPath } from '../model/messages-experiment.ts'
import { oneOfTwo } from '../model/messages.ts'
import { count, reference, text } from '../model/schema-scalar.ts'
import { type Sourced, sourcedSentence } from '../model/schema-sentence.ts'
import { checked, either, list, map, optional, record } from '../model/schema.ts'
import type { VariedParameter } from './design.ts'
import { SPREAD_EXAMPLES, type Spread, parseSpread } from './distribution-sentence.ts'
import type { Distribution } from '../math/sampling/distribution.ts'

/** A distribution with its source: `uniform from 0.1 to 0.5 1/h [measured, key]`. */
export const spreadSchema: Schema<Sourced<Spread>> = sourcedSentence(parseSpread, (spread) => spread.text, {
  doc: 'what the number is drawn from, or which values it takes; `times` multiplies what stands in the model',
  examples: SPREAD_EXAMPLES,
})

const MOST_LEVELS = 1000

const levels = optional(
  count({ min: 2, max: MOST_LEVELS, doc: 'values that a grid takes of it, evenly spread over its range' }),
)

const long = checked(
  record(
    {
      path: optional(text({ doc: 'where the number stands in the model' })),
      paths: optional(
        list(text({ doc: 'a path' }), { doc: 'several places that take the same value', min: 1 }),
      ),
      is: spreadSchema,
      arms: optional(
        list(reference('arm', { doc: 'an arm' }), { doc: 'arms that it changes; all unless said', min: 1 }),
      ),
      levels,
    },
    { doc: 'a number that varies, under a name of its own' },
  ),
  ({ path, paths }) => {
    if (path !== undefined && paths !== undefined) return oneOfTwo('path', 'paths')
    return path === undefined && paths === undefined ? noPath() : undefined
  },
)

/** Parameters by name; a name with nothing but a distribution is itself the path. Shared by everything that varies numbers. */
export const variedSchema = map(
  undefined,
  either({ scalar: spreadSchema, map: long }, { doc: 'a number that varies' }),
  { doc: 'numbers that vary, by path, or by a name of your own' },
)

export type VariedData = Infer<typeof variedSchema>

/** A number that varies, with what it is drawn from. */
export interface Varied extends VariedParameter {
  /** In the parameter's unit. */
  readonly distribution: Distribution
  /** Values that a grid takes of it. */
  readonly levels?: number
}

/** The parameters of a map, in the order of their names: the order of an author's lines means nothing. */
export function variedParameters(data: VariedData): readonly Varied[] {
  return Object.entries(data).map(([name, written]): Varied => {
    const {
      path,
      paths,
      arms,
      levels: own,
      is,
    } = 'is' in written ? written : { ...NOTHING, path: name, is: written }
    const { distribution, unit, text: sentence, provenance } = is
    return {
      name,
      paths: paths ?? (path === undefined ? [] : [path]),
      unit,
      ...(arms === undefined ? {} : { arms }),
      text: sentence,
      provenance,
      distribution,
      ...(own === undefined ? {} : { levels: own }),
    }
  })
}

const NOTHING = { paths: undefined, arms: undefined, levels: undefined }
