import { expect, test } from 'vitest'
import { dotScale, flowsOf } from './vessel-flows.ts'

test('what stays at an organ does not go on', () => {
  expect(flowsOf(1000, [600, 150])).toEqual({ along: [1000, 400, 250], staying: [600, 150] })
})

test('more than comes cannot stay: what was let go later counts as nothing, not as less', () => {
  expect(flowsOf(100, [150, Number.NaN])).toEqual({ along: [100, 0, 0], staying: [150, 0] })
  expect(flowsOf(Number.NaN, [1])).toEqual({ along: [0, 0], staying: [1] })
})

test('a dot stands for a round number of cells, and the fullest part has eight at most', () => {
  for (const shed of [0.3, 7, 8, 9, 1234, 8e6]) {
    const flows = flowsOf(shed, [])
    const scale = dotScale(flows)
    expect(shed / scale).toBeLessThanOrEqual(8)
    expect(shed / scale).toBeGreaterThan(8 / 2.5 - 1e-9)
    expect([1, 2, 5]).toContain(Number((scale / 10 ** Math.floor(Math.log10(scale) + 1e-9)).toPrecision(3)))
  }
  expect(dotScale(flowsOf(0, []))).toBe(1)
})
