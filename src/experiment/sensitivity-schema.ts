import type { Infer } from '../model/kit.ts'
import { factorsOnly } from '../model/messages-experiment.ts'
import { choice, count, flag, reference, text } from '../model/schema-scalar.ts'
import { type SentenceResult, sentence } from '../model/schema-sentence.ts'
import { either, list, optional, record, withDefault } from '../model/schema.ts'
import { type Spread, TIMES, parseSpread } from './distribution-sentence.ts'
import { variedSchema } from './varied-schema.ts'

/** Words that stand for many numbers of the model at once. */
export const MANY = ['all assumed', 'all'] as const

/** `0.5 to 2 times`, or any distribution in times. */
const range = sentence<Spread>(parseRange, (spread) => spread.text, {
  doc: 'what each of them is multiplied with; two factors alone are evenly spread in the logarithm',
  examples: ['0.5 to 2 times', 'uniform from 0.8 to 1.2 times'],
})

const SHORT = 'log-uniform from '

function parseRange(written: string): SentenceResult<Spread> {
  const isShort = /^\s*[\d.]/.test(written)
  const result = parseSpread(isShort ? `${SHORT}${written.trim()}` : written)
  if (result.ok)
    return result.value.unit === TIMES ? result : { ok: false, message: factorsOnly(written), offset: 0 }
  return isShort ? { ...result, offset: Math.max(0, result.offset - SHORT.length) } : result
}

/** `sensitivity:` */
export const sensitivitySchema = record(
  {
    method: withDefault(
      choice(['morris', 'sobol'], {
        doc: 'screening by elementary effects, for many numbers; or shares of the variance, for few',
      }),
      'morris',
    ),
    parameters: either(
      {
        scalar: choice(MANY, {
          doc: 'every number but settings: those that the model itself states and calls assumed, or all',
        }),
        map: variedSchema,
      },
      { doc: 'numbers that vary, by path or by a name of your own; or `all assumed`, or `all`' },
    ),
    range: withDefault(range, '0.5 to 2 times'),
    except: optional(
      list(text({ doc: 'a path, or the beginning of several' }), {
        doc: 'numbers that `all assumed` and `all` leave as they are',
        min: 1,
      }),
    ),
    defaults: withDefault(
      flag({ doc: 'whether `all assumed` counts numbers that the model leaves at the default, too' }),
      false,
    ),
    trajectories: withDefault(
      count({ min: 2, max: 10_000, doc: 'of a screening: walks through all numbers; 10 to 50 are usual' }),
      10,
    ),
    samples: withDefault(
      count({ min: 2, max: 100_000, doc: 'of shares of the variance: base samples; take a power of two' }),
      128,
    ),
    replicates: optional(
      count({
        min: 1,
        max: 1000,
        doc: 'runs per point, with the same seeds everywhere; those of the trial unless said',
      }),
    ),
    endpoints: optional(
      list(reference('endpoint', { doc: 'an endpoint' }), {
        doc: 'what may hang on them; all unless said',
        min: 1,
      }),
    ),
    arms: optional(
      list(reference('arm', { doc: 'an arm' }), { doc: 'arms that run; all unless said', min: 1 }),
    ),
    of: optional(
      choice(['comparisons', 'arms'], {
        doc: 'whether the answer is the difference of two arms or what happens in each; comparisons where there are any',
      }),
    ),
  },
  { doc: 'which numbers of the model the answer hangs on; `milieu sensitivity` computes it' },
)

export type SensitivityData = Infer<typeof sensitivitySchema>
