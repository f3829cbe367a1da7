import { expect, test } from 'vitest'
import { type Space, isInside, voxelAt, voxelCount } from './space.ts'

const space: Space = {
  corner: [-30, 0, 10],
  size: [60, 40, 20],
  voxel: 10,
  shape: [6, 4, 2],
  boundary: ['closed', 'periodic', 'closed'],
  dimensions: 3,
}

test('voxel (i, j, k) has index (k ny + j) nx + i, at its centre and at its lower faces', () => {
  const seen = new Set<number>()
  for (let k = 0; k < 2; k++) {
    for (let j = 0; j < 4; j++) {
      for (let i = 0; i < 6; i++) {
        const index = (k * 4 + j) * 6 + i
        expect(voxelAt(space, -30 + 10 * i + 5, 10 * j + 5, 10 + 10 * k + 5)).toBe(index)
        expect(voxelAt(space, -30 + 10 * i, 10 * j, 10 + 10 * k)).toBe(index)
        seen.add(index)
      }
    }
  }
  expect(seen.size).toBe(voxelCount(space))
})

test('points outside count to the nearest voxel', () => {
  expect(voxelAt(space, -1000, -1, 0)).toBe(0)
  expect(voxelAt(space, 30, 40, 30)).toBe(47)
  expect(voxelAt(space, 1e300, 1e300, 1e300)).toBe(47)
})

test('the box has its faces in it', () => {
  expect([isInside(space, -30, 0, 10), isInside(space, 30, 40, 30)]).toEqual([true, true])
  expect([isInside(space, 30.001, 0, 10), isInside(space, 0, -0.001, 10), isInside(space, 0, 0, 31)]).toEqual(
    [false, false, false],
  )
})
