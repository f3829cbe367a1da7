import type { CellLook, ColourMapName, Frame, FrameRequest, Scene } from '../../src/browser.ts'
import { boundsOf } from './camera.ts'

/** How a field is drawn. In a slice of tissue it lies beneath the cells, and `mode` and `slices` say nothing. */
export interface FieldOptions {
  readonly name: string
  /** 0 to 1 */
  readonly opacity: number
  /** Ends of the colour scale; those seen so far unless said. */
  readonly range?: readonly [number, number]
  /** The map of its class unless said. */
  readonly map?: ColourMapName
  readonly mode: 'slices' | 'volume'
  /** Where slices across x, y and z lie, as shares of the size; `null` for none. */
  readonly slices: readonly [number | null, number | null, number | null]
}

/** Colours of tubes: those of the house, by flow, by the share that pericytes cover, or by whether blood flows. */
export const VESSEL_COLOURS = ['plain', 'flow', 'pericytes', 'perfusion'] as const
export type VesselColour = (typeof VESSEL_COLOURS)[number]

/** What is shown and how: plain data that a project can keep. */
export interface ViewOptions {
  readonly look: CellLook
  readonly cells: boolean
  /** Fields that are shown, in the order in which they are blended. */
  readonly fields: readonly FieldOptions[]
  readonly vessels: boolean
  /** What tubes of a vessel network are coloured by. */
  readonly vesselColour: VesselColour
  /** Directions of the matrix. */
  readonly fibres: boolean
  readonly membranes: boolean
  readonly contacts: boolean
  /** Where the tissue is cut open along x, y and z, as shares of the size: what lies outside is not drawn (3-D). */
  readonly clip: readonly [Span, Span, Span]
}

/** From and to, as shares of the size. */
export type Span = readonly [number, number]

export const DEFAULT_OPTIONS: ViewOptions = {
  look: { colouring: 'type', hidden: [] },
  cells: true,
  fields: [],
  vessels: true,
  vesselColour: 'plain',
  fibres: false,
  membranes: true,
  contacts: false,
  clip: [
    [0, 1],
    [0, 1],
    [0, 1],
  ],
}

/** Maps in the order in which fields take them when several of a class are shown. */
const MAPS: readonly ColourMapName[] = ['cividis', 'viridis', 'mako']

/**
 * Options of a field that is about to be shown: it takes a map that no other shown field has, and its slice goes through the middle
 * of the cells of `frame`.
 */
export function fieldOptions(
  scene: Scene,
  name: string,
  shown: readonly FieldOptions[],
  frame?: Frame,
): FieldOptions {
  const taken = new Set(shown.map((field) => mapOf(scene, field)))
  const own = mapOf(scene, { name })
  const free = MAPS.find((map) => !taken.has(map))
  return {
    name,
    opacity: scene.shape[2] > 1 ? 0.85 : 0.7,
    ...(taken.has(own) && free !== undefined ? { map: free } : {}),
    mode: 'slices',
    slices: [null, null, frame === undefined ? 0.5 : middleOf(scene, frame)],
  }
}

/** Height of the cells' middle, as a share of the size. */
function middleOf(scene: Scene, frame: Frame): number {
  const { corner, size } = boundsOf(scene, frame)
  return (corner[2] + size[2] / 2 - scene.corner[2]) / scene.size[2]
}

/** The map that a field is drawn with. */
export function mapOf(scene: Scene, field: Pick<FieldOptions, 'name' | 'map'>): ColourMapName {
  if (field.map !== undefined) return field.map
  const layer = scene.layers.find((candidate) => candidate.kind === 'field' && candidate.name === field.name)
  // A scene names maps by text; what is no map of ours becomes the first.
  return MAPS.find((map) => layer?.kind === 'field' && layer.map === map) ?? 'viridis'
}

/** What a frame must hold to be shown so. */
export function frameRequest({ look, fields, contacts, vessels, fibres }: ViewOptions): FrameRequest {
  const isNumber = !['type', 'state', 'clone'].includes(look.colouring)
  return {
    fields: fields.map(({ name }) => name),
    ...(isNumber ? { number: look.colouring } : {}),
    ...(look.colouring === 'clone' || look.clone !== undefined ? { clones: true } : {}),
    ...(contacts ? { contacts: true } : {}),
    ...(fibres ? { fibres: true } : {}),
    ...(vessels ? {} : { vessels: false }),
  }
}
