import type { TrialSummary } from '../analysis/summary.ts'
import { formatTime } from '../figures/number-format.ts'
import { penetrationFigure, profileTime, profiledSubstrates } from '../figures/penetration.ts'
import type { FigureContext } from '../figures/theme.ts'
import { figure, section, single } from './html.ts'
import type { Markup } from './html.ts'

/** Size of the figure [pt]. */
const SIZE = { width: 480, height: 230 } as const

/** How far substrates get from vessels, where an endpoint asks for it. */
export function penetrationSection(summary: TrialSummary, context: FigureContext): Markup {
  const substrates = profiledSubstrates(summary)
  if (substrates.length === 0) return ''
  const caption = `Means over voxels by their distance from the nearest vessel, in classes of ${summary.domain.voxel} \u00b5m, at ${formatTime(profileTime(summary), summary.duration)} in the first replicate.`
  const figures = substrates.map((substrate) =>
    figure(single(penetrationFigure(summary, substrate, context, SIZE), SIZE.width), caption),
  )
  return section('penetration', 'Penetration', ...figures)
}
