import type { TrialSummary } from '../analysis/summary.ts'
import type { FigureContext } from '../figures/theme.ts'
import { fieldStrip, shownReplicate, tissueStrip } from '../figures/tissue-strip.ts'
import { figure, paragraph, section } from './html.ts'
import type { Markup } from './html.ts'
import { pageWidth } from './page-widths.ts'

/** The tissue over time, then each field. */
export function tissueSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.tissue.length === 0)
    return section('tissue', 'Tissue', paragraph('No pictures of the tissue were recorded.'))
  const twins = summary.pairing === 'twins' && summary.arms.length > 1
  const which = [
    summary.replicates > 1 ? `Replicate ${shownReplicate(summary) + 1} of ${summary.replicates}.` : '',
    twins ? 'The arms are twins, started from the same seed.' : '',
  ].filter((part) => part !== '')
  const cells = wideFigure(tissueStrip(summary, context, pageWidth), ['Cells.', ...which].join(' '))
  const substrates = [
    ...new Set(summary.tissue.flatMap((tissue) => tissue.fields.map((field) => field.substrate))),
  ]
  const fields = substrates.map((substrate) =>
    wideFigure(
      fieldStrip(summary, substrate, context, pageWidth),
      `${substrate}, one scale for all panels, interpolated between voxels of ${summary.domain.voxel} \u00b5m.`,
    ),
  )
  return section('tissue', 'Tissue', cells, ...fields)
}

export function wideFigure(drawing: Markup, caption: string): Markup {
  return figure(
    `<div class="scroll wide" tabindex="0" role="group" aria-label="figure"><div>${drawing}</div></div>`,
    caption,
  )
}
