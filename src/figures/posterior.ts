import type { CalibratedParameter, DensitySummary } from '../analysis/calibration/summary.ts'
import { diamondMark, figureHeading, lineMark, pointMark } from './marks.ts'
import { formatSpread, formatUnit } from './number-format.ts'
import { exactScale, ratioScale } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument } from './svg.ts'
import type { FigureContext } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/** Densities below this share of their peak are not worth room on the axis [1]; chosen: a hundredth is a hairline. */
const leastShare = 0.01

/** A parameter that spans at least this ratio stands on a logarithmic axis [1]; chosen: more than one power of ten. */
const logarithmicFrom = 30

/** Draw what was believed of a parameter before, in grey, and after, with median and 95 % highest-density interval. */
export function posteriorFigure(parameter: CalibratedParameter, context: FigureContext, width = 200): string {
  const { theme } = context
  const { prior, posterior } = parameter
  const height = 132
  const area = { left: 12, right: width - 12, top: 32, bottom: height - 26 }
  const scale = scaleOf(parameter, [area.left, area.right])
  const isLogarithmic = scale.kind === 'logarithmic'
  const [before, after] = [prior.density, posterior.density].map((density) => onAxis(density, isLogarithmic))
  const peak = Math.max(...(before?.y ?? []), ...(after?.y ?? []), Number.MIN_VALUE)
  const y = (value: number): number => area.bottom - 12 - (value / peak) * (area.bottom - 12 - area.top)
  const bar = area.bottom - 6
  const { place } = scale.axis
  const { accent, muted } = theme
  const point =
    parameter.point === undefined ? '' : diamondMark(place(parameter.point), bar, theme.ink, theme)
  const [median = '', low = '', high = ''] = formatSpread([posterior.median, posterior.low, posterior.high])
  const unit = parameter.unit === '' || parameter.unit === '1' ? '' : ` (${formatUnit(parameter.unit)})`
  const content = [
    figureHeading(`${parameter.name}${unit}`, `${median} [${low} to ${high}]`, width, theme),
    shape(before, scale.axis, y, { fill: muted, opacity: 0.22 }),
    shape(after, scale.axis, y, { fill: accent, opacity: 0.22, stroke: accent }),
    lineMark([place(posterior.low), bar], [place(posterior.high), bar], accent, 2.4),
    pointMark(place(posterior.median), bar, accent, theme),
    point,
    valueAxis(scale.axis, area, '', theme, false),
  ]
  const title = `${parameter.name}: posterior ${median}, 95 % interval ${low} to ${high}, beside the prior: ${prior.text}`
  return svgDocument({ width, height: height - 8, title }, theme, content.join(''))
}

function scaleOf({ prior, posterior }: CalibratedParameter, range: readonly [number, number]) {
  const ends = [...visible(prior.density), ...visible(posterior.density), posterior.low, posterior.high]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  if (low > 0 && high / low >= logarithmicFrom)
    return { kind: 'logarithmic', axis: ratioScale(low, high, range) } as const
  return { kind: 'linear', axis: exactScale(low, high, range, 4) } as const
}

/** Ends of where a density is worth showing. */
function visible({ x, y }: DensitySummary): number[] {
  const least = Math.max(...y) * leastShare
  const places = x.filter((_, index) => (y[index] ?? 0) >= least)
  return places.length === 0 ? [] : [places[0] ?? 0, places.at(-1) ?? 0]
}

/** On a logarithmic axis areas are probabilities only when densities are per unit of the logarithm: y x. */
function onAxis({ x, y }: DensitySummary, isLogarithmic: boolean): DensitySummary {
  return isLogarithmic ? { x, y: y.map((value, index) => value * (x[index] ?? 0)) } : { x, y }
}

function shape(
  density: DensitySummary | undefined,
  scale: Scale,
  y: (value: number) => number,
  style: { readonly fill: string; readonly opacity: number; readonly stroke?: string },
): string {
  const [low, high] = scale.domain
  const points = (density?.x ?? []).flatMap((x, index) =>
    x < low || x > high ? [] : [`${round(scale.place(x))} ${round(y(density?.y[index] ?? 0))}`],
  )
  if (points.length === 0) return ''
  const line = `M${points.join('L')}`
  const [first = '', last = ''] = [points[0]?.split(' ')[0], points.at(-1)?.split(' ')[0]]
  const area = `${line}L${last} ${round(y(0))}L${first} ${round(y(0))}Z`
  const filled = element('path', { d: area, fill: style.fill, 'fill-opacity': style.opacity })
  if (style.stroke === undefined) return filled
  return filled + element('path', { d: line, fill: 'none', stroke: style.stroke, 'stroke-width': 1.4 })
}
