import type {
  CellTypeSummary,
  FieldSummary,
  TissueSummary,
  TrialSummary,
  VesselColumns,
} from '../analysis/summary.ts'
import { desaturate, mixHex } from './colour-space.ts'
import { colourMapFor, colourMapTable } from './colour-map.ts'
import { cellTypeColour, tissueGround, vesselLumen, vesselWall } from './palette.ts'
import { encodePng, pngDataUrl } from './png.ts'
import { roundBelow } from './scale.ts'
import { element, round, textElement } from './svg.ts'
import { boldShare, textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'

/** What a tissue panel shows: the cells, or one field. */
export type TissueLayer =
  | { readonly kind: 'cells' }
  | { readonly kind: 'field'; readonly substrate: string; readonly range: readonly [number, number] }

/** The part of the tissue that is drawn. */
export interface Ground {
  /** Lower left corner [um]. */
  readonly left: number
  readonly bottom: number
  /** [um] */
  readonly width: number
  readonly height: number
}

/** Where and how large a panel is [pt]. */
export interface PanelBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Outer radius of a vessel of unknown size [um]; chosen: a tumour capillary with its wall. */
const capillaryRadius = 7

/** Share of a cell's radius that is drawn; chosen: leaves a hairline between cells that touch. */
const drawnShare = 0.94

/** The ground of a trial's tissue: its domain seen from above. */
export function groundOf(domain: TrialSummary['domain']): Ground {
  const [width, height] = domain.size
  const [left, bottom] = domain.origin ?? [-width / 2, -height / 2]
  return { left, bottom, width, height }
}

/** Height of a panel of `width` [pt] that shows `ground` undistorted [pt]. */
export function panelHeight(ground: Ground, width: number): number {
  return (width * ground.height) / ground.width
}

/** Draw one picture of the tissue; `cellTypes` give the colours. */
export function tissuePanel(
  tissue: TissueSummary,
  cellTypes: readonly CellTypeSummary[],
  ground: Ground,
  box: PanelBox,
  layer: TissueLayer = { kind: 'cells' },
): string {
  const top = ground.bottom + ground.height
  const rect = element('rect', {
    x: ground.left,
    y: -top,
    width: ground.width,
    height: ground.height,
    fill: tissueGround,
  })
  const content =
    layer.kind === 'cells'
      ? rect + cellLayers(tissue, cellTypes) + vesselRings(tissue.vessels)
      : (fieldImage(tissue, layer) || rect) + vesselRings(tissue.vessels)
  const viewBox = [ground.left, -top, ground.width, ground.height].map(round).join(' ')
  return element('svg', { ...box, viewBox, preserveAspectRatio: 'none', overflow: 'hidden' }, content)
}

/** A white bar of round length with its length, at the lower right of a panel. */
export function scaleBar(ground: Ground, box: PanelBox, theme: Theme): string {
  const length = roundBelow(ground.width / 4)
  const width = (length * box.width) / ground.width
  const text = length >= 1000 ? `${length / 1000} mm` : `${length} \u00b5m`
  const plate = Math.max(width, textWidth(text, theme.smallSize)) + 8
  const right = box.x + box.width - 3
  const bottom = box.y + box.height - 3
  const middle = right - plate / 2
  return (
    groundPlate({
      x: right - plate,
      y: bottom - theme.smallSize - 8,
      width: plate,
      height: theme.smallSize + 8,
    }) +
    textElement(text, { x: middle, y: bottom - 6.5, ...onGround(theme, 'middle') }) +
    element('rect', { x: middle - width / 2, y: bottom - 4, width, height: 1.5, fill: '#ffffff' })
  )
}

/** A label at the upper left of a panel. */
export function panelLabel(text: string, box: PanelBox, theme: Theme): string {
  const width = textWidth(text, theme.smallSize) * boldShare + 6
  const plate = groundPlate({ x: box.x + 3, y: box.y + 3, width, height: theme.smallSize + 5 })
  const label = {
    x: box.x + 6,
    y: box.y + 4 + theme.smallSize,
    ...onGround(theme, 'start'),
    'font-weight': 600,
  }
  return plate + textElement(text, label)
}

/** Draw a colour bar `width` [pt] wide after its name, between the ends of its range. */
export function colourBar(
  field: FieldSummary,
  range: readonly [string, string],
  name: string,
  width: number,
  theme: Theme,
): string {
  const levels = Uint8Array.from({ length: 256 }, (_, level) => level)
  const image = encodePng(levels, 256, 1, colourMapTable(colourMapFor(field.class)))
  const small = { 'font-size': theme.smallSize, fill: theme.muted, y: 7.5 }
  const low = textWidth(name, theme.fontSize) * boldShare + 10
  const start = low + textWidth(range[0], theme.smallSize) + 4
  return (
    textElement(name, { x: 0, y: 7.5, 'font-weight': 600 }) +
    textElement(range[0], { ...small, x: low }) +
    element('image', {
      x: start,
      y: 1,
      width,
      height: 7,
      preserveAspectRatio: 'none',
      href: pngDataUrl(image),
    }) +
    textElement(range[1], { ...small, x: start + width + 4 })
  )
}

/** The look of a cell: filled while alive, a hollow grey-hued ring in apoptosis, dull and dark in necrosis. */
export function cellColour(type: CellTypeSummary | undefined, state: number): string {
  const live = type === undefined ? '#8a8f98' : cellTypeColour(type)
  if (state === 1) return desaturate(live, 0.7)
  return state === 2 ? mixHex(desaturate(live, 0.85), tissueGround, 0.55) : live
}

/** One path per type, state and half-micrometre of radius; dead cells lie beneath the living. */
function cellLayers(tissue: TissueSummary, cellTypes: readonly CellTypeSummary[]): string {
  const groups = new Map<string, DotGroup>()
  const { cells } = tissue
  for (let slot = 0; slot < cells.x.length; slot++) {
    const state = cells.state[slot] ?? 0
    const type = cells.type[slot] ?? -1
    const radius = Math.max(0.5, Math.round((cells.radius[slot] ?? 0) * 2) / 2)
    const key = `${state} ${type} ${radius}`
    const group = groups.get(key) ?? { state, type, radius, path: [] }
    group.path.push(`M${tenth(cells.x[slot] ?? 0)} ${tenth(-(cells.y[slot] ?? 0))}h.01`)
    groups.set(key, group)
  }
  const ordered = [...groups.values()].toSorted(
    (a, b) => rank(a.state) - rank(b.state) || a.type - b.type || b.radius - a.radius,
  )
  return ordered.map((group) => dots(group, cellColour(cellTypes[group.type], group.state))).join('')
}

interface DotGroup {
  readonly state: number
  readonly type: number
  readonly radius: number
  readonly path: string[]
}

/** Round line caps on steps of a hundredth of a micrometre: a circle in fifteen bytes. */
function dots(group: DotGroup, colour: string): string {
  const d = group.path.join('')
  const width = 2 * group.radius * drawnShare
  const path = (stroke: string, strokeWidth: number): string =>
    element('path', { d, stroke, 'stroke-width': strokeWidth, 'stroke-linecap': 'round', fill: 'none' })
  if (group.state === 1) return path(colour, width) + path(tissueGround, width * 0.6)
  return path(colour, width)
}

/** A crimson ring around a dark lumen. */
function vesselRings(vessels: VesselColumns): string {
  return vessels.x
    .map((x, index) => {
      const outer = vessels.radius?.[index] ?? capillaryRadius
      return element('circle', {
        cx: x,
        cy: -(vessels.y[index] ?? 0),
        r: outer * 0.78,
        fill: vesselLumen,
        stroke: vesselWall,
        'stroke-width': outer * 0.44,
      })
    })
    .join('')
}

function fieldImage(tissue: TissueSummary, layer: Extract<TissueLayer, { kind: 'field' }>): string {
  const field = tissue.fields.find((candidate) => candidate.substrate === layer.substrate)
  if (field === undefined) return ''
  const png = encodePng(
    levelsOf(field, layer.range),
    field.nx,
    field.ny,
    colourMapTable(colourMapFor(field.class)),
  )
  const height = field.ny * field.voxel
  return element('image', {
    x: field.origin[0],
    y: -(field.origin[1] + height),
    width: field.nx * field.voxel,
    height,
    preserveAspectRatio: 'none',
    href: pngDataUrl(png),
  })
}

/** Levels 0 to 255 of a field, rows from the top [ny * nx]. */
function levelsOf(field: FieldSummary, [low, high]: readonly [number, number]): Uint8Array {
  const levels = new Uint8Array(field.nx * field.ny)
  const span = high - low || 1
  for (let row = 0; row < field.ny; row++) {
    for (let column = 0; column < field.nx; column++) {
      const value = field.values[(field.ny - 1 - row) * field.nx + column] ?? low
      levels[row * field.nx + column] = Math.round(255 * Math.min(1, Math.max(0, (value - low) / span)))
    }
  }
  return levels
}

/** A dark plate under text, so that it reads over any cells. */
function groundPlate(box: PanelBox): string {
  return element('rect', { ...box, rx: 1.5, fill: tissueGround, 'fill-opacity': 0.78 })
}

function onGround(theme: Theme, anchor: 'start' | 'middle'): Record<string, string | number> {
  return { 'font-size': theme.smallSize, 'text-anchor': anchor, fill: '#ffffff' }
}

/** Dead beneath living. */
function rank(state: number): number {
  return state === 0 ? 1 : 0
}

function tenth(value: number): number {
  const rounded = Math.round(value * 10) / 10
  return rounded === 0 ? 0 : rounded
}
