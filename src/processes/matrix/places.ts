import { type Space, voxelCount } from '../../engine/space.ts'
import type { Place, Spread } from './schema.ts'

type Triple = readonly [number, number, number]

/** A part of the domain [um]. */
export type Shape =
  | { readonly kind: 'box'; readonly low: Triple; readonly high: Triple }
  | { readonly kind: 'layer'; readonly axis: 0 | 1 | 2; readonly low: number; readonly high: number }
  | { readonly kind: 'rim'; readonly centre: Triple; readonly inner: number; readonly outer: number }

/** A value everywhere, and others in parts of the domain. */
export interface CompiledSpread {
  readonly initial: number
  readonly places: readonly { readonly shapes: readonly Shape[]; readonly value: number }[]
}

/** Brings what an author wrote about a quantity in space into one form. */
export function compileSpread(spread: Spread): CompiledSpread {
  if ('provenance' in spread) return { initial: spread.value, places: [] }
  return {
    initial: spread.initial.value,
    places: spread.regions.map((place) => ({ shapes: shapesOf(place), value: place.value.value })),
  }
}

const AXES = { x: 0, y: 1, z: 2 } as const

function triple([x, y, z]: readonly [{ value: number }, { value: number }, { value: number }]): Triple {
  return [x.value, y.value, z.value]
}

/** The shapes that a place names; an author names one. */
export function shapesOf({ box, layer, rim }: Place): readonly Shape[] {
  const shapes: Shape[] = []
  if (box !== undefined) shapes.push({ kind: 'box', low: triple(box.low), high: triple(box.high) })
  if (layer !== undefined) {
    const half = layer.thickness.value / 2
    const at = layer.at.value
    shapes.push({ kind: 'layer', axis: AXES[layer.axis], low: at - half, high: at + half })
  }
  if (rim !== undefined) {
    const inner = Math.max(rim.radius.value - rim.thickness.value, 0)
    shapes.push({ kind: 'rim', centre: triple(rim.centre), inner, outer: rim.radius.value })
  }
  return shapes
}

/** Fills a column [voxels] with the values of the start. */
export function fillSpread(space: Space, { initial, places }: CompiledSpread, column: Float64Array): void {
  column.fill(initial)
  for (const { shapes, value } of places)
    for (let voxel = 0; voxel < voxelCount(space); voxel++)
      if (shapes.some((shape) => isIn(shape, centreOf(space, voxel), space.dimensions))) column[voxel] = value
}

function centreOf({ corner, voxel: edge, shape }: Space, voxel: number): Triple {
  const [nx, ny] = shape
  const at = (axis: 0 | 1 | 2, index: number): number => corner[axis] + (index + 0.5) * edge
  return [at(0, voxel % nx), at(1, Math.floor(voxel / nx) % ny), at(2, Math.floor(voxel / (nx * ny)))]
}

/** Whether a centre of a voxel [um] lies in a shape, faces included; in a plane z does not count. */
function isIn(shape: Shape, point: Triple, dimensions: 2 | 3): boolean {
  const axes: readonly (0 | 1 | 2)[] = dimensions === 2 ? [0, 1] : [0, 1, 2]
  switch (shape.kind) {
    case 'box':
      return axes.every((axis) => point[axis] >= shape.low[axis] && point[axis] <= shape.high[axis])
    case 'layer':
      return point[shape.axis] >= shape.low && point[shape.axis] <= shape.high
    case 'rim': {
      let squared = 0
      for (const axis of axes) {
        const distance = point[axis] - shape.centre[axis]
        squared += distance * distance
      }
      return squared >= shape.inner * shape.inner && squared <= shape.outer * shape.outer
    }
    default:
      return shape satisfies never
  }
}
