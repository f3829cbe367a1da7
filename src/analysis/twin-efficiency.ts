import { studentQuantile } from '../math/distributions.ts'
import { varianceReduction } from '../math/ratios/variance-reduction.ts'
import { mean, variance } from '../math/statistics.ts'
import { type EndpointValues, type Samples, overSettings, samplesOf } from './endpoint-values.ts'
import type { TrialShape } from './run-places.ts'
import type { MaybeNumber, TwinSummary } from './summary-results.ts'
import type { ComparedArms } from './sweep.ts'
import { finite } from './finite.ts'

const LEVEL = 0.95

/** Resamples of the bootstrap; they put the ends of an interval within a few per cent of its width. */
const RESAMPLES = 2000

/** Fewest pairs from which scatter within pairs is told from scatter between them. */
const FEWEST = 3

/** From so many pairs on, groups of them are left out in turn instead of resampling; chosen: both agree there, and it is quick. */
const MANY = 200

/** Groups that are left out in turn. */
const GROUPS = 50

/** How many times fewer replicates twins need, for each endpoint and comparison; nothing where runs are independent. */
export function twinSummaries(
  endpoints: readonly EndpointValues[],
  shape: TrialShape,
  { compare, pairing }: ComparedArms,
): readonly TwinSummary[] {
  if (pairing !== 'twins') return []
  return endpoints.flatMap((endpoint) =>
    compare.flatMap(({ arm, against }): readonly TwinSummary[] => {
      const [a, b] = [endpoint.values.get(arm), endpoint.values.get(against)]
      if (a === undefined || b === undefined) return []
      const samples = samplesOf(overSettings(a, shape), overSettings(b, shape), shape, pairing)
      const found = twinFactor(samples)
      if (found === undefined) return []
      return [{ endpoint: endpoint.name, arm, against, ...found, n: samples.a.length }]
    }),
  )
}

/** The gain from pairing with its interval; undefined where pairs are too few or do not scatter. */
export function twinFactor({
  a,
  b,
}: Samples): { factor: number; low: MaybeNumber; high: MaybeNumber } | undefined {
  if (a.length < FEWEST) return undefined
  const factor = factorOf(a, b)
  if (!Number.isFinite(factor)) return undefined
  const { low, high } =
    a.length < MANY
      ? varianceReduction(a, b, { level: LEVEL, resamples: RESAMPLES, seed: 1 })
      : groupedInterval(a, b, factor)
  return { factor, low: finite(low), high: finite(high) }
}

function factorOf(a: readonly number[], b: readonly number[]): number {
  return (variance(a) + variance(b)) / variance(a.map((value, k) => value - (b[k] ?? Number.NaN)))
}

/**
 * Interval from the delete-a-group jackknife of the logarithm: with g groups of pairs left out in turn, its variance is
 * (g - 1)/g times the sum of squares about their mean (J. W. Tukey, Ann. Math. Statist. 29 (1958), 614, doi:10.1214/aoms/1177706647).
 */
function groupedInterval(
  a: readonly number[],
  b: readonly number[],
  factor: number,
): { low: number; high: number } {
  const logs = Array.from({ length: GROUPS }, (_, group) => {
    const kept = (_value: number, k: number): boolean => k % GROUPS !== group
    return Math.log(factorOf(a.filter(kept), b.filter(kept)))
  })
  const centre = mean(logs)
  const squares = logs.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  const error = Math.sqrt((squares * (GROUPS - 1)) / GROUPS)
  const reach = studentQuantile(0.5 + LEVEL / 2, GROUPS - 1) * error
  return { low: factor * Math.exp(-reach), high: factor * Math.exp(reach) }
}
