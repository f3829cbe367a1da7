import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNumber, formatQuantity, parseQuantity, writeQuantity } from './quantity.ts'
import { unitNames } from './unit-table.ts'
import { requireUnit } from './unit.ts'

/** Numbers that models hold: either sign, thirty decades around one. */
const anyNumber = fc
  .double({ min: -1e15, max: 1e15, noNaN: true })
  .filter((x) => x === 0 || Math.abs(x) > 1e-15)

const anyUnit = fc
  .tuple(fc.constantFrom(...unitNames), fc.constantFrom('', '^2', '^-1', '/min', '/(um^2 h)'))
  .map(([name, rest]) => name + rest)

function canonicalOf(text: string): number {
  const result = parseQuantity(text)
  if (!result.ok) throw new Error(`${text}: ${result.message}`)
  return result.canonical
}

describe('parseQuantity', () => {
  it.each([
    ['10 um^2/s', 10, 600],
    ['0.0033 1/min', 0.0033, 0.0033],
    ['5um', 5, 5],
    ['-2.5e-3 mm', -2.5e-3, -2.5],
    ['+.5 h', 0.5, 30],
    ['5. min', 5, 5],
    ['1/min', 1, 1],
    ['3 /h', 3, 3 * (1 / 60)],
    ['21.5 mmHg', 21.5, 21.5],
    ['90 %', 90, 0.9],
    ['7', 7, 7],
    [' 1e3 uM ', 1000, 1e6],
  ])('%s', (text, value, canonical) => {
    expect(parseQuantity(text)).toMatchObject({ ok: true, value, canonical })
  })

  it('gives a bare number no unit', () => {
    expect(parseQuantity('42')).toMatchObject({ unit: { text: '', factor: 1 } })
  })

  const comma = 'write a decimal point instead of a comma, and no thousands separators'
  it.each([
    ['', 0, 'expected a number'],
    ['um', 0, 'expected a number'],
    ['1,5 um', 0, comma],
    ['1,000 um', 0, comma],
    [',5 um', 0, comma],
    ['NaN um', 0, 'the number must be finite'],
    ['-Infinity', 0, 'the number must be finite'],
    ['inf', 0, 'the number must be finite'],
    ['0x1F um', 0, 'write the number in decimal notation'],
    ['1e999 um', 0, 'the number 1e999 is too large'],
    ['1e300 mol', 0, 'the number is too large in ymol'],
    ['10 um^2/mim', 8, "unknown unit 'mim', did you mean 'min'?"],
    ['  3 houre', 4, "unknown unit 'houre', did you mean 'hours'?"],
    ['3 4 um', 2, "found '4' where a unit was expected"],
    ['1_000 um', 1, "found '_' where a unit was expected"],
    ['2 1/nM min', 7, "found 'min' after a division: write brackets, as in 1/(nM min)"],
  ])('%s is refused at %d', (text, offset, message) => {
    expect(parseQuantity(text)).toEqual({ ok: false, offset, message })
  })

  it('never throws and never returns a number that is not finite', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('0123e.-+, um/%x')) })),
        (text) => {
          const result = parseQuantity(text)
          if (result.ok) expect(Number.isFinite(result.canonical)).toBe(true)
          else expect(result.offset).toBeLessThanOrEqual(text.length)
        },
      ),
    )
  })
})

describe('formatQuantity', () => {
  it.each([
    [600, 'um^2/s', '10 um^2/s'],
    [0.9, '%', '90 %'],
    [1440, 'day', '1 day'],
    [1000 / 3, 'um', '333.333 um'],
    [5, '', '5'],
    [5, '1', '5'],
    [-0, 'um', '0 um'],
    [1e-9, 'um', '1e-9 um'],
  ])('%d in %s is %s', (canonical, unit, text) => {
    expect(formatQuantity(canonical, unit)).toBe(text)
  })

  it('parses back within half a unit of the sixth digit, and what it wrote is a fixed point', () => {
    fc.assert(
      fc.property(anyNumber, anyUnit, (canonical, unit) => {
        const text = formatQuantity(canonical, unit)
        const back = canonicalOf(text)
        // Six significant digits are 5e-6 relative at worst (a leading 1); 1e-15 more for the two conversions.
        expect(Math.abs(back - canonical)).toBeLessThanOrEqual(5.000001e-6 * Math.abs(canonical))
        expect(formatQuantity(back, unit)).toBe(text)
      }),
    )
  })

  it('throws for a unit that does not exist', () => {
    expect(() => formatQuantity(1, 'parsec')).toThrow(RangeError)
  })
})

describe('writeQuantity', () => {
  it('parses back to the same bits', () => {
    fc.assert(
      fc.property(anyNumber, anyUnit, (canonical, unit) => {
        expect(canonicalOf(writeQuantity(canonical, unit))).toBe(canonical + 0)
      }),
    )
  })

  it('writes what an author wrote', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99999 }),
        fc.integer({ min: -6, max: 6 }),
        anyUnit,
        (digits, power, unit) => {
          const value = Number(`${digits}e${power}`)
          const again = writeQuantity(value * requireUnit(unit).factor, unit)
          expect(canonicalOf(again)).toBe(value * requireUnit(unit).factor)
          // Up to five digits in, no more than five digits out.
          expect(parseQuantity(again)).toMatchObject({ value })
        },
      ),
    )
  })
})

describe('formatNumber', () => {
  it.each([
    [4310, '4,310'],
    [5912, '5,912'],
    [1234567, '1,234,567'],
    [-1290, '-1,290'],
    [999, '999'],
    [100000, '100,000'],
    [0, '0'],
    [-0, '0'],
    [0.0033, '0.0033'],
    [2.7461, '2.75'],
    [1234.56, '1,230'],
    [-0.00001234, '-1.23e-5'],
    [1e21, '1e21'],
    [Number.NaN, 'not a number'],
    [-Infinity, '-infinity'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it.each([
    [1234.5678, 6, '1,234.57'],
    [4312, 3, '4,310'],
    [0.5, 3, '0.5'],
    [12345.678, 8, '12,345.678'],
  ])('%d to %d digits is %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text)
  })

  it('separates thousands without changing the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        const text = formatNumber(value)
        expect(Number(text.replaceAll(',', ''))).toBe(value)
        expect(text).toMatch(/^-?\d{1,3}(,\d{3})*$/)
      }),
    )
  })
})
