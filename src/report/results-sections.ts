import type { EffectSummary, SeriesSummary, TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { bandName } from '../figures/band.ts'
import { effectText, isSettled, levelName, verdictText } from '../figures/effect-text.ts'
import { forestMark } from '../figures/forest.ts'
import { formatNumber, formatTime, formatTogether, noNumber, withUnit } from '../figures/number-format.ts'
import { stripPlot } from '../figures/strip-plot.ts'
import { armStyle } from '../figures/theme.ts'
import type { FigureContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { legendEntries } from '../figures/tissue-legend.ts'
import { groundOf, panelHeight } from '../figures/tissue.ts'
import { fieldStrip, shownReplicate, tissueFigure, tissueStrip } from '../figures/tissue-strip.ts'
import {
  answerSentences,
  evidenceLine,
  expectationLine,
  furtherFindings,
  plural,
  trialLine,
} from './answer.ts'
import { figure, paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { mainSeries, singleArm } from './single-arm.ts'

const expectationNotes = { met: 'as expected', 'not met': 'not as expected', unsettled: '' } as const

/** Width of figures that fill a column of the page [pt]. */
const pageColumn = 280

/** Width of a picture in the key figure [pt]. */
const keyColumn = 210

/** Width of figures that fill the page [pt]. */
const pageWidth = 620

/** The answer in sentences, what else was found, and how much to trust it. */
export function answerSection(summary: TrialSummary): Markup {
  const answers = answerSentences(summary)
  const sentences = answers.map((sentence) =>
    paragraph(sentence, answers.length > 1 ? 'answer several' : 'answer'),
  )
  const findings = furtherFindings(summary).map((clause) => `<li>${text(clause)}</li>`)
  const list = findings.length === 0 ? '' : `<ul class="findings">${findings.join('')}</ul>`
  const trust = [expectationLine(summary.effects), evidenceLine(summary)]
    .filter((line) => line !== '')
    .join(' ')
  return `<section id="answer"><h2>Answer</h2>\n${sentences.join('\n')}${list}\n${paragraph(trust)}\n${paragraph(trialLine(summary), 'quiet')}</section>\n`
}

/** The tissue of a single arm at its start and end, beside its main series. */
function singleKeyFigure(summary: TrialSummary, context: FigureContext): Markup {
  const shown = summary.tissue.filter((tissue) => tissue.replicate === shownReplicate(summary))
  const [first, last] = [shown[0], shown.at(-1)]
  const pictures = [first, last === first ? undefined : last].filter((tissue) => tissue !== undefined)
  const headings = ['start', 'end']
  const panels = pictures.map((tissue, index) =>
    tissueFigure(summary, tissue, context, {
      width: keyColumn,
      legend: false,
      heading: headings[index] ?? '',
    }),
  )
  const series = mainSeries(summary)
  const height = Math.max(150, Math.min(240, panelHeight(groundOf(summary.domain), keyColumn) + 26))
  const course = series === undefined ? [] : [timeCourse(summary, series, context, { width: 190, height })]
  const drawings = [...panels, ...course].map((drawing) => `<div>${drawing}</div>`)
  if (drawings.length === 0)
    return section('key', 'Key figure', paragraph('No pictures or series were recorded.'))
  const grid = `<div class="key panels-${pictures.length}">${drawings.join('')}</div>`
  const which = whichReplicate(summary, shownReplicate(summary))
  const times = pictures.map((tissue) => formatTime(tissue.time, summary.duration)).join(' and ')
  const caption = pictures.length === 0 ? '' : `Tissue at ${times}${which}.`
  return section('key', 'Key figure', figure(grid + htmlLegend(pictures, summary), caption))
}

/** The tissue of the control and of the first treated arm at the end, beside the primary endpoint. */
export function keyFigureSection(summary: TrialSummary, context: FigureContext): Markup {
  if (singleArm(summary) !== undefined && summary.effects.length === 0)
    return singleKeyFigure(summary, context)
  const endpoint =
    summary.endpoints.find((candidate) => candidate.name === summary.effects[0]?.endpoint) ??
    summary.endpoints[0]
  const pictures = keyPictures(summary)
  const many = summary.arms.length > 3
  const panels = pictures.map((tissue) =>
    tissueFigure(summary, tissue, context, { width: many ? pageColumn : keyColumn, legend: false }),
  )
  const keyHeight =
    pictures.length === 0
      ? 170
      : Math.min(280, Math.max(150, panelHeight(groundOf(summary.domain), keyColumn) + 26))
  const strip =
    endpoint === undefined
      ? []
      : [
          stripPlot(summary, endpoint, context, {
            width: Math.max(168, stripWidth(summary) - 24),
            height: many ? 190 : keyHeight,
          }),
        ]
  if (panels.length + strip.length === 0)
    return section('key', 'Key figure', paragraph('No pictures or endpoints were recorded.'))
  const caption = [
    pictures.length > 0
      ? `Tissue at ${formatTime(pictures[0]?.time ?? 0, summary.duration)}${whichReplicate(summary, pictures[0]?.replicate ?? 0)}.`
      : '',
    strip.length > 0 ? stripCaption(summary) : '',
  ].join(' ')
  const drawings = [...panels, ...strip].map((drawing) => `<div>${drawing}</div>`).join('')
  const grid = `<div class="key panels-${pictures.length}${many ? ' many' : ''}">${drawings}</div>`
  return section('key', 'Key figure', figure(grid + htmlLegend(pictures, summary), caption.trim()))
}

/** Every effect with its interval, mark and verdict, then every replicate behind it. */
export function effectsSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.effects.length === 0) {
    if (singleArm(summary) !== undefined) return ''
    return section('effects', 'Effects', paragraph('No arms were compared.'))
  }
  const levels = [...new Set(summary.effects.map((effect) => levelName(effect.level)))].join(', ')
  const pair = onlyPair(summary)
  const columns = [
    { head: 'endpoint' },
    { head: pair === undefined ? 'reference' : armHead(pair.against, context), numeric: true, whole: true },
    { head: pair === undefined ? 'arm' : armHead(pair.arm, context), numeric: true },
    {
      head: '<span class="mark-head"><span>\u2190 lower</span><span>0</span><span>higher \u2192</span></span>',
    },
    { head: `difference (${text(levels)})`, numeric: true, whole: true },
    { head: 'ratio', numeric: true, whole: true },
    { head: 'verdict' },
  ]
  const rows = summary.effects.map((effect, index) =>
    effectRow(effect, summary.effects[index - 1]?.endpoint !== effect.endpoint, summary, context),
  )
  const interval = summary.endpoints[0]?.interval ?? 'range of the replicates'
  const methods = [...new Set(summary.effects.map((effect) => effect.method))].join('; ')
  const note = `Intervals: ${levels}, ${methods}. Arms: median [${interval}]. Each endpoint has its own scale around zero, shared by its arms. A filled point: the interval excludes zero; a hollow one: it does not.`
  const strips = summary.endpoints.map(
    (endpoint) =>
      `<div>${stripPlot(summary, endpoint, context, { width: stripWidth(summary), height: 170 })}</div>`,
  )
  return section(
    'effects',
    'Effects',
    table(columns, rows, 'effects-table'),
    paragraph(note, 'caption'),
    figure(
      `<div class="strips" style="--strip:${Math.round(stripWidth(summary) * 1.3)}px">${strips.join('')}</div>`,
      stripCaption(summary),
    ),
  )
}

/** Every recorded series. */
export function timeCourseSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.series.length === 0)
    return section('courses', 'Time courses', paragraph('No series were recorded.'))
  // The key figure of a single arm shows its main series already.
  if (singleArm(summary) !== undefined && summary.effects.length === 0 && summary.series.length === 1)
    return ''
  const plots = inOrderOfQuestion(summary)
    .filter((series) => constantOf(series) === undefined)
    .map((series) => `<div>${timeCourse(summary, series, context, { width: pageColumn })}</div>`)
  const constants = summary.series.flatMap((series) => {
    const value = constantOf(series)
    return value === undefined ? [] : [`${series.label} ${withUnit(formatNumber(value), series.unit)}`]
  })
  const rest = constants.length === 0 ? '' : `Constant in every run: ${constants.join('; ')}.`
  const doses = summary.arms.some((arm) => arm.doses.length > 0) ? ' Triangles: doses.' : ''
  const lines =
    summary.replicates < 2 ? 'Line: the run.' : `Line: median. Band: ${bandName(summary.replicates)}.`
  const caption = `${summary.replicates < 2 && summary.arms.length > 1 ? 'Line: the one run of each arm.' : lines}${doses}`
  const drawn = plots.length === 0 ? '' : figure(`<div class="courses">${plots.join('')}</div>`, caption)
  return section('courses', 'Time courses', drawn, rest === '' ? '' : paragraph(rest, 'caption'))
}

/** Series that endpoints read come first, in the order of the endpoints. */
function inOrderOfQuestion(summary: TrialSummary): readonly SeriesSummary[] {
  const measures = summary.endpoints.map((endpoint) => endpoint.measure)
  const rank = (series: SeriesSummary): number => {
    const place = measures.indexOf(series.measure)
    return place < 0 ? measures.length : place
  }
  return summary.series.toSorted((a, b) => rank(a) - rank(b))
}

/** The one value that a series of at least three times has everywhere; a shorter one is drawn. */
function constantOf({ times, values }: SeriesSummary): number | undefined {
  const all = Object.values(values).flat(2)
  const [first] = all
  return times.length > 2 && typeof first === 'number' && all.every((value) => value === first)
    ? first
    : undefined
}

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

/** The two arms that every effect compares, where there is but one comparison. */
function onlyPair({ effects }: TrialSummary): EffectSummary | undefined {
  const [first] = effects
  return effects.every((effect) => effect.arm === first?.arm && effect.against === first.against)
    ? first
    : undefined
}

function armHead(arm: string, context: FigureContext): Markup {
  return `<b style="color:${armStyle(context, arm).colour}">${text(arm)}</b>`
}

function effectRow(
  effect: EffectSummary,
  first: boolean,
  summary: TrialSummary,
  context: FigureContext,
): Markup[] {
  const endpoint = summary.endpoints.find((candidate) => candidate.name === effect.endpoint)
  const unit = endpoint?.unit ?? ''
  const words = effectText(effect, unit)
  const when = endpoint === undefined ? '' : formatTime(endpoint.at, summary.duration)
  const level = (arm: string): Markup => {
    const { median = null, low = null, high = null } = endpoint?.summary[arm] ?? {}
    const [middle = noNumber, from = noNumber, to = noNumber] = formatTogether([median, low, high])
    const interval =
      low === null || high === null ? '' : `<br><small class="whole">[${from} to ${to}]</small>`
    const only = onlyPair(summary) === undefined ? '' : ' class="narrow"'
    const name = `<span${only}>${armHead(arm, context)}<br></span>`
    return `${name}${text(withUnit(middle, unit))}${interval}`
  }
  const [estimate = noNumber, from = noNumber, to = noNumber] = formatTogether(
    [effect.estimate, effect.low, effect.high],
    true,
  )
  const difference = withUnit(estimate, unit)
  const rest = effect.low === null || effect.high === null ? '' : `<br><small>[${from} to ${to}]</small>`
  return [
    first ? `<b>${text(endpoint?.label ?? effect.endpoint)}</b><br><small>${text(when)}</small>` : '',
    level(effect.against),
    level(effect.arm),
    `<div class="mark">${forestMark(effect, summary.effects, context)}</div>`,
    `<b>${text(difference)}</b>${rest}`,
    splitInterval(words.ratio)
      .map((part, index) => (index === 0 ? text(part) : `<br><small>${text(part)}</small>`))
      .join(''),
    `<b>${verdictText(effect)}</b>${verdictNote(effect, summary)}`,
  ]
}

function verdictNote(effect: EffectSummary, summary: TrialSummary): Markup {
  if (!isSettled(effect) && effect.needed !== undefined)
    return `<br><small>about ${plural(effect.needed, summary.pairing === 'twins' ? 'twin pair' : 'replicate')} needed</small>`
  return effect.expected === undefined ? '' : `<br><small>${expectationNotes[effect.expected.met]}</small>`
}

/** "x [a to b] unit" as the number and the interval. */
function splitInterval(value: string): string[] {
  const at = value.indexOf('[')
  return at < 0 ? [value] : [value.slice(0, at).trim(), value.slice(at)]
}

function keyPictures(summary: TrialSummary): TissueSummary[] {
  if (summary.tissue.length === 0) return []
  const replicate = shownReplicate(summary)
  const last = Math.max(...summary.tissue.map((tissue) => tissue.time))
  const effect = summary.effects[0]
  const names =
    effect === undefined ? summary.arms.slice(0, 2).map((arm) => arm.name) : [effect.against, effect.arm]
  return names.flatMap((name) =>
    summary.tissue
      .filter((tissue) => tissue.arm === name && tissue.time === last && tissue.replicate === replicate)
      .slice(0, 1),
  )
}

function htmlLegend(pictures: readonly TissueSummary[], summary: TrialSummary): Markup {
  if (pictures.length === 0) return ''
  const items = legendEntries(pictures, summary.cellTypes).map(
    ({ mark, name }) => `<li><svg viewBox="-0.5 -4.5 9 9" aria-hidden="true">${mark}</svg>${text(name)}</li>`,
  )
  return `<ul class="legend">${items.join('')}</ul>`
}

/** ", replicate 1 of 4"; nothing where there is one. */
function whichReplicate(summary: TrialSummary, replicate: number): string {
  return summary.replicates > 1 ? `, replicate ${replicate + 1} of ${summary.replicates}` : ''
}

function stripCaption(summary: TrialSummary): string {
  const twins =
    summary.pairing === 'twins' && summary.arms.length > 1 ? ' Lines join twins, which share their seed.' : ''
  if (summary.replicates < 2) return `Points: the one run of each arm.${twins}`
  return `Points: the ${summary.replicates} replicates. Bars: medians.${twins}`
}

function stripWidth(summary: TrialSummary): number {
  return Math.max(190, 40 + summary.arms.length * 64)
}

function wideFigure(drawing: Markup, caption: string): Markup {
  return figure(
    `<div class="scroll wide" tabindex="0" role="group" aria-label="figure"><div>${drawing}</div></div>`,
    caption,
  )
}
