import type { ClonePick, Scene } from '../../src/browser.ts'
import type { CameraState } from '../view/camera.ts'
import {
  DEFAULT_OPTIONS,
  type FieldOptions,
  type Span,
  VESSEL_COLOURS,
  type ViewOptions,
  fieldOptions,
} from '../view/view-options.ts'

/** What is shown of a model that nobody has chosen anything for: its cells, over its oxygen or else its first field. */
export function firstOptions(scene: Scene): ViewOptions {
  const all = scene.layers.filter((layer) => layer.kind === 'field')
  const field = all.find((each) => each.unit === 'mmHg') ?? all[0]
  const fields = field === undefined || scene.shape[2] > 1 ? [] : [fieldOptions(scene, field.name, [])]
  const isLiving = scene.layers.some((each) => each.kind === 'vessels' && each.network !== undefined)
  const isBlock = isLiving && scene.shape[2] > 1
  return {
    ...DEFAULT_OPTIONS,
    look: { ...DEFAULT_OPTIONS.look, hidden: isBlock ? packingTypes(scene) : [] },
    fields,
    vesselColour: isLiving ? 'flow' : 'plain',
    fibres: scene.layers.some(({ kind }) => kind === 'fibres'),
  }
}

/** Lineages between the nests of a tumour and its vessels. */
const PACKING = ['stroma', 'myeloid']

/** Types that would hide the vessels of a block, where there is a tumour to be seen with them; as dots, they say where they are. */
function packingTypes({ types }: Scene): readonly string[] {
  if (!types.some(({ lineage }) => lineage === 'tumour')) return []
  return types.filter(({ lineage }) => PACKING.includes(lineage)).map(({ name }) => name)
}

/** Options that were kept, as far as they fit the model that is shown; anything may stand there. */
export function optionsFrom(kept: unknown, scene: Scene): ViewOptions {
  const first = firstOptions(scene)
  if (!isRecord(kept)) return first
  const { look, fields, clip } = kept
  const flag = (name: 'cells' | 'vessels' | 'fibres' | 'membranes' | 'contacts'): boolean =>
    typeof kept[name] === 'boolean' ? kept[name] : first[name]
  return {
    look: lookFrom(look, scene),
    cells: flag('cells'),
    vessels: flag('vessels'),
    vesselColour: VESSEL_COLOURS.find((each) => each === kept['vesselColour']) ?? first.vesselColour,
    fibres: flag('fibres'),
    membranes: flag('membranes'),
    contacts: flag('contacts'),
    fields: Array.isArray(fields) ? fields.flatMap((field) => fieldFrom(field, scene)) : first.fields,
    clip: Array.isArray(clip) && clip.length === 3 && clip.every(isSpan) ? spans(clip) : first.clip,
  }
}

function lookFrom(look: unknown, scene: Scene): ViewOptions['look'] {
  const { colouring, hidden, clone } = isRecord(look) ? look : {}
  const known = scene.colourings.map((each) => (each.kind === 'number' ? each.key : each.kind))
  const types = scene.types.map(({ name }) => name)
  const picked = known.includes('clone') ? cloneFrom(clone) : undefined
  return {
    colouring: known.find((each) => each === colouring) ?? 'type',
    hidden: Array.isArray(hidden) ? types.filter((name) => hidden.includes(name)) : [],
    ...(picked === undefined ? {} : { clone: picked }),
  }
}

/** A clone that stands out, with those that came from it where they do, too. */
function cloneFrom(clone: unknown): ClonePick | undefined {
  if (!isRecord(clone) || !isKey(clone['key'])) return undefined
  const { key, subclones } = clone
  return { key, ...(Array.isArray(subclones) ? { subclones: subclones.filter(isKey) } : {}) }
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)
}

/** A field of the model as it was drawn; its map and scale are what it had, where they make sense. */
function fieldFrom(field: unknown, scene: Scene): readonly FieldOptions[] {
  if (!isRecord(field)) return []
  const { name, opacity, range, mode, slices } = field
  const layer = scene.layers.find((each) => each.kind === 'field' && each.name === name)
  if (layer?.kind !== 'field') return []
  const usual = fieldOptions(scene, layer.name, [])
  const map = (['cividis', 'viridis', 'mako'] as const).find((each) => each === field['map'])
  return [
    {
      ...usual,
      opacity: isShare(opacity) ? opacity : usual.opacity,
      ...(isNumbers(range, 2) ? { range: [range[0] ?? 0, range[1] ?? 1] as const } : {}),
      ...(map === undefined ? {} : { map }),
      mode: mode === 'volume' ? 'volume' : 'slices',
      slices: isSlices(slices) ? slices : usual.slices,
    },
  ]
}

/** Where the tissue was seen from; undefined when that is not said whole. */
export function cameraFrom(kept: unknown): CameraState | undefined {
  if (!isRecord(kept)) return undefined
  const { centre, height, azimuth, elevation } = kept
  if (!isNumbers(centre, 3) || !isNumbers([height, azimuth, elevation], 3) || Number(height) <= 0)
    return undefined
  const [x = 0, y = 0, z = 0] = centre
  return { centre: [x, y, z], height: Number(height), azimuth: Number(azimuth), elevation: Number(elevation) }
}

function spans(clip: readonly Span[]): ViewOptions['clip'] {
  const [x = [0, 1], y = [0, 1], z = [0, 1]] = clip
  return [x, y, z]
}

function isSpan(value: unknown): value is Span {
  return isNumbers(value, 2) && value.every(isShare) && (value[0] ?? 0) < (value[1] ?? 0)
}

function isSlices(value: unknown): value is FieldOptions['slices'] {
  return Array.isArray(value) && value.length === 3 && value.every((each) => each === null || isShare(each))
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

function isNumbers(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every((each) => Number.isFinite(each))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
