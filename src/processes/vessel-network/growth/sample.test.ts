import { describe, expect, it } from 'vitest'
import type { Space } from '../../../engine/space.ts'
import { intoSpace, sampler, shortest } from './sample.ts'

const space = (boundary: Space['boundary'][0], dimensions: 2 | 3 = 3): Space => ({
  corner: [-40, 0, 10],
  size: [80, 60, dimensions === 2 ? 20 : 60],
  voxel: 20,
  shape: [4, 3, dimensions === 2 ? 1 : 3],
  boundary: [boundary, boundary, dimensions === 2 ? 'closed' : boundary],
  dimensions,
})

/** A linear function of the centres of voxels: what trilinear reading gives back exactly. */
function linear({ shape, corner, voxel }: Space): Float32Array {
  const field = new Float32Array(shape[0] * shape[1] * shape[2])
  for (let v = 0; v < field.length; v++) {
    const [i, j, k] = [
      v % shape[0],
      Math.floor(v / shape[0]) % shape[1],
      Math.floor(v / (shape[0] * shape[1])),
    ]
    const centre = [i, j, k].map((index, axis) => (corner[axis] ?? 0) + (index + 0.5) * voxel)
    field[v] = 100 + (centre[0] ?? 0) + 2 * (centre[1] ?? 0) + 4 * (centre[2] ?? 0)
  }
  return field
}

describe('a field between voxels', () => {
  const closed = space('closed')
  const sample = sampler(closed, linear(closed))

  it('is linear, and constant beyond the outermost centres', () => {
    expect(sample.at(3, 25, 33)).toBeCloseTo(100 + 3 + 50 + 132, 4)
    expect(sample.at(-40, 25, 33)).toBe(sample.at(-30, 25, 33))
  })

  it('has the gradient of the function, over any distance', () => {
    const gradient = new Float64Array(3)
    sample.gradient(0, 30, 40, gradient)
    expect([...gradient].map((value) => Math.round(1e4 * value) / 1e4)).toEqual([1, 2, 4])
  })

  it('goes on across periodic faces', () => {
    const ring = space('periodic')
    const field = new Float32Array(36)
    field.fill(1)
    for (let v = 0; v < 36; v += 4) field[v] = 3
    const around = sampler(ring, field)
    // Half way between the last voxel (1) and the first (3).
    expect(around.at(40, 30, 40)).toBeCloseTo(2, 6)
    expect(around.at(-40, 30, 40)).toBeCloseTo(2, 6)
  })
})

describe('points of the domain', () => {
  it('stop at closed faces, wrap at periodic ones, and lie in the plane of two dimensions', () => {
    const point = Float64Array.of(55, -5, 12)
    intoSpace(space('closed'), point)
    expect([...point]).toEqual([40, 0, 12])
    const round = Float64Array.of(55, -5, 12)
    intoSpace(space('periodic', 2), round)
    expect([...round]).toEqual([-25, 55, 20])
  })

  it('have the shortest way between them', () => {
    expect(shortest(space('periodic'), 0, 70)).toBe(-10)
    expect(shortest(space('closed'), 0, 70)).toBe(70)
  })
})
