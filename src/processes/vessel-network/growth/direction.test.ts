import { describe, expect, it } from 'vitest'
import { leaveSideways, length, randomDirection, steepness, steer } from './direction.ts'

const weights = { persistence: 1, gradient: 2, random: 0, fibres: 0, filopodia: 50 }
const around = (direction: readonly number[], gradient: readonly number[], level = 1) => ({
  direction: Float64Array.from(direction),
  gradient: Float64Array.from(gradient),
  level,
  random: Float64Array.of(0, 0, 1),
})

describe('tips', () => {
  it('weigh a gradient by what it makes of the level over their filopodia', () => {
    expect(steepness(0, 1, 50)).toBe(0)
    expect(steepness(0.02, 1, 50)).toBe(0.5)
    expect(steepness(1, 0, 50)).toBe(1)
  })

  it('turn to a weighted sum of where they go and where it rises', () => {
    const tip = around([1, 0, 0], [0, 0.02, 0])
    steer(tip, weights)
    // persistence x (1, 0) + gradient x 1/2 x (0, 1)
    expect([...tip.direction]).toEqual(
      [Math.SQRT1_2, Math.SQRT1_2, 0].map((value) => expect.closeTo(value, 14)),
    )
  })

  it('go straight in a flat field, and up the gradient when they have no direction yet', () => {
    const straight = around([0.6, 0.8, 0], [0, 0, 0])
    steer(straight, weights)
    expect([...straight.direction]).toEqual([0.6, 0.8, 0])
    const first = around([0, 0, 0], [0, 0, -3])
    steer(first, weights)
    expect([...first.direction]).toEqual([0, 0, -1])
  })

  it('follow fibres to either side', () => {
    const fibres = Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 0)
    for (const sign of [1, -1]) {
      const tip = { ...around([sign * 0.6, 0.8, 0], [0, 0, 0]), fibres }
      steer(tip, { ...weights, fibres: 0.5 })
      // (1 + 0.5) 0.6 against (1 - 0.5) 0.8
      const size = Math.hypot(0.9, 0.4)
      expect(tip.direction[0]).toBeCloseTo((sign * 0.9) / size, 14)
      expect(tip.direction[1]).toBeCloseTo(0.4 / size, 14)
    }
  })

  it('leave a vessel sideways', () => {
    const way = Float64Array.of(3, 4, 5)
    leaveSideways(way, Float64Array.of(0, 1, 0))
    expect([...way]).toEqual([3, 0, 5])
  })

  it.each([2, 3] as const)(
    'have random directions without a preferred one in %d dimensions',
    (dimensions) => {
      let state = 1
      // A small generator of its own: what counts here is that the law is even, not the numbers.
      const next = (): number => {
        state = (state * 48_271) % 2_147_483_647
        return state / 2_147_483_647
      }
      const out = new Float64Array(3)
      const sum = [0, 0, 0]
      const n = 4000
      for (let k = 0; k < n; k++) {
        randomDirection(dimensions, () => [next(), next()], out)
        expect(length(out)).toBeCloseTo(1, 12)
        for (let axis = 0; axis < 3; axis++) sum[axis] = (sum[axis] ?? 0) + (out[axis] ?? 0)
      }
      // Each component has variance 1/dimensions: five standard deviations of the mean.
      for (const total of sum) expect(Math.abs(total / n)).toBeLessThan(5 / Math.sqrt(dimensions * n))
    },
  )
})
