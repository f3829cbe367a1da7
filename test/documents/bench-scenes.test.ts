import { expect, test } from 'vitest'
import { modelFrom } from '../../src/testing/run-model.ts'
import { startWorld } from '../../src/testing/start-run.ts'
import { median } from '../../src/bench/measure.ts'
import { exchangeScene, packedScene, transportScene } from '../../src/bench/scenes.ts'

test.each([2, 3] as const)(
  'a packing in %d dimensions has about as many cells as asked for',
  (dimensions) => {
    const world = startWorld(packedScene({ dimensions, cells: 2000 }))
    // The rim of a ball of 2000 holds some 20 % of them; half a layer of it may be missing or too many.
    expect(Math.abs(world.count - 2000)).toBeLessThan(200)
  },
)

test('the scenes of medium have their voxels, substrates and cells', () => {
  const medium = modelFrom(transportScene({ dimensions: 3, edge: 5, substrates: 5, scheme: 'lod' }))
  expect(medium.data.substrates).toHaveLength(5)
  const world = startWorld(exchangeScene({ edge: 10, cells: 30 }))
  expect(world.count).toBe(30)
  expect(world.layout.sizes.voxel).toBe(100)
})

test('the median of an even number is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
})
