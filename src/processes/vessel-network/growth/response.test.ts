import { describe, expect, it } from 'vitest'
import {
  chance,
  coverageAfter,
  feltLevel,
  hill,
  leakOf,
  openness,
  protectedRate,
  wallShear,
} from './response.ts'

describe('responses of walls', () => {
  it('to a substrate are half at the level of half effect, and steep as the exponent says', () => {
    expect(hill(0.5, 0.5, 3)).toBe(0.5)
    expect(hill(0, 0.5, 2)).toBe(0)
    expect(hill(-1e-9, 0.5, 2)).toBe(0)
    // (c/K)^n / (1 + (c/K)^n) for c/K = 2
    for (const n of [1, 2, 3.5]) expect(hill(1, 0.5, n)).toBeCloseTo(2 ** n / (1 + 2 ** n), 14)
  })

  it('count what blockers leave', () => {
    expect(feltLevel(6, 2)).toBe(2)
    expect(feltLevel(-1e-7, 0)).toBe(0)
  })

  it('to an antagonist are a competition for one site', () => {
    expect(openness(1, 0)).toBe(0)
    // The agonist holds 1/2 of the sites alone, and 1/4 beside twice as much antagonist: half of its signal is gone.
    const share = (agonist: number, antagonist: number): number => agonist / (1 + agonist + antagonist)
    expect(openness(1, 2)).toBeCloseTo(1 - share(1, 2) / share(1, 0), 15)
    expect(openness(1, 1e9)).toBeCloseTo(1, 8)
  })

  it('coat the wall on an exponential way to balance, in one step as in many', () => {
    let many = 0.2
    for (let k = 0; k < 100; k++) many = coverageAfter(many, 0.03, 0.01, 1)
    expect(coverageAfter(0.2, 0.03, 0.01, 100)).toBeCloseTo(many, 12)
    expect(coverageAfter(0.2, 0.03, 0.01, 1e6)).toBe(0.75)
    expect(coverageAfter(0.2, 0, 0, 100)).toBe(0.2)
  })

  it('leak with what is bare and with what is activated', () => {
    const leak = { bare: 5, activated: 3 }
    expect([leakOf(1, 0, leak), leakOf(0, 0, leak), leakOf(1, 1, leak), leakOf(0.5, 0.5, leak)]).toEqual([
      1, 5, 3, 6,
    ])
  })

  it('are chances of rates, and slower where covered', () => {
    expect(chance(0, 6)).toBe(0)
    expect(chance(0.1, 10)).toBeCloseTo(1 - Math.exp(-1), 14)
    expect([protectedRate(1, 0, 5), protectedRate(1, 1, 5), protectedRate(1, 0.5, 5)]).toEqual([
      1,
      0.2,
      1 / 3,
    ])
  })

  it('feel the shear of flow between two plates of pressure', () => {
    // Force balance on the blood in a tube: pi r^2 dP = 2 pi r L tau.
    expect(wallShear(4, -10, 400)).toBe(0.05)
  })
})
