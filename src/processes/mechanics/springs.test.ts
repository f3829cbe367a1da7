import { describe, expect, it } from 'vitest'
import { areBound, attach, bondsOf } from '../../engine/bonds.ts'
import { request, commit } from '../../engine/population.ts'
import { REQUEST_DIVIDE, REQUEST_REMOVE } from '../../engine/columns.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { type TestRun, runModel } from '../../testing/run-model.ts'
import { springVelocity } from './kernels.ts'

const RADIUS = Math.cbrt((3 * 2494) / (4 * Math.PI))

interface Setting {
  readonly points: readonly (readonly [number, number])[]
  readonly springs: string
  readonly mechanics?: string
}

function start({ points, springs, mechanics }: Setting): TestRun {
  const places = points.map(([x, y]) => `[${x} um, ${y} um, 0 um]`)
  return runModel(`
format: 1
title: springs
domain: { size: [2000 um, 2000 um, 20 um] }
time: { stop: 600 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 600 min }
cell types:
  cell: { mechanics: { ${mechanics ?? ''} springs: ${springs} } }
initial:
  cell: { points: [${places.join(', ')}] }
`)
}

/** `n` pairs of cells that touch within a pair only. */
function pairs(n: number): (readonly [number, number])[] {
  const width = 40
  return Array.from(
    { length: n },
    (_, k) => [(k % width) * 45 - 900, Math.floor(k / width) * 45 - 900] as const,
  ).flatMap(([x, y]) => [[x, y] as const, [x + 16, y] as const])
}

function bonds(world: World): number {
  let total = 0
  for (let slot = 0; slot < world.count; slot++) total += bondsOf(world, slot).length
  return total / 2
}

describe('springs', () => {
  it('pull bound cells together from any distance', () => {
    const { world, run } = start({
      points: [
        [0, 0],
        [100, 0],
      ],
      springs: '{ attachment: 1 1/min, constant: 0.02 1/min }',
    })
    attach(world, 0, 1)
    const before = springVelocity([0, 0, 0], [[100, 0, 0]], [0.02], [0, 0, 0])
    run(1)
    expect(world.f64('mechanics.vx')[0]).toBe(before[0])
    expect(world.f64('mechanics.vx')[1]).toBe(-before[0])
    run(100)
    // Away from contact dd/dt = -2 k d: the second-order scheme with its half step ahead, at 10 min.
    const distance = (world.f64('cell.x')[1] ?? 0) - (world.f64('cell.x')[0] ?? 0)
    expect(distance).toBeCloseTo(100 * Math.exp(-2 * 0.02 * (10 + 0.05)), 2)
  })

  it('rest where they balance repulsion', () => {
    const { world, run } = start({
      points: [
        [0, 0],
        [16, 0],
      ],
      mechanics: 'affinities: { cell: 1 }, adhesion: 0 um/min,',
      springs: '{ attachment: 1 1/min, constant: 0.05 1/min }',
    })
    attach(world, 0, 1)
    run(5000)
    // 10 (1 - d / 2r)^2 = 0.05 d has the root below 2r:
    const b = 2 + (0.05 * 2 * RADIUS) / 10
    const rest = RADIUS * (b - Math.sqrt(b * b - 4))
    expect((world.f64('cell.x')[1] ?? 0) - (world.f64('cell.x')[0] ?? 0)).toBeCloseTo(rest, 9)
  })

  it('form at twice the rate of one cell, since either may begin', () => {
    const n = 800
    const { world, run } = start({
      points: pairs(n),
      springs: '{ attachment: 0.1 1/min, constant: 0 1/min }',
    })
    run(50)
    const expected = 1 - Math.exp(-2 * 0.1 * 5)
    const sd = Math.sqrt(n * expected * (1 - expected))
    expect(Math.abs(bonds(world) - n * expected)).toBeLessThan(5 * sd)
  })

  it('end at twice the rate of one cell', () => {
    const n = 800
    const { world, run } = start({
      points: pairs(n),
      springs: '{ attachment: 1e-9 1/min, detachment: 0.1 1/min, constant: 0 1/min }',
    })
    for (let k = 0; k < n; k++) attach(world, 2 * k, 2 * k + 1)
    run(50)
    const expected = Math.exp(-2 * 0.1 * 5)
    const sd = Math.sqrt(n * expected * (1 - expected))
    expect(Math.abs(bonds(world) - n * expected)).toBeLessThan(5 * sd)
  })

  it('are never more than a cell can have, and always mutual', () => {
    const crowd = Array.from({ length: 30 }, (_, k) => [(k % 6) * 6, Math.floor(k / 6) * 6] as const)
    const { world, run } = start({ points: crowd, springs: '{ attachment: 5 1/min, most: 3 }' })
    run(50)
    for (let slot = 0; slot < world.count; slot++) {
      const partners = bondsOf(world, slot)
      expect(partners.length).toBeLessThanOrEqual(3)
      for (const partner of partners) expect(areBound(world, partner, slot)).toBe(true)
    }
    expect(bonds(world)).toBeGreaterThan(35)
  })

  it('end when a cell divides, and follow cells that move in memory', () => {
    const { world } = start({ points: pairs(3), springs: '{ attachment: 1e-9 1/min }' })
    for (let k = 0; k < 3; k++) attach(world, 2 * k, 2 * k + 1)
    request(world, 2, REQUEST_DIVIDE)
    request(world, 0, REQUEST_REMOVE)
    commit(world, () => bindHooks(world))
    // Cells 1 to 5 are now 0 to 4, the daughter is 5.
    expect(world.count).toBe(6)
    expect([0, 1, 2, 3, 4, 5].map((slot) => bondsOf(world, slot))).toEqual([[], [], [], [4], [3], []])
  })
})
