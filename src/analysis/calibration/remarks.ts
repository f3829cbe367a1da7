import { type Calibration } from '../../experiment/calibration.ts'
import { endsOf } from '../../experiment/check-varied.ts'
import { type Distribution } from '../../math/sampling/distribution.ts'
import type { CalibratedParameter } from './summary.ts'

/** Posterior widths against the prior's from which on the data are said to be silent; chosen: a fifth narrower is no knowledge. */
const SILENT = 0.2
/** Rank correlation from which on two parameters are said to go together. */
const TOGETHER = 0.9

/** What the data do not tell. */
export function remarksOf(
  parameters: readonly CalibratedParameter[],
  correlations: readonly (readonly number[])[],
  calibration: Calibration,
): readonly string[] {
  const silent = parameters
    .filter(({ posterior }) => posterior.shrinkage < SILENT)
    .map(
      ({ name, posterior }) =>
        `The data do not tell ${name}: its 95 % interval is ${percent(1 - posterior.shrinkage)} as wide as that of the prior.`,
    )
  const together = parameters.flatMap((a, i) =>
    parameters.slice(i + 1).flatMap((b, k) => {
      const rho = correlations[i]?.[i + 1 + k] ?? 0
      if (Math.abs(rho) <= TOGETHER) return []
      return [
        `The data tell ${a.name} and ${b.name} only together: their rank correlation is ${rho.toFixed(2)}.`,
      ]
    }),
  )
  const edges = parameters.flatMap(({ name, posterior }, d) => {
    const distribution = calibration.parameters[d]?.distribution
    return distribution === undefined ? [] : edgeRemark(name, posterior, distribution)
  })
  return [...silent, ...together, ...edges]
}

/** Share of the prior's width that counts as its edge; chosen. */
const EDGE = 0.02

function edgeRemark(
  name: string,
  { low, high, shrinkage }: CalibratedParameter['posterior'],
  distribution: Distribution,
): readonly string[] {
  if (shrinkage < SILENT) return []
  const ends = endsOf(distribution)
  const margin = EDGE * (ends.high - ends.low)
  const side = low < ends.low + margin ? 'lower' : high > ends.high - margin ? 'upper' : undefined
  if (side === undefined) return []
  return [
    `The posterior of ${name} reaches the ${side} end of its prior: the data may want values beyond it.`,
  ]
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
