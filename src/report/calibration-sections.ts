import type { CalibrationCheck, CalibrationSummary } from '../analysis/calibration/summary.ts'
import {
  formatExact,
  formatNumber,
  formatSpread,
  formatTogether,
  formatUnit,
  noNumber,
  withUnit,
} from '../figures/number-format.ts'
import { pairsFigure } from '../figures/parameter-pairs.ts'
import { toleranceFigure } from '../figures/predictive-check.ts'
import type { FigureContext } from '../figures/theme.ts'
import { plural } from './answer.ts'
import { checkDrawings, posteriorDrawings } from './calibration-drawings.ts'
import { calibrationFindings, calibrationSentences } from './calibration-text.ts'
import { kindCell, slug, sourceCell } from './evidence-cells.ts'
import { definitions, figure, paragraph, reference, section, single, table, text } from './html.ts'
import type { Markup } from './html.ts'

/** What the data told, in a sentence, and how far to trust it. */
export function calibrationAnswer(summary: CalibrationSummary): Markup {
  const sentences = calibrationSentences(summary).map((line) => paragraph(line, 'answer'))
  const findings = calibrationFindings(summary).map((line) => `<li>${text(line)}</li>`)
  const failures = summary.failures ?? 0
  const note =
    failures === 0
      ? ''
      : `<div class="incomplete" role="note"><p><b>Not complete.</b> ${text(`${plural(failures, 'run')} of ${formatNumber(summary.simulations)} failed and counted as too far from the data`)}.</p></div>`
  const size = `${summary.method}  \u00b7  ${plural(summary.simulations, 'run')}`
  return section(
    'answer',
    'Answer',
    ...sentences,
    findings.length === 0 ? '' : `<ul class="findings">${findings.join('')}</ul>`,
    note,
    paragraph(size, 'quiet'),
  )
}

/** Every parameter before and after the data. */
export function posteriorSection(summary: CalibrationSummary, context: FigureContext): Markup {
  const { parameters } = summary
  if (parameters.length === 0)
    return section('posteriors', 'Parameters', paragraph('No parameter was fitted.'))
  const plots = posteriorDrawings(summary, context).map(({ svg }) => `<div>${svg}</div>`)
  const hasPoints = parameters.some(({ point }) => point !== undefined)
  const caption = `Grey: prior. Colour: posterior. Point and line beneath: median and 95\u00a0% highest-density interval.${hasPoints ? ' Diamond: point estimate of CMA-ES.' : ''}`
  const columns = [
    { head: 'parameter' },
    { head: 'prior' },
    { head: 'posterior median', numeric: true },
    { head: '95\u00a0% highest-density interval', numeric: true },
    ...(hasPoints ? [{ head: 'point estimate', numeric: true }] : []),
    { head: 'unit', whole: true },
    { head: 'narrower than the prior by', numeric: true },
    { head: 'prior is', whole: true },
    { head: 'source' },
  ]
  const rows = parameters.map(({ name, unit, prior, posterior, point, kind, source }) => {
    const [median = '', low = '', high = '', best = ''] = formatSpread([
      posterior.median,
      posterior.low,
      posterior.high,
      point ?? null,
    ])
    return [
      `<b>${text(name)}</b>`,
      text(formatUnit(prior.text)),
      median,
      `${low} to ${high}`,
      ...(hasPoints ? [point === undefined ? '' : best] : []),
      text(formatUnit(unit)),
      `${Math.round(posterior.shrinkage * 100)}\u00a0%`,
      kindCell(kind),
      sourceCell(source, summary),
    ]
  })
  return section(
    'posteriors',
    'Parameters, before and after',
    figure(`<div class="posteriors">${plots.join('')}</div>`, caption),
    table(columns, rows),
  )
}

/** How parameters hang together in the posterior. */
export function pairsSection(summary: CalibrationSummary, context: FigureContext): Markup {
  if (summary.parameters.length < 2) return ''
  const caption =
    'Two parameters that go together strongly cannot be told apart by these data, however narrow each looks by itself.'
  return section('pairs', 'Pairs of parameters', figure(single(pairsFigure(summary, context)), caption))
}

/** Data against predictions, fitted ones and held-back ones apart. */
export function checksSection(summary: CalibrationSummary, context: FigureContext): Markup {
  if (summary.checks.length === 0)
    return section('checks', 'Data and prediction', paragraph('No prediction was compared with data.'))
  const part = (isHeldBack: boolean, heading: string, caption: string): Markup => {
    const plots = checkDrawings(summary, isHeldBack, context).map(({ svg }) => `<div>${svg}</div>`)
    if (plots.length === 0) return ''
    return `<h3>${heading}</h3>${figure(`<div class="courses">${plots.join('')}</div>`, caption)}`
  }
  const columns = [
    { head: 'condition' },
    { head: 'quantity' },
    { head: 'data' },
    { head: 'measurements', numeric: true },
    { head: 'inside the 95\u00a0% band', numeric: true },
    { head: 'error (root mean square)', numeric: true },
  ]
  return section(
    'checks',
    'Data and prediction',
    part(
      false,
      'Fitted',
      'Filled points: measurements; their lines: as the data state them. Line and band: median and 95\u00a0% band of the posterior\u2019s prediction.',
    ),
    part(
      true,
      'Held back',
      'Hollow points: measurements that the fit never saw. Dashed line and band: median and 95\u00a0% band of the prediction.',
    ),
    table(columns, summary.checks.map(checkRow)),
  )
}

function checkRow({
  condition,
  quantity,
  unit,
  isHeldBack,
  observed,
  coverage,
  error,
}: CalibrationCheck): Markup[] {
  return [
    text(condition),
    text(quantity),
    isHeldBack ? '\u25cb held back' : '\u25cf fitted',
    String(observed.length),
    coverage === null ? noNumber : `${Math.round(coverage * 100)}\u00a0%`,
    error === null ? noNumber : text(withUnit(formatNumber(error), unit)),
  ]
}

/** How the fit went: tolerance, acceptance, effective particles. */
export function fitSection(summary: CalibrationSummary, context: FigureContext): Markup {
  const { generations } = summary
  const facts = definitions([
    ['method', text(summary.method)],
    ['runs of the model', text(formatNumber(summary.simulations))],
  ])
  if (generations.length === 0) return section('fit', 'How it was fitted', facts)
  const columns = [
    { head: 'generation', numeric: true },
    { head: 'tolerance', numeric: true },
    { head: 'accepted', numeric: true },
    { head: 'effective particles', numeric: true },
    { head: 'runs', numeric: true },
  ]
  const tolerances = formatTogether(generations.map(({ tolerance }) => tolerance))
  const rows = generations.map(({ acceptance, effectiveSample, simulations }, index) => [
    String(index + 1),
    tolerances[index] ?? '',
    `${formatExact(Math.round(acceptance * 1000) / 10)}\u00a0%`,
    formatNumber(Math.round(effectiveSample)),
    formatNumber(simulations),
  ])
  const drawing = figure(single(toleranceFigure(generations, context)), '')
  return section('fit', 'How it was fitted', facts, drawing, table(columns, rows))
}

/** The data that were fitted, with their licences, and the sources of priors. */
export function dataSection({ data, sources }: CalibrationSummary): Markup {
  const rows = data.map(({ file, text: what, licence }) => [
    `<code>${text(file)}</code>`,
    text(what),
    text(licence),
  ])
  const list = sources.map((source) => {
    const note = source.note === undefined ? '' : ` <small>${text(source.note)}</small>`
    return `<li id="source-${slug(source.key)}"><b>${text(source.key)}</b> ${reference(source.text)}${note}</li>`
  })
  return section(
    'data',
    'Data and sources',
    rows.length === 0
      ? paragraph('No data files are named.')
      : table([{ head: 'file' }, { head: 'what' }, { head: 'licence' }], rows),
    list.length === 0 ? '' : `<ul class="sources">${list.join('')}</ul>`,
  )
}
