import { describe, expect, it } from 'vitest'
import {
  formatExact,
  formatNumber,
  formatTicks,
  formatTime,
  formatTogether,
  formatUnit,
  withUnit,
} from './number-format.ts'

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [4310, '4,310'],
    [-1290, '\u22121,290'],
    [0.3456, '0.346'],
    [31.25, '31.3'],
    [1_234_567, '1,234,567'],
    [2.1e-5, '2.1\u00a0\u00d7\u00a010\u207b\u2075'],
    [null, '\u2013'],
    [Number.NaN, '\u2013'],
  ])('%s is %s', (value, text) => expect(formatNumber(value)).toBe(text))
})

it('writes an estimate and its interval with the same decimals', () => {
  expect(formatTogether([0.7, 0.661, 0.742])).toEqual(['0.70', '0.66', '0.74'])
  expect(formatTogether([-1.3, -4.1, 1.5], true)).toEqual(['\u22121.3', '\u22124.1', '+1.5'])
  expect(formatTogether([85.8, 61.2, null])).toEqual(['86', '61', '\u2013'])
})

it('never writes minus nothing', () => {
  expect(formatTogether([-0.001, -40, 40])[0]).toBe('0')
})

it('writes ticks as they are', () => {
  expect(formatTicks([0, 0.5, 1])).toEqual(['0.0', '0.5', '1.0'])
  expect(formatTicks([0, 1000])).toEqual(['0', '1,000'])
})

it('keeps a parameter as given', () => {
  expect(formatExact(0.0007)).toBe('0.0007')
  expect(formatExact(100_000)).toBe('100,000')
  expect(formatExact(-2.5)).toBe('\u22122.5')
})

it('tells time in the unit of the trial', () => {
  expect(formatTime(5040, 10_080)).toBe('day 3.5')
  expect(formatTime(90, 1440)).toBe('1.5 h')
  expect(formatTime(20, 60)).toBe('20 min')
})

it('sets units as print does', () => {
  expect(formatUnit('um^2/min')).toBe('\u00b5m\u00b2/min')
  expect(formatUnit('1/mm^2')).toBe('1/mm\u00b2')
  expect(formatUnit('unit*min^-1')).toBe('unit\u00b7min\u207b\u00b9')
  expect(withUnit('86', '1/mm^2')).toBe('86\u00a0/mm\u00b2')
  expect(withUnit('3', '')).toBe('3')
})
