import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { philox4x32, uniform } from '../philox.ts'
import { effectExcess, expectedEffect } from './effect-synergy.ts'
import { hillDose, hillEffect, type HillCurve } from './hill-curve.ts'
import { fitHill } from './hill-fit.ts'
import { additiveEffect, combinationIndex, isobole } from './loewe.ts'
import { fitSeries, hillInterval, loeweSynergy, type DoseSeries } from './loewe-synergy.ts'

const options = { level: 0.95, resamples: 400, seed: 2 }

const anyCurve = fc.record({
  top: fc.double({ min: 0.3, max: 1, noNaN: true }),
  halfDose: fc.double({ min: 0.1, max: 10, noNaN: true }),
  slope: fc.double({ min: 0.5, max: 4, noNaN: true }),
})
const anyDose = fc.double({ min: 0.05, max: 20, noNaN: true })

/** Small scatter for replicates, the same in every run: replicate k of condition c. */
function noise(k: number, c: number): number {
  const words = new Uint32Array(4)
  philox4x32([k, c, 0, 0], [5, 6], words)
  return 0.06 * (uniform(words[0] ?? 0, words[1] ?? 0) - 0.5)
}

function replicates(effect: number, condition: number, n = 6): readonly number[] {
  return Array.from({ length: n }, (_, k) => effect + noise(k, condition))
}

function seriesOf(curve: HillCurve, doses: readonly number[], first: number): DoseSeries {
  return { doses, effects: doses.map((dose, i) => replicates(hillEffect(curve, dose), first + i)) }
}

describe('effectExcess', () => {
  it('is zero for independent action by construction', () => {
    // Two drugs each kill independently: survivors multiply.
    const control = [100, 104, 96, 100]
    const thinned = (share: number): readonly number[] => control.map((count) => count * share)
    const data = { control, a: thinned(0.6), b: thinned(0.5), both: thinned(0.3) }
    const bliss = effectExcess(data, 'bliss', 'twins', options)
    for (const value of [bliss.estimate, bliss.low, bliss.high]) expect(value).toBeCloseTo(0, 12)
    expect(effectExcess(data, 'hsa', 'twins', options).estimate).toBeCloseTo(0.2, 12)
    expect(effectExcess(data, 'hsa', 'independent', options).low).toBeGreaterThan(0)
  })

  it('takes shares affected as well, and agrees', () => {
    const shares = { a: replicates(0.3, 1), b: replicates(0.4, 2), both: replicates(0.8, 3) }
    const found = effectExcess(shares, 'bliss', 'independent', options)
    expect(found.low).toBeGreaterThan(0)
    expect(found.estimate).toBeCloseTo(0.8 - 0.58, 1)
    const responses = (values: readonly number[]): readonly number[] =>
      values.map((value) => 50 * (1 - value))
    const same = effectExcess(
      { control: [50, 50], a: responses(shares.a), b: responses(shares.b), both: responses(shares.both) },
      'bliss',
      'independent',
      options,
    )
    expect(same.estimate).toBeCloseTo(found.estimate, 12)
  })

  it('orders the references, and keeps them within 0 and 1', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [bliss, hsa] = [expectedEffect(a, b, 'bliss'), expectedEffect(a, b, 'hsa')]
        expect(bliss).toBeGreaterThanOrEqual(hsa - 1e-15)
        expect(bliss).toBeLessThanOrEqual(1 + 1e-15)
        expect(expectedEffect(b, a, 'bliss')).toBeCloseTo(bliss, 15)
      }),
    )
    expect(effectExcess({ a: [0.2], b: [0.2], both: [0.5] }, 'bliss', 'twins', options).high).toBe(Infinity)
    expect(() => effectExcess({ a: [], b: [0.2], both: [0.5] }, 'bliss', 'independent', options)).toThrow(
      RangeError,
    )
  })
})

describe('Hill curves', () => {
  // Six doses with three replicates each.
  const doses = [0.1, 0.3, 1, 3, 10, 30]
  const effects = [
    [0.02, 0.05, 0.01],
    [0.08, 0.12, 0.06],
    [0.3, 0.24, 0.27],
    [0.55, 0.61, 0.58],
    [0.74, 0.79, 0.72],
    [0.8, 0.78, 0.84],
  ]

  it('agrees with nls of R', () => {
    // nls of R 4.2.2 on the 18 values stopped within 2e-7 of these; the sum of squares is flat there.
    const { curve, atBound } = fitSeries({ doses, effects })
    expect(curve.top).toBeCloseTo(0.821498372344, 6)
    expect(curve.halfDose).toBeCloseTo(1.625438023756, 6)
    expect(curve.slope).toBeCloseTo(1.340680325413, 6)
    expect(atBound).toEqual([])
    const bounds = { top: [1, 1], halfDose: [0.01, 100], slope: [0.1, 10] } as const
    const medianEffect = fitSeries({ doses, effects, bounds }).curve
    expect(medianEffect.top).toBe(1)
    expect(medianEffect.halfDose).toBeCloseTo(2.8366278, 4)
    expect(medianEffect.slope).toBeCloseTo(0.8663805, 5)
  })

  it('finds the curve that made its points', () => {
    fc.assert(
      fc.property(anyCurve, (curve) => {
        const points = [0.02, 0.1, 0.5, 2, 8, 40, 200].map((dose) => ({
          dose,
          effect: hillEffect(curve, dose),
          weight: 2,
        }))
        const fit = fitHill(points)
        // The residual is squared: 1e-20 leaves effects right to 1e-10 at all doses.
        expect(fit.residual).toBeLessThan(1e-18)
        expect(fit.curve.halfDose / curve.halfDose).toBeCloseTo(1, 5)
        expect(fit.curve.slope).toBeCloseTo(curve.slope, 4)
      }),
    )
  })

  it('says what the data leave open', () => {
    const flat = fitHill([1, 2, 4].map((dose) => ({ dose, effect: 0, weight: 1 })))
    expect(flat.atBound).toContain('top')
    const low = fitHill([1, 2, 4].map((dose) => ({ dose, effect: 0.01 * dose, weight: 1 })))
    expect(low.residual).toBeLessThan(1e-4)
    expect(() => fitHill([{ dose: 0, effect: 0, weight: 1 }])).toThrow(RangeError)
  })

  it('has intervals that cover the truth', () => {
    const curve = { top: 0.9, halfDose: 2, slope: 1.5 }
    const series = seriesOf(curve, [0.3, 1, 2, 4, 12, 40], 10)
    const found = hillInterval(series, 'halfDose', 'independent', options)
    expect(found.low).toBeLessThan(2)
    expect(found.high).toBeGreaterThan(2)
    expect(found.high - found.low).toBeLessThan(0.5)
    expect(() => hillInterval({ doses: [1], effects: [] }, 'top', 'twins', options)).toThrow(RangeError)
  })

  it('inverts', () => {
    fc.assert(
      fc.property(anyCurve, anyDose, (curve, dose) => {
        const effect = hillEffect(curve, dose)
        // Near the top the effect no longer tells doses apart.
        if (effect < 0.999 * curve.top) expect(hillDose(curve, effect) / dose).toBeCloseTo(1, 8)
      }),
    )
    expect(hillEffect({ top: 1, halfDose: 1, slope: 1 }, 0)).toBe(0)
    expect(hillDose({ top: 0.5, halfDose: 1, slope: 1 }, 0.6)).toBe(Infinity)
  })
})

describe('Loewe additivity', () => {
  it('is exact for a drug combined with itself', () => {
    fc.assert(
      fc.property(anyCurve, anyDose, anyDose, (curve, a, b) => {
        const effect = hillEffect(curve, a + b)
        fc.pre(effect < 0.999 * curve.top)
        expect(combinationIndex([curve, curve], [a, b], effect)).toBeCloseTo(1, 8)
        expect(additiveEffect([curve, curve], [a, b])).toBeCloseTo(effect, 10)
      }),
    )
  })

  it('is exact for a dilution of the same drug', () => {
    const strong = { top: 0.8, halfDose: 1, slope: 2 }
    const weak = { ...strong, halfDose: 10 }
    expect(additiveEffect([strong, weak], [0.5, 5])).toBeCloseTo(hillEffect(strong, 1), 12)
  })

  it('gives each drug alone its own effect, and lies above both', () => {
    fc.assert(
      fc.property(anyCurve, anyCurve, anyDose, anyDose, (one, two, a, b) => {
        expect(additiveEffect([one, two], [a, 0])).toBeCloseTo(hillEffect(one, a), 10)
        const both = additiveEffect([one, two], [a, b])
        expect(both).toBeGreaterThanOrEqual(Math.max(hillEffect(one, a), hillEffect(two, b)) - 1e-10)
        expect(additiveEffect([two, one], [b, a])).toBeCloseTo(both, 10)
      }),
    )
    const curve = { top: 1, halfDose: 1, slope: 1 }
    expect(additiveEffect([curve, curve], [0, 0])).toBe(0)
    expect(combinationIndex([curve, curve], [1, 1], 0)).toBe(Infinity)
  })

  it('draws isoboles on which the index is 1', () => {
    const curves = [
      { top: 0.9, halfDose: 1, slope: 2 },
      { top: 0.7, halfDose: 5, slope: 1 },
    ] as const
    const points = isobole([curves[0], curves[1]], 0.5, 5)
    expect(points).toHaveLength(5)
    for (const [a, b] of points)
      expect(combinationIndex([curves[0], curves[1]], [a, b], 0.5)).toBeCloseTo(1, 12)
    expect(() => isobole([curves[0], curves[1]], 0.8, 5)).toThrow(RangeError)
    expect(() => isobole([curves[0], curves[1]], 0.5, 1)).toThrow(RangeError)
  })

  it('finds a sham combination additive and a stronger one synergistic, from replicates', () => {
    const curve = { top: 0.9, halfDose: 2, slope: 1.5 }
    const doses = [0.3, 1, 2, 4, 12, 40]
    const [a, b] = [seriesOf(curve, doses, 20), seriesOf(curve, doses, 40)]
    const additive = hillEffect(curve, 2)
    const sham = loeweSynergy({ a, b, doses: [1, 1], both: replicates(additive, 60) }, 'independent', options)
    expect(sham.index.low < 1 && sham.index.high > 1).toBe(true)
    expect(sham.excess.low < 0 && sham.excess.high > 0).toBe(true)
    expect(sham.fits[0].atBound).toEqual([])
    const strong = loeweSynergy(
      { a, b, doses: [1, 1], both: replicates(additive + 0.2, 60) },
      'twins',
      options,
    )
    expect(strong.index.high).toBeLessThan(1)
    expect(strong.excess.low).toBeGreaterThan(0)
  })

  it('takes responses with a control as well', () => {
    const curve = { top: 0.9, halfDose: 2, slope: 1.5 }
    const doses = [0.3, 1, 2, 4, 12, 40]
    const response = (values: readonly number[]): readonly number[] =>
      values.map((value) => 200 * (1 - value))
    const [a, b] = [seriesOf(curve, doses, 20), seriesOf(curve, doses, 40)]
    const both = replicates(hillEffect(curve, 2), 60)
    const plain = loeweSynergy({ a, b, doses: [1, 1], both }, 'twins', options)
    const raw = loeweSynergy(
      {
        a: { doses, effects: a.effects.map(response) },
        b: { doses, effects: b.effects.map(response) },
        doses: [1, 1],
        both: response(both),
        control: Array.from({ length: 6 }, () => 200),
      },
      'twins',
      options,
    )
    expect(raw.index.estimate).toBeCloseTo(plain.index.estimate, 8)
    expect(raw.index.high).toBeCloseTo(plain.index.high, 6)
  })
})
