import type { EffectSummary, TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { bandName } from '../figures/band.ts'
import { effectText, isSettled, levelName, verdictOf } from '../figures/effect-text.ts'
import { forestMark } from '../figures/forest.ts'
import { formatTime, formatTogether, noNumber, withUnit } from '../figures/number-format.ts'
import { stripPlot } from '../figures/strip-plot.ts'
import { armStyle } from '../figures/theme.ts'
import type { FigureContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { legendEntries } from '../figures/tissue-legend.ts'
import { groundOf, panelHeight } from '../figures/tissue.ts'
import { fieldStrip, shownReplicate, tissueFigure, tissueStrip } from '../figures/tissue-strip.ts'
import { answerSentences, evidenceLine, expectationLine, furtherFindings, trialLine } from './answer.ts'
import { figure, paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'

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

/** The tissue of the control and of the first treated arm at the end, beside the primary endpoint. */
export function keyFigureSection(summary: TrialSummary, context: FigureContext): Markup {
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
      ? `Tissue at ${formatTime(pictures[0]?.time ?? 0, summary.duration)}, replicate ${(pictures[0]?.replicate ?? 0) + 1} of ${summary.replicates}.`
      : '',
    strip.length > 0 ? stripCaption(summary) : '',
  ].join(' ')
  const drawings = [...panels, ...strip].map((drawing) => `<div>${drawing}</div>`).join('')
  const grid = `<div class="key panels-${pictures.length}${many ? ' many' : ''}">${drawings}</div>`
  return section('key', 'Key figure', figure(grid + htmlLegend(pictures, summary), caption.trim()))
}

/** Every effect with its interval, mark and verdict, then every replicate behind it. */
export function effectsSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.effects.length === 0) return section('effects', 'Effects', paragraph('No arms were compared.'))
  const levels = [...new Set(summary.effects.map((effect) => levelName(effect.level)))].join(', ')
  const columns = [
    { head: 'endpoint' },
    { head: 'reference', numeric: true, whole: true },
    { head: 'arm', numeric: true },
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
  const note = `Intervals: ${methods}. Arms: median [${interval}]. Each endpoint has its own scale around zero, shared by its arms. A filled point: the interval excludes zero; a hollow one: it does not.`
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
  const plots = summary.series.map(
    (series) => `<div>${timeCourse(summary, series, context, { width: pageColumn })}</div>`,
  )
  const doses = summary.arms.some((arm) => arm.doses.length > 0) ? ' Triangles: doses.' : ''
  const caption = `Line: median. Band: ${bandName(summary.replicates)}.${doses}`
  return section('courses', 'Time courses', figure(`<div class="courses">${plots.join('')}</div>`, caption))
}

/** The tissue over time, then each field. */
export function tissueSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.tissue.length === 0)
    return section('tissue', 'Tissue', paragraph('No pictures of the tissue were recorded.'))
  const which = `Replicate ${shownReplicate(summary) + 1} of ${summary.replicates}${summary.pairing === 'twins' ? '; the arms are twins, started from the same seed' : ''}.`
  const cells = wideFigure(tissueStrip(summary, context, pageWidth), `Cells. ${which}`)
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
    return `<b style="color:${armStyle(context, arm).colour}">${text(arm)}</b><br>${text(withUnit(middle, unit))}${interval}`
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
    `<b>${verdictOf(effect)}</b>${verdictNote(effect)}`,
  ]
}

function verdictNote(effect: EffectSummary): Markup {
  if (!isSettled(effect) && effect.needed !== undefined)
    return `<br><small>about ${effect.needed} replicates would settle it</small>`
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

function stripCaption(summary: TrialSummary): string {
  const twins = summary.pairing === 'twins' ? ' Lines join twins, which share their seed.' : ''
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
