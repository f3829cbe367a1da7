import type { ArmSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import type { MaybeNumber } from '../analysis/summary-results.ts'
import { tickRoom, tickText, verticalAxis } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { quantile, sortedNumbers, thinned } from './band.ts'
import { formatTogether, formatTime, formatUnit } from './number-format.ts'
import { niceScale } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { boldShare, cutText, wrapText } from './text-layout.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Choices of a strip plot. */
export interface StripPlotOptions {
  /** [pt] */
  readonly width?: number
  /** [pt] */
  readonly height?: number
}

interface Plot {
  readonly area: PlotArea
  readonly y: Scale
  readonly context: FigureContext
  /** Median of each arm, as text. */
  readonly medians: readonly string[]
  /** Name of each arm, broken into lines, and the most lines that any takes. */
  readonly names: readonly (readonly string[])[]
  readonly deepest: number
  /** Centre of each arm's column [pt]. */
  readonly centres: readonly number[]
}

/** Draw every replicate of an endpoint as a point, twins joined by a line, the median of each arm as a bar. */
export function stripPlot(
  summary: Pick<TrialSummary, 'arms' | 'pairing' | 'replicates'>,
  endpoint: EndpointSummary,
  context: FigureContext,
  options: StripPlotOptions = {},
): string {
  const arms = summary.arms.filter((arm) => endpoint.values[arm.name] !== undefined)
  const { width = 40 + Math.max(2, arms.length) * 64, height = 190 } = options
  const plot = layOut(endpoint, arms, width, height, context)
  const content = [
    heading(endpoint, width, context),
    verticalAxis(plot.y, plot.area, context.theme),
    summary.pairing === 'twins' && !isCrowded(endpoint) ? twinLines(endpoint, arms, plot) : '',
    ...arms.map((arm, index) => column(endpoint, arm, index, plot)),
  ]
  const title = `${endpoint.label} at ${formatTime(endpoint.at, context.duration)} in each of ${subjectsOf(endpoint)} subjects`
  return svgDocument({ width, height, title }, context.theme, content.join(''))
}

/** Subjects from which on points stand side by side and twins are not joined; chosen: more lines are a thicket. */
const mostJoined = 20

/** Whether an endpoint has too many subjects to join their twins. */
export function isCrowded(endpoint: Pick<EndpointSummary, 'values'>): boolean {
  return subjectsOf(endpoint) > mostJoined
}

/** Subjects of the largest arm. */
export function subjectsOf({ values }: Pick<EndpointSummary, 'values'>): number {
  return Math.max(0, ...Object.values(values).map((list) => list.length))
}

/** Where ascending places [pt] stand beside `centre`: those that would overlap alternate to its right and left. */
function swarm(places: readonly number[], centre: number, reach: number): number[] {
  const size = 3
  let [from, rank] = [Number.NaN, 0]
  const ranks = places.map((place) => {
    if (Math.abs(place - from) < size) return ++rank
    ;[from, rank] = [place, 0]
    return 0
  })
  const widest = Math.max(1, Math.ceil(Math.max(0, ...ranks) / 2))
  const step = Math.min(size, reach / widest)
  return ranks.map((each) => centre + (each % 2 === 0 ? -1 : 1) * Math.ceil(each / 2) * step)
}

function layOut(
  endpoint: EndpointSummary,
  arms: readonly ArmSummary[],
  width: number,
  height: number,
  context: FigureContext,
): Plot {
  const sorted = sortedNumbers(arms.flatMap((arm) => endpoint.values[arm.name] ?? []))
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1]
  const top = 36
  const room = (width - 34) / Math.max(1, arms.length)
  const names = arms.map((arm) => nameLines(arm, room, context))
  const deepest = Math.max(1, ...names.map((lines) => lines.length))
  const bottom = height - 16 - deepest * (context.theme.fontSize + 1)
  const y = niceScale(low >= 0 && low < 0.6 * high ? 0 : low, high, [bottom, top])
  const area = { left: tickRoom(y.ticks, context.theme), right: width - 2, top, bottom }
  const step = (area.right - area.left) / Math.max(1, arms.length)
  const medians = formatTogether([...arms.map((arm) => medianOf(endpoint, arm)), low, high])
  return {
    area,
    y,
    context,
    medians,
    names,
    deepest,
    centres: arms.map((_, index) => area.left + (index + 0.5) * step),
  }
}

function heading(endpoint: EndpointSummary, width: number, context: FigureContext): string {
  const { theme } = context
  const unit = endpoint.unit === '' || endpoint.unit === '1' ? '' : formatUnit(endpoint.unit)
  const size = theme.fontSize + 0.5
  const second = [formatTime(endpoint.at, context.duration), unit].filter((part) => part !== '').join(', ')
  return (
    textElement(cutText(endpoint.label, width / boldShare, size), {
      x: 0,
      y: 11,
      'font-size': size,
      'font-weight': 600,
    }) + textElement(second, { x: 0, y: 22, ...tickText(theme, 'start') })
  )
}

/** One line per twin set, through all arms that have a value; a gap where one has none. */
function twinLines(endpoint: EndpointSummary, arms: readonly ArmSummary[], plot: Plot): string {
  const count = Math.max(0, ...arms.map((arm) => endpoint.values[arm.name]?.length ?? 0))
  const paths = Array.from({ length: count }, (_, replicate) => {
    let pen = 'M'
    return arms
      .map((arm, index) => {
        const value = endpoint.values[arm.name]?.[replicate] ?? null
        const command =
          value === null ? '' : `${pen}${round(plot.centres[index] ?? 0)} ${round(plot.y.place(value))}`
        pen = value === null ? 'M' : 'L'
        return command
      })
      .join('')
  })
  return element('path', {
    d: paths.join(''),
    fill: 'none',
    stroke: plot.context.theme.line,
    'stroke-width': 0.6,
  })
}

function column(endpoint: EndpointSummary, arm: ArmSummary, index: number, plot: Plot): string {
  const { area, y, context } = plot
  const { theme } = context
  const { colour } = armStyle(context, arm.name)
  const centre = plot.centres[index] ?? 0
  const sorted = thinned(sortedNumbers(endpoint.values[arm.name] ?? []))
  const median = medianOf(endpoint, arm)
  const step = (area.right - area.left) / Math.max(1, plot.centres.length)
  const bar =
    median === null
      ? ''
      : medianBar(
          centre,
          y.place(median),
          Math.min(11, step * 0.28),
          isCrowded(endpoint) ? theme.ink : colour,
        )
  const crowded = isCrowded(endpoint)
  const places = sorted.map((value) => y.place(value))
  const across = crowded ? swarm(places, centre, step * 0.4) : places.map(() => centre)
  const dots = places.map((place, point) =>
    element('circle', {
      cx: across[point],
      cy: place,
      r: crowded ? 1.5 : 2.4,
      fill: colour,
      'fill-opacity': 0.85,
      stroke: theme.paper,
      'stroke-width': crowded ? 0.4 : 0.7,
    }),
  )
  const names = (plot.names[index] ?? []).map((line, row) =>
    textElement(line, {
      x: centre,
      y: area.bottom + 12 + row * (theme.fontSize + 1),
      'text-anchor': 'middle',
      'font-weight': 600,
      fill: colour,
    }),
  )
  const value = textElement(`median ${plot.medians[index] ?? ''}`, {
    x: centre,
    y: area.bottom + 12 + plot.deepest * (theme.fontSize + 1),
    ...tickText(theme, 'middle'),
  })
  return (crowded ? dots.join('') + bar : bar + dots.join('')) + names.join('') + value
}

function nameLines(arm: ArmSummary, room: number, context: FigureContext): string[] {
  return wrapText(arm.name, (room - 4) / boldShare, context.theme.fontSize, 4)
}

function medianOf(endpoint: EndpointSummary, arm: ArmSummary): MaybeNumber {
  return endpoint.summary[arm.name]?.median ?? quantile(sortedNumbers(endpoint.values[arm.name] ?? []), 0.5)
}

function medianBar(x: number, y: number, half: number, colour: string): string {
  return element('line', { x1: x - half, x2: x + half, y1: y, y2: y, stroke: colour, 'stroke-width': 2 })
}
