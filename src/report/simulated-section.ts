import type { ArmSummary, TrialSummary } from '../analysis/summary.ts'
import { cellTypeColour } from '../figures/palette.ts'
import { formatDuration, formatNumber, formatTime } from '../figures/number-format.ts'
import { armStyle } from '../figures/theme.ts'
import { lineageRank } from '../figures/tissue-legend.ts'
import type { FigureContext } from '../figures/theme.ts'
import { plural, variedCounts } from './answer.ts'
import { definitions, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { singleArm } from './single-arm.ts'

/** The design: arms, treatments, the tissue at the start. */
export function simulatedSection(summary: TrialSummary, context: FigureContext): Markup {
  const [width, height, depth] = summary.domain.size
  const single = singleArm(summary)
  const facts = definitions([
    [
      'model',
      `${text(summary.model.title)} <code>${text(summary.model.file.replace(/^(?:\.\.\/)+/, ''))}</code>`,
    ],
    [
      'tissue',
      text(`${width} \u00d7 ${height} \u00d7 ${depth} \u00b5m, voxels of ${summary.domain.voxel} \u00b5m`),
    ],
    ['duration', text(formatDuration(summary.duration))],
    [single === undefined ? 'replicates' : 'runs', text(replicatesText(summary))],
    ...(variedCounts(summary).length === 0 ? [] : [['runs', text(designText(summary))] as [string, Markup]]),
    ['cells at the start', text(formatNumber(summary.initialCells))],
    ...(single === undefined ? [] : singleFacts(single, summary)),
  ])
  if (single !== undefined) return section('simulated', 'What was simulated', facts, initialCells(summary))
  const columns = [
    { head: 'arm' },
    { head: 'what differs' },
    { head: 'doses', whole: true },
    ...eventColumns(summary),
  ]
  const rows = summary.arms.map((arm) => [armName(arm, context), ...armCells(arm, summary)])
  return section('simulated', 'What was simulated', facts, table(columns, rows), initialCells(summary))
}

/** "4 arms x 60 patients x 1 replicate = 240 runs". */
function designText(summary: TrialSummary): string {
  const { arms, replicates, runs, design } = summary
  const factors = [plural(arms.length, 'arm'), ...variedCounts(summary), plural(replicates, 'replicate')]
  const product = arms.length * (design?.settings ?? 1) * Math.max(1, design?.patients ?? 0) * replicates
  return `${factors.join(' \u00d7 ')} = ${plural(runs?.planned ?? product, 'run')}`
}

function replicatesText({ arms, pairing, replicates, design }: TrialSummary): string {
  const per = [
    'arm',
    ...((design?.settings ?? 1) > 1 ? ['setting'] : []),
    ...((design?.patients ?? 0) > 0 ? ['patient'] : []),
  ]
  const each = `${replicates} per ${per.join(', ')}`
  if (arms.length === 1) return String(replicates)
  if (pairing === 'independent') return `${each}, independent: every run has its own seed`
  return `${each}, twins: replicate k of every arm shares its seed, so arms differ only where the treatment acts`
}

/** Doses and events of the only arm; tables are for several. */
function singleFacts(arm: ArmSummary, summary: TrialSummary): [string, Markup][] {
  const [, doses = '', ...events] = armCells(arm, summary)
  const counts = ['divisions', 'deaths'].map((name, index): [string, Markup] => [name, events[index] ?? ''])
  return [
    ...(arm.doses.length === 0 ? [] : [['doses', doses] as [string, Markup]]),
    ...(events.length === 0 ? [] : counts),
  ]
}

function armName(arm: ArmSummary, context: FigureContext): Markup {
  return `<b style="color:${armStyle(context, arm.name).colour}">${text(arm.name)}</b><br><small>${text(arm.role)}</small>`
}

function armCells(arm: ArmSummary, summary: TrialSummary): Markup[] {
  const doses = arm.doses.map((dose) => `${formatTime(dose.time, summary.duration)}: ${dose.label}`)
  const shown = doses.length > 8 ? [...doses.slice(0, 7), `and ${doses.length - 7} more`] : doses
  const counts = summary.events?.[arm.name]
  const events =
    summary.events === undefined
      ? []
      : [formatNumber(counts?.divisions ?? null), formatNumber(counts?.deaths ?? null)]
  return [lines(arm.description), shown.length === 0 ? 'none' : lines(shown), ...events]
}

function eventColumns(summary: TrialSummary) {
  if (summary.events === undefined) return []
  return [
    { head: 'divisions<br><small>mean per run</small>', numeric: true },
    { head: 'deaths<br><small>mean per run</small>', numeric: true },
  ]
}

function initialCells(summary: TrialSummary): Markup {
  const items = summary.cellTypes
    .toSorted((a, b) => lineageRank(a) - lineageRank(b))
    .map((type) => {
      const count =
        type.initial === undefined ? '' : ` <span class="quiet">${formatNumber(type.initial)}</span>`
      return `<li><i style="background:${cellTypeColour(type)}"></i>${text(type.name)}${count}</li>`
    })
  const counted = summary.cellTypes.some((type) => type.initial !== undefined)
  return `<h3>Cell types${counted ? ' and their number at the start' : ''}</h3><ul class="legend">${items.join('')}</ul>`
}

function lines(values: readonly string[]): Markup {
  return values.map(text).join('<br>')
}
