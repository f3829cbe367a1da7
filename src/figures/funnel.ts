import type { CascadeStep, CascadeSummary, OrganCascade } from '../analysis/organism/organism-summary.ts'
import { PRIMARY } from '../engine/organism.ts'
import { type PlotArea, tickText } from './axes.ts'
import { diamondMark, figureHeading, lineMark } from './marks.ts'
import { formatCount } from './count-text.ts'
import { formatExact, formatNumber, formatUnit, noNumber } from './number-format.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { boldShare, textWidth, wrapText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Height of a bar and the gap to the next of the same step [pt]. */
const BAR = 7
const BAR_GAP = 2
/** Room between two steps [pt]; chosen: a line of text fits. */
const STEP_GAP = 13
/** Room for a number at the end of a bar [pt]. */
const NUMBER_ROOM = 44
/** Arms up to which shares are written between steps; chosen: more would not be read. */
const MOST_SHARES = 2
/** Decades between ticks are one, unless there are more than these. */
const MOST_DECADES = 5

/** An arm with its steps of one organ. */
interface Arm {
  readonly name: string
  readonly colour: string
  readonly steps: readonly CascadeStep[]
}

interface Plot {
  readonly x: Scale
  readonly area: PlotArea
  readonly context: FigureContext
  /** Height of the bars of a step [pt]. */
  readonly bars: number
}

/**
 * Draw how many cells of each arm got how far on their way to an organ: a bar per step and arm on a logarithmic scale, with numbers at
 * their ends and, where few arms are compared, the share that went on between them.
 */
export function funnelFigure(
  cascades: readonly CascadeSummary[],
  organ: string,
  context: FigureContext,
  width: number = columnWidth.one,
): string {
  const { theme } = context
  const arms = armsOf(cascades, organ, context)
  const names = (arms[0]?.steps ?? []).map(({ name }) => name)
  const keys = arms.length > 1 ? armKeys(arms, width, context) : { content: '', height: 0 }
  const labels = Math.min(
    width * 0.36,
    10 + Math.max(0, ...names.map((name) => textWidth(name, theme.fontSize))),
  )
  const bars = arms.length * (BAR + BAR_GAP) - BAR_GAP
  const top = 34 + keys.height
  const bottom = top + names.length * (bars + STEP_GAP) - STEP_GAP + 6
  const area = { left: labels, right: width - NUMBER_ROOM, top, bottom }
  const plot: Plot = { x: decades(cascades, [area.left, area.right]), area, context, bars }
  const runs = Math.max(1, ...cascades.map((cascade) => cascade.runs))
  const second = runs > 1 ? `so far, mean and range of ${runs} runs` : 'so far, in one run'
  const content = [
    figureHeading(wayTo(organ), second, width, theme),
    keys.content,
    axis(plot),
    ...arms.map((arm, index) => flow(arm, index, plot)),
    ...names.map((name, row) => stepLabel(name, row, plot)),
    ...arms.flatMap((arm, index) =>
      arm.steps.map((step, row) => bar(step, arm, rowTop(row, index, plot), plot)),
    ),
    ...(arms.length <= MOST_SHARES ? names.map((_, row) => shares(arms, row, plot)) : []),
  ]
  return svgDocument({ width, height: bottom + 16, title: titleOf(arms, organ) }, theme, content.join(''))
}

function armsOf(cascades: readonly CascadeSummary[], organ: string, context: FigureContext): readonly Arm[] {
  const found = cascades.flatMap(({ arm, organs }) => {
    const steps = organs.find((each: OrganCascade) => each.organ === organ)?.steps
    return steps === undefined ? [] : [{ name: arm, steps }]
  })
  // One arm alone needs no colour of its own.
  const colour = (name: string): string =>
    found.length === 1 ? context.theme.accent : armStyle(context, name).colour
  return found.map((arm) => ({ ...arm, colour: colour(arm.name) }))
}

/** Room below the least positive number, so that every one has a bar that is seen [decades]. */
const LEAST_BAR = 0.5

/** Whole decades that hold all numbers of all organs: panels side by side have one scale. */
function decades(cascades: readonly CascadeSummary[], range: readonly [number, number]): Scale {
  const steps = cascades.flatMap(({ organs }) => organs.flatMap((organ) => organ.steps))
  const positive = steps.flatMap(({ mean, high }) => [mean ?? 0, high ?? 0]).filter((value) => value > 0)
  const means = steps.map(({ mean }) => mean ?? 0).filter((value) => value > 0)
  const low = means.length === 0 ? -1 : Math.floor(Math.log10(Math.min(...means)) - LEAST_BAR)
  const high = positive.length === 0 ? 0 : Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive))))
  const step = Math.ceil((high - low) / MOST_DECADES)
  const count = Math.floor((high - low) / step) + 1
  return {
    domain: [10 ** low, 10 ** high],
    ticks: Array.from({ length: count }, (_, k) => 10 ** (low + k * step)),
    place: (value) =>
      range[0] + ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * (range[1] - range[0]),
  }
}

function axis({ x, area, context: { theme } }: Plot): string {
  return x.ticks
    .map((tick) => {
      const at = x.place(tick)
      const power = Math.round(Math.log10(tick))
      const label = power >= -2 && power <= 3 ? formatExact(tick) : formatUnit(`10^${power}`)
      return (
        lineMark([at, area.top - 4], [at, area.bottom], theme.faint, 0.6) +
        textElement(label, { x: at, y: area.bottom + 9, ...tickText(theme, 'middle') })
      )
    })
    .join('')
}

/** Upper edge of an arm's bar in the row of a step [pt]. */
function rowTop(row: number, arm: number, { area, bars }: Plot): number {
  return area.top + row * (bars + STEP_GAP) + arm * (BAR + BAR_GAP)
}

function stepLabel(name: string, row: number, { area, bars, context: { theme } }: Plot): string {
  const lines = wrapText(name, area.left - 8, theme.fontSize, 2)
  const middle = area.top + row * (bars + STEP_GAP) + bars / 2
  return lines
    .map((line, k) =>
      textElement(line, {
        x: 0,
        y: middle + theme.fontSize * 0.35 + (k - (lines.length - 1) / 2) * (theme.fontSize + 1),
      }),
    )
    .join('')
}

function bar(step: CascadeStep, { colour }: Arm, top: number, plot: Plot): string {
  const {
    x,
    area,
    context: { theme },
  } = plot
  const { mean, low, high } = step
  const end = mean === null || mean <= 0 ? area.left : x.place(mean)
  const middle = top + BAR / 2
  const filled =
    end > area.left
      ? element('rect', { x: area.left, y: top, width: end - area.left, height: BAR, fill: colour, rx: 1 })
      : ''
  const isSpread = low !== null && high !== null && high > low && high > 0
  const range = isSpread ? lineMark([x.place(low), middle], [x.place(high), middle], theme.ink, 0.9) : ''
  const mark = expectation(step, middle, plot)
  const reach = mark === '' ? area.left : x.place(step.expected ?? 0) + 4
  const after = Math.max(end, reach, isSpread ? x.place(high) : area.left) + 4
  const number = { x: after, y: middle + theme.smallSize * 0.36, 'font-size': theme.smallSize }
  return filled + range + mark + textElement(mean === null ? noNumber : formatCount(mean), number)
}

/** Numbers closer than this to what was drawn are not marked [share]. */
const ALIKE = 0.1

/** A diamond where something else was to be expected than what chance drew. */
function expectation({ mean, expected }: CascadeStep, y: number, { x, context: { theme } }: Plot): string {
  if (expected === null || expected <= x.domain[0] || mean === null) return ''
  return Math.abs(mean - expected) < ALIKE * expected
    ? ''
    : diamondMark(x.place(expected), y, theme.ink, theme)
}

/** What narrows from step to step, as a faint surface behind the bars. */
function flow({ steps, colour }: Arm, arm: number, plot: Plot): string {
  const { x, area } = plot
  const ends = steps.map(({ mean }) => (mean === null || mean <= 0 ? area.left : x.place(mean)))
  const path = ends
    .slice(1)
    .map((end, index) => {
      const before = ends[index] ?? area.left
      if (before <= area.left) return ''
      const from = rowTop(index, arm, plot) + BAR
      const to = rowTop(index + 1, arm, plot)
      return `M${round(area.left)} ${round(from)}H${round(before)}L${round(end)} ${round(to)}H${round(area.left)}Z`
    })
    .join('')
  return path === '' ? '' : element('path', { d: path, fill: colour, 'fill-opacity': 0.14 })
}

/** The share that went on from a step to the next, beneath its bars; side by side in the colours of the arms. */
function shares(arms: readonly Arm[], row: number, plot: Plot): string {
  const { area, bars, context } = plot
  const { theme } = context
  let at = area.left + 4
  return arms
    .map(({ steps, colour }) => {
      const text = shareText(steps[row]?.mean, steps[row + 1]?.mean)
      if (text === undefined) return ''
      const y = area.top + row * (bars + STEP_GAP) + bars + STEP_GAP / 2 + theme.smallSize * 0.36
      const style = { ...tickText(theme, 'start'), ...(arms.length > 1 ? { fill: colour } : {}) }
      const shown = textElement(text, { x: at, y, ...style })
      at += textWidth(text, theme.smallSize) + 10
      return shown
    })
    .join('')
}

/** `1 in 320`, `38 %`; undefined where there is nothing to take a share of. */
export function shareText(
  before: number | null | undefined,
  after: number | null | undefined,
): string | undefined {
  if (before === null || before === undefined || after === null || after === undefined) return undefined
  if (!(before > 0)) return undefined
  const share = after / before
  if (share === 0) return 'none'
  if (share >= 0.1) return `${formatNumber(Number((100 * share).toPrecision(2)))}\u00a0%`
  return `1 in ${formatCount(Number((1 / share).toPrecision(2)))}`
}

interface Keys {
  readonly content: string
  readonly height: number
}

/** Names of the arms in their colours, over as many lines as they take. */
function armKeys(arms: readonly Arm[], width: number, { theme }: FigureContext): Keys {
  let [x, y] = [0, 36]
  const marks = arms.map(({ name, colour }) => {
    const room = 11 + textWidth(name, theme.fontSize) * boldShare + 10
    if (x > 0 && x + room > width) [x, y] = [0, y + theme.fontSize + 4]
    const mark = element('rect', { x, y: y - 6.5, width: 7, height: 7, rx: 1, fill: colour })
    const label = textElement(name, { x: x + 11, y, 'font-weight': 600, fill: colour })
    x += room
    return mark + label
  })
  return { content: marks.join(''), height: y - 36 + theme.fontSize + 8 }
}

function titleOf(arms: readonly Arm[], organ: string): string {
  const told = arms.map(({ name, steps }) => {
    const numbers = steps.map(
      (step) => `${step.name} ${step.mean === null ? noNumber : formatCount(step.mean)}`,
    )
    return `${arms.length > 1 ? `${name}: ` : ''}${numbers.join(', ')}`
  })
  return `${wayTo(organ)}: ${told.join('; ')}`
}

function wayTo(organ: string): string {
  return organ === PRIMARY ? 'Back to the primary' : `On the way to the ${organ}`
}
