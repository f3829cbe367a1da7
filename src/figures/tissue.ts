import type {
  CellTypeSummary,
  FieldSummary,
  TissueSummary,
  TrialSummary,
  VesselColumns,
} from '../analysis/summary.ts'
import { desaturate, mixHex } from './colour-space.ts'
import { colourMapFor, colourMapHex, colourMapTable } from './colour-map.ts'
import { cellTypeColour, tissueGround, vesselLumen, vesselWall } from './palette.ts'
import { encodePng, pngDataUrl } from './png.ts'
import { roundBelow } from './scale.ts'
import { element, round, textElement } from './svg.ts'
import { boldShare, textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'
import { fibreStrokes, hypoxiaLine, vesselTubes } from './tissue-shapes.ts'

/** What a tissue panel shows: the cells, or one field. */
export type TissueLayer =
  | { readonly kind: 'cells' }
  | {
      readonly kind: 'signal'
      readonly range: readonly [number, number]
      /** Types of which some cell has the signal; others are drawn grey. */
      readonly carriers: ReadonlySet<number>
    }
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

/** Width of the dark rim as a share of a cell's radius; chosen: cells that touch or overlap stay apart. */
const rimShare = 0.12

/** Radius of a nucleus as a share of the cell's; chosen: near the ratio of the models' volumes, 0.2 to 0.5. */
const nucleusShare = 0.42

/** Drawn radius from which a nucleus is shown [pt]; chosen: below it, nuclei are noise. */
const detailRadius = 1.6

/** Least radius of a dead cell that is drawn [um]; chosen: what shrinks away stays visible until it is cleared. */
const leastDead = 2

/** A usual radius of a cell [um], to decide how much detail a panel can show. */
const usualRadius = 7.5

/** Width of the line around what lacks oxygen [pt]. */
const HYPOXIA_LINE = 0.7

/** Line around a picture; chosen: seen on the dark page, quiet on the light one. */
const groundEdge = '#323a46'

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
  const detail = (usualRadius * box.width) / ground.width >= detailRadius
  const rect = element('rect', {
    x: ground.left,
    y: -top,
    width: ground.width,
    height: ground.height,
    fill: tissueGround,
  })
  const scale = box.width / ground.width
  const fibres = tissue.fibres === undefined ? '' : fibreStrokes(tissue.fibres, scale)
  const beneath =
    layer.kind === 'field'
      ? (fieldImage(tissue, layer) || rect) + fibres
      : rect + fibres + cellLayers(tissue, lookOf(tissue, cellTypes, layer), detail)
  const tubes = tissue.network === undefined ? '' : vesselTubes(tissue.network)
  const line = hypoxiaLine(tissue.fields, HYPOXIA_LINE / scale)
  const content = beneath + line + tubes + vesselRings(tissue.vessels)
  // A hairline, so that the ground ends visibly on a dark page too; half of it lies outside.
  const edge = element('rect', {
    x: ground.left,
    y: -top,
    width: ground.width,
    height: ground.height,
    fill: 'none',
    stroke: groundEdge,
    'stroke-width': (1.2 * ground.width) / box.width,
  })
  const viewBox = [ground.left, -top, ground.width, ground.height].map(round).join(' ')
  return element('svg', { ...box, viewBox, preserveAspectRatio: 'none', overflow: 'hidden' }, content + edge)
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
  field: Pick<FieldSummary, 'class'>,
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

/** Cells of one look, drawn with one line of markers. */
interface CellGroup {
  readonly state: number
  readonly look: number
  readonly radius: number
  readonly points: string[]
}

/** How cells look: cells with the same number look alike in the same state. */
interface CellLook {
  numberOf(slot: number): number
  colourOf(number: number, state: number): string
}

/** Colours that a signal takes; chosen: more cannot be told apart, and make pictures larger. */
const signalLevels = 32

/** Looks from here on are levels of a signal; chosen: beyond any number of cell types. */
const firstLevel = 1 << 16

/** Living cells without the signal; chosen: seen on the ground, and quieter than any level. */
const withoutSignal = '#3a424e'

/** By type, or living cells by what they sense or carry. */
function lookOf(
  { cells, signal }: TissueSummary,
  cellTypes: readonly CellTypeSummary[],
  layer: Extract<TissueLayer, { kind: 'cells' | 'signal' }>,
): CellLook {
  const typeOf = (slot: number): number => cells.type[slot] ?? -1
  if (layer.kind === 'cells' || signal === undefined)
    return { numberOf: typeOf, colourOf: (type, state) => cellColour(cellTypes[type], state) }
  const [low, high] = layer.range
  const level = (value: number): number =>
    Math.round(((signalLevels - 1) * (Math.min(high, Math.max(low, value)) - low)) / (high - low || 1))
  return {
    numberOf: (slot) =>
      cells.state[slot] === 0 && layer.carriers.has(typeOf(slot))
        ? firstLevel + level(signal.values[slot] ?? 0)
        : -1,
    colourOf: (number, state) => {
      if (number < firstLevel) return state === 0 ? withoutSignal : cellColour(undefined, state)
      return colourMapHex(signalMap, Math.round((255 * (number - firstLevel)) / (signalLevels - 1)))
    },
  }
}

/** The map of a signal of cells; the bar beside it takes the same. */
const signalMap = colourMapFor('other')

/**
 * One line of markers per look, state and half-micrometre of radius: a cell costs a dozen bytes, and since a marker
 * is rim, body and nucleus together, cells that overlap stay apart. Dead beneath living, large beneath small.
 */
function cellLayers(tissue: TissueSummary, { numberOf, colourOf }: CellLook, detail: boolean): string {
  const groups = new Map<string, CellGroup>()
  const { cells } = tissue
  for (let slot = 0; slot < cells.x.length; slot++) {
    const state = cells.state[slot] ?? 0
    const look = numberOf(slot)
    const radius = Math.max(state === 0 ? 0.5 : leastDead, Math.round((cells.radius[slot] ?? 0) * 2) / 2)
    const key = `${state} ${look} ${radius}`
    const group = groups.get(key) ?? { state, look, radius, points: [] }
    group.points.push(`${tenth(cells.x[slot] ?? 0)} ${tenth(-(cells.y[slot] ?? 0))}`)
    groups.set(key, group)
  }
  const ordered = [...groups.values()].toSorted(
    (a, b) => rank(a.state) - rank(b.state) || b.radius - a.radius || a.look - b.look,
  )
  const markers = new Map<string, string>()
  const lines = ordered.map((group) => {
    const colour = colourOf(group.look, group.state)
    const id = `cell-${colour.slice(1)}-${group.state}${detail ? 'd' : ''}`
    markers.set(id, cellMarker(id, colour, group.state, detail))
    const marker = `url(#${id})`
    const [only = ''] = group.points
    return element('polyline', {
      // Chromium draws no marker on a line of one point.
      points: group.points.length > 1 ? group.points.join(' ') : `${only} ${only}`,
      'stroke-width': group.radius,
      'marker-start': marker,
      'marker-mid': marker,
      'marker-end': group.points.length > 1 ? marker : undefined,
    })
  })
  return `${[...markers.values()].join('')}<g fill="none" stroke="none">${lines.join('')}</g>`
}

/** A marker of radius 1 that its line's width scales; the same id always means the same drawing. */
function cellMarker(id: string, colour: string, state: number, detail: boolean): string {
  return element(
    'marker',
    { id, viewBox: '-1 -1 2 2', markerWidth: 2, markerHeight: 2, overflow: 'visible' },
    cellShape(colour, state, detail),
  )
}

/**
 * A cell of radius 1 about the origin. Alive: a disc with a dark rim and, where there is room, a nucleus. Apoptotic:
 * a hollow ring around a condensed grain. Necrotic: a dull disc, crossed out, without nucleus.
 */
export function cellShape(colour: string, state: number, detail: boolean): string {
  const rim = { stroke: tissueGround, 'stroke-width': rimShare }
  if (state === 1) {
    const ring = element('circle', { r: 0.66, fill: tissueGround, stroke: colour, 'stroke-width': 0.34 })
    return ring + (detail ? element('circle', { r: 0.2, fill: colour }) : '')
  }
  const body = element('circle', { r: 1 - rimShare / 2, fill: colour, ...rim })
  if (state === 2) {
    const cross = {
      d: 'M-.4-.4.4.4M-.4.4.4-.4',
      stroke: mixHex(colour, '#ffffff', 0.45),
      'stroke-width': 0.18,
    }
    return body + (detail ? element('path', cross) : '')
  }
  const nucleus = { r: nucleusShare, fill: mixHex(colour, tissueGround, 0.34) }
  return body + (detail ? element('circle', nucleus) : '')
}

/** A crimson ring around a dark lumen, with a dark line outside so that it stands out from the cells around it. */
function vesselRings(vessels: VesselColumns): string {
  const rings = vessels.x.map((x, index) => {
    const outer = vessels.radius?.[index] ?? capillaryRadius
    const cy = -(vessels.y[index] ?? 0)
    return (
      element('circle', { cx: x, cy, r: outer + 1, fill: tissueGround }) +
      element('circle', {
        cx: x,
        cy,
        r: outer * 0.82,
        fill: vesselLumen,
        stroke: vesselWall,
        'stroke-width': outer * 0.36,
      })
    )
  })
  return rings.join('')
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
