import { describe, expect, test } from 'vitest'
import type { World } from '../engine/world.ts'
import { type PlacedCell, placedWorld } from '../testing/placed-world.ts'
import { uniforms } from '../testing/scattered.ts'
import { shortest } from './measures/point-grid.ts'
import { voxelOf } from './measures/selection.ts'
import { NEST, STROMA, nestDistances, regionsOf } from './nests.ts'

/** What each voxel is, by looking at every cell for every voxel. */
function slowRegions(world: World): number[] {
  const { space } = world.program
  const [nx, ny, nz] = space.shape
  const place = (voxel: number) => [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))]
  const cells = Array.from({ length: world.count }, (_, slot) => ({
    at: place(voxelOf(world, slot)),
    isTumour: world.program.isTumour[world.cells.type[slot] ?? 0] === true,
  }))
  return Array.from({ length: nx * ny * nz }, (_, voxel) => {
    const centre = place(voxel)
    const near = cells.filter(({ at }) => {
      const square = at.reduce((sum, index, axis) => {
        const period = space.boundary[axis] === 'periodic' ? (space.shape[axis] ?? 0) : 0
        return sum + shortest(index - (centre[axis] ?? 0), period) ** 2
      }, 0)
      return square * space.voxel ** 2 <= 40 * 40
    })
    const tumour = near.filter(({ isTumour }) => isTumour).length
    return near.length === 0 ? 0 : tumour >= near.length / 2 ? NEST : STROMA
  })
}

describe('nests', () => {
  test.each([
    ['closed', 2],
    ['periodic', 2],
    ['closed', 3],
    ['periodic', 3],
  ] as const)('are those that counting cell by cell finds, %s in %i dimensions', (boundary, dimensions) => {
    const size = dimensions === 2 ? ([300, 200, 10] as const) : ([120, 100, 90] as const)
    const draw = uniforms(dimensions)
    const at = (axis: 0 | 1 | 2): number => (draw() - 0.5) * size[axis]
    const cells = Array.from({ length: 60 }, (_, k): PlacedCell => {
      // The tumour to the left, so that there are nests; holes are left between.
      const [x, y, z] = [at(0), at(1), dimensions === 2 ? 0 : at(2)]
      return [x < 0 === k % 5 > 0 ? 'tumour' : 'stroma', x / 1.4, y, z]
    })
    const world = placedWorld({ size, voxel: 10, boundary, cells })
    const regions = [...regionsOf(world)]
    expect(regions).toEqual(slowRegions(world))
    expect(new Set(regions).size).toBeGreaterThan(1)
  })

  test('have their boundary half-way between voxels', () => {
    const cells = Array.from({ length: 400 }, (_, k): PlacedCell => {
      const x = 20 * (k % 20) - 190
      return [x < 0 ? 'tumour' : 'stroma', x, 20 * Math.floor(k / 20) - 190]
    })
    const distances = nestDistances(placedWorld({ size: [400, 400, 20], cells }))
    expect(distances.slice(7, 13)).toEqual(Float64Array.of(-50, -30, -10, 10, 30, 50))
  })

  test('without cells have no boundary', () => {
    const distances = nestDistances(placedWorld({ size: [100, 100, 20], cells: [] }))
    expect(distances.every((distance) => distance === Number.POSITIVE_INFINITY)).toBe(true)
  })
})
