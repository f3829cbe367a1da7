import { expect, it } from 'vitest'
import { exactScale, niceScale, ratioScale, roundBelow, timeTicks } from './scale.ts'
import { spreadLabels, textWidth, wrapText } from './text-layout.ts'

it('rounds the ends outwards and ticks them', () => {
  const scale = niceScale(0, 4310, [100, 0])
  expect(scale.domain).toEqual([0, 6000])
  expect(scale.ticks).toEqual([0, 2000, 4000, 6000])
  expect(scale.place(3000)).toBeCloseTo(50, 10)
})

it('keeps exact ends and ticks within them', () => {
  const scale = exactScale(-4.4, 4.4, [0, 88], 4)
  expect(scale.domain).toEqual([-4.4, 4.4])
  expect(scale.place(0)).toBeCloseTo(44, 10)
  expect(scale.ticks.every((tick) => Math.abs(tick) <= 4.4)).toBe(true)
})

it('gives a constant series an axis', () => {
  expect(niceScale(5, 5, [0, 1]).domain[1]).toBeGreaterThan(5)
  expect(niceScale(0, 0, [0, 1]).domain).toEqual([0, 1])
  expect(niceScale(Number.NaN, Number.NaN, [0, 1]).domain).toEqual([0, 1])
})

it('places equal ratios at equal distances', () => {
  const scale = ratioScale(0.1, 10, [0, 100])
  expect(scale.place(1)).toBeCloseTo(50, 10)
  expect(scale.place(2) - scale.place(1)).toBeCloseTo(scale.place(1) - scale.place(0.5), 10)
  expect(scale.ticks).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10])
})

it('ticks whole days', () => {
  expect(timeTicks(10_080, 1440)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((day) => day * 1440))
  expect(timeTicks(28 * 1440, 1440)).toEqual([0, 5, 10, 15, 20, 25].map((day) => day * 1440))
})

it('finds the round length below', () => {
  expect([150, 99, 2, 0.7].map(roundBelow)).toEqual([100, 50, 2, 0.5])
})

it('moves labels apart and keeps their order', () => {
  const places = spreadLabels([50, 51, 10], [9, 9, 9], [0, 60])
  expect(places[1]).toBeGreaterThanOrEqual((places[0] ?? 0) + 9 - 1e-6)
  expect(Math.max(...places)).toBeLessThanOrEqual(60 - 4.5)
  expect(places[2]).toBeLessThan(places[0] ?? 0)
})

it('keeps labels that crowd at both ends apart and within their room', () => {
  // Six labels of 20 in a room of 150: three end at its top and three at its foot, as curves of responders and others do.
  const places = spreadLabels([0, 1, 2, 148, 149, 150], [20, 20, 20, 20, 20, 20], [0, 150])
  for (const [index, place] of places.entries()) {
    expect(place).toBeGreaterThanOrEqual(10)
    expect(place).toBeLessThanOrEqual(140)
    // 1e-6: places are sums of a few halves.
    if (index > 0) expect(place - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(20 - 1e-6)
  }
})

it('wraps and cuts text to its room', () => {
  const lines = wrapText('SPP1 blockade with anti-PD-1 and low dose irradiation', 60, 8)
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(textWidth(line, 8)).toBeLessThanOrEqual(60)
  expect(lines[1]).toContain('\u2026')
})
