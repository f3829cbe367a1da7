import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalUnit, describeDimension, dimensionless, dimensionOf, sameDimension } from './dimension.ts'
import { unitNames } from './unit-table.ts'
import { describeUnitFailure, parseUnit, requireUnit } from './unit.ts'

/** Exponents that occur in models, with a margin. */
const anyDimension = fc.record({
  length: fc.integer({ min: -4, max: 4 }),
  time: fc.integer({ min: -3, max: 3 }),
  mass: fc.integer({ min: -2, max: 2 }),
  amount: fc.integer({ min: -2, max: 2 }),
  pressure: fc.integer({ min: -2, max: 2 }),
})

describe('factors of single units', () => {
  // Definitions, not measurements: SI prefixes, minutes per hour, molecules per mole, conventional mmHg.
  it.each([
    ['nm', 1e-3],
    ['um', 1],
    ['µm', 1],
    ['μm', 1],
    ['mm', 1e3],
    ['cm', 1e4],
    ['m', 1e6],
    ['ms', 1 / 60000],
    ['s', 1 / 60],
    ['sec', 1 / 60],
    ['min', 1],
    ['h', 60],
    ['hour', 60],
    ['hours', 60],
    ['d', 1440],
    ['day', 1440],
    ['days', 1440],
    ['week', 10080],
    ['weeks', 10080],
    ['kg', 1e6],
    ['g', 1e3],
    ['mg', 1],
    ['ug', 1e-3],
    ['µg', 1e-3],
    ['ng', 1e-6],
    ['pg', 1e-9],
    ['mol', 1e24],
    ['mmol', 1e21],
    ['umol', 1e18],
    ['nmol', 1e15],
    ['pmol', 1e12],
    ['fmol', 1e9],
    ['amol', 1e6],
    ['L', 1e15],
    ['mL', 1e12],
    ['uL', 1e9],
    ['µL', 1e9],
    ['M', 1e9],
    ['mM', 1e6],
    ['uM', 1e3],
    ['µM', 1e3],
    ['nM', 1],
    ['pM', 1e-3],
    ['fM', 1e-6],
    ['mmHg', 1],
    ['%', 0.01],
    ['1', 1],
    ['fold', 1],
    ['cell', 1],
    ['cells', 1],
    ['relative', 1],
  ])('%s is %d canonical units', (text, factor) => {
    expect(requireUnit(text).factor).toBe(factor)
  })

  // Tolerance: one rounding of the quotient, 2^-53.
  it.each([
    ['molecule', 1.6605390671738467],
    ['molecules', 1.6605390671738467],
    ['Pa', 0.007500615758456563],
    ['kPa', 7.500615758456562],
    ['atm', 759.99989173],
    ['Da', 1e-21],
    ['kDa', 1e-18],
  ])('%s is about %d canonical units', (text, factor) => {
    expect(requireUnit(text).factor / factor).toBeCloseTo(1, 9)
  })

  it('covers every name in the table', () => {
    for (const name of unitNames) {
      const { dimension, text } = requireUnit(name)
      expect(text).toBe(name)
      expect(sameDimension(requireUnit(canonicalUnit(dimension)).dimension, dimension)).toBe(true)
    }
  })

  it('makes one nanomolar exactly one yoctomole per cubic micrometre', () => {
    expect(requireUnit('ymol/um^3')).toMatchObject({ dimension: requireUnit('nM').dimension, factor: 1 })
    expect(requireUnit('mol/L').factor).toBe(requireUnit('M').factor)
    expect(requireUnit('g/mol').factor).toBeCloseTo(requireUnit('Da').factor, 30)
  })
})

describe('compound units', () => {
  it.each([
    ['um^2/min', { length: 2, time: -1 }, 1],
    ['um2/s', { length: 2, time: -1 }, 60],
    ['µm²/s', { length: 2, time: -1 }, 60],
    ['cm^2/s', { length: 2, time: -1 }, 6e9],
    ['um3', { length: 3 }, 1],
    ['1/min', { time: -1 }, 1],
    ['/min', { time: -1 }, 1],
    ['1/h', { time: -1 }, 1 / 60],
    ['min^-1', { time: -1 }, 1],
    ['s⁻¹', { time: -1 }, 60],
    ['1/(nM min)', { amount: -1, length: 3, time: -1 }, 1],
    ['1/(M·s)', { amount: -1, length: 3, time: -1 }, 6e-8],
    ['nM^-1 min^-1', { amount: -1, length: 3, time: -1 }, 1],
    ['cells/mm2', { length: -2 }, 1e-6],
    ['mg/kg', {}, 1e-6],
    ['mg/kg/day', { time: -1 }, 1e-6 / 1440],
    ['um * um', { length: 2 }, 1],
    ['um um/min', { length: 2, time: -1 }, 1],
    ['(um/min)^2', { length: 2, time: -2 }, 1],
    ['um / min', { length: 1, time: -1 }, 1],
    ['mmHg/um', { pressure: 1, length: -1 }, 1],
  ])('%s', (text, exponents, factor) => {
    const unit = requireUnit(text)
    expect(unit.dimension).toEqual(dimensionOf(exponents))
    expect(unit.factor / factor).toBeCloseTo(1, 14)
  })

  it('keeps the exact factor of a per-second rate', () => {
    expect(requireUnit('um^2/s').factor).toBe(60)
    expect(requireUnit('1/s').factor).toBe(60)
  })

  it('reads molecules per cell and second', () => {
    const unit = requireUnit('molecules/cell/s')
    expect(unit.dimension).toEqual(dimensionOf({ amount: 1, time: -1 }))
    expect(unit.factor).toBeCloseTo(60 * 1.6605390671738467, 12)
  })
})

describe('mistakes', () => {
  it.each([
    ['um/mim', 3, 'mim', 'min'],
    ['umm', 0, 'umm', 'um'],
    ['1/(nM mni)', 6, 'mni', 'min'],
    ['um^2/secnd', 5, 'secnd', 'second'],
    ['mmhg', 0, 'mmhg', 'mmHg'],
    ['molecuels/cell', 0, 'molecuels', 'molecules'],
    ['  houre', 2, 'houre', 'hours'],
  ])('%s: unknown at %d', (text, offset, found, nearest) => {
    expect(parseUnit(text)).toEqual({ ok: false, reason: 'unknown', offset, found, nearest })
  })

  it('suggests nothing when nothing is near', () => {
    const result = parseUnit('furlongs/min')
    expect(result).toEqual({ ok: false, reason: 'unknown', offset: 0, found: 'furlongs' })
  })

  it.each([
    ['', 0, ''],
    ['um/', 3, ''],
    ['(um', 3, ''],
    ['um)', 2, ')'],
    ['um//min', 3, '/'],
    ['2/min', 0, '2'],
    ['um^', 2, '^'],
    ['um^x', 2, '^'],
    ['um^12', 2, '^'],
    ['um^2.5', 4, '.'],
    ['um(min)', 2, '('],
    ['um2min', 3, 'min'],
    ['um$', 2, '$'],
  ])('%s: syntax at %d', (text, offset, found) => {
    expect(parseUnit(text)).toEqual({ ok: false, reason: 'syntax', offset, found })
  })

  it('refuses a product after a division, which readers disagree about', () => {
    const result = parseUnit('1/nM min')
    expect(result).toEqual({ ok: false, reason: 'ambiguous', offset: 5, found: 'min' })
    expect(!result.ok && describeUnitFailure(result)).toBe(
      "found 'min' after a division: write brackets, as in 1/(nM min)",
    )
  })

  it('refuses a unit outside the range of doubles', () => {
    expect(parseUnit('mol^9 mol^9')).toMatchObject({ ok: false, reason: 'range', found: 'mol^9 mol^9' })
  })

  it('points inside the text and never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('um/^2 min()*·1s²%')) })),
        (text) => {
          const result = parseUnit(text)
          if (result.ok) expect(Number.isFinite(result.unit.factor)).toBe(true)
          else
            expect(text.slice(result.offset).startsWith(result.found) || result.reason === 'range').toBe(true)
        },
      ),
    )
  })

  it('throws for a programmer', () => {
    expect(() => requireUnit('um/mim')).toThrow(
      "'um/mim' is not a unit: unknown unit 'mim', did you mean 'min'?",
    )
  })
})

describe('canonical units and descriptions', () => {
  it.each([
    ['mm/h', 'um/min', 'length/time, for example um/min'],
    ['mM/s', 'nM/min', 'concentration/time, for example nM/min'],
    ['1/h', '1/min', '1/time, for example 1/min'],
    ['cm2/s', 'um^2/min', 'length^2/time, for example um^2/min'],
    ['1/(M s)', '1/(nM min)', '1/(concentration time), for example 1/(nM min)'],
    ['molecules/s', 'ymol/min', 'amount/time, for example ymol/min'],
    ['nM/um', 'nM/um', 'concentration/length, for example nM/um'],
    ['mg/mL', 'mg/um^3', 'mass/length^3, for example mg/um^3'],
    ['kDa', 'mg/ymol', 'mass/amount, for example mg/ymol'],
    ['kPa', 'mmHg', 'pressure, for example mmHg'],
    ['%', '1', 'dimensionless, for example 1 or %'],
  ])('%s: %s', (text, canonical, description) => {
    const { dimension } = requireUnit(text)
    expect(canonicalUnit(dimension)).toBe(canonical)
    expect(describeDimension(dimension)).toBe(description)
  })

  it('writes a unit that parses back to the dimension, with factor 1', () => {
    fc.assert(
      fc.property(anyDimension, (dimension) => {
        const unit = requireUnit(canonicalUnit(dimension))
        expect(unit.dimension).toEqual(dimension)
        expect(unit.factor).toBe(1)
      }),
    )
  })

  it('compares dimensions by all exponents', () => {
    for (const base of ['length', 'time', 'mass', 'amount', 'pressure'])
      expect(sameDimension(dimensionOf({ [base]: 1 }), dimensionless)).toBe(false)
    expect(sameDimension(dimensionOf({}), dimensionless)).toBe(true)
  })
})
