import { expect, it } from 'vitest'
import { saltelliDesign, sobolIndices } from './sobol-indices.ts'

/** Sobol's G function and its closed form, as in the commit tests. */
const coefficients = [0, 1, 4.5, 9]
const parts = coefficients.map((a) => 1 / (3 * (1 + a) ** 2))
const variance = parts.reduce((all, v) => all * (1 + v), 1) - 1
const first = parts.map((v) => v / variance)
const total = parts.map((v) => ((v / (1 + v)) * (variance + 1)) / variance)

function gFunction(x: readonly number[]): number {
  return x.reduce((y, value, i) => {
    const a = coefficients[i] ?? 0
    return (y * (Math.abs(4 * value - 2) + a)) / (1 + a)
  }, 1)
}

it.each(['random', 'sobol'] as const)('intervals cover the closed form as often as they say (%s)', (kind) => {
  const seeds = 150
  const covered = [...first, ...total].map(() => 0)
  for (let seed = 0; seed < seeds; seed += 1) {
    const design = saltelliDesign({ samples: 512, dimensions: 4, seed, kind })
    const outputs = design.points.map((x) => [gFunction(x)])
    const found = sobolIndices(design, outputs, { level: 0.95, resamples: 300, seed })
    for (const [i, interval] of [...found.first, ...found.total].entries()) {
      const truth = [...first, ...total][i] ?? Number.NaN
      if (interval.low <= truth && truth <= interval.high) covered[i] = (covered[i] ?? 0) + 1
    }
  }
  // 95 % of 150 with a standard error of 2.7; the bootstrap of a ratio may lack a few per cent, Sobol points exceed it.
  for (const count of covered) expect(count).toBeGreaterThan(0.95 * seeds - 5 * 2.7)
})
