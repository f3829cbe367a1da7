import { describe, expect, test } from 'vitest'
import type { SensitivityPlan } from '../../experiment/sensitivity-plan.ts'
import { createDraws } from '../../math/draws.ts'
import { normalQuantile } from '../../math/distributions.ts'
import { mean } from '../../math/statistics.ts'
import { morrisDesign } from '../../math/sensitivity/morris.ts'
import { sensitivityRows } from './indices.ts'
import type { SensitivitySummary } from '../summary.ts'

const DIMENSIONS = 4
const TRAJECTORIES = 100
const REPLICATES = 3

const unit = morrisDesign({ trajectories: TRAJECTORIES, dimensions: DIMENSIONS, seed: 5 })
const plan = {
  points: { method: 'morris', unit },
  seed: 5,
  parameters: Array.from({ length: DIMENSIONS }, (_, k) => ({ name: `x${k}` })),
  kinds: Array.from({ length: DIMENSIONS }, () => 'assumed'),
} as unknown as SensitivityPlan // nothing else of a plan is read

const draws = createDraws(11, 0x5eed)

/** Standard normal, of a point and a seed. */
function noise(point: number, replicate: number): number {
  return normalQuantile(draws.uniform(point, replicate, 0))
}

function rowsOf(value: (x: readonly number[], point: number, replicate: number) => number) {
  const values = unit.points.map((x, point) =>
    Array.from({ length: REPLICATES }, (_, replicate) => value(x, point, replicate)),
  )
  const found = sensitivityRows(plan, { endpoint: 'y', arm: 'a', values })
  return 'rows' in found ? found.rows : []
}

describe('screening of outputs with luck in them', () => {
  test('says which mu* luck alone would give', () => {
    const rows = rowsOf((_x, point, replicate) => 3 * noise(point, replicate))
    const [first] = rows
    const found = mean(rows.map(({ index }) => index))
    // A mean of 400 sizes |d| scatters by sqrt(pi/2 - 1)/sqrt(400) = 4 % of its value (neighbours share a point: up to
    // sqrt(2) more), and the estimate of the noise, from a thousand residuals, by 2 %: four of each, 23 %.
    expect(Math.abs(found / (first?.luck ?? 0) - 1)).toBeLessThan(0.23)
    expect(first?.noise).toBeGreaterThan(0.9)
  })

  test('what a seed shifts everywhere alike is no luck of a point', () => {
    const rows = rowsOf((x, _point, replicate) => 2 * (x[0] ?? 0) + 100 * noise(0, replicate))
    expect(rows[0]).toMatchObject({ parameter: 'x0' })
    expect(rows[0]?.index).toBeCloseTo(2, 9)
    // Rounding of sums of values near 100 over 500 points.
    expect(rows[0]?.luck).toBeLessThan(1e-9)
    expect(rows[1]?.index).toBe(0)
  })

  test('trajectories without a value are left out of all of it', () => {
    const rows: readonly SensitivitySummary[] = rowsOf((x, point) =>
      point < (DIMENSIONS + 1) * 98 ? Number.NaN : (x[2] ?? 0),
    )
    expect(rows[0]).toMatchObject({ parameter: 'x2', index: 1 })
    expect(rows[0]?.method).toContain('2 trajectories')
    const nothing = sensitivityRows(plan, {
      endpoint: 'y',
      arm: 'a',
      against: 'b',
      values: unit.points.map(() => [Number.NaN]),
    })
    expect(nothing).toEqual({
      problem: 'y, a - b: fewer than two complete trajectories, so nothing can be said',
    })
  })
})
