import { mean, meanInterval, median, pairedDifference, standardDeviation } from '../math/statistics.ts'
import { studentQuantile } from '../math/distributions.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { type Expectation, expectationText } from '../experiment/expectation-schema.ts'
import type { EffectSummary, EndpointSummary, ExpectedOutcome } from './summary.ts'
import type { ArmStatistics, MaybeNumber } from './summary-results.ts'

/** Confidence of every interval that a trial reports. */
const LEVEL = 0.95

/** Most replicates that are suggested to settle an effect; beyond this it is called practically zero. */
const MOST_NEEDED = 10_000

/** Median with the range of the replicates. */
export function armStatistics(values: readonly MaybeNumber[]): ArmStatistics {
  const numbers = values.filter((value) => value !== null)
  if (numbers.length === 0) return { median: null, low: null, high: null }
  return { median: median(numbers), low: Math.min(...numbers), high: Math.max(...numbers) }
}

/** The difference `arm - against` of an endpoint with its interval, paired over twins where they are. */
export function effectOf(
  endpoint: EndpointSummary,
  arm: string,
  against: string,
  pairing: 'twins' | 'independent',
  expectation: ExpectedFor | undefined,
): EffectSummary {
  const pairs = pairedValues(endpoint.values[arm] ?? [], endpoint.values[against] ?? [])
  const [a, b] = [pairs.map(([value]) => value), pairs.map(([, value]) => value)]
  const base = { endpoint: endpoint.name, arm, against, level: LEVEL, n: pairs.length }
  if (pairs.length < 2) {
    const estimate = pairs.length === 1 ? (a[0] ?? 0) - (b[0] ?? 0) : null
    const method = 'no interval: fewer than two replicates'
    return withExpectation(
      { ...base, estimate, low: null, high: null, method, verdict: 'unsettled' },
      expectation,
    )
  }
  const interval = pairing === 'twins' ? pairedDifference(a, b, LEVEL) : welch(a, b)
  const verdict = interval.low > 0 ? 'higher' : interval.high < 0 ? 'lower' : 'unsettled'
  const needed = verdict === 'unsettled' ? neededReplicates(a, b, pairing) : undefined
  const effect: EffectSummary = {
    ...base,
    estimate: interval.estimate,
    low: interval.low,
    high: interval.high,
    method:
      pairing === 'twins' ? `paired t, ${pairs.length} twin pairs` : `Welch's t, ${pairs.length} per arm`,
    verdict,
    ...ratioOf(a, b),
    ...(needed === undefined ? {} : { needed }),
  }
  return withExpectation(effect, expectation)
}

/** Replicates of which both values exist. */
function pairedValues(
  a: readonly MaybeNumber[],
  b: readonly MaybeNumber[],
): readonly (readonly [number, number])[] {
  return a.flatMap((value, k) => {
    const other = b[k]
    return value === null || other === null || other === undefined ? [] : [[value, other] as const]
  })
}

/** Difference of means of two independent samples with Welch's interval (Welch 1947, doi:10.1093/biomet/34.1-2.28). */
function welch(a: readonly number[], b: readonly number[]): { estimate: number; low: number; high: number } {
  const variance = (values: readonly number[]): number => standardDeviation(values) ** 2 / values.length
  const [va, vb] = [variance(a), variance(b)]
  const estimate = mean(a) - mean(b)
  const error = Math.sqrt(va + vb)
  if (error === 0) return { estimate, low: estimate, high: estimate }
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1))
  const half = studentQuantile(1 - (1 - LEVEL) / 2, freedom) * error
  return { estimate, low: estimate - half, high: estimate + half }
}

/** Geometric mean ratio of pairs with its interval, where all values are positive. */
function ratioOf(
  a: readonly number[],
  b: readonly number[],
): Pick<EffectSummary, 'ratio' | 'ratioLow' | 'ratioHigh'> {
  if ([...a, ...b].some((value) => value <= 0)) return {}
  const logs = a.map((value, k) => Math.log(value / (b[k] ?? value)))
  const interval = meanInterval(logs, LEVEL)
  return {
    ratio: Math.exp(interval.estimate),
    ratioLow: Math.exp(interval.low),
    ratioHigh: Math.exp(interval.high),
  }
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
      ? standardDeviation(a.map((value, k) => value - (b[k] ?? 0)))
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
  readonly text: string
  readonly source?: string
}

/** The expectation that belongs to an endpoint and a comparison, turned round where it is written the other way. */
export function expectationFor(
  experiment: Experiment,
  endpoint: string,
  arm: string,
  against: string,
): ExpectedFor | undefined {
  const found = experiment.data.expect.find(
    (expected) =>
      expected.endpoint === endpoint &&
      ((expected.arm === arm && expected.against === against) ||
        (expected.arm === against && expected.against === arm)),
  )
  if (found === undefined) return undefined
  const { key } = found.provenance
  return {
    direction: found.arm === arm ? found.direction : opposite(found.direction),
    text: expectationText(found),
    ...(key === undefined ? {} : { source: key }),
  }
}

function opposite(direction: Expectation['direction']): Expectation['direction'] {
  return direction === 'higher' ? 'lower' : direction === 'lower' ? 'higher' : 'unchanged'
}

/** Bounds of the ratio within which an effect counts as no relevant change; convention of the trials here. */
const UNCHANGED = [0.8, 1.25] as const

function withExpectation(effect: EffectSummary, expectation: ExpectedFor | undefined): EffectSummary {
  if (expectation === undefined) return effect
  const { text, source } = expectation
  const expected: ExpectedOutcome = {
    text,
    met: outcome(effect, expectation),
    ...(source === undefined ? {} : { source }),
  }
  return { ...effect, expected }
}

function outcome(effect: EffectSummary, { direction }: ExpectedFor): ExpectedOutcome['met'] {
  if (direction !== 'unchanged') {
    return effect.verdict === 'unsettled' ? 'unsettled' : effect.verdict === direction ? 'met' : 'not met'
  }
  const { ratioLow: low, ratioHigh: high } = effect
  if (low === undefined || high === undefined) return 'unsettled'
  if (low >= UNCHANGED[0] && high <= UNCHANGED[1]) return 'met'
  return high < UNCHANGED[0] || low > UNCHANGED[1] ? 'not met' : 'unsettled'
}
