import { expect, test } from 'vitest'
import { SPREADING } from '../../testing/spreading-model.ts'
import { runTo } from '../../testing/start-run.ts'
import { organismFrom } from '../../testing/organism-model.ts'
import { adviseMeasure } from '../measures.ts'
import { measure } from '../measure.ts'
import { hazardOf } from './prognosis.ts'
import { eventMeasureAt, isWrittenAsRate, resolveEventMeasure } from './rates.ts'

const world = runTo(SPREADING, 240)
const value = (name: string): number => measure(world, name).value

test('the burden is of the whole body', () => {
  // A cell of the primary stands for 1 mm^3 over its 120 x 120 x 20 um^3.
  const weight = 1e9 / (120 * 120 * 20)
  const expected = value('tumour cells') * weight + value('tumour cells of metastases in liver')
  expect(value('tumour cells of metastases in liver')).toBeGreaterThan(0)
  expect(value('tumour burden')).toBeCloseTo(expected + value('tumour cells of metastases in lung'), 6)
  expect(value('number of metastases')).toBe(value('metastases in liver') + value('metastases in lung'))
})

test('the hazard of death is what its formula says', () => {
  const [burden, count] = [value('tumour burden'), value('number of metastases')]
  const expected = 0.1 * Math.sqrt(1 + burden / 1e6) * Math.sqrt(1 + count)
  expect(measure(world, 'hazard of death').unit).toBe('1/day')
  // Rounding of exp and ln, no more.
  expect(value('hazard of death')).toBeCloseTo(expected, 10)
  const hazard = { base: 2, burden: 1, reference: 10, metastases: 3 }
  expect(hazardOf(hazard, 0, 0)).toBe(2)
  expect(hazardOf(hazard, 30, 1)).toBeCloseTo(2 * 4 * 8, 10)
})

test('the surrogate of survival is the exponential of the hazard so far', () => {
  const found = resolveEventMeasure('survival surrogate', world.program)
  expect(found?.series).toEqual(['hazard of death'])
  const run = {
    times: [0, 1440, 2880],
    values: new Map([['hazard of death', [0.2, 0.2, 0.6]]]),
    events: [],
    kinds: new Set<string>(),
    tick: 1,
  }
  const at = (time: number): number => (found === undefined ? Number.NaN : eventMeasureAt(found, run, time))
  expect(at(0)).toBe(1)
  expect(at(1440)).toBeCloseTo(Math.exp(-0.2), 12)
  // From 0.2 to 0.6 a day later, linear: 0.4 on the mean.
  expect(at(2880)).toBeCloseTo(Math.exp(-0.2 - 0.4), 12)
  expect(() => found?.during({ ...run, values: new Map() }, 0, 1440)).toThrow(
    'add hazard of death to record: series',
  )
  expect(isWrittenAsRate('survival surrogate')).toBe(true)
})

test('a body without a hazard has neither, and says why', () => {
  const { program } = organismFrom()
  expect(resolveEventMeasure('survival surrogate', program)).toBeUndefined()
  expect(adviseMeasure('survival surrogate', program).problem).toContain("no 'hazard of death'")
  expect(adviseMeasure('hazard of death', program).problem).toContain("no 'hazard of death'")
})
