import { describe, expect, test } from 'vitest'
import { parseEvent } from '../experiment/event-schema.ts'
import { eventTime, thresholdIn, unitMistake } from './event-times.ts'

/** Times every two hours [min], as many as there are values. */
function watched(sentence: string, values: readonly number[]) {
  const condition = parseEvent(sentence)
  if (condition === undefined) throw new Error(`no event: ${sentence}`)
  const times = Float64Array.from(values, (_, k) => k * 120)
  const threshold = condition.level.kind === 'quantity' ? condition.level.value : Number.NaN
  return eventTime(times, Float64Array.from(values), condition, threshold)
}

describe('the time of an event', () => {
  test('is the first recorded time beyond a bound', () => {
    expect(watched('cells rises above 20', [10, 20, 21, 5])).toEqual({ time: 240, isEvent: true })
    expect(watched('cells falls below 10', [10, 12, 9, 8])).toEqual({ time: 240, isEvent: true })
  })

  test('is relative to the start', () => {
    expect(watched('cells falls below 50 % of its start', [100, 60, 50, 49])).toEqual({
      time: 360,
      isEvent: true,
    })
  })

  test('is relative to the lowest value so far', () => {
    // 120 % of 50 is 60: the 100 of the start is no progression, the 61 after the dip is.
    expect(watched('cells rises above 120 % of its lowest', [100, 50, 60, 61])).toEqual({
      time: 360,
      isEvent: true,
    })
  })

  test('is relative to the highest value so far', () => {
    expect(watched('cells falls below 80 % of its highest', [50, 100, 81, 79])).toEqual({
      time: 360,
      isEvent: true,
    })
  })

  test('is the end of watching where nothing happened', () => {
    expect(watched('cells rises above 20', [10, 11, 12])).toEqual({ time: 240, isEvent: false })
  })

  test('is the beginning of the time for which it held', () => {
    // Above at 120, but back at 240; above from 360 to 600, four hours.
    expect(watched('cells rises above 20 for 4 h', [10, 21, 19, 21, 22, 23])).toEqual({
      time: 360,
      isEvent: true,
    })
  })

  test('is censored as much earlier as it must hold: what begins later could be a dip', () => {
    expect(watched('cells rises above 20 for 4 h', [10, 10, 10, 10, 21, 22])).toEqual({
      time: 360,
      isEvent: false,
    })
  })

  test('passes over missing values', () => {
    expect(watched('cells rises above 20 for 4 h', [Number.NaN, 21, Number.NaN, 21])).toEqual({
      time: 120,
      isEvent: true,
    })
  })

  test('is unknown for a run that recorded nothing', () => {
    expect(watched('cells rises above 20', [])).toBeUndefined()
  })
})

describe('the bound of an event', () => {
  test('is taken into the unit of the measure', () => {
    const condition = parseEvent('invasion falls below 2 mm')
    expect(condition && thresholdIn(condition, 'um')).toBe(2000)
  })

  test('must have the dimension of the measure', () => {
    const condition = parseEvent('mean oxygen falls below 2 mm')
    expect(condition && unitMistake(condition, 'mmHg')).toMatch(/mean oxygen.*mmHg/)
    expect(() => condition && thresholdIn(condition, 'mmHg')).toThrow(/mmHg/)
    expect(condition && unitMistake(condition, 'um')).toBeUndefined()
  })
})
