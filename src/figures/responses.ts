import type { TrialSummary } from '../analysis/summary.ts'
import type { MaybeNumber, ResponseSummary, SubjectResponse } from '../analysis/summary-results.ts'
import { tickRoom, tickText, timeAxis, verticalAxis } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { sortedNumbers, thinned } from './band.ts'
import { curvePath } from './curve-path.ts'
import { endLabels, figureHeading, labelRoom, lineMark, pointMark } from './marks.ts'
import { formatExact, formatNumber, timeUnit } from './number-format.ts'
import { exactScale, niceScale, timeTicks } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { boldShare, wrapText } from './text-layout.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Choices of figures of responses. */
export interface ResponseOptions {
  /** [pt] */
  readonly width?: number
  /** [pt] */
  readonly height?: number
}

/** Which change a waterfall shows: the best where the experiment says from which on a subject responds, else the last. */
export function waterfallChange({ responseBelow }: ResponseSummary): 'best' | 'last' {
  return responseBelow === undefined ? 'last' : 'best'
}

/** Changes above this are cut and marked [%]; chosen: growth tenfold hides every response. */
export const mostShown = 300

interface Plot {
  readonly area: PlotArea
  readonly y: Scale
  readonly context: FigureContext
}

interface Arm {
  readonly name: string
  readonly subjects: readonly SubjectResponse[]
}

/** Draw the change of every subject as a bar from zero: each arm by itself, the greatest growth first. */
export function waterfallFigure(
  summary: Pick<TrialSummary, 'arms'>,
  response: ResponseSummary,
  context: FigureContext,
  options: ResponseOptions = {},
): string {
  const { width = 330, height = 190 } = options
  const which = waterfallChange(response)
  const arms = armsOf(summary, response).map(({ name, subjects }) => ({
    name,
    count: subjects.length,
    values: thinned(sortedNumbers(subjects.map((subject) => subject[which]))).toReversed(),
  }))
  const deepest = 4
  const foot = 9 + 9 * deepest
  const plot = layOut(
    response,
    arms.flatMap(({ values }) => values),
    { width, height, right: hasThresholds(response) ? 60 : 2, foot },
    context,
  )
  const { area } = plot
  const gap = 10
  const count = arms.reduce((sum, { values }) => sum + values.length, 0)
  const step = (area.right - area.left - gap * Math.max(0, arms.length - 1)) / Math.max(1, count)
  let x = area.left
  const groups = arms.map(({ name, values, count: subjects }) => {
    const from = x
    const { colour } = armStyle(context, name)
    const bars = values.map((value, index) => bar(from + index * step, step, value, colour, plot))
    x += values.length * step + gap
    const middle = from + (values.length * step) / 2
    const room = (values.length * step + gap * 0.8) / boldShare
    const names = wrapText(name, room, context.theme.fontSize, deepest - 1)
    const label = names.map((line, row) =>
      textElement(line, {
        x: middle,
        y: area.bottom + 12 + row * 9,
        'text-anchor': 'middle',
        'font-weight': 600,
        fill: colour,
      }),
    )
    const n = { x: middle, y: area.bottom + 12 + names.length * 9.5, ...tickText(context.theme, 'middle') }
    return bars.join('') + label.join('') + textElement(`n = ${formatNumber(subjects)}`, n)
  })
  const when = which === 'best' ? 'lowest change from the start' : 'change from the start to the end'
  const second = `${response.measure}, ${when} (%), one bar per subject`
  const content = [
    figureHeading(response.name, second, width, context.theme),
    verticalAxis(plot.y, area, context.theme),
    ...groups,
    thresholds(response, plot, 'beside'),
  ]
  const title = `${response.name}: ${when} of ${response.measure} in every subject of ${arms.map(({ name }) => name).join(', ')}`
  return svgDocument({ width, height, title }, context.theme, content.join(''))
}

/** Draw the change of every subject over time as a thin line that ends in a point. */
export function spiderFigure(
  summary: Pick<TrialSummary, 'arms'>,
  response: ResponseSummary,
  context: FigureContext,
  options: ResponseOptions = {},
): string {
  const { width = 280, height = 190 } = options
  const arms = armsOf(summary, response)
  const shown = arms.map(({ name, subjects }) => ({
    name,
    subjects: subjects.filter(({ change }) => change.length > 0),
  }))
  const values = shown.flatMap(({ subjects }) => subjects.flatMap(({ change }) => sortedNumbers(change)))
  const right = labelRoom(shown, width, context.theme) + 8
  const plot = layOut(response, values, { width, height, right, foot: 26 }, context)
  const { area } = plot
  const end = Math.max(1, response.times.at(-1) ?? 1)
  const x = exactScale(0, end, [area.left, area.right])
  const labels = shown.map(({ name, subjects }) => ({
    name,
    colour: armStyle(context, name).colour,
    place: plot.y.place(middleOf(subjects.map(({ last }) => clipped(last)))),
  }))
  const content = [
    figureHeading(response.name, `${response.measure}, change from the start (%)`, width, context.theme),
    verticalAxis(plot.y, area, context.theme),
    ...shown.map(({ name, subjects }) => spiderLines(name, subjects, response, x, plot)),
    thresholds(response, plot, 'above'),
    endLabels(labels, area, width, context),
    timeAxis(x, timeTicks(end, timeUnit(context.duration).minutes), area, context),
  ]
  const title = `${response.name}: change of ${response.measure} over time in every subject of ${shown.map(({ name }) => name).join(', ')}`
  return svgDocument({ width, height, title }, context.theme, content.join(''))
}

function armsOf(summary: Pick<TrialSummary, 'arms'>, response: ResponseSummary): Arm[] {
  return summary.arms.flatMap(({ name }) => {
    const subjects = response.arms[name]
    return subjects === undefined ? [] : [{ name, subjects }]
  })
}

function layOut(
  response: ResponseSummary,
  values: readonly number[],
  size: { width: number; height: number; right: number; foot: number },
  context: FigureContext,
): Plot {
  const lines = [response.progressionAbove, response.responseBelow].filter((line) => line !== undefined)
  const [low, high] = [Math.min(0, ...values, ...lines), Math.max(0, ...values, ...lines)]
  const [top, bottom] = [32, size.height - size.foot]
  const y = niceScale(low, Math.min(high, mostShown), [bottom, top])
  const left = tickRoom(y.ticks, context.theme)
  return { area: { left, right: size.width - size.right, top, bottom }, y, context }
}

/** A bar from zero; one that is cut shows a notch of paper near its end. */
function bar(x: number, step: number, value: number, colour: string, plot: Plot): string {
  const [zero, end] = [plot.y.place(0), plot.y.place(Math.min(value, plot.y.domain[1]))]
  const width = Math.max(0.5, step * 0.82)
  const left = x + (step - width) / 2
  const height = Math.max(0.6, Math.abs(zero - end))
  const box = element('rect', { x: left, y: Math.min(zero, end), width, height, fill: colour })
  if (value <= plot.y.domain[1]) return box
  const notch = `M${round(left - 1)} ${round(end + 6)}l${round(width + 2)} -3`
  return box + element('path', { d: notch, stroke: plot.context.theme.paper, 'stroke-width': 1.6 })
}

function spiderLines(
  name: string,
  subjects: readonly SubjectResponse[],
  { times }: ResponseSummary,
  x: Scale,
  plot: Plot,
): string {
  const { colour, dash } = armStyle(plot.context, name)
  const d = subjects.map(({ change }) => curvePath(times, change.map(clipped), { x, y: plot.y })).join('')
  const ends = subjects.map(({ change }) => {
    const at = change.findLastIndex((value) => value !== null)
    const value = clipped(change[at] ?? null)
    if (value === null) return ''
    return pointMark(x.place(times[at] ?? 0), plot.y.place(value), colour, plot.context.theme)
  })
  const line = { fill: 'none', stroke: colour, 'stroke-width': 0.7, 'stroke-opacity': 0.75 }
  return element('path', { d, ...line, 'stroke-dasharray': dash }) + ends.join('')
}

function clipped(value: MaybeNumber): MaybeNumber {
  return value === null ? null : Math.min(value, mostShown)
}

function middleOf(values: readonly MaybeNumber[]): number {
  const sorted = sortedNumbers(values)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function hasThresholds({ progressionAbove, responseBelow }: ResponseSummary): boolean {
  return progressionAbove !== undefined || responseBelow !== undefined
}

/** The changes from which on a subject counts as progressing or as responding, named beside the plot or on the line. */
function thresholds(
  { progressionAbove, responseBelow }: ResponseSummary,
  { area, y, context }: Plot,
  where: 'beside' | 'above',
): string {
  const { theme } = context
  const lines = [
    { at: progressionAbove, text: 'progression' },
    { at: responseBelow, text: 'response' },
  ]
  return lines
    .map(({ at, text }) => {
      if (at === undefined) return ''
      const place = y.place(at)
      const value = `${at > 0 ? '+' : '\u2212'}${formatExact(Math.abs(at))}\u00a0%`
      const line = lineMark([area.left, place], [area.right, place], theme.ink, 0.8, '3 2')
      if (where === 'beside') {
        const x = area.right + 4
        const [above, below] = [place - 1, place + 7.5]
        const style = tickText(theme, 'start')
        return (
          line + textElement(text, { x, y: above, ...style }) + textElement(value, { x, y: below, ...style })
        )
      }
      const halo = { 'paint-order': 'stroke', stroke: theme.paper, 'stroke-width': 2.5 }
      const label = { x: area.left + 3, y: at > 0 ? place - 2.5 : place + 7.5, ...tickText(theme, 'start') }
      return line + textElement(`${text} ${value}`, { ...label, ...halo })
    })
    .join('')
}
