import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clock, cadenceMinutes, isDue, wholeMultiple } from './clock.ts'

const clock: Clock = { tick: 0.1, every: { fields: 1, mechanics: 5, phenotype: 60 }, stop: 100 }

test('cadences run in tick 0 and every so many ticks', () => {
  const due = (cadence: 'fields' | 'mechanics' | 'phenotype'): number[] =>
    Array.from({ length: 121 }, (_, tick) => tick).filter((tick) => isDue(clock, cadence, tick))
  expect(due('fields').length).toBe(121)
  expect(due('mechanics').slice(0, 4)).toEqual([0, 5, 10, 15])
  expect(due('phenotype')).toEqual([0, 60, 120])
})

test('the length of a cadence is a whole number of ticks', () => {
  expect([cadenceMinutes(clock, 'fields'), cadenceMinutes(clock, 'phenotype')]).toEqual([0.1, 6])
})

test.each([
  [6, 0.1, 60],
  [0.3, 0.1, 3],
  [10_080, 0.01, 1_008_000],
  [1, 1 / 3, 3],
  [5, 2, undefined],
  [0.1, 6, undefined],
  [0, 1, undefined],
  [1.001, 1, undefined],
  [-6, 6, undefined],
])('%d min are %d min times %s', (duration, unit, expected) => {
  expect(wholeMultiple(duration, unit)).toBe(expected)
})

test('whatever was written as n times a step is n steps', () => {
  const step = fc.constantFrom(0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 3, 6, 7, 1 / 60)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      step,
      (n, unit) => wholeMultiple(n * unit, unit) === n,
    ),
    { seed: 2 },
  )
})
