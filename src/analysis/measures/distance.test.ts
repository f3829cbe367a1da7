import { describe, expect, test } from 'vitest'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { uniforms } from '../../testing/scattered.ts'
import { measure } from '../measure.ts'
import { distanceMap } from './distance-map.ts'
import { createPointGrid, nearestDistance, shortest } from './point-grid.ts'

const TUMOUR = 'tumour'
const LYMPHOID = 'lymphoid'
const STROMA = 'stroma'

describe('nearest neighbours', () => {
  test.each(['closed', 'periodic'] as const)('are those that a search of all pairs finds, %s', (boundary) => {
    for (const depth of [20, 300]) {
      const draw = uniforms(depth)
      const size = [700, 400, depth] as const
      const world = placedWorld({ size, boundary, cells: [] })
      const at = (extent: number): number => (draw() - 0.5) * extent
      // Half of them in a clump, so that bins are full or empty.
      const points = Array.from({ length: 300 }, (_, k) => {
        const shrink = k % 2 === 0 ? 1 : 0.1
        return [at(700 * shrink), at(400 * shrink), depth === 20 ? 0 : at(300 * shrink)] as const
      })
      const columns = {
        x: points.map(([x]) => x),
        y: points.map(([, y]) => y),
        z: points.map(([, , z]) => z),
      }
      const grid = createPointGrid({ count: points.length, ...columns }, world.program.space)
      const period = boundary === 'periodic' ? size : [0, 0, 0]
      const slow = (place: readonly number[], skip: number): number =>
        Math.min(
          ...points
            .filter((_, k) => k !== skip)
            .map((point) =>
              Math.sqrt(
                point.reduce((sum, value, axis) => {
                  const d = shortest(value - (place[axis] ?? 0), period[axis] ?? 0)
                  return sum + d * d
                }, 0),
              ),
            ),
        )
      points.forEach((point, k) => expect(nearestDistance(grid, point, k)).toBe(slow(point, k)))
      for (let k = 0; k < 100; k++) {
        // Places beyond the points, too, where the axis is closed.
        const stretch = boundary === 'closed' ? 1.5 : 1
        const place = [at(700 * stretch), at(400 * stretch), depth === 20 ? 0 : at(300 * stretch)] as const
        expect(nearestDistance(grid, place)).toBe(slow(place, -1))
      }
    }
  })

  test('on a ring are its chord, and to the centre its radius', () => {
    const n = 12
    const ring = Array.from({ length: n }, (_, k): PlacedCell => {
      const angle = (2 * Math.PI * k) / n
      return [LYMPHOID, 200 * Math.cos(angle), 200 * Math.sin(angle)]
    })
    const world = placedWorld({ cells: [[TUMOUR, 0, 0], ...ring] })
    const value = (name: string): number => measure(world, name).value
    const chord = 2 * 200 * Math.sin(Math.PI / n)
    expect(value('mean distance from lymphoid to nearest lymphoid')).toBeCloseTo(chord, 10)
    expect(value('greatest distance from lymphoid to nearest tumour')).toBeCloseTo(200, 10)
    expect(value('median distance of lymphoid from tumour centre')).toBeCloseTo(200, 10)
    expect(value('mean distance from tumour to nearest tumour')).toBeNaN()
  })

  test('of a plane at random are 1 / (2 sqrt(density)) apart', () => {
    const draw = uniforms(5)
    const n = 4000
    const cells = Array.from({ length: n }, (): PlacedCell => [
      TUMOUR,
      1000 * draw() - 500,
      1000 * draw() - 500,
    ])
    const world = placedWorld({ boundary: 'periodic', cells })
    // Clark and Evans 1954: mean 1 / (2 sqrt(d)), standard error 0.26136 / sqrt(n d); five of them.
    const density = n / 1e6
    const expected = 1 / (2 * Math.sqrt(density))
    const error = 0.26136 / Math.sqrt(n * density)
    const found = measure(world, 'mean distance from tumour to nearest tumour').value
    expect(Math.abs(found - expected)).toBeLessThan(5 * error)
  })
})

test('the distance map is that of a search of all voxels', () => {
  for (const boundary of ['closed', 'periodic'] as const) {
    const { space } = placedWorld({ size: [220, 140, 100], boundary, cells: [] }).program
    const draw = uniforms(3)
    const marked = Array.from({ length: 11 * 7 * 5 }, () => draw() < 0.02)
    const place = (voxel: number) => [voxel % 11, Math.floor(voxel / 11) % 7, Math.floor(voxel / 77)] as const
    const apart = (a: number, b: number, n: number): number =>
      boundary === 'periodic' ? shortest(a - b, n) : a - b
    const distances = distanceMap(space, (voxel) => marked[voxel] === true)
    distances.forEach((distance, voxel) => {
      const [x, y, z] = place(voxel)
      const squares = marked.flatMap((isMarked, other) => {
        if (!isMarked) return []
        const [u, v, w] = place(other)
        return [apart(x, u, 11) ** 2 + apart(y, v, 7) ** 2 + apart(z, w, 5) ** 2]
      })
      expect(distance).toBeCloseTo(20 * Math.sqrt(Math.min(...squares)), 9)
    })
    expect(distanceMap(space, () => false).every((distance) => distance === Number.POSITIVE_INFINITY)).toBe(
      true,
    )
  }
})

describe('invasion and infiltration', () => {
  test('invasion is how far cells are from where the tumour began', () => {
    const world = placedWorld({
      cells: [
        [TUMOUR, 0, 0],
        [TUMOUR, 0, 30],
        [LYMPHOID, 400, 0],
      ],
    })
    expect(measure(world, 'invasion distance').value).toBe(0)
    world.cells.x[0] = 60
    world.cells.x[1] = 80
    expect(measure(world, 'greatest invasion distance').value).toBe(80)
    expect(measure(world, 'mean invasion distance').value).toBe(70)
    // Linear between order statistics: 60 + 0.95 x 20.
    expect(measure(world, 'invasion distance').value).toBeCloseTo(79, 12)
  })

  test('infiltration is measured inwards from a straight front, linear between voxels', () => {
    // A sheet of tumour cells, one per voxel, left of x = 0; lymphoid cells beside and within it.
    const sheet = Array.from({ length: 50 * 25 }, (_, k): PlacedCell => {
      return [TUMOUR, -490 + 20 * (k % 25), -490 + 20 * Math.floor(k / 25)]
    })
    const stroma = sheet.map(([, x, y]): PlacedCell => [STROMA, -x, y])
    const inside: PlacedCell[] = [
      [LYMPHOID, -110, 10],
      [LYMPHOID, -205, 10],
      [LYMPHOID, 300, 10],
    ]
    const world = placedWorld({ cells: [...sheet, ...stroma, ...inside] })
    const value = (name: string): number => measure(world, name).value
    expect(value('infiltration depth of lymphoid')).toBeCloseTo((110 + 205) / 2, 9)
    expect(value('greatest infiltration depth of lymphoid')).toBeCloseTo(205, 9)
    expect(value('greatest distance of lymphoid from tumour nests')).toBeCloseTo(300, 9)
    expect(value('median distance of lymphoid from tumour nests')).toBe(0)
    expect(value('exclusion index of lymphoid')).toBeCloseTo(1 / 2, 12)
    expect(value('exclusion index of stroma')).toBe(Number.POSITIVE_INFINITY)
    expect(value('area of tumour nests')).toBeCloseTo(0.5, 12)
  })
})
