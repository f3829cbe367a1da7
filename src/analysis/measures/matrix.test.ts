import { describe, expect, test } from 'vitest'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { measure } from '../measure.ts'

/** A disc of tumour cells around the middle. */
const DISC = Array.from({ length: 50 * 50 }, (_, k): PlacedCell => {
  const [x, y] = [-490 + 20 * (k % 50), -490 + 20 * Math.floor(k / 50)]
  return [Math.hypot(x, y) < 200 ? 'tumour' : 'stroma', x, y]
})

describe('matrix around a disc of tumour', () => {
  const more =
    'matrix: { density: { initial: 10 %, regions: [ { box: { low: [-500 um, -500 um, -10 um], high: [0 um, 500 um, 10 um] }, value: 30 % } ] }, links: 20 % }'
  const world = placedWorld({ cells: DISC, more })
  const { shape, corner, voxel } = world.program.space
  const voxels = world.layout.sizes.voxel
  /** Fibres of every voxel at an angle to the way from the middle. */
  const setFibres = (offset: number, degree: number): void => {
    for (let v = 0; v < voxels; v++) {
      const x = corner[0] + ((v % shape[0]) + 0.5) * voxel
      const y = corner[1] + (Math.floor(v / shape[0]) + 0.5) * voxel
      const angle = Math.atan2(y, x) + offset
      world.f64('matrix.fibres')[v] = degree * Math.cos(2 * angle)
      world.f64('matrix.fibres')[voxels + v] = degree * Math.sin(2 * angle)
    }
  }
  const value = (name: string): number => measure(world, name).value

  test('has the means of its halves', () => {
    expect(value('mean matrix density')).toBeCloseTo(0.2, 12)
    expect(value('mean matrix density in tumour nests')).toBeCloseTo(0.2, 12)
    expect(value('mean matrix links')).toBeCloseTo(0.2, 12)
    setFibres(0.3, 0.6)
    expect(value('mean fibre alignment')).toBeCloseTo(0.6, 12)
  })

  test('tells fibres along the edge from those that point at it', () => {
    const towards = 'fibres towards tumour nests within 100 um'
    setFibres(0, 1)
    const radial = value(towards)
    setFibres(Math.PI / 2, 1)
    const along = value(towards)
    // Directions of the map of distances are those of a circle to within half a voxel in the 200 um of its radius, squared.
    expect(radial).toBeGreaterThan(0.9)
    expect(along).toBeCloseTo(1 - radial, 9)
    setFibres(0, 0)
    expect(value(towards)).toBeCloseTo(0.5, 12)
  })
})

test('a model without matrix has none of it', () => {
  expect(() => measure(placedWorld({ cells: [['tumour', 0, 0]] }), 'mean matrix density')).toThrow()
})
