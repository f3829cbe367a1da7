import { expect, test } from 'vitest'
import { absorbedAmount, bolusAmount, infusionAmount } from './closed-forms.test-support.ts'
import { advanceDrug } from './kernels.ts'
import { CENTRAL, SITE, propagator } from './propagator.ts'

const DAY = 1440

/** Nivolumab (Bajaj 2017): CL 0.23 L/day, Vc 3.63 L, Vp 2.78 L, Q 0.770 L/day. */
const nivolumab = { k10: 0.23 / 3.63 / DAY, k12: 0.77 / 3.63 / DAY, k21: 0.77 / 2.78 / DAY }
const rates = {
  absorption: 0,
  elimination: nivolumab.k10,
  toPeripheral: nivolumab.k12,
  toCentral: nivolumab.k21,
}

const EPSILON = 2 ** -52

/** Each of n steps rounds the amounts once (random walk); the table rounds the change itself, k t in all. */
const tolerance = (steps: number, kt: number): number => (8 * Math.sqrt(steps) + 8 * (1 + kt)) * EPSILON

test.each([0.1, 6, 60, 1440, 14 * 1440])('a bolus follows the closed form in steps of %d min', (dt) => {
  const table = propagator(rates, CENTRAL, dt)
  const amounts = new Float64Array(5)
  const steps = Math.min(5000, Math.ceil((28 * DAY) / dt))
  for (let step = 0; step < steps; step++) {
    advanceDrug(amounts, table, { input: CENTRAL, bolus: step === 0 ? 1 : 0, rate: 0 }, dt)
    const time = (step + 1) * dt
    const expected = bolusAmount(nivolumab, time)
    expect(Math.abs((amounts[1] ?? 0) / expected - 1)).toBeLessThan(tolerance(steps, 5e-4 * time))
  }
  expect(tolerance(steps, 5e-4 * steps * dt)).toBeLessThan(1e-12)
})

test('an infusion follows the closed form, while it runs and after', () => {
  const dt = 6
  const duration = 30
  const table = propagator(rates, CENTRAL, dt)
  const amounts = new Float64Array(5)
  for (let step = 0; step < 3000; step++) {
    advanceDrug(amounts, table, { input: CENTRAL, bolus: 0, rate: step < 5 ? 1 / duration : 0 }, dt)
    const expected = infusionAmount(nivolumab, duration, (step + 1) * dt)
    expect(Math.abs((amounts[1] ?? 0) / expected - 1)).toBeLessThan(1e-12)
  }
})

test('absorption follows the closed form, also when it is as fast as elimination', () => {
  for (const [ka, k] of [
    [0.02, 0.003],
    [0.01, 0.01],
  ] as const) {
    const table = propagator({ absorption: ka, elimination: k, toPeripheral: 0, toCentral: 0 }, SITE, 6)
    const amounts = new Float64Array(5)
    for (let step = 0; step < 200; step++) {
      advanceDrug(amounts, table, { input: SITE, bolus: step === 0 ? 1 : 0, rate: 0 }, 6)
      const time = 6 * (step + 1)
      // Equal rates: the limit k t exp(-k t).
      const expected = ka === k ? k * time * Math.exp(-k * time) : absorbedAmount(ka, k, time)
      expect(Math.abs((amounts[1] ?? 0) / expected - 1)).toBeLessThan(1e-12)
    }
  }
})

test('what was given is at its site, in blood, in the periphery or gone', () => {
  for (const dt of [0.1, 6, 1440]) {
    const table = propagator(
      { absorption: 0.01, elimination: 0.002, toPeripheral: 0.03, toCentral: 0.007 },
      SITE,
      dt,
    )
    const amounts = new Float64Array(5)
    const steps = 2000
    for (let step = 0; step < steps; step++) {
      advanceDrug(
        amounts,
        table,
        { input: SITE, bolus: step % 500 === 0 ? 3 : 0, rate: step < 700 ? 0.01 : 0 },
        dt,
      )
    }
    const [site = 0, blood = 0, periphery = 0, gone = 0, given = 0] = amounts
    expect(given).toBeCloseTo(12 + 7 * dt, 9)
    expect(Math.abs(site + blood + periphery + gone - given) / given).toBeLessThan(
      4 * Math.sqrt(steps) * EPSILON,
    )
    expect(gone).toBeGreaterThan(0)
  }
})

test('the area under the curve is dose over clearance', () => {
  // Trapezoids over 400 days in steps of 6 min: error (k dt)^2/12 < 1e-6 for k = 5e-4/min; the rest is below e^-10.
  const dt = 6
  const table = propagator(rates, CENTRAL, dt)
  const amounts = new Float64Array(5)
  amounts[1] = 1
  let area = 0
  for (let step = 0; step < 96_000; step++) {
    const before = amounts[1] ?? 0
    advanceDrug(amounts, table, { input: CENTRAL, bolus: 0, rate: 0 }, dt)
    area += (dt / 2) * (before + (amounts[1] ?? 0))
  }
  expect(area * nivolumab.k10).toBeCloseTo(1, 4)
})
