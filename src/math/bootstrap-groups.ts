import {
  bcaInterval,
  bootstrapBca,
  checkOptions,
  openInterval,
  resample,
  type BootstrapInterval,
  type BootstrapOptions,
} from './bootstrap.ts'
import { entry } from './entry.ts'
import { checkSample } from './statistics.ts'

/** How groups of replicates belong together: replicate k of each is a twin of the others, or all are independent. */
export type Pairing = 'twins' | 'independent'

/** A number computed from groups of replicates [g][n_g], in the order in which they were given. */
export type GroupStatistic = (groups: readonly (readonly number[])[]) => number

/**
 * Returns a statistic of groups of replicates [g][n_g] with its BCa interval. Twins are resampled together, replicate by
 * replicate; independent groups each for themselves, with the acceleration for several samples of A. C. Davison and D. V.
 * Hinkley, Bootstrap Methods and their Application (1997), doi:10.1017/CBO9780511802843. A group of one has no
 * scatter to draw from: the interval then has no ends. Throws a RangeError for an empty group or twins of unequal number.
 */
export function bootstrapGroups(
  groups: readonly (readonly number[])[],
  pairing: Pairing,
  statistic: GroupStatistic,
  options: BootstrapOptions,
): BootstrapInterval {
  for (const group of groups) checkSample(group, options.level)
  if (pairing === 'twins') return bootstrapTwins(groups, statistic, options)
  checkOptions(options)
  const n = groups.reduce((total, group) => total + group.length, 0)
  const estimate = statistic(groups)
  if (groups.some((group) => group.length === 1)) return openInterval(estimate, n, options)
  const statistics = Array.from({ length: options.resamples }, (_, i) =>
    statistic(groups.map((group, g) => resample(group, i, options.seed, g))),
  )
  return bcaInterval({ estimate, statistics, acceleration: groupAcceleration(groups, statistic), n }, options)
}

function bootstrapTwins(
  groups: readonly (readonly number[])[],
  statistic: GroupStatistic,
  options: BootstrapOptions,
): BootstrapInterval {
  const n = groups[0]?.length ?? 0
  if (groups.some((group) => group.length !== n)) throw new RangeError('twins need groups of equal size')
  const replicates = Array.from({ length: n }, (_, k) => k)
  const ofReplicates = (chosen: readonly number[]): number =>
    statistic(groups.map((group) => chosen.map((k) => entry(group, k))))
  return bootstrapBca(replicates, ofReplicates, options)
}

/** a = sum_g n_g^-3 sum l^3 / (6 (sum_g n_g^-2 sum l^2)^(3/2)), l = (n_g - 1) (mean jackknife value minus each one). */
function groupAcceleration(groups: readonly (readonly number[])[], statistic: GroupStatistic): number {
  let squares = 0
  let cubes = 0
  for (const [g, group] of groups.entries()) {
    const left = group.map((_, i) => statistic(groups.with(g, group.toSpliced(i, 1))))
    const centre = left.reduce((a, b) => a + b, 0) / group.length
    for (const value of left) {
      const influence = ((group.length - 1) * (centre - value)) / group.length
      squares += influence * influence
      cubes += influence * influence * influence
    }
  }
  // Where leaving one out makes the statistic undefined or infinite, the interval goes without this correction.
  return squares > 0 && Number.isFinite(squares) ? cubes / (6 * squares * Math.sqrt(squares)) : 0
}
