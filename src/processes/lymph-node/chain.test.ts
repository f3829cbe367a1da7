import { describe, expect, it, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { kernelBench } from '../../testing/kernel-arrays.ts'
import { PRIMED, clonalStep, dendriticStep } from './chain.ts'
import { activate, advance } from './kernels.ts'

const special = specialFunctions(kernelBench().kernels)

const DAY = 1440

/** Rounding of some hundred sums and products of numbers up to 1. */
const ROUNDING = 1e-13

describe('dendritic cells', () => {
  it('arrive as the stages of their way say, and none is lost', () => {
    const [stages, travel, lifespan] = [3, DAY, 2.5 * DAY]
    const step = dendriticStep(stages, travel, lifespan, 6)
    const states = new Float64Array(stages + 2)
    states[0] = 1
    for (let k = 0; k < 240; k++) advance(states, 0, step)
    const x = (stages / travel) * DAY
    // Poisson: whoever has made fewer than three jumps is on the way.
    const expected = [1, x, (x * x) / 2].map((term) => term * Math.exp(-x))
    expected.forEach((value, k) => expect(Math.abs((states[k] ?? 0) - value)).toBeLessThan(ROUNDING))
    expect(Math.abs(states.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(ROUNDING)
  })

  it('are in the node what flows in times their lifespan', () => {
    const step = dendriticStep(4, DAY, 2.5 * DAY, 6)
    const states = new Float64Array(6)
    for (let k = 0; k < 100 * 240; k++) {
      states[0] = (states[0] ?? 0) + 0.01
      advance(states, 0, step)
    }
    // 0.01 per 6 min; a hundred days are forty lifespans, and a flow in pulses is 6/3600 uneven.
    expect(Math.abs((states[4] ?? 0) / ((0.01 / 6) * 2.5 * DAY) - 1)).toBeLessThan(6 / 3600)
  })
})

const rates = (generations: number) => ({
  generations,
  division: 1 / 480,
  leaves: 1 / DAY,
  death: 1 / (10 * DAY),
})

test.each([0, 1, 8])('who divides %d times makes 2^n cells, none more and none less', (generations) => {
  const step = clonalStep(rates(generations), 6)
  const states = new Float64Array(step.width)
  const worth = (state: number): number => 2 ** Math.max(0, generations + 1 - state)
  for (let k = 1; k <= 2000; k++) {
    states[0] = k <= 500 ? 0.001 : 0
    advance(states, 0, step)
    const cells = states.reduce((sum, value, state) => (state === 0 ? sum : sum + value * worth(state)), 0)
    const activated = 0.001 * 6 * Math.min(k, 500) * 2 ** generations
    expect(Math.abs(cells / activated - 1)).toBeLessThan(ROUNDING)
  }
  // 8.3 days: of 10 days in the blood some have passed.
  expect(states[generations + 2] ?? 0).toBeGreaterThan(0.1 * 3 * 2 ** generations)
})

describe('naive cells', () => {
  it('fall and return as their closed form, whatever the step', () => {
    const naive = { resting: 0.02, renewal: 0.1 / DAY }
    const rate = 20 / DAY
    const sum = naive.renewal + rate
    for (const dt of [1, 6, 60]) {
      const states = Float64Array.from([0.02, 0, 0, 0])
      for (let k = 0; k < 600 / dt; k++) {
        states[PRIMED.flow] = rate
        activate(states, naive, dt, special)
      }
      const target = (naive.renewal * 0.02) / sum
      const expected = target + (0.02 - target) * Math.exp(-sum * 600)
      expect(Math.abs((states[PRIMED.naive] ?? 0) / expected - 1)).toBeLessThan(1e-11)
      const [left = 0, supplied = 0, activated = 0] = states
      expect(Math.abs(0.02 + supplied - activated - left)).toBeLessThan(1e-15)
    }
  })

  it('stay what they are where nothing renews or activates them', () => {
    const states = Float64Array.from([0.02, 0, 0, 0])
    activate(states, { resting: 0.02, renewal: 0 }, 6, special)
    expect([...states]).toEqual([0.02, 0, 0, 0])
  })
})
