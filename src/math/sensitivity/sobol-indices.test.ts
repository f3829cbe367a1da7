import { describe, expect, it } from 'vitest'
import { createDraws } from '../draws.ts'
import type { Interval } from '../statistics.ts'
import { saltelliDesign, sobolIndices, type SobolIndices } from './sobol-indices.ts'

const bootstrap = { level: 0.95, resamples: 300, seed: 8 }
type Model = (x: readonly number[]) => number

/** Ishigami and Homma (1990) with a = 7, b = 0.1; closed forms from A. Saltelli et al., Global Sensitivity Analysis (2008). */
const ishigami: Model = (u) => {
  const [x = 0, y = 0, z = 0] = u.map((value) => Math.PI * (2 * value - 1))
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x)
}
const pi4 = Math.PI ** 4
const ishigamiVariance = 49 / 8 + (0.1 * pi4) / 5 + (0.01 * pi4 * pi4) / 18 + 1 / 2
const ishigamiFirst = [(1 + (0.1 * pi4) / 5) ** 2 / 2, 49 / 8, 0].map((v) => v / ishigamiVariance)
const both = (0.01 * pi4 * pi4 * (1 / 18 - 1 / 50)) / ishigamiVariance
const ishigamiTotal = [(ishigamiFirst[0] ?? 0) + both, ishigamiFirst[1] ?? 0, both]

/** Sobol's G function with the coefficients that are commonly taken, the last two of them left out, and its closed form. */
const coefficients = [0, 1, 4.5, 9, 99, 99]
const gFunction: Model = (x) =>
  x.reduce(
    (y, value, i) => y * ((Math.abs(4 * value - 2) + (coefficients[i] ?? 0)) / (1 + (coefficients[i] ?? 0))),
    1,
  )
const gParts = coefficients.map((a) => 1 / (3 * (1 + a) ** 2))
const gVariance = gParts.reduce((all, v) => all * (1 + v), 1) - 1
const gFirst = gParts.map((v) => v / gVariance)
const gTotal = gParts.map((v) => ((v / (1 + v)) * (gVariance + 1)) / gVariance)

const linear: Model = ([a = 0, b = 0, c = 0]) => 3 * a + 2 * b + c

function indicesOf(model: Model, dimensions: number, kind: 'sobol' | 'random', samples = 1024): SobolIndices {
  const design = saltelliDesign({ samples, dimensions, seed: 17, kind })
  return sobolIndices(
    design,
    design.points.map((x) => [model(x)]),
    bootstrap,
  )
}

/** Five standard errors by the bootstrap, which is too wide for Sobol points and right for random ones. */
function expectNear(found: Interval | undefined, truth: number): void {
  const half = ((found?.high ?? Number.NaN) - (found?.low ?? Number.NaN)) / 2
  expect(Math.abs((found?.estimate ?? Number.NaN) - truth)).toBeLessThan((5 / 1.96) * half + 1e-9)
}

describe.each(['sobol', 'random'] as const)('indices from %s points', (kind) => {
  it.each([
    { name: 'Ishigami', model: ishigami, first: ishigamiFirst, total: ishigamiTotal },
    { name: 'G', model: gFunction, first: gFirst, total: gTotal },
    // Variances of the terms are in the ratio 9 : 4 : 1, and nothing interacts.
    { name: 'linear', model: linear, first: [9 / 14, 4 / 14, 1 / 14], total: [9 / 14, 4 / 14, 1 / 14] },
  ])('agree with the closed form of the $name function', ({ model, first, total }) => {
    const found = indicesOf(model, first.length, kind)
    for (const [i, truth] of first.entries()) expectNear(found.first[i], truth)
    for (const [i, truth] of total.entries()) expectNear(found.total[i], truth)
    // Without this the test above could pass by intervals that say nothing.
    for (const interval of [...found.first, ...found.total])
      expect(interval.high - interval.low).toBeLessThan(0.4)
    expect(found.samples).toBe(1024)
    expect(found.noise).toBeUndefined()
  })
})

describe('sobolIndices', () => {
  it('converges fast on Sobol points', () => {
    const found = indicesOf(ishigami, 3, 'sobol', 4096)
    // Errors of scrambled nets at 4096 points; random points have standard errors of 0.02 here.
    for (const [i, truth] of ishigamiFirst.entries())
      expect(Math.abs((found.first[i]?.estimate ?? 1) - truth)).toBeLessThan(0.01)
    for (const [i, truth] of ishigamiTotal.entries())
      expect(Math.abs((found.total[i]?.estimate ?? 1) - truth)).toBeLessThan(0.01)
    expect(Math.abs(found.variance / ishigamiVariance - 1)).toBeLessThan(0.01)
  })

  it("offers Jansen's first order", () => {
    const design = saltelliDesign({ samples: 1024, dimensions: 3, seed: 17 })
    const outputs = design.points.map((x) => [ishigami(x)])
    const found = sobolIndices(design, outputs, { ...bootstrap, firstOrder: 'jansen' })
    for (const [i, truth] of ishigamiFirst.entries()) expectNear(found.first[i], truth)
  })

  it('leaves out base samples with a failed run and says how many are left', () => {
    const design = saltelliDesign({ samples: 64, dimensions: 3, seed: 1 })
    const outputs = design.points.map((x, i) => [i === 7 ? Number.NaN : linear(x)])
    expect(sobolIndices(design, outputs, bootstrap).samples).toBe(63)
    expect(() => sobolIndices(design, outputs.slice(1), bootstrap)).toThrow('found 319 for 320')
    expect(() => sobolIndices(design, outputs.with(3, []), bootstrap)).toThrow('same number of replicates')
  })

  it('has nothing to say of a response that does not vary', () => {
    const design = saltelliDesign({ samples: 8, dimensions: 2, seed: 1 })
    const found = sobolIndices(
      design,
      design.points.map(() => [3]),
      bootstrap,
    )
    expect(found.first[0]).toMatchObject({ estimate: Number.NaN, low: -Infinity, high: Infinity })
  })

  it('is stopped by too many factors for a Sobol design', () => {
    expect(() => saltelliDesign({ samples: 8, dimensions: 65, seed: 1 })).toThrow('1 to 128 dimensions')
  })
})

describe('a stochastic model', () => {
  const draws = createDraws(77, 0x7e570005)
  const design = saltelliDesign({ samples: 1024, dimensions: 3, seed: 3, kind: 'random' })
  /** Variances: response (9 + 4 + 1)/12 = 1.167; a shift by the seed 4; noise of each run 0.5. */
  const outputs = design.points.map((x, i) =>
    [0, 1, 2, 3].map((r) => linear(x) + 2 * draws.normal(r) + Math.SQRT1_2 * draws.normal(i, r, 1)),
  )
  const shares = [9 / 14, 4 / 14, 1 / 14]

  it('gives indices of the expected response from replicates', () => {
    const found = sobolIndices(design, outputs, bootstrap)
    for (const [i, share] of shares.entries()) {
      expectNear(found.first[i], share)
      expectNear(found.total[i], share)
    }
    // Variance of a variance from 2048 points with little kurtosis, sqrt(2/2048), and as much again from noise: 4 %.
    expect(Math.abs(found.variance / (14 / 12) - 1)).toBeLessThan(5 * 0.04)
  })

  it('would take noise for interactions with one replicate', () => {
    const found = sobolIndices(
      design,
      outputs.map((row) => row.slice(0, 1)),
      bootstrap,
    )
    // Jansen's numerator gains the noise's variance, so every total index tends to (share 1.167 + 0.5) / (1.167 + 0.5).
    for (const [i, share] of shares.entries())
      expectNear(found.total[i], (share * (14 / 12) + 0.5) / (14 / 12 + 0.5))
  })

  it('tells what seeds shift alike from what differs between twins', () => {
    const noise = sobolIndices(design, outputs, bootstrap).noise
    expect(noise?.replicates).toBe(4)
    // 0.5 from 2047 * 3 degrees of freedom: standard error 0.5 sqrt(2/6141) = 0.009.
    expect(Math.abs((noise?.interaction ?? 0) - 0.5)).toBeLessThan(5 * 0.009)
    // The four shifts are what they are: their sample variance, to which the points add an error of 0.5/2048.
    const shifts = [0, 1, 2, 3].map((r) => 2 * draws.normal(r))
    const centre = shifts.reduce((a, b) => a + b, 0) / 4
    const spread = shifts.reduce((sum, shift) => sum + (shift - centre) ** 2, 0) / 3
    expect(Math.abs((noise?.common ?? 0) / spread - 1)).toBeLessThan(0.1)
    const share = (spread + 0.5) / (spread + 0.5 + 14 / 12)
    expect(Math.abs((noise?.share ?? 0) - share)).toBeLessThan(0.05)
  })

  it('needs no twins for unbiased indices, but they are narrower with them', () => {
    const apart = design.points.map((x, i) => [0, 1].map((r) => linear(x) + 2 * draws.normal(i, r, 2)))
    const found = sobolIndices(design, apart, bootstrap)
    const twins = sobolIndices(
      design,
      outputs.map((row) => row.slice(0, 2)),
      bootstrap,
    )
    for (const [i, share] of shares.entries()) {
      expectNear(found.first[i], share)
      const width = (interval: Interval | undefined): number => (interval?.high ?? 0) - (interval?.low ?? 0)
      expect(width(found.total[i])).toBeGreaterThan(2 * width(twins.total[i]))
    }
    expect(found.noise?.common).toBeLessThan(0.05)
  })
})
