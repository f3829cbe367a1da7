import type { DesignSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import type { ArmStatistics, SweepSummary } from '../analysis/summary-results.ts'
import { tickRoom, verticalAxis } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { sortedNumbers } from './band.ts'
import { curvePath } from './curve-path.ts'
import type { Plane } from './curve-path.ts'
import { endLabels, figureHeading, labelRoom, lineMark, pointMark } from './marks.ts'
import { formatUnit } from './number-format.ts'
import { exactScale, niceScale, ratioScale } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, svgDocument } from './svg.ts'
import { parameterName } from './sweep.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/** A parameter that spans at least this ratio stands on a logarithmic axis; chosen: more than one power of ten. */
const logarithmicFrom = 15

/** Draw an endpoint over the values of one swept parameter: median and interval of each arm at each value. */
export function responseCurve(
  summary: Pick<TrialSummary, 'arms'>,
  endpoint: Pick<EndpointSummary, 'label' | 'unit' | 'interval'>,
  sweep: SweepSummary,
  { design, parameter }: { readonly design: DesignSummary; readonly parameter: number },
  context: FigureContext,
  width: number = columnWidth.one,
): string {
  const { theme } = context
  const swept = design.parameters[parameter]
  const order = design.settingValues
    .map((values, setting) => ({ setting, value: values[parameter] ?? 0 }))
    .toSorted((a, b) => a.value - b.value)
  const xs = order.map(({ value }) => value)
  const arms = summary.arms.flatMap(({ name }) => {
    const settings = sweep.arms[name]
    return settings === undefined ? [] : [{ name, points: order.map(({ setting }) => settings[setting]) }]
  })
  const sorted = sortedNumbers(
    arms.flatMap(({ points }) => points.flatMap((point) => [point?.low, point?.median, point?.high])),
  )
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1]
  const height = 180
  const y = niceScale(low >= 0 && low < 0.7 * high ? 0 : low, high, [height - 26, 32])
  const area = {
    left: tickRoom(y.ticks, theme),
    right: width - labelRoom(arms, width, theme) - 8,
    top: 32,
    bottom: height - 26,
  }
  const plane = { x: axisOf(xs, area), y }
  const unit = endpoint.unit === '' || endpoint.unit === '1' ? '' : ` (${formatUnit(endpoint.unit)})`
  const labels = arms.map(({ name, points }) => ({
    name,
    colour: armStyle(context, name).colour,
    place: y.place(points.findLast((point) => (point?.median ?? null) !== null)?.median ?? 0),
  }))
  const content = [
    figureHeading(`${endpoint.label}${unit}`, intervalName(endpoint), width, theme),
    verticalAxis(y, area, theme),
    valueAxis(plane.x, area, swept === undefined ? '' : parameterName(swept), theme, false),
    ...arms.map(({ name, points }, index) =>
      curve(name, xs, points, (index - (arms.length - 1) / 2) * 1.6, plane, context),
    ),
    endLabels(labels, area, width, context),
  ]
  const title = `${endpoint.label} over ${swept?.name ?? 'the swept parameter'} in ${arms.map(({ name }) => name).join(', ')}`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

function intervalName({ interval = 'range of the replicates' }: Pick<EndpointSummary, 'interval'>): string {
  return `median and ${interval}`
}

function axisOf(xs: readonly number[], area: PlotArea): Scale {
  const [low, high] = [xs[0] ?? 0, xs.at(-1) ?? 1]
  const range = [area.left + 6, area.right - 6] as const
  if (low > 0 && high / low >= logarithmicFrom) return ratioScale(low, high, range)
  return exactScale(low, high, range, 5)
}

/** Points joined by a line, with their intervals; arms stand `shift` beside each other [pt]. */
function curve(
  name: string,
  xs: readonly number[],
  points: readonly (ArmStatistics | undefined)[],
  shift: number,
  plane: Plane,
  context: FigureContext,
): string {
  const { colour, dash } = armStyle(context, name)
  const medians = points.map((point) => point?.median ?? null)
  const line = { fill: 'none', stroke: colour, 'stroke-width': 1.3, 'stroke-dasharray': dash }
  const marks = points.map((point, index) => {
    if (point === undefined || point.median === null) return ''
    const x = plane.x.place(xs[index] ?? 0) + shift
    const interval =
      point.low === null || point.high === null
        ? ''
        : lineMark([x, plane.y.place(point.low)], [x, plane.y.place(point.high)], colour, 1)
    return interval + pointMark(x, plane.y.place(point.median), colour, context.theme)
  })
  return element('path', { d: curvePath(xs, medians, plane), ...line }) + marks.join('')
}
