import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { tickText } from './axes.ts'
import { effectText, isSettled } from './effect-text.ts'
import { formatExact, formatTicks, formatTime } from './number-format.ts'
import { exactScale, ratioScale, roundBelow } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, svgDocument, textElement, translated } from './svg.ts'
import { boldShare, cutText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Differences, each endpoint on its own scale around one line of zero; or ratios on one logarithmic axis. */
export type ForestKind = 'difference' | 'ratio'

/** Ratios can be drawn when every effect has one with an interval. */
export function hasRatios(effects: readonly EffectSummary[]): boolean {
  return (
    effects.length > 0 &&
    effects.every((effect) => isPositive(effect.ratioLow) && isPositive(effect.ratioHigh))
  )
}

const columns = { label: 0, plot: 186, plotEnd: 356, value: 372 } as const
const rowHeight = 34
const headHeight = 26

/** Draw all effects in the order of the question: estimate, interval and line of no effect. */
export function forestFigure(
  summary: Pick<TrialSummary, 'effects' | 'endpoints'>,
  context: FigureContext,
  kind: ForestKind = 'difference',
): string {
  const { effects } = summary
  const shared = kind === 'ratio' ? sharedRatioScale(effects) : undefined
  const rows = effects.map((_, index) =>
    translated(0, headHeight + index * rowHeight, row(summary, index, shared, context)),
  )
  const foot = shared === undefined ? 6 : 20
  const height = headHeight + effects.length * rowHeight + foot
  const axis =
    shared === undefined
      ? ''
      : translated(0, headHeight + effects.length * rowHeight, ratioAxis(shared, context))
  const content =
    head(effects, kind, context) + centreLine(effects.length, shared, context) + rows.join('') + axis
  const title = `Effects: ${kind === 'ratio' ? 'ratios' : 'differences'} between arms with intervals`
  return svgDocument({ width: columnWidth.two, height, title }, context.theme, content)
}

/** Draw one effect alone, for a row of a table: zero in the middle, the scale that all `effects` of its endpoint share. */
export function forestMark(
  effect: EffectSummary,
  effects: readonly EffectSummary[],
  context: FigureContext,
): string {
  const [width, height] = [150, 22]
  const scale = endpointScale(effect.endpoint, effects, [6, width - 6])
  const middle = width / 2
  const zero = element('line', {
    x1: middle,
    x2: middle,
    y1: 0,
    y2: height,
    stroke: context.theme.line,
    'stroke-width': 0.8,
  })
  const mark = intervalMark(effect, scale, height / 2, context)
  return svgDocument({ width, height, title: effectText(effect, '').sentence }, context.theme, zero + mark)
}

/** One effect; effects of one endpoint that follow each other share its name, above, and its scale, below. */
function row(
  summary: Pick<TrialSummary, 'effects' | 'endpoints'>,
  index: number,
  shared: Scale | undefined,
  context: FigureContext,
): string {
  const { effects } = summary
  const effect = effects[index]
  if (effect === undefined) return ''
  const { theme } = context
  const endpoint = endpointOf(summary, effect)
  const text = effectText(effect, endpoint?.unit ?? '')
  const scale = shared ?? endpointScale(effect.endpoint, effects, [columns.plot, columns.plotEnd])
  const first = effects[index - 1]?.endpoint !== effect.endpoint
  const last = effects[index + 1]?.endpoint !== effect.endpoint
  const comparison = `${effect.arm} against ${effect.against}`
  return [
    first ? endpointName(effect, endpoint, context) : '',
    textElement(cutText(comparison, columns.plot - 12, theme.smallSize), {
      x: 0,
      y: first ? 21 : 12,
      ...tickText(theme, 'start'),
      fill: armStyle(context, effect.arm).colour,
    }),
    shared === undefined && last ? endpointTicks(scale, context) : '',
    shared === undefined ? intervalMark(effect, scale, 9, context) : ratioMark(effect, scale, context),
    textElement(shared === undefined ? text.difference : text.ratio, {
      x: columns.value,
      y: 11,
      style: 'font-variant-numeric:tabular-nums',
    }),
    textElement(text.verdict, { x: columns.value, y: 21, ...tickText(theme, 'start') }),
  ].join('')
}

function endpointName(
  effect: EffectSummary,
  endpoint: EndpointSummary | undefined,
  context: FigureContext,
): string {
  const when = endpoint === undefined ? '' : `, ${formatTime(endpoint.at, context.duration)}`
  const name = (endpoint?.label ?? effect.endpoint) + when
  const room = (columns.plot - 8) / boldShare
  return textElement(cutText(name, room, context.theme.fontSize), { x: 0, y: 11, 'font-weight': 600 })
}

function head(effects: readonly EffectSummary[], kind: ForestKind, context: FigureContext): string {
  const { theme } = context
  const middle = (columns.plot + columns.plotEnd) / 2
  const level = effects[0] === undefined ? '' : ` (${formatExact(effects[0].level * 100)}\u00a0% CI)`
  const y = 11
  return [
    textElement('endpoint', { x: 0, y, ...tickText(theme, 'start') }),
    textElement('\u2190 lower', { x: columns.plot, y, ...tickText(theme, 'start') }),
    textElement(kind === 'ratio' ? 'ratio' : '0', { x: middle, y, ...tickText(theme, 'middle') }),
    textElement('higher \u2192', { x: columns.plotEnd, y, ...tickText(theme, 'end') }),
    textElement(`${kind}${level}`, { x: columns.value, y, ...tickText(theme, 'start') }),
  ].join('')
}

function centreLine(rows: number, shared: Scale | undefined, context: FigureContext): string {
  const x = shared === undefined ? (columns.plot + columns.plotEnd) / 2 : shared.place(1)
  const y2 = headHeight + rows * rowHeight
  return element('line', { x1: x, x2: x, y1: 16, y2, stroke: context.theme.line, 'stroke-width': 0.8 })
}

/** Round values of the endpoint's scale either side of zero, in its own unit. */
function endpointTicks(scale: Scale, context: FigureContext): string {
  const { theme } = context
  const reach = roundBelow(scale.domain[1])
  const sides = [-reach, reach]
  const labels = formatTicks(sides, true)
  const line = element('line', {
    x1: columns.plot,
    x2: columns.plotEnd,
    y1: 16,
    y2: 16,
    stroke: theme.faint,
    'stroke-width': 0.8,
  })
  const tickMarks = sides.map((tick, index) => {
    const x = scale.place(tick)
    return (
      element('line', { x1: x, x2: x, y1: 14.5, y2: 17.5, stroke: theme.line, 'stroke-width': 0.6 }) +
      textElement(labels[index] ?? '', {
        x,
        y: 24,
        ...tickText(theme, 'middle'),
        'font-size': theme.smallSize - 1,
      })
    )
  })
  return line + tickMarks.join('')
}

function ratioAxis(scale: Scale, context: FigureContext): string {
  const { theme } = context
  const tickMarks = scale.ticks.map((tick) => {
    const x = scale.place(tick)
    return (
      element('line', { x1: x, x2: x, y1: 0, y2: 3, stroke: theme.line, 'stroke-width': 0.6 }) +
      textElement(formatExact(tick), { x, y: 11, ...tickText(theme, 'middle') })
    )
  })
  const line = {
    x1: columns.plot,
    x2: columns.plotEnd,
    y1: 0,
    y2: 0,
    stroke: theme.line,
    'stroke-width': 0.8,
  }
  return element('line', line) + tickMarks.join('')
}

/** A filled point when the interval excludes no effect, a hollow one when it does not: shape, not colour alone. */
function intervalMark(effect: EffectSummary, scale: Scale, y: number, context: FigureContext): string {
  return drawMarks(
    { estimate: effect.estimate, low: effect.low, high: effect.high },
    effect,
    scale,
    y,
    context,
  )
}

function ratioMark(effect: EffectSummary, scale: Scale, context: FigureContext): string {
  const { ratio = null, ratioLow = null, ratioHigh = null } = effect
  return drawMarks({ estimate: ratio, low: ratioLow, high: ratioHigh }, effect, scale, 13, context)
}

interface Interval {
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
}

function drawMarks(
  { estimate, low, high }: Interval,
  effect: EffectSummary,
  scale: Scale,
  y: number,
  context: FigureContext,
): string {
  const stroke = armStyle(context, effect.arm).colour
  const line =
    low === null || high === null
      ? ''
      : element('line', {
          x1: scale.place(low),
          x2: scale.place(high),
          y1: y,
          y2: y,
          stroke,
          'stroke-width': 1.6,
          'stroke-linecap': 'round',
        })
  if (estimate === null) return line
  const fill = isSettled(effect) ? stroke : context.theme.paper
  return (
    line + element('circle', { cx: scale.place(estimate), cy: y, r: 3, fill, stroke, 'stroke-width': 1.4 })
  )
}

/** Zero in the middle, reaching to the farthest end of any interval of the endpoint. */
function endpointScale(
  endpoint: string,
  effects: readonly EffectSummary[],
  range: readonly [number, number],
): Scale {
  const sizes = effects
    .filter((effect) => effect.endpoint === endpoint)
    .flatMap((effect) => [effect.estimate, effect.low, effect.high])
    .map((value) => Math.abs(value ?? 0))
  const size = Math.max(0, ...sizes)
  const reach = size === 0 ? 1 : size * 1.08
  return exactScale(-reach, reach, range, 4)
}

function sharedRatioScale(effects: readonly EffectSummary[]): Scale {
  const ends = effects.flatMap((effect) => [effect.ratioLow ?? 1, effect.ratioHigh ?? 1])
  const reach = Math.max(1.25, ...ends.map((end) => Math.max(end, 1 / end))) * 1.05
  return ratioScale(1 / reach, reach, [columns.plot, columns.plotEnd])
}

function endpointOf(
  summary: Pick<TrialSummary, 'endpoints'>,
  effect: EffectSummary,
): EndpointSummary | undefined {
  return summary.endpoints.find((endpoint) => endpoint.name === effect.endpoint)
}

function isPositive(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value) && value > 0
}
