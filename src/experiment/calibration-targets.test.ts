import { expect, test } from 'vitest'
import { log } from '../math/elementary.ts'
import { requireUnit } from '../units/unit.ts'
import { type Comparison, targetsOf } from './calibration-targets.ts'
import type { Measurement } from './read-measurements.ts'

const position = { file: 'data.csv', line: 1, column: 1, length: 1 }

function row(subject: string, time: number, value: number, unit = 'um'): Measurement {
  return { condition: 'a', subject, time, quantity: 'radius', value, unit: requireUnit(unit), position }
}

const RADIUS: Comparison = {
  name: 'radius',
  measure: 'tumour radius',
  scale: 'linear',
  scatter: 'each time',
  weight: { value: 1, unit: '1' } as Comparison['weight'], // its provenance is never looked at
  dataUnit: requireUnit('um'),
}

function targets(rows: readonly Measurement[], more: Partial<Comparison> = {}) {
  return targetsOf({
    rows,
    comparisons: [{ ...RADIUS, ...more }],
    conditions: { a: 'untreated' },
    start: 10,
    isHeldBack: ({ time }) => time > 25,
  })
}

test('have the mean and the scatter of their subjects, in the unit of the first row', () => {
  const found = targets([row('1', 20, 100), row('2', 20, 0.12, 'mm'), row('1', 30, 130), row('2', 30, 150)])
  expect(found.issues).toEqual([])
  expect(found.targets).toMatchObject([
    { time: 10, mean: 110, sd: Math.sqrt(200), isHeldBack: false },
    { time: 20, mean: 140, sd: Math.sqrt(200), isHeldBack: true },
  ])
})

test('take the scatter of all times where one has a single subject, or none', () => {
  const found = targets([
    row('1', 20, 100),
    row('2', 20, 120),
    row('1', 22, 5),
    row('1', 24, 7),
    row('2', 24, 7),
  ])
  // One time with variance 200 and one with 0, a degree of freedom each: 100 together.
  expect(found.targets.map(({ sd }) => sd)).toEqual([Math.sqrt(200), 10, 10])
  const stated = targets([row('1', 20, 100)], { stated: 3 })
  expect(stated.targets).toMatchObject([{ sd: 3 }])
  expect(targets([row('1', 20, 100)]).issues.map(({ code }) => code)).toEqual(['data-no-scatter'])
})

test('are relative to the start of each subject, as logarithms', () => {
  const rows = [row('1', 12, 10), row('2', 12, 20), row('1', 20, 20), row('2', 20, 80)]
  const found = targets(rows, { 'relative to': 'start', scale: 'log' })
  // At the start every ratio is one and says nothing.
  expect(found.targets).toHaveLength(1)
  expect(found.targets[0]).toMatchObject({ time: 10, startTime: 2 })
  expect(found.targets[0]?.values).toEqual([log(2), log(4)])
})

test('say which row cannot be compared', () => {
  const relative = { 'relative to': 'start' } as const
  const codes = (rows: readonly Measurement[], more: Partial<Comparison> = {}) =>
    targets(rows, more).issues.map(({ code }) => code)
  expect(codes([row('1', 12, 10), row('1', 20, 20), row('3', 20, 5)], relative)).toContain('data-no-start')
  expect(codes([row('1', 12, 10), row('2', 12, 0)], { scale: 'log' })).toContain('data-not-positive')
  expect(codes([row('1', 12, 10), row('1', 12, 11), row('2', 12, 1)])).toEqual(['data-twice'])
  expect(codes([row('1', 12, 10), row('2', 12, 1, 'h')])).toContain('data-unit')
})
