import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import { tickText } from './axes.ts'
import { divergingHex, inkOn } from './heat-map.ts'
import { figureHeading } from './marks.ts'
import { formatTicks } from './number-format.ts'
import { exactScale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { wrapText } from './text-layout.ts'
import type { FigureContext, Theme } from './theme.ts'

/** Parameters that a matrix of pairs shows; chosen: more are too small to read. */
const mostParameters = 8

/** Draws that a panel shows; chosen: enough for a shape, few enough for a page. */
const mostDraws = 250

const top = 28

/** Draw how parameters hang together in the posterior: draws below the diagonal, correlations as numbers above. */
export function pairsFigure(
  summary: Pick<CalibrationSummary, 'parameters' | 'correlations' | 'draws'>,
  context: FigureContext,
  width = 420,
): string {
  const { theme } = context
  const parameters = summary.parameters.slice(0, mostParameters)
  const size = Math.min(90, width / Math.max(1, parameters.length))
  const cells = parameters.flatMap((parameter, row) =>
    parameters.map((_, column) => {
      const corner = { x: column * size, y: top + row * size, size }
      if (row === column) return nameCell(parameter.name, corner, theme)
      if (row < column) return numberCell(summary.correlations[row]?.[column] ?? Number.NaN, corner, theme)
      return drawsCell(summary.draws ?? [], [column, row], corner, theme)
    }),
  )
  const second = `rank correlations${summary.draws === undefined ? '' : '; below: draws of the posterior'}`
  const content = figureHeading('Posterior, two at a time', second, width, theme) + cells.join('')
  const title = `Pairs of parameters in the posterior: ${parameters.map(({ name }) => name).join(', ')}`
  const side = size * parameters.length
  return svgDocument({ width: Math.max(side, 150), height: top + side + 1, title }, theme, content)
}

interface Corner {
  readonly x: number
  readonly y: number
  readonly size: number
}

function frame({ x, y, size }: Corner, theme: Theme, fill = 'none'): string {
  const box = { x: x + 1, y: y + 1, width: size - 2, height: size - 2, fill }
  return element('rect', { ...box, stroke: theme.faint, 'stroke-width': 0.8 })
}

function nameCell(name: string, corner: Corner, theme: Theme): string {
  const lines = wrapText(name, corner.size - 6, theme.smallSize, 3)
  const middle = corner.y + corner.size / 2
  return lines
    .map((line, row) =>
      textElement(line, {
        x: corner.x + corner.size / 2,
        y: middle + (row - (lines.length - 1) / 2) * 9 + 2.5,
        ...tickText(theme, 'middle'),
        fill: theme.ink,
        'font-weight': 600,
      }),
    )
    .join('')
}

function numberCell(rho: number, corner: Corner, theme: Theme): string {
  if (!Number.isFinite(rho)) return frame(corner, theme)
  const fill = divergingHex(rho)
  const ink = inkOn(fill)
  const [text = ''] = formatTicks([Math.round(rho * 100) / 100])
  const place = { x: corner.x + corner.size / 2, y: corner.y + corner.size / 2 + 3 }
  return (
    frame(corner, theme, fill) +
    textElement(text, { ...place, ...tickText(theme, 'middle'), fill: ink, 'data-ground': fill })
  )
}

function drawsCell(
  draws: readonly (readonly number[])[],
  [a, b]: readonly [number, number],
  corner: Corner,
  theme: Theme,
): string {
  const shown = draws.slice(0, mostDraws)
  if (shown.length === 0) return frame(corner, theme)
  const [xs, ys] = [a, b].map((index) => shown.map((draw) => draw[index] ?? 0))
  const { x, y, size } = corner
  const across = exactScale(Math.min(...(xs ?? [])), Math.max(...(xs ?? [])), [x + 5, x + size - 5])
  const up = exactScale(Math.min(...(ys ?? [])), Math.max(...(ys ?? [])), [y + size - 5, y + 5])
  const d = shown.map((draw) => `M${round(across.place(draw[a] ?? 0))} ${round(up.place(draw[b] ?? 0))}h.01`)
  const dots = { fill: 'none', stroke: theme.accent, 'stroke-width': 1.7, 'stroke-opacity': 0.5 }
  return frame(corner, theme) + element('path', { d: d.join(''), ...dots, 'stroke-linecap': 'round' })
}
