import { expect, test } from 'vitest'
import { type Chain, STATE, chainStep, eventual } from './chain.ts'

const CHAIN: Chain = {
  leaving: 0.03,
  arrest: 0.03,
  extravasation: 0.001,
  survive: 0.8,
  initiation: 0.0004,
  initiate: 0.025,
  dormant: 0.36,
  outgrowth: 0.00007,
  grow: 0.01,
}

const at = (step: readonly number[], to: number, from: number): number => step[to * STATE.count + from] ?? 0
/** Rounding of some hundred sums and products of numbers up to 1. */
const ROUNDING = 1e-14

test('nobody is lost: what leaves one state is in another', () => {
  for (const dt of [0.1, 6, 1440]) {
    const step = chainStep(CHAIN, dt)
    for (let from = 0; from < STATE.count; from++) {
      const sum = Array.from({ length: STATE.count }, (_, to) => at(step, to, from)).reduce(
        (a, b) => a + b,
        0,
      )
      expect(Math.abs(sum - 1)).toBeLessThan(ROUNDING)
    }
  }
})

test('a step is the closed form of the chain', () => {
  const dt = 300
  const step = chainStep(CHAIN, dt)
  const { leaving, arrest, extravasation: e, survive, initiation: i, initiate } = CHAIN
  expect(at(step, STATE.circulating, STATE.circulating)).toBeCloseTo(Math.exp(-leaving * dt), 14)
  const arrested = (arrest / (e - leaving)) * (Math.exp(-leaving * dt) - Math.exp(-e * dt))
  expect(at(step, STATE.arrested, STATE.circulating)).toBeCloseTo(arrested, 13)
  const single = ((e * survive) / (i - e)) * (Math.exp(-e * dt) - Math.exp(-i * dt))
  expect(at(step, STATE.single, STATE.arrested)).toBeCloseTo(single, 13)
  const micro =
    ((i * initiate) / (CHAIN.outgrowth - i)) * (Math.exp(-i * dt) - Math.exp(-CHAIN.outgrowth * dt))
  expect(at(step, STATE.micro, STATE.single)).toBeCloseTo(micro, 13)
})

test('two steps are one of twice the length', () => {
  const [one, two] = [chainStep(CHAIN, 6), chainStep(CHAIN, 12)]
  for (let to = 0; to < STATE.count; to++)
    for (let from = 0; from < STATE.count; from++) {
      const product = Array.from({ length: STATE.count }, (_, k) => at(one, to, k) * at(one, k, from))
      expect(Math.abs(product.reduce((a, b) => a + b, 0) - at(two, to, from))).toBeLessThan(ROUNDING)
    }
})

test('in the end the shares are products of those along the way, and means of times add up', () => {
  const weights = eventual(CHAIN)
  // 400 mean times of the slowest step.
  const last = chainStep(CHAIN, 400 / CHAIN.outgrowth)
  for (let from = 0; from < STATE.count; from++)
    expect(Math.abs(at(last, STATE.macro, from) - (weights[from] ?? 0))).toBeLessThan(1e-11)
  expect(weights[STATE.circulating]).toBeCloseTo(0.8 * 0.025 * 0.01, 15)
  // Mean time from arrest to metastasis of those that make it: integral of 1 - F(t), by the trapezium rule in steps of a day.
  const day = chainStep(CHAIN, 1440)
  let states = Array.from<unknown, number>({ length: STATE.count }, (_, k) => (k === STATE.arrested ? 1 : 0))
  let mean = 0
  const target = weights[STATE.arrested] ?? 0
  for (let k = 0; k < 400; k++) {
    const before = 1 - (states[STATE.macro] ?? 0) / target
    states = states.map((_, to) => states.reduce((sum, value, from) => sum + at(day, to, from) * value, 0))
    mean += (1440 * (before + 1 - (states[STATE.macro] ?? 0) / target)) / 2
  }
  const times = 1 / CHAIN.extravasation + 1 / CHAIN.initiation + 1 / CHAIN.outgrowth
  // The rule errs by dt^2 / 12 times the slope, which is 0 at both ends: below 0.1 %.
  expect(Math.abs(mean / times - 1)).toBeLessThan(1e-3)
})
