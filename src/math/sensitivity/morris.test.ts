import { describe, expect, it } from 'vitest'
import { createDraws } from '../draws.ts'
import { elementaryEffects, morrisDesign, morrisIndices } from './morris.ts'

const draws = createDraws(1991, 0x7e570004)

/**
 * The function of Morris (1991), section 4: twenty inputs in [0, 1] with w = 2 (x - 1/2), but w = 2 (1.1 x/(x + 0.1) - 1/2) for inputs
 * 3, 5 and 7; first-order coefficients 20 for inputs 1 to 10, second-order -15 among 1 to 6, third-order -10 among 1 to 5,
 * fourth-order 5 among 1 to 4; the other first- and second-order ones are standard normal and those of higher order 0.
 */
function morrisFunction(x: readonly number[]): number {
  const w = x.map((value, i) => 2 * ([2, 4, 6].includes(i) ? (1.1 * value) / (value + 0.1) : value) - 1)
  const at = (i: number): number => w[i] ?? Number.NaN
  let y = draws.normal(0)
  for (let i = 0; i < 20; i += 1) {
    y += (i < 10 ? 20 : draws.normal(1, i)) * at(i)
    for (let j = i + 1; j < 20; j += 1) {
      y += (j < 6 ? -15 : draws.normal(2, i, j)) * at(i) * at(j)
      for (let l = j + 1; l < 5; l += 1) {
        y -= 10 * at(i) * at(j) * at(l)
        for (let s = l + 1; s < 4; s += 1) y += 5 * at(i) * at(j) * at(l) * at(s)
      }
    }
  }
  return y
}

const bootstrap = { level: 0.95, resamples: 400, seed: 1 }

describe('morrisDesign', () => {
  const design = morrisDesign({ trajectories: 8, dimensions: 5, seed: 3, levels: 6, reachesEnds: true })

  it('changes every factor once per trajectory, by half the levels', () => {
    expect(design.points).toHaveLength(8 * 6)
    for (const [t, order] of design.orders.entries()) {
      expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
      for (const [step, factor] of order.entries()) {
        const [before = [], after = []] = design.points.slice(t * 6 + step, t * 6 + step + 2)
        const changed = after.map((value, d) => value - (before[d] ?? 0))
        for (const [d, change] of changed.entries())
          expect(Math.abs(change)).toBeCloseTo(d === factor ? 3 / 5 : 0, 12)
      }
    }
  })

  it('takes every level equally often, at the ends or in the middle of its share', () => {
    const many = morrisDesign({ trajectories: 800, dimensions: 3, seed: 5 })
    expect(new Set(many.points.flat())).toEqual(new Set([0.125, 0.375, 0.625, 0.875]))
    const starts = many.points.filter((_, i) => i % 4 === 0).map((point) => point[1])
    for (const level of [0.125, 0.375, 0.625, 0.875]) {
      const count = starts.filter((value) => value === level).length
      expect(Math.abs(count - 200)).toBeLessThan(5 * Math.sqrt(200 * 0.75))
    }
    expect(new Set(design.points.flat())).toEqual(new Set([0, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1]))
  })

  it('refuses odd levels and fractions', () => {
    expect(() => morrisDesign({ trajectories: 4, dimensions: 2, seed: 1, levels: 3 })).toThrow(
      'an even number',
    )
    expect(() => morrisDesign({ trajectories: 0.5, dimensions: 2, seed: 1 })).toThrow(RangeError)
  })
})

describe('morrisIndices', () => {
  it('finds coefficients of a linear model without scatter', () => {
    const design = morrisDesign({ trajectories: 5, dimensions: 3, seed: 2 })
    const outputs = design.points.map(([a = 0, b = 0]) => 3 * a - 2 * b + 1)
    const found = morrisIndices(design, outputs, bootstrap)
    for (const [i, coefficient] of [3, -2, 0].entries()) {
      expect(found[i]?.mu.estimate).toBeCloseTo(coefficient, 12)
      expect(found[i]?.muStar.estimate).toBeCloseTo(Math.abs(coefficient), 12)
      expect(found[i]?.sigma.estimate).toBeCloseTo(0, 12)
      expect(found[i]?.muStar.n).toBe(5)
    }
  })

  it('classifies the inputs of the published function', () => {
    const design = morrisDesign({ trajectories: 20, dimensions: 20, seed: 4, reachesEnds: true })
    const found = morrisIndices(design, design.points.map(morrisFunction), bootstrap)
    const muStar = found.map((factor) => factor.muStar.estimate)
    const sigma = found.map((factor) => factor.sigma.estimate)
    // Inputs 8 to 10: slope 2 * 20, and a scatter of the second-order terms of sd 2 sqrt(19 * 5/9) = 6.5 each.
    for (const i of [7, 8, 9]) {
      expect(Math.abs((muStar[i] ?? 0) - 40)).toBeLessThan(15)
      expect(sigma[i]).toBeLessThan(15)
    }
    // Inputs 11 to 20: that scatter alone, |N(2 beta, 6.5)|, on average about 5.
    for (const value of muStar.slice(10)) expect(value).toBeLessThan(15)
    for (const value of sigma.slice(10)) expect(value).toBeLessThan(15)
    // Inputs 1 to 6: five second-order terms of -15 give a scatter of at least 30 sqrt(5 * 5/9) = 50.
    for (const i of [0, 1, 2, 3, 4, 5]) {
      expect(muStar[i]).toBeGreaterThan(30)
      expect(sigma[i]).toBeGreaterThan(30)
    }
    // Input 7 is curved: 2 * 20 * 2.2 x/(x + 0.1) / 2 has slopes from 12 to 102.
    expect(muStar[6]).toBeGreaterThan(20)
    expect(sigma[6]).toBeGreaterThan(15)
  })

  it('leaves out steps that have no output', () => {
    const design = morrisDesign({ trajectories: 3, dimensions: 2, seed: 2 })
    const outputs = design.points.map(([a = 0], i) => (i === 0 ? Number.NaN : a))
    expect(elementaryEffects(design, outputs).flat()).toHaveLength(5)
    expect(() => elementaryEffects(design, [1])).toThrow('found 1 for 9')
  })
})
