import type { CellPoints } from './extract-cells.ts'
import type { TissueTarget } from './tissue-target.ts'

/** A rectangle in the coordinates of the slide [um]. */
export interface Crop {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** All that is decided about a tissue before it goes into a model. */
export interface TissuePlan {
  /** [um per unit of the table] */
  readonly factor: number
  readonly crop: Crop
  /** What each label becomes: a cell type, `vessel` or `ignore`; labels that are missing are undecided. */
  readonly labels: Readonly<Record<string, string>>
  /** Smallest distance between centres [um], by type or `vessel`. */
  readonly spacing: Readonly<Record<string, number>>
}

/** The plane's coordinates of all cells [um]. */
export function inMicrometres(points: CellPoints, factor: number): { x: Float64Array; y: Float64Array } {
  return { x: points.x.map((value) => value * factor), y: points.y.map((value) => value * factor) }
}

/** Cells inside of a crop, lower edges included: fields that are cut out lie side by side. */
export function cellsInside(x: Float64Array, y: Float64Array, crop: Crop): Uint32Array {
  const inside: number[] = []
  const [right, bottom] = [crop.x + crop.width, crop.y + crop.height]
  for (let index = 0; index < x.length; index++) {
    const [a, b] = [x[index] ?? 0, y[index] ?? 0]
    if (a >= crop.x && a < right && b >= crop.y && b < bottom) inside.push(index)
  }
  return Uint32Array.from(inside)
}

/** A crop whose sides are whole voxels, at least one: what a domain needs. The corner is kept to a hundredth of a micrometre. */
export function wholeVoxels(crop: Crop, voxel: number): Crop {
  const whole = (extent: number): number => tidy(Math.max(1, Math.round(extent / voxel)) * voxel)
  return { x: tidy(crop.x), y: tidy(crop.y), width: whole(crop.width), height: whole(crop.height) }
}

/** Rounds to a hundredth of a micrometre, far below what any microscope resolves. */
export function tidy(value: number): number {
  return Math.round(value * 100) / 100
}

/**
 * A first crop: the model's own field in the middle of the slide, or the whole slide where that is smaller. The middle is that
 * of the cells, since slides have empty rims.
 */
export function firstCrop(x: Float64Array, y: Float64Array, target: TissueTarget): Crop {
  const [left, right] = spread(x)
  const [top, bottom] = spread(y)
  const up = (extent: number): number => (Math.floor(extent / target.voxel) + 1) * target.voxel
  const width = Math.min(target.size[0], up(right - left))
  const height = Math.min(target.size[1], up(bottom - top))
  const at = (low: number, high: number, extent: number): number =>
    high - low < extent ? low : (low + high - extent) / 2
  const crop = { x: at(left, right, width), y: at(top, bottom, height), width, height }
  return wholeVoxels({ ...crop, x: Math.floor(crop.x), y: Math.floor(crop.y) }, target.voxel)
}

function spread(values: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return values.length === 0 ? [0, 0] : [low, high]
}

/** Spacing relative to the diameter of a cell. Chosen: about what the shipped slides use; cells of a section lie over each other. */
const SPACING_OF_DIAMETER = 0.9
/** Spacing of vessel points [um]. Chosen: one point stands for 20 um of a capillary in the shipped models. */
const VESSEL_SPACING = 20

/**
 * Spacings [um] that thin what overlaps: those of the model where it has some, since it then speaks for all its types; else for
 * each type in use one that is a little below the diameter.
 */
export function thinningSpacing(
  target: TissueTarget,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, number>> {
  if (Object.keys(target.spacing).length > 0) return target.spacing
  const used = new Set(Object.values(labels))
  const own = target.types
    .filter(({ name }) => used.has(name))
    .map(({ name, radius }) => [name, Math.round(2 * radius * SPACING_OF_DIAMETER)] as const)
  const vessel = used.has('vessel') ? [['vessel', VESSEL_SPACING] as const] : []
  return Object.fromEntries([...own, ...vessel])
}
