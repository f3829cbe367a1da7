import type { EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { mostPoints } from '../figures/band.ts'
import { formatNumber } from '../figures/number-format.ts'
import { isCrowded, stripPlot, subjectsOf } from '../figures/strip-plot.ts'
import type { FigureContext } from '../figures/theme.ts'
import { single } from './html.ts'
import type { Markup } from './html.ts'

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

/** CSS pixels per figure unit below which the names of arms are too small to read; chosen: 8 pt become 9 px. */
const leastPixels = 1.15

/** A strip plot of many arms, in a frame that scrolls where the page is too narrow for its names. */
export function scrollingStrip(
  summary: TrialSummary,
  endpoint: EndpointSummary,
  context: FigureContext,
  height: number,
): Markup {
  const width = stripWidth(summary)
  return single(stripPlot(summary, endpoint, context, { width, height }), Math.round(width * leastPixels))
}
