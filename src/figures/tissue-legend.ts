import type { CellTypeSummary, TissueSummary } from '../analysis/summary.ts'
import { tissueGround, vesselLumen, vesselWall } from './palette.ts'
import { element, textElement } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'
import { cellColour } from './tissue.ts'

/** One entry of a legend: a mark drawn from 0 to 8 across and -4 to 4 down [pt], and its name. */
export interface LegendEntry {
  readonly mark: string
  readonly name: string
}

/** A legend's drawing and its height [pt]. */
export interface Legend {
  readonly content: string
  readonly height: number
}

const lineHeight = 14

/** The cell types, dead cells and vessels that the pictures show, flowing over lines of `width` [pt]. */
export function tissueLegend(
  tissues: readonly TissueSummary[],
  cellTypes: readonly CellTypeSummary[],
  width: number,
  theme: Theme,
): Legend {
  const entries = legendEntries(tissues, cellTypes)
  let [x, y] = [0, 0]
  const parts = entries.map(({ mark, name }) => {
    const room = 12 + textWidth(name, theme.fontSize) + 10
    if (x > 0 && x + room > width + 10) [x, y] = [0, y + lineHeight]
    const text = textElement(name, { x: 12, y: theme.fontSize * 0.35, 'font-size': theme.fontSize })
    const part = element('g', { transform: `translate(${x.toFixed(1)} ${y + 7})` }, mark + text)
    x += room
    return part
  })
  return { content: parts.join(''), height: entries.length === 0 ? 0 : y + lineHeight }
}

/** The cell types, dead cells and vessels that the pictures show. */
export function legendEntries(
  tissues: readonly TissueSummary[],
  cellTypes: readonly CellTypeSummary[],
): LegendEntry[] {
  const types = new Set(tissues.flatMap((tissue) => tissue.cells.type))
  const states = new Set(tissues.flatMap((tissue) => tissue.cells.state))
  const entries = cellTypes
    .map((type, index) => ({ type, index }))
    .filter(({ index }) => types.has(index))
    .map(({ type }) => ({ mark: disc(cellColour(type, 0)), name: type.name }))
  if (states.has(1)) entries.push({ mark: ring('#9b9b9b', tissueGround), name: 'apoptotic' })
  if (states.has(2)) entries.push({ mark: disc('#3f444c', '#8a8f98'), name: 'necrotic' })
  if (tissues.some((tissue) => tissue.vessels.x.length > 0)) {
    entries.push({ mark: ring(vesselWall, vesselLumen), name: 'vessel' })
  }
  return entries
}

/** A disc with a hairline of ground, so that pale types show on paper. */
function disc(fill: string, rim: string = tissueGround): string {
  return element('circle', {
    cx: 4,
    r: 4,
    fill,
    stroke: rim,
    'stroke-width': 0.4,
    'stroke-opacity': 0.5,
  })
}

function ring(stroke: string, fill: string): string {
  return element('circle', { cx: 4, r: 3.1, fill, stroke, 'stroke-width': 1.8 })
}
