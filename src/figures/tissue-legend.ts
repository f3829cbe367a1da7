import { HYPOXIC } from '../analysis/measures/fields.ts'
import type { CellTypeSummary, Lineage, TissueSummary } from '../analysis/summary.ts'
import { tissueGround, vesselLumen, vesselWall } from './palette.ts'
import { element, textElement } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'
import { CONTOUR_COLOUR, EMPTY_VESSEL, FIBRE_COLOUR, TIP_COLOUR, hypoxiaLine } from './tissue-shapes.ts'
import { cellColour, cellShape } from './tissue.ts'

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
    .toSorted((a, b) => lineageRank(a.type) - lineageRank(b.type) || a.index - b.index)
    .map(({ type }) => ({ mark: cellMark(cellColour(type, 0), 0), name: type.name }))
  // Dead cells keep a trace of their type's hue; the legend shows what they have in common.
  if (states.has(1)) entries.push({ mark: cellMark('#9b9b9b', 1), name: 'apoptotic' })
  if (states.has(2)) entries.push({ mark: cellMark('#3f444c', 2), name: 'necrotic' })
  if (tissues.some((tissue) => tissue.vessels.x.length > 0)) {
    const isLiving = tissues.some(({ network }) => network !== undefined)
    entries.push({ mark: ring(vesselWall, vesselLumen), name: isLiving ? 'vessel across' : 'vessel' })
  }
  entries.push(...shapeEntries(tissues))
  return entries
}

/** Vessels that live, fibres, and the line around what lacks oxygen, where pictures show them. */
function shapeEntries(tissues: readonly TissueSummary[]): readonly LegendEntry[] {
  const networks = tissues.flatMap(({ network }) => network ?? [])
  const flows = networks.flatMap(({ flow }) => flow)
  const entry = (isThere: boolean, name: string, mark: string): readonly LegendEntry[] =>
    isThere ? [{ mark, name }] : []
  const bar = (stroke: string, width: number): string =>
    element('path', { d: 'M0 2L8-2', stroke, 'stroke-width': width })
  const isHypoxic = tissues.some(({ fields }) => hypoxiaLine(fields, 1) !== '')
  return [
    ...entry(
      flows.some((flow) => flow > 0),
      'vessel, wider with more flow',
      bar(vesselWall, 3),
    ),
    ...entry(flows.includes(0), 'vessel without flow', bar(EMPTY_VESSEL, 3) + bar(tissueGround, 1.4)),
    ...entry(
      networks.some(({ tips }) => tips.length > 0),
      'tip of a sprout',
      element('path', { d: 'M8-2L1-2.5L3 3Z', fill: TIP_COLOUR, stroke: tissueGround, 'stroke-width': 0.6 }),
    ),
    ...entry(
      tissues.some(({ fibres }) => fibres !== undefined),
      'fibres',
      onPlate(FIBRE_COLOUR, 'M1 2L3-2M3.5 3L5.5-1M6 1.5L7-2'),
    ),
    ...entry(isHypoxic, `${HYPOXIC} mmHg of oxygen`, onPlate(CONTOUR_COLOUR, 'M0.5 1.5C3-3 5 3 7.5-1.5')),
  ]
}

/** A bright line on the ground of pictures, so that it shows on any page. */
function onPlate(stroke: string, d: string): string {
  const plate = element('rect', { x: -0.5, y: -4, width: 9, height: 8, rx: 1.5, fill: tissueGround })
  return plate + element('path', { d, stroke, fill: 'none', 'stroke-width': 0.9 })
}

const lineages: readonly Lineage[] = [
  'tumour',
  'lymphoid',
  'myeloid',
  'stroma',
  'endothelium',
  'epithelium',
  'other',
]

/** Place of a type in lists: by lineage, the tumour first. */
export function lineageRank(type: Pick<CellTypeSummary, 'lineage'>): number {
  return lineages.indexOf(type.lineage)
}

/** A cell as the pictures draw it, on a disc of their ground, so that pale and dark ones show on any page. */
function cellMark(colour: string, state: number): string {
  const ground = element('circle', { r: 1.12, fill: tissueGround })
  return element('g', { transform: 'translate(4 0) scale(3.9)' }, ground + cellShape(colour, state, true))
}

function ring(stroke: string, fill: string): string {
  return element('circle', { cx: 4, r: 3.1, fill, stroke, 'stroke-width': 1.8 })
}
