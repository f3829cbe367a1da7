import { describe, expect, test } from 'vitest'
import { resolveMeasure } from '../../src/analysis/measures.ts'
import type { World } from '../../src/engine/world.ts'
import { runModel } from '../../src/testing/run-model.ts'

/* The lymph node of a run against the solution of its equations. */

const HOUR = 60
const DAY = 1440
const CELLS = 100

interface Times {
  /** [min] */
  readonly phenotype: number
  readonly travel?: string
  readonly lifespan?: string
  readonly generations?: number
  readonly half?: number
}

/** A hundred cells that all leave in the first step of the phenotype: a pulse. */
function pulse({
  phenotype,
  travel = '12 h',
  lifespan = '2 day',
  generations = 3,
  half = 50,
}: Times): ReturnType<typeof runModel> {
  const points = Array.from({ length: CELLS }, (_, k) => [(k % 10) * 20 - 90, Math.floor(k / 10) * 20 - 90])
  return runModel(`format: 1
title: a pulse of dendritic cells
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 100 day, fields: ${phenotype} min, mechanics: ${phenotype} min, phenotype: ${phenotype} min }
lymph node:
  dendritic cells: { type: dendritic cell, travel: ${travel}, stages: 2, lifespan: ${lifespan} }
  primes:
    CD8:
      naive: 0.01
      renewal: 0.5 1/day
      activation: 2 1/day
      half: ${half}
      generations: ${generations}
      doubling: 8 h
      leaves: 2 1/day
      lives in blood: 4 day
cell types:
  dendritic cell: { mechanics: { movable: false }, emigration to lymph node: 1000 1/min }
  CD8: {}
initial:
  dendritic cell: { points: [${points.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }
`)
}

function measure(world: World, name: string): number {
  const [found] = resolveMeasure(name, world.program) ?? []
  if (found === undefined) throw new Error(`no measure '${name}'`)
  return found.evaluate(world)
}

/** Dendritic cells in the node a time [min] after a pulse: two stages at the rate k, then death at the rate d. */
function presenting(t: number, k: number, d: number): number {
  const m = k - d
  return (CELLS * k * k * (Math.exp(-d * t) - Math.exp(-k * t) * (1 + m * t))) / (m * m)
}

test('dendritic cells of a pulse arrive and die as two stages and a decay', () => {
  const { world, run } = pulse({ phenotype: 6 })
  for (const hours of [3, 12, 48, 200]) {
    // They leave in the commit of the first tick of 6 min, and are on the way from the second.
    run((hours * HOUR) / 6 + 1)
    const expected = presenting(hours * HOUR, 2 / (12 * HOUR), 1 / (2 * DAY))
    const found = measure(world, 'dendritic cells in the lymph node')
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10)
  }
})

/** The whole system by the classical scheme of fourth order, in steps of `dt` [min]. */
function reference(days: number, dt: number): { readonly blood: number; readonly inNode: number } {
  const [k, d] = [2 / (12 * HOUR), 1 / (2 * DAY)]
  const slope = (t: number, [n = 0, a = 0, b = 0, c = 0, e = 0, p = 0]: readonly number[]): number[] => {
    const there = presenting(t, k, d)
    const activated = ((2 / DAY) * n * there) / (50 + there)
    const divide = 1 / (8 * HOUR)
    return [
      (0.5 / DAY) * (0.01 - n) - activated,
      activated - divide * a,
      divide * (2 * a - b),
      divide * (2 * b - c),
      divide * 2 * c - (2 / DAY) * e,
      (2 / DAY) * e - p / (4 * DAY),
    ]
  }
  const along = (y: readonly number[], s: readonly number[], h: number): number[] =>
    y.map((value, i) => value + h * (s[i] ?? 0))
  let y: readonly number[] = [0.01, 0, 0, 0, 0, 0]
  for (let step = 0; step < (days * DAY) / dt; step++) {
    const t = step * dt
    const s1 = slope(t, y)
    const s2 = slope(t + dt / 2, along(y, s1, dt / 2))
    const s3 = slope(t + dt / 2, along(y, s2, dt / 2))
    const s4 = slope(t + dt, along(y, s3, dt))
    y = y.map(
      (value, i) => value + (dt / 6) * ((s1[i] ?? 0) + 2 * (s2[i] ?? 0) + 2 * (s3[i] ?? 0) + (s4[i] ?? 0)),
    )
  }
  const [, a = 0, b = 0, c = 0, e = 0, p = 0] = y
  return { blood: 1 + p, inNode: a + b + c + e }
}

describe('priming', () => {
  const DAYS = 4
  const exact = reference(DAYS, 1)
  const errorOf = (phenotype: number): number => {
    const { world, run } = pulse({ phenotype })
    run((DAYS * DAY) / phenotype + 1)
    return Math.max(
      Math.abs((measure(world, 'CD8 in the blood') - 1) / (exact.blood - 1) - 1),
      Math.abs(measure(world, 'primed CD8 in the lymph node') / exact.inNode - 1),
    )
  }

  test('follows its equations, with an error that falls as the square of the step', () => {
    const [coarse, fine] = [errorOf(120), errorOf(60)]
    // 4 for the second order; higher ones are a few per cent of it at this step.
    expect(coarse / fine).toBeGreaterThan(3.6)
    expect(coarse / fine).toBeLessThan(4.4)
    // A thousandth at an hour becomes a hundred times less at 6 min.
    expect(errorOf(6)).toBeLessThan(2e-5)
  })
})

test('cells that keep coming keep up what flows in times lifespan and expansion', () => {
  // So many in the node for so long that activation hardly changes: naive cells settle at r n0/(r + k).
  const { world, run } = pulse({ phenotype: 60, lifespan: '1000000 day', travel: '1 h' })
  run(60 * 24)
  const k = (2 / DAY) * (100 / 150)
  const r = 0.5 / DAY
  const activated = (k * r * 0.01) / (r + k)
  // Sixty days are fifteen lives in the blood; what is missing of a hundred cells died: 60/1e6.
  expect(Math.abs(measure(world, 'naive CD8 in the lymph node') / (activated / k) - 1)).toBeLessThan(1e-4)
  const blood = activated * 8 * 4 * DAY
  expect(Math.abs((measure(world, 'CD8 in the blood') - 1) / blood - 1)).toBeLessThan(1e-4)
})
