import { describe, expect, test } from 'vitest'
import type { World } from '../../engine/world.ts'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { measure } from '../measure.ts'

const value = (world: World, name: string): number => measure(world, name).value

/** Fills the field of oxygen from the position of each voxel's centre. */
function setOxygen(world: World, of: (x: number, y: number, z: number) => number): void {
  const { space } = world.program
  const [nx, ny] = space.shape
  const field = world.f32('field/oxygen')
  const at = (axis: 0 | 1 | 2, index: number): number => space.corner[axis] + (index + 0.5) * space.voxel
  field.forEach((_, voxel) => {
    field[voxel] = of(
      at(0, voxel % nx),
      at(1, Math.floor(voxel / nx) % ny),
      at(2, Math.floor(voxel / (nx * ny))),
    )
  })
}

/** One tumour cell per voxel left of x = 0, one of the stroma right of it. */
const HALVES = Array.from({ length: 50 * 50 }, (_, k): PlacedCell => {
  const x = -490 + 20 * (k % 50)
  return [x < 0 ? 'tumour' : 'stroma', x, -490 + 20 * Math.floor(k / 50)]
})

describe('a linear field', () => {
  const world = placedWorld({ cells: HALVES })
  setOxygen(world, (x) => 50 + x / 10)

  test('has the means of its regions', () => {
    expect(value(world, 'mean oxygen')).toBeCloseTo(50, 4)
    expect(value(world, 'mean oxygen in tumour nests')).toBeCloseTo(25, 4)
    expect(value(world, 'mean oxygen in stroma')).toBeCloseTo(75, 4)
    expect(measure(world, 'mean oxygen in stroma').unit).toBe('mmHg')
  })

  test('has the profile of its line on both sides of the front', () => {
    // Centres lie 10, 30, 50 um from the front: at 40 um two rows count, whose mean is right in a linear field.
    for (const d of [30, 40, 200]) {
      expect(value(world, `oxygen at distance ${d} um from tumour nests`)).toBeCloseTo(50 + d / 10, 4)
      expect(value(world, `oxygen at depth ${d} um in tumour nests`)).toBeCloseTo(50 - d / 10, 4)
    }
    expect(value(world, 'oxygen at distance 0.2 mm from tumour nests')).toBeCloseTo(70, 4)
    expect(value(world, 'oxygen at distance 600 um from tumour nests')).toBeNaN()
    // The centre of the field is a corner of four voxels, which stand for it.
    expect(value(world, 'oxygen at distance 0 um from field centre')).toBeCloseTo(50, 4)
    // From 49 at the first row down to half of it, at 10 um per unit.
    expect(value(world, 'half depth of oxygen from nest boundary')).toBeCloseTo(245, 3)
  })

  test('has the share of cells below a level', () => {
    // Of 25 columns of the tumour, at 1, 3, ... 49 mmHg, five are below 10.
    expect(value(world, 'hypoxic fraction')).toBeCloseTo(5 / 25, 12)
    expect(value(world, 'fraction of tumour below 20 mmHg oxygen')).toBeCloseTo(10 / 25, 12)
    expect(value(world, 'fraction of stroma below 60 mmHg oxygen')).toBeCloseTo(5 / 25, 12)
  })
})

describe('around vessels', () => {
  const length = 60

  test('a field that falls exponentially has its length as penetration depth', () => {
    const vessels = Array.from({ length: 50 }, (_, k) => [-490, -490 + 20 * k, 0] as const)
    const world = placedWorld({ cells: [], vessels })
    setOxygen(world, (x) => 30 * Math.exp(-(x + 490) / length))
    // Between two classes the profile is linear: above the exponential, by at most (h/L)^2 / 8 of the value, which moves the
    // crossing by that share of L (0.014), and the half likewise.
    const tolerance = (length * (20 / length) ** 2) / 8
    const found = value(world, 'penetration depth of oxygen from vessels')
    expect(found).toBeGreaterThanOrEqual(length)
    expect(found).toBeLessThan(length + tolerance)
    const half = value(world, 'half depth of oxygen from vessels')
    expect(half).toBeGreaterThanOrEqual(length * Math.LN2)
    expect(half).toBeLessThan(length * Math.LN2 + tolerance)
    expect(value(world, 'oxygen at distance 80 um from vessels')).toBeCloseTo(30 * Math.exp(-80 / length), 5)
    setOxygen(world, () => 30)
    expect(value(world, 'penetration depth of oxygen from vessels')).toBeNaN()
  })

  test('distances and densities are those of the points', () => {
    const vessels = [
      [-100, 0, 0],
      [200, 300, 0],
    ] as const
    const world = placedWorld({
      cells: [
        ['tumour', -100, 40],
        ['tumour', 200, 200],
      ],
      vessels,
    })
    expect(value(world, 'vessel density')).toBeCloseTo(2, 12)
    expect(value(world, 'greatest distance of tumour from vessels')).toBeCloseTo(100, 12)
    expect(value(world, 'mean distance of tumour from vessels')).toBeCloseTo(70, 12)
    expect(value(world, 'vessel density in stroma')).toBeNaN()
    const nests = value(world, 'area of tumour nests')
    expect(value(world, 'vessel density in tumour nests')).toBeCloseTo(1 / nests, 9)
  })
})

test('a radial field has its profile around the centre, periodic or not', () => {
  const world = placedWorld({ size: [500, 500, 500], cells: [['tumour', 30, 0]], boundary: 'periodic' })
  setOxygen(world, (x, y, z) => Math.sqrt(x * x + y * y + z * z))
  // In a shell of half-width h/2 the mean of r is d + h^2 / (6 d) (volume grows with r^2), here within a hundredth of a voxel and
  // what few voxels there are leave: the grid's own scatter, below a tenth of a voxel.
  for (const d of [100, 200]) {
    const found = value(world, `oxygen at distance ${d} um from field centre`)
    expect(Math.abs(found - d - 400 / (6 * d))).toBeLessThan(2)
  }
  setOxygen(world, (x) => Math.abs(x - 30 > 250 ? x - 530 : x - 30 < -250 ? x + 470 : x - 30))
  // Mean of |x| over a sphere is half of its radius.
  const found = value(world, 'oxygen at distance 200 um from tumour centre')
  expect(Math.abs(found - 100)).toBeLessThan(2)
})
