import { describe, expect, test } from 'vitest'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { uniforms } from '../../testing/scattered.ts'
import { measure } from '../measure.ts'

const A = 'tumour'
const B = 'lymphoid'

const fraction = (value: number): number => value - Math.floor(value)

/** The pattern that the numbers of spatstat were computed from: a sequence of fractions, denser to the left. */
const REFERENCE = Array.from({ length: 240 }, (_, index): PlacedCell => {
  const k = index + 1
  const x = 600 * fraction(k * 0.7548776662466927) ** 1.5 - 300
  const y = 400 * fraction(k * 0.5698402909980532) - 200
  return [k % 3 === 0 ? A : B, x, y, 300 * fraction(k * 0.437) - 150]
})

function correlation(world: ReturnType<typeof placedWorld>, a: string, b: string, r: number): number {
  return measure(world, `pair correlation of ${a} and ${b} at ${r} um`).value
}

/*
 * R 4.2.2, spatstat.explore 3.0-6: difference quotients of Kcross(X, i, j, correction = "translate")$trans between r - 5 and
 * r + 5, divided by the area of the ring; in space K3est(X, correction = "translation"), which divides by the square of the number
 * of points and not by the number of pairs.
 */
test('agrees with spatstat in a closed domain', () => {
  const flat = REFERENCE.map(([type, x, y]): PlacedCell => [type, x, y, 0])
  const world = placedWorld({ size: [600, 400, 20], cells: flat })
  const known = [
    [3, 0, 0],
    [12, 0.207857563981, 0],
    [30, 1.60737677174, 0.394314430114],
    [80, 1.24586074099, 1.22418749555],
  ] as const
  for (const [r, cross, own] of known) {
    expect(correlation(world, A, B, r)).toBeCloseTo(cross, 9)
    expect(correlation(world, B, A, r)).toBeCloseTo(cross, 9)
    expect(correlation(world, A, A, r)).toBeCloseTo(own, 9)
  }
  const solid = placedWorld({ size: [600, 400, 300], cells: REFERENCE })
  expect(correlation(solid, 'live cells', 'live cells', 20)).toBeCloseTo((4.40447828051 * 240) / 239, 9)
  expect(correlation(solid, 'live cells', 'live cells', 40)).toBeCloseTo((0.168720016597 * 240) / 239, 9)
})

/* nncross and nndist of the same package. */
test('distances to the nearest agree with spatstat', () => {
  const flat = REFERENCE.map(([type, x, y]): PlacedCell => [type, x, y, 0])
  const world = placedWorld({ size: [600, 400, 20], cells: flat })
  const value = (name: string): number => measure(world, name).value
  expect(value('mean distance from tumour to nearest lymphoid')).toBeCloseTo(23.122761985001, 10)
  expect(value('mean distance from tumour to nearest tumour')).toBeCloseTo(38.252234814019, 10)
  expect(value('90th percentile distance from tumour to nearest lymphoid')).toBeCloseTo(32.2272273394211, 10)
})

describe('cells at random', () => {
  test.each([
    ['closed', 2],
    ['periodic', 2],
    ['closed', 3],
    ['periodic', 3],
  ] as const)('have 1 at every distance, %s in %i dimensions', (boundary, dimensions) => {
    const size = dimensions === 2 ? ([900, 600, 20] as const) : ([300, 240, 240] as const)
    const draw = uniforms(100 * dimensions)
    const cells = Array.from({ length: 900 }, (_, k): PlacedCell => [k % 3 === 0 ? A : B, 0, 0])
    const world = placedWorld({ size, boundary, cells })
    const scatter = (): void => {
      const { x, y, z } = world.cells
      for (let slot = 0; slot < world.count; slot++) {
        x[slot] = (draw() - 0.5) * size[0]
        y[slot] = (draw() - 0.5) * size[1]
        z[slot] = dimensions === 2 ? 0 : (draw() - 0.5) * size[2]
      }
    }
    for (const r of dimensions === 2 ? [8, 60] : [25, 80]) {
      // Patterns are independent: the spread of their values gives the standard error of the mean.
      const values = Array.from({ length: 12 }, () => {
        scatter()
        return correlation(world, A, B, r)
      })
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(variance / values.length))
      // The test would notice a bias of a tenth.
      expect(Math.sqrt(variance / values.length)).toBeLessThan(0.02)
    }
  })
})

test('a periodic square lattice has its rings of neighbours', () => {
  const a = 25
  const cells = Array.from({ length: 400 }, (_, k): PlacedCell => {
    return [A, -237.5 + a * (k % 20), -237.5 + a * Math.floor(k / 20)]
  })
  const world = placedWorld({ size: [500, 500, 20], boundary: 'periodic', cells })
  // Neighbours per cell in the shell, divided by what n - 1 others at random would give.
  const expected = (neighbours: number, r: number): number =>
    (neighbours * 500 * 500) / (399 * Math.PI * ((r + 5) ** 2 - (r - 5) ** 2))
  expect(correlation(world, A, A, 25)).toBeCloseTo(expected(4, 25), 12)
  expect(correlation(world, A, A, 35)).toBeCloseTo(expected(4, 35), 12)
  expect(correlation(world, A, A, 52)).toBeCloseTo(expected(4 + 8, 52), 12)
  expect(correlation(world, A, A, 15)).toBe(0)
})

test('there is no answer beyond half of the domain, nor without pairs', () => {
  const world = placedWorld({
    size: [500, 300, 20],
    cells: [
      [A, 0, 0],
      [A, 30, 0],
    ],
  })
  expect(correlation(world, A, A, 145)).toBe(0)
  expect(correlation(world, A, A, 146)).toBeNaN()
  expect(correlation(world, A, B, 30)).toBeNaN()
})
