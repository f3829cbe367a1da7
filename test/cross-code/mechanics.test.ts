import { describe, expect, it } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'
import { readNumbers } from './read-csv.ts'
import { startCluster, stepCluster } from './reference-search.ts'

/*
 * Relaxation of pairs and of a cluster in PhysiCell 1.14.2: default cells, steps of 0.1 min, no motility. Force law and
 * scheme are the same, so that what is left is rounding, save for one shortcut of its neighbour search.
 */

const DT = 0.1

type Point = readonly [number, number]

function start(points: readonly Point[]): TestRun {
  return runModel(`
format: 1
title: relaxation
domain: { size: [1000 um, 1000 um, 20 um] }
time: { stop: 600 min, fields: 0.1 min, mechanics: ${DT} min, phenotype: 600 min }
cell types: { cell: {} }
initial:
  cell: { points: [${points.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }
`)
}

function pointsOf(world: World): readonly Point[] {
  const x = world.f64('cell.x')
  const y = world.f64('cell.y')
  return Array.from({ length: world.count }, (_, slot) => [x[slot] ?? 0, y[slot] ?? 0] as const)
}

function readPoints(file: string): readonly Point[] {
  return readNumbers(file).map((row) => [row['x_um'] ?? NaN, row['y_um'] ?? NaN] as const)
}

/** Root of the mean squared distance from the origin [um], as the reference recorded it. */
function spread(points: readonly Point[]): number {
  return Math.sqrt(points.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / points.length)
}

function centre(points: readonly Point[]): Point {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  return [mean(0), mean(1)]
}

describe('a pair of cells', () => {
  const reference = readNumbers('mechanics_pair')

  it.each([2, 4, 8, 12, 14, 15, 16, 17, 18, 20, 21])('from %f um follows the same curve', (distance) => {
    const { world, run } = start([
      [-distance / 2, 0],
      [distance / 2, 0],
    ])
    let worst = 0
    for (const row of reference) {
      run(Math.round((row['time_min'] ?? 0) / DT))
      const [a = [0, 0], b = [0, 0]] = pointsOf(world)
      const gap = Math.hypot(a[0] - b[0], a[1] - b[1])
      worst = Math.max(worst, Math.abs(gap - (row[`d0_${distance}`] ?? NaN)))
    }
    // The table has ten digits: half a unit of the last is 5e-9 um; rounding in 3000 steps adds far less than 1e-10.
    expect(worst).toBeLessThan(5.1e-9)
  })
})

describe('a cluster of 91 cells', () => {
  const initial = readPoints('mechanics_cluster2d_initial')
  const final = readPoints('mechanics_cluster2d_final')
  const reference = readNumbers('mechanics_cluster2d')

  it('follows the same curve when it overlooks the same neighbours', () => {
    let cluster = startCluster(initial)
    for (const row of reference.slice(1, 31)) {
      for (let step = 0; step < 10; step++) cluster = stepCluster(cluster, DT)
      const points = cluster.bodies.map(({ position }): Point => [position[0], position[1]])
      // Eight digits of some 40 um, and the eight decimals of the start.
      expect(Math.abs(spread(points) - (row['rms_radius'] ?? NaN))).toBeLessThan(1e-6)
    }
  })

  it('differs from the reference only by what that search overlooks', () => {
    const { world, run } = start(initial)
    for (const row of reference) {
      run(Math.round((row['time_min'] ?? 0) / DT))
      // Overlooked pairs shift the spread by 0.15 um of 50 at most; the state of rest is the same for both.
      expect(Math.abs(spread(pointsOf(world)) - (row['rms_radius'] ?? NaN))).toBeLessThan(0.2)
    }
    // Our forces cancel, so the centre stays (rounding of 6000 steps); the reference has drifted.
    const [x, y] = centre(pointsOf(world))
    expect(Math.hypot(x, y)).toBeLessThan(1e-12)
    const drift = centre(final)
    expect(Math.hypot(...drift)).toBeGreaterThan(0.3)
    // Seen from their centres, both end alike: within 2 % of a cell's diameter.
    const shifts = pointsOf(world).map(([px, py], k) =>
      Math.hypot(px - (final[k]?.[0] ?? NaN) + drift[0], py - (final[k]?.[1] ?? NaN) + drift[1]),
    )
    expect(Math.max(...shifts)).toBeLessThan(0.02 * 16.8)
  })
})
