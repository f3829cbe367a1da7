import { describe, expect, test } from 'vitest'
import { lineageText } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { runCells } from '../../testing/run-cells.ts'
import { volumeProcess } from '../volume/index.ts'
import { directionOf, keepInside } from './division.ts'
import { cycleProcess } from './index.ts'

const closed = { low: -50, high: 50, boundary: 'closed' } as const
const periodic = { low: -50, high: 50, boundary: 'periodic' } as const

describe('keeping newborns in the box', () => {
  test('far from the walls nothing moves', () => expect(keepInside(-6, 6, closed)).toEqual([-6, 6]))
  test('at a wall both move, and stay as far apart', () => {
    expect(keepInside(-56, -44, closed)).toEqual([-50, -38])
    expect(keepInside(56, 44, closed)).toEqual([50, 38])
  })
  test('a box that is too narrow holds both at its walls', () => {
    expect(keepInside(-60, 60, closed)).toEqual([-50, 50])
  })
  test('periodic axes wrap, into [low, high)', () => {
    expect(keepInside(-56, 44, periodic)).toEqual([44, 44])
    expect(keepInside(50, 62, periodic)).toEqual([-50, -38])
  })
})

describe('direction of division', () => {
  const n = 20_000
  const special = specialFunctions(kernelBench(1).kernels)
  const random = testSequence(3)
  const draw = (dimensions: 2 | 3) =>
    Array.from({ length: n }, () => directionOf([random(), random()], dimensions, special))

  // For a unit vector uniform on the sphere of d dimensions each component has mean 0 and mean square 1/d; the
  // variances of component and square are 1/d and 3/(d(d+2)) - 1/d^2. Bounds: 5 standard errors.
  test.each([2, 3] as const)('is uniform in %i dimensions', (dimensions) => {
    const directions = draw(dimensions)
    for (let axis = 0; axis < dimensions; axis++) {
      const values = directions.map((direction) => direction[axis] ?? 0)
      const mean = values.reduce((sum, value) => sum + value, 0) / n
      const square = values.reduce((sum, value) => sum + value * value, 0) / n
      const d = dimensions
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / d / n))
      expect(Math.abs(square - 1 / d)).toBeLessThan(5 * Math.sqrt((3 / (d * (d + 2)) - 1 / d ** 2) / n))
    }
    for (const [x, y, z] of directions) expect(Math.hypot(x, y, z)).toBeCloseTo(1, 14)
    if (dimensions === 2) expect(directions.every((direction) => direction[2] === 0)).toBe(true)
  })
})

describe('division of cells', () => {
  const cell = ['cycle: { model: live, duration: 6 min, distribution: fixed }']
  const processes = [volumeProcess, cycleProcess]

  test('halves volumes, keeps the centre of mass, and separates by 1.5 radii of the mother', () => {
    const { world, step } = runCells({ cell, processes, cells: 50 })
    const before = ['x', 'y', 'z', 'volume', 'radius'].map((name) => world.f64(`cell.${name}`).slice(0, 50))
    step() // a resting cell keeps its volume, and the fixed phase of one step ends
    expect(world.count).toBe(100)
    for (let mother = 0; mother < 50; mother++) {
      const daughter = daughterOf(world.events[mother]?.other, world)
      const [x, y, z, volume, radius] = ['x', 'y', 'z', 'volume', 'radius'].map((name) =>
        world.f64(`cell.${name}`),
      )
      const pair = (values: Float64Array | undefined) =>
        [values?.[mother] ?? NaN, values?.[daughter] ?? NaN] as const
      expect(pair(volume)).toEqual([1247, 1247])
      expect(pair(radius)[0]).toBeCloseTo(Math.cbrt((3 * 1247) / (4 * Math.PI)), 12)
      expect(pair(radius)[1]).toBe(pair(radius)[0])
      const [xs, ys, zs] = [pair(x), pair(y), pair(z)]
      const separation = Math.hypot(xs[1] - xs[0], ys[1] - ys[0], zs[1] - zs[0])
      expect(separation).toBeCloseTo(1.5 * (before[4]?.[mother] ?? 0), 9)
      expect((xs[0] + xs[1]) / 2).toBeCloseTo(before[0]?.[mother] ?? NaN, 9)
      expect((ys[0] + ys[1]) / 2).toBeCloseTo(before[1]?.[mother] ?? NaN, 9)
      expect(zs).toEqual([0, 0]) // two dimensions: they stay in the plane
    }
  })

  test('both keep the target of a resting cell and grow back to its volume', () => {
    const { world, step } = runCells({ cell, processes: [volumeProcess, cycleProcess], cells: 1 })
    step()
    expect(world.f64('volume.nuclearSolidTarget').slice(0, 2)).toEqual(Float64Array.of(135, 135))
    expect(world.f64('volume.nuclearSolid')[1]).toBeCloseTo(67.5, 9)
  })

  test('in a crowd nobody leaves the box', () => {
    const domain = '{ size: [1800 um, 1800 um, 100 um], voxel: 100 um }'
    const { world, step } = runCells({ cell, processes, cells: 40, domain })
    for (let k = 0; k < 5; k++) step()
    expect(world.count).toBe(40 * 2 ** 5)
    for (const name of ['cell.x', 'cell.y']) {
      const positions = world.f64(name).slice(0, world.count)
      expect(Math.min(...positions)).toBeGreaterThanOrEqual(-900)
      expect(Math.max(...positions)).toBeLessThanOrEqual(900)
    }
  })
})

/** Slot of the cell with this lineage. */
function daughterOf(lineage: string | undefined, world: World): number {
  return fill(world.count, (slot) => slot).findIndex((slot) => lineageText(world, slot) === lineage)
}
