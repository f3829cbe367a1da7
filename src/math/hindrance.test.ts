import { expect, test } from 'vitest'
import { freeDiffusion, hindrance } from './hindrance.ts'

test('a sphere of 100 nm diffuses in water with 6.6 um^2/s', () => {
  // k_B T / (6 pi eta a) = 4.2821e-21 J / (6 pi x 0.69e-3 Pa s x 50e-9 m)
  expect(freeDiffusion(0.1) / 60).toBeCloseTo(6.585, 3)
})

test('fibres hinder as the law says, worked by hand', () => {
  // phi = 0.08, a/a_f = 50/15: kappa = 673 nm^2, F = 0.2400, f = 1.5022, S = 0.2698
  expect(hindrance(0.1, { fraction: 0.08, radius: 0.015 })).toBeCloseTo(0.0648, 3)
})

test('without fibres nothing hinders, and more or thicker-set vesicles are hindered more', () => {
  expect(hindrance(0.1, { fraction: 0, radius: 0.015 })).toBe(1)
  // With a share of fibres going to zero the law goes to one, as a square root.
  expect(hindrance(0.1, { fraction: 1e-9, radius: 0.015 })).toBeGreaterThan(0.999)
  const shares = [0.005, 0.02, 0.05, 0.08, 0.12, 0.3].map((fraction) =>
    hindrance(0.1, { fraction, radius: 0.015 }),
  )
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
  const sizes = [0.03, 0.1, 0.2].map((diameter) => hindrance(diameter, { fraction: 0.05, radius: 0.015 }))
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
})

test('vesicles in usual matrix lie within what is estimated for them, 0.05 to 2 um^2/s', () => {
  for (const fraction of [0.03, 0.05, 0.08, 0.12]) {
    const diffusion = 6.6 * hindrance(0.1, { fraction, radius: 0.015 })
    expect(diffusion).toBeGreaterThan(0.05)
    expect(diffusion).toBeLessThan(2)
  }
})

test('the law lies where diffusion in agarose was measured, and below it where gels are dense', () => {
  // Johnson et al. 1996: ratios from 0.63 (2.1 nm, 3.8 %) to 0.20 (6.2 nm, 7.3 %); fibres of 1.9 nm.
  const share = (radius: number, fraction: number): number =>
    hindrance(2e-3 * radius, { fraction, radius: 1.9e-3 })
  expect(share(2.1, 0.038)).toBeCloseTo(0.63, 2)
  // With the permeability of Jackson and James in place of a measured one the largest are hindered twice too much.
  expect(share(6.2, 0.073)).toBeGreaterThan(0.2 / 2.5)
  expect(share(6.2, 0.073)).toBeLessThan(0.2)
})
