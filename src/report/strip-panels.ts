import type { TrialSummary } from '../analysis/summary.ts'
import { mostPoints } from '../figures/band.ts'
import { formatNumber } from '../figures/number-format.ts'
import { isCrowded, subjectsOf } from '../figures/strip-plot.ts'

/** What points, bars and lines of the strip plots are. */
export function stripCaption(summary: TrialSummary): string {
  const [endpoint] = summary.endpoints
  const subjects = endpoint === undefined ? summary.replicates : subjectsOf(endpoint)
  const joined =
    summary.pairing === 'twins' && summary.arms.length > 1 && (endpoint === undefined || !isCrowded(endpoint))
  const twins = joined ? ' Lines join twins, which share their seed.' : ''
  if (subjects < 2) return `Points: the one run of each arm.${twins}`
  const what = (summary.design?.patients ?? 0) > 0 ? 'subjects' : 'replicates'
  const points =
    subjects > mostPoints
      ? `${mostPoints} of the ${formatNumber(subjects)} ${what} of each arm, evenly spaced by rank`
      : `the ${subjects} ${what}`
  return `Points: ${points}. Bars: medians.${twins}`
}

/** Width of a strip plot with a column for each arm [pt]. */
export function stripWidth(summary: TrialSummary): number {
  return Math.max(190, 40 + summary.arms.length * 64)
}
