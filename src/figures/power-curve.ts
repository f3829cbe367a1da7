import type { PlannedStudy } from '../analysis/study-size.ts'
import { tickRoom, verticalAxis } from './axes.ts'
import { curvePath } from './curve-path.ts'
import { endLabels, figureHeading, labelRoom, lineMark } from './marks.ts'
import { exactScale } from './scale.ts'
import { element, svgDocument } from './svg.ts'
import type { FigureContext } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/** Points of a curve; chosen: finer than a pixel. */
const POINTS = 120

/** Axis of a study whose size nothing bounds [subjects per group]; chosen: a large trial. */
const LONGEST = 1000

const CURVES = ['optimistic', 'likely', 'pessimistic'] as const

/** Draw the chance to see an effect against subjects per group, for the effect and both ends of its interval. */
export function powerCurve(study: PlannedStudy, context: FigureContext, width = 330): string {
  const { theme } = context
  const { size } = study
  const height = 190
  const y = exactScale(0, 100, [height - 30, 34], 5)
  const styles = {
    optimistic: { colour: theme.muted, dash: '4 2.5' },
    likely: { colour: theme.accent, dash: '' },
    pessimistic: { colour: theme.muted, dash: '1.5 2.5' },
  }
  const end = longest(size.sizes)
  const ns = Array.from({ length: POINTS }, (_, k) => 2 + ((end - 2) * k) / (POINTS - 1))
  const curves = CURVES.map((which) => ({
    which,
    values: ns.map((n) => {
      const power = study.powerAt(n, which)
      return power === null ? null : 100 * power
    }),
  })).filter(({ values }) => values.some((value) => value !== null))
  const named = curves.map(({ which, values }) => ({ name: which, colour: styles[which].colour, values }))
  const left = tickRoom(y.ticks, theme)
  const area = { left, right: width - labelRoom(named, width, theme) - 10, top: 34, bottom: height - 30 }
  const x = exactScale(0, end, [area.left, area.right])
  const content = [
    figureHeading(
      `${size.endpoint}, ${size.arm} against ${size.against}`,
      `chance to see the effect (%); ${size.method}`,
      width,
      theme,
    ),
    verticalAxis(y, area, theme),
    ...size.sizes.map(({ power }) =>
      lineMark([area.left, y.place(100 * power)], [area.right, y.place(100 * power)], theme.ink, 0.5, '2 2'),
    ),
    ...curves.map(({ which, values }) =>
      element('path', {
        d: curvePath(ns, values, { x, y }),
        fill: 'none',
        stroke: styles[which].colour,
        'stroke-width': which === 'likely' ? 1.6 : 1.1,
        'stroke-dasharray': styles[which].dash,
      }),
    ),
    endLabels(
      named.map(({ values, ...label }) => ({ ...label, place: y.place(values.at(-1) ?? 0) })),
      area,
      width,
      context,
    ),
    valueAxis(x, area, 'subjects per group', theme, false),
  ]
  const title = `Chance to see the effect of ${size.arm} against ${size.against} on ${size.endpoint}, by subjects per group`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

/** Half again as far as the likely effect needs; where nothing is enough, as far as a large trial. */
function longest(sizes: PlannedStudy['size']['sizes']): number {
  const needed = sizes.flatMap(({ likely, optimistic }) => likely ?? optimistic ?? [])
  return needed.length === 0 ? LONGEST : Math.max(8, Math.ceil(1.5 * Math.max(...needed)))
}
