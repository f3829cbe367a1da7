import type { DesignSummary, TrialSummary } from '../analysis/summary.ts'
import type { SweepSummary } from '../analysis/summary-results.ts'
import { formatUnit } from '../figures/number-format.ts'
import type { FigureContext } from '../figures/theme.ts'
import { plural } from './answer.ts'
import { biomarkerDrawings, sweepDrawings } from './drawings.ts'
import { kindCell, sourceCell } from './evidence-cells.ts'
import { figure, paragraph, section, single, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { expectedCount } from './p-text.ts'

/** What varied beside the arms, and what came of it: a sweep, a virtual cohort, or both. */
export function designSection(summary: TrialSummary, context: FigureContext): Markup {
  const { design } = summary
  if (design === undefined || (design.settings <= 1 && design.patients === 0)) return ''
  return section(
    'design',
    headingOf(design),
    paragraph(sentenceOf(design)),
    ...(summary.sweep ?? []).map((sweep) => sweepFigures(sweep, design, summary, context)),
    biomarkers(summary, context),
    parameterTable(design, summary),
  )
}

function headingOf({ settings, patients }: DesignSummary): string {
  if (settings > 1 && patients > 0) return 'Sweep and virtual patients'
  return settings > 1 ? 'Sweep' : 'Virtual patients'
}

function sentenceOf(design: DesignSummary): string {
  const { settings, patients, layout } = design
  const names = (varies: 'setting' | 'patient'): string =>
    design.parameters
      .filter((parameter) => parameter.varies === varies)
      .map(({ name }) => name)
      .join(', ')
  const laidOut =
    layout === undefined
      ? ''
      : ` laid out as a ${layout.replace(/^latin/, 'Latin').replace(/^sobol$/, 'Sobol sequence')}`
  const sweep = settings > 1 ? `${plural(settings, 'setting')} of ${names('setting')}${laidOut}. ` : ''
  const cohort =
    patients > 0 ? `${plural(patients, 'virtual patient')} that differ in ${names('patient')}.` : ''
  return (sweep + cohort).trim()
}

/** Curves over one parameter, maps over a grid of two, else what goes with the endpoint. */
function sweepFigures(
  sweep: SweepSummary,
  design: DesignSummary,
  summary: TrialSummary,
  context: FigureContext,
): Markup {
  const { kind, drawings } = sweepDrawings(sweep, design, summary, context)
  if (drawings.length === 0) return ''
  const panels = drawings.map(({ svg }) => `<div>${svg}</div>`).join('')
  if (kind === 'maps') return figure(`<div class="courses">${panels}</div>`, mapCaption(sweep))
  const caption =
    kind === 'curve' ? '' : 'A rank correlation tells of direction and order, not of size or cause.'
  return figure(drawings.map(({ svg }) => single(svg)).join(''), caption)
}

function mapCaption({ effects }: SweepSummary): string {
  const arms = 'Arms share one scale.'
  return effects.length === 0
    ? arms
    : `${arms} Differences: orange above zero, blue below; single cells carry no interval here.`
}

function biomarkers(summary: TrialSummary, context: FigureContext): Markup {
  const all = summary.biomarkers ?? []
  if (all.length === 0) return ''
  const plots = biomarkerDrawings(summary, context).map(({ svg }) => `<div>${svg}</div>`)
  const rates = all.flatMap(({ falseDiscovery }) => (falseDiscovery === null ? [] : [falseDiscovery]))
  const stay = rates.filter((rate) => rate < 0.05).length
  const corrected =
    rates.length === 0
      ? ''
      : ` At a false discovery rate of 5\u00a0% (Benjamini\u2013Hochberg), ${stay} of ${rates.length} stay.`
  const chance = `${plural(all.length, 'correlation')} of ${plural(all[0]?.n ?? 0, 'patient')}; were there none, about ${expectedCount(all.length * 0.05)} of ${all.length} intervals would leave out zero by chance.${corrected}`
  return figure(`<div class="courses">${plots.join('')}</div>`, chance)
}

function parameterTable(design: DesignSummary, summary: TrialSummary): Markup {
  const columns = [
    { head: 'parameter' },
    { head: 'differs between' },
    { head: 'values' },
    { head: 'kind', whole: true },
    { head: 'source' },
  ]
  const rows = design.parameters.map((parameter) => [
    `<b>${text(parameter.name)}</b>${pathsOf(parameter.paths, parameter.name)}`,
    parameter.varies === 'patient' ? 'patients' : 'settings',
    text(formatUnit(parameter.text)),
    kindCell(parameter.kind),
    sourceCell(parameter.source, summary),
  ])
  return `<h3>What varies</h3>${table(columns, rows)}`
}

function pathsOf(paths: readonly string[], name: string): Markup {
  const others = paths.filter((path) => path !== name)
  return others.length === 0 ? '' : `<br><small>${others.map(text).join('<br>')}</small>`
}
