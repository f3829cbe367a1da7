import type { Space } from '../../../engine/space.ts'

type Axis = 0 | 1 | 2
const AXES = [0, 1, 2] as const

/** Values of a field between the centres of voxels. */
export interface Sampler {
  /** Value at a point [um]: linear along each axis, and as in the outermost voxel beyond its centre. */
  at(x: number, y: number, z: number): number
  /** Writes the gradient [unit/um] at a point: central differences over two voxels. */
  gradient(x: number, y: number, z: number, out: Float64Array): void
}

/** Reads `field`, one number per voxel. */
export function sampler(space: Space, field: Float32Array | Float64Array): Sampler {
  const [low, high, part] = [new Int32Array(3), new Int32Array(3), new Float64Array(3)]
  const [nx, ny] = space.shape
  const locate = (axis: Axis, position: number): void => {
    const n = space.shape[axis]
    const along = (position - space.corner[axis]) / space.voxel - 0.5
    const floor = Math.floor(along)
    low[axis] = wrapped(space, axis, floor, n)
    high[axis] = wrapped(space, axis, floor + 1, n)
    part[axis] = along - floor
  }
  const row = (y: number, z: number): number => {
    const base = (z * ny + y) * nx
    const [first, second] = [field[base + (low[0] ?? 0)] ?? 0, field[base + (high[0] ?? 0)] ?? 0]
    return first + (part[0] ?? 0) * (second - first)
  }
  const layer = (z: number): number => {
    const [first, second] = [row(low[1] ?? 0, z), row(high[1] ?? 0, z)]
    return first + (part[1] ?? 0) * (second - first)
  }
  const at = (x: number, y: number, z: number): number => {
    locate(0, x)
    locate(1, y)
    locate(2, z)
    const first = layer(low[2] ?? 0)
    return first + (part[2] ?? 0) * (layer(high[2] ?? 0) - first)
  }
  const h = space.voxel
  const gradient = (x: number, y: number, z: number, out: Float64Array): void => {
    out[0] = (at(x + h, y, z) - at(x - h, y, z)) / (2 * h)
    out[1] = (at(x, y + h, z) - at(x, y - h, z)) / (2 * h)
    out[2] = space.dimensions === 2 ? 0 : (at(x, y, z + h) - at(x, y, z - h)) / (2 * h)
  }
  return { at, gradient }
}

function wrapped(space: Space, axis: Axis, index: number, n: number): number {
  if (space.boundary[axis] === 'periodic') return index - n * Math.floor(index / n)
  return Math.min(Math.max(index, 0), n - 1)
}

/** Wraps a point [um] on periodic axes and stops it at the faces of closed ones, in place. */
export function intoSpace(space: Space, point: Float64Array): void {
  for (const axis of AXES) {
    const [low, extent, value] = [space.corner[axis], space.size[axis], point[axis] ?? 0]
    if (axis === 2 && space.dimensions === 2) point[axis] = low + extent / 2
    else if (space.boundary[axis] === 'periodic')
      point[axis] = value - extent * Math.floor((value - low) / extent)
    else point[axis] = Math.min(Math.max(value, low), low + extent)
  }
}

/** The shortest way [um] along an axis that is `difference` long: across the faces where they are periodic. */
export function shortest(space: Space, axis: Axis, difference: number): number {
  if (space.boundary[axis] !== 'periodic') return difference
  const period = space.size[axis]
  return difference - period * Math.floor(difference / period + 0.5)
}
