import { benjaminiHochberg, holm } from '../math/comparison/many-comparisons.ts'
import { pairedTest, welchTest } from '../math/comparison/student-tests.ts'
import { fiellerRatio } from '../math/ratios/fieller.ts'
import {
  ascending,
  mean,
  meanInterval,
  pairedDifferences,
  quantileOfSorted,
  standardDeviation,
} from '../math/statistics.ts'
import { studentQuantile } from '../math/distributions.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { type Expectation, expectationText, isComparison } from '../experiment/expectation-schema.ts'
import type { Samples } from './endpoint-values.ts'
import type { EffectSummary } from './summary.ts'
import type { ArmStatistics, ExpectedOutcome, JudgedBy, MaybeNumber } from './summary-results.ts'

/** Confidence of every interval that a trial reports. */
const LEVEL = 0.95

/** Most replicates that are suggested to settle an effect; beyond this it is called practically zero. */
const MOST_NEEDED = 10_000

/** Median with the range of the subjects, or with the middle 95 % of many. */
export function armStatistics(values: readonly MaybeNumber[], isMany = false): ArmStatistics {
  const numbers = values.filter((value) => value !== null).toSorted(ascending)
  if (numbers.length === 0) return { median: null, low: null, high: null }
  const [low, high] = isMany ? [(1 - LEVEL) / 2, (1 + LEVEL) / 2] : [0, 1]
  const at = (p: number): number => quantileOfSorted(numbers, p)
  return { median: at(0.5), low: at(low), high: at(high) }
}

/** What is compared, and how its units are related. */
export interface Comparison {
  readonly endpoint: string
  readonly arm: string
  readonly against: string
  readonly pairing: 'twins' | 'independent'
  /** What the units are, with their number: `4 twin pairs`. */
  readonly units: string
  /** Unit of the endpoint. */
  readonly unit?: string
}

/** The difference `arm - against` of an endpoint with its interval, paired over twins where they are. */
export function effectOf(
  { a, b }: Samples,
  { endpoint, arm, against, pairing, units, unit }: Comparison,
  expectation: ExpectedFor | undefined,
): EffectSummary {
  const n = Math.min(a.length, b.length)
  const base = { endpoint, arm, against, level: LEVEL, n }
  if (n < 2) {
    const estimate = n === 1 ? mean(a) - mean(b) : null
    const method = 'no interval: fewer than two replicates'
    return withExpectation(
      { ...base, estimate, low: null, high: null, method, verdict: 'unsettled' },
      expectation,
    )
  }
  const { interval, p } = pairing === 'twins' ? pairedTest(a, b, LEVEL) : welchTest(a, b, LEVEL)
  const verdict = interval.low > 0 ? 'higher' : interval.high < 0 ? 'lower' : 'unsettled'
  const needed = verdict === 'unsettled' ? neededReplicates(a, b, pairing) : undefined
  const effect: EffectSummary = {
    ...base,
    estimate: interval.estimate,
    low: interval.low,
    high: interval.high,
    method: pairing === 'twins' ? `paired t, ${units}` : `Welch's t, ${perArm(a, b)}`,
    verdict,
    ...ratioOf(a, b, pairing),
    ...(Number.isFinite(p) ? { p } : {}),
    ...(needed === undefined ? {} : { needed }),
  }
  return withExpectation(effect, expectation, unit)
}

function perArm(a: readonly number[], b: readonly number[]): string {
  return a.length === b.length ? `${a.length} per arm` : `${a.length} and ${b.length} per arm`
}

/** Adds to each effect its p corrected for all of them: for one wrong claim among all, and for the share of wrong ones. */
export function withCorrections(effects: readonly EffectSummary[]): readonly EffectSummary[] {
  const all = effects.map(({ p }) => p ?? Number.NaN)
  const [family, discovery] = [holm(all), benjaminiHochberg(all)]
  return effects.map((effect, k) =>
    effect.p === undefined
      ? effect
      : { ...effect, holm: family[k] ?? effect.p, falseDiscovery: discovery[k] ?? effect.p },
  )
}

/** A ratio with its interval; empty where there is none. */
type Ratio = Pick<EffectSummary, 'ratio' | 'ratioOf' | 'ratioLow' | 'ratioHigh'>

/**
 * Ratio of geometric means with its interval, where all values are positive: differences of logarithms, within pairs
 * where there are pairs, else with Welch's interval. Where some are zero, as numbers of cells may be, the ratio of means with Fieller's interval;
 * none where that has no ends, or where a value is negative.
 */
function ratioOf(a: readonly number[], b: readonly number[], pairing: Comparison['pairing']): Ratio {
  const all = [...a, ...b]
  if (all.some((value) => value < 0)) return {}
  if (all.includes(0)) return ratioWithZeros(a, b, pairing)
  const interval =
    pairing === 'twins'
      ? meanInterval(
          a.map((value, k) => Math.log(value / (b[k] ?? value))),
          LEVEL,
        )
      : welchTest(a.map(Math.log), b.map(Math.log), LEVEL).interval
  return {
    ratio: Math.exp(interval.estimate),
    ratioLow: Math.exp(interval.low),
    ratioHigh: Math.exp(interval.high),
  }
}

function ratioWithZeros(a: readonly number[], b: readonly number[], pairing: Comparison['pairing']): Ratio {
  const { kind, estimate, low, high } = fiellerRatio(a, b, pairing, LEVEL)
  if (kind !== 'interval') return {}
  return { ratio: estimate, ratioOf: 'means', ratioLow: Math.max(0, low), ratioHigh: high }
}

/** Replicates at which an effect of this size and scatter would leave zero outside its interval. */
function neededReplicates(
  a: readonly number[],
  b: readonly number[],
  pairing: 'twins' | 'independent',
): number | undefined {
  const difference = Math.abs(mean(a) - mean(b))
  const spread =
    pairing === 'twins'
      ? standardDeviation(pairedDifferences(a, b))
      : Math.sqrt(standardDeviation(a) ** 2 + standardDeviation(b) ** 2)
  if (difference === 0 || spread === 0) return undefined
  for (let n = 3; n <= MOST_NEEDED; n = Math.ceil(n * 1.1)) {
    if ((studentQuantile(1 - (1 - LEVEL) / 2, n - 1) * spread) / Math.sqrt(n) < difference) return n
  }
  return undefined
}

/** What an experiment expects of one endpoint in one comparison, seen from the arm that is compared. */
export interface ExpectedFor {
  readonly direction: 'higher' | 'lower' | 'unchanged'
  /** At least so many times. */
  readonly times?: number
  readonly text: string
  readonly source?: string
}

/**
 * The expectation that belongs to an endpoint (or, with `event`, to a time to event) and a comparison, turned round where
 * it is written the other way.
 */
export function expectationFor(
  { data }: Pick<Experiment, 'data'>,
  name: string,
  { arm, against }: { readonly arm: string; readonly against: string },
  kind: 'endpoint' | 'event' = 'endpoint',
): ExpectedFor | undefined {
  const found = data.expect
    .filter(isComparison)
    .find(
      (expected) =>
        expected.endpoint === name &&
        (expected.isEvent === true) === (kind === 'event') &&
        ((expected.arm === arm && expected.against === against) ||
          (expected.arm === against && expected.against === arm)),
    )
  if (found === undefined) return undefined
  const { times, provenance } = found
  return {
    direction: found.arm === arm ? found.direction : opposite(found.direction),
    text: expectationText(found),
    ...(times === undefined ? {} : { times }),
    ...(provenance.key === undefined ? {} : { source: provenance.key }),
  }
}

function opposite(direction: Expectation['direction']): Expectation['direction'] {
  return direction === 'higher' ? 'lower' : direction === 'lower' ? 'higher' : 'unchanged'
}

/** Bounds of the ratio within which an effect counts as no relevant change; convention of the trials here. */
const UNCHANGED = [0.8, 1.25] as const

function withExpectation(
  effect: EffectSummary,
  expectation: ExpectedFor | undefined,
  unit = '1',
): EffectSummary {
  if (expectation === undefined) return effect
  const judgedBy = judgedByEffect(effect, expectation, unit)
  return { ...effect, expected: expectedOutcome(expectation, outcome(effect, expectation), judgedBy) }
}

/** The number that decides: the difference, or, where factors are asked for, the ratio. */
function judgedByEffect(effect: EffectSummary, { direction, times }: ExpectedFor, unit: string): JudgedBy {
  const { estimate, low, high, method, n } = effect
  if (direction !== 'unchanged' && times === undefined)
    return { statistic: 'difference', estimate, low, high, unit, method, n }
  const { ratio = null, ratioLow = null, ratioHigh = null } = effect
  const none = ratio === null ? { note: 'there is no ratio: what it is divided by may be zero' } : {}
  const divided =
    effect.ratioOf === 'means'
      ? `means, Fieller's interval, ${method.replace(/^.*, /, '')}`
      : `geometric means, ${method}`
  return {
    statistic: 'ratio',
    estimate: ratio,
    low: ratioLow,
    high: ratioHigh,
    unit: '1',
    method: divided,
    n,
    ...none,
  }
}

/** An expectation with what came of it, as summaries keep it. */
export function expectedOutcome(
  { text, source }: Pick<ExpectedFor, 'text' | 'source'>,
  met: ExpectedOutcome['met'],
  judgedBy: JudgedBy,
): ExpectedOutcome {
  return { text, met, ...(source === undefined ? {} : { source }), judgedBy }
}

function outcome(effect: EffectSummary, { direction, times }: ExpectedFor): ExpectedOutcome['met'] {
  const { verdict, ratioLow: low, ratioHigh: high } = effect
  if (direction === 'unchanged') return unchangedOutcome(low, high)
  if (times === undefined)
    return verdict === 'unsettled' ? 'unsettled' : verdict === direction ? 'met' : 'not met'
  if (low === undefined || high === undefined) return 'unsettled'
  // Lower by a factor is higher by that factor the other way round.
  const [least, most] = direction === 'higher' ? [low, high] : [1 / high, 1 / low]
  return least >= times ? 'met' : most < times ? 'not met' : 'unsettled'
}

/** Whether a ratio with this interval counts as no relevant change. */
export function unchangedOutcome(low: number | undefined, high: number | undefined): ExpectedOutcome['met'] {
  if (low === undefined || high === undefined) return 'unsettled'
  if (low >= UNCHANGED[0] && high <= UNCHANGED[1]) return 'met'
  return high < UNCHANGED[0] || low > UNCHANGED[1] ? 'not met' : 'unsettled'
}
