import type { TrialSummary } from '../analysis/summary.ts'
import type { FigureContext } from '../figures/theme.ts'
import { fieldStrip, shownReplicate, signalStrip, tissueStrip } from '../figures/tissue-strip.ts'
import { figure, paragraph, section } from './html.ts'
import type { Markup } from './html.ts'
import { pageColumn, pageWidth } from './page-widths.ts'

/** The tissue over time, then each field. */
export function tissueSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.tissue.length === 0)
    return section('tissue', 'Tissue', paragraph('No pictures of the tissue were recorded.'))
  const twins = summary.pairing === 'twins' && summary.arms.length > 1
  const which = [
    summary.replicates > 1 ? `Replicate ${shownReplicate(summary) + 1} of ${summary.replicates}.` : '',
    twins ? 'The arms are twins, started from the same seed.' : '',
  ].filter((part) => part !== '')
  const columns = columnsOf(summary)
  const width = columns.length > 1 ? pageColumn : pageWidth
  const strips = (draw: (arms: readonly string[]) => string, caption: string): Markup =>
    columns.length > 1
      ? figure(
          `<div class="tissues">${columns.map((arms) => `<div>${draw(arms)}</div>`).join('')}</div>`,
          caption,
        )
      : wideFigure(draw(columns[0] ?? []), caption)
  const cells = strips((arms) => tissueStrip(summary, context, width, arms), ['Cells.', ...which].join(' '))
  const signal = summary.tissue.find((tissue) => tissue.signal !== undefined)?.signal?.name
  const coloured =
    signal === undefined
      ? ''
      : strips(
          (arms) => signalStrip(summary, context, width, arms),
          `The same cells coloured by ${signal}, one scale for all panels. Grey: types in which it is 0 in every picture.`,
        )
  const substrates = [
    ...new Set(summary.tissue.flatMap((tissue) => tissue.fields.map((field) => field.substrate))),
  ]
  const fields = substrates.map((substrate) =>
    strips(
      (arms) => fieldStrip(summary, substrate, context, width, arms),
      `${substrate}, one scale for all panels, interpolated between voxels of ${summary.domain.voxel} \u00b5m.`,
    ),
  )
  return section('tissue', 'Tissue', cells, coloured, ...fields)
}

/** Arms beyond which their rows stand in two columns, where they have few pictures each; chosen: pictures then stay legible. */
const mostInColumn = 4

/** Pictures of an arm that are few. */
const fewTimes = 2

/** The arms of each column of rows. */
function columnsOf(summary: TrialSummary): readonly (readonly string[])[] {
  const times = new Set(summary.tissue.map(({ time }) => time))
  const arms = summary.arms
    .map(({ name }) => name)
    .filter((name) => summary.tissue.some(({ arm }) => arm === name))
  if (arms.length <= mostInColumn || times.size > fewTimes) return [arms]
  const half = Math.ceil(arms.length / 2)
  return [arms.slice(0, half), arms.slice(half)]
}

export function wideFigure(drawing: Markup, caption: string): Markup {
  return figure(
    `<div class="scroll wide" tabindex="0" role="group" aria-label="figure"><div>${drawing}</div></div>`,
    caption,
  )
}
