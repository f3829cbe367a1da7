import { dimensionless, dimensionOf, type Dimension } from './dimension.ts'

/**
 * The units an author may write, each as an exact fraction of the canonical unit of its dimension.
 *
 * Canonical units are um, min, mg, ymol and mmHg. With yoctomoles (1e-24 mol) for amounts, 1 ymol/um^3 is exactly 1 nM,
 * so concentrations are in nM without a conversion factor anywhere.
 *
 * A scale is kept as numerator/denominator because 1/60 is not a binary number: um^2/s then comes out as exactly
 * 60 um^2/min instead of the reciprocal of a rounded reciprocal.
 */
export interface UnitScale {
  readonly dimension: Dimension
  readonly numerator: number
  readonly denominator: number
}

/** Avogadro constant [1/mol], exact by definition of the mole (SI Brochure, 9th edition, 2019). */
export const avogadroConstant = 6.02214076e23

/** Pascals in a conventional millimetre of mercury [Pa]: 13.5951 g/cm^3 times 9.80665 m/s^2 times 1 mm (NIST SP 811, B.8). */
const pascalsPerMmHg = 133.322387415

/** Pascals in a standard atmosphere [Pa], exact by definition (10th CGPM, 1954). */
const pascalsPerAtmosphere = 101325

/** Yoctomoles in a mole, by the SI prefix. */
const yoctomolesPerMole = 1e24

const length = dimensionOf({ length: 1 })
const volume = dimensionOf({ length: 3 })
const time = dimensionOf({ time: 1 })
const mass = dimensionOf({ mass: 1 })
const amount = dimensionOf({ amount: 1 })
const concentration = dimensionOf({ amount: 1, length: -3 })
const pressure = dimensionOf({ pressure: 1 })
const molarMass = dimensionOf({ mass: 1, amount: -1 })

type Row = readonly [names: string, dimension: Dimension, numerator: number, denominator?: number]

/** Names that share a row are synonyms. Micro is written `u` here; the parser also reads the two Unicode micro signs. */
const rows: readonly Row[] = [
  ['nm', length, 1, 1000],
  ['um', length, 1],
  ['mm', length, 1e3],
  ['cm', length, 1e4],
  ['m', length, 1e6],
  ['L', volume, 1e15],
  ['mL', volume, 1e12],
  ['uL', volume, 1e9],
  ['ms', time, 1, 60000],
  ['s sec second seconds', time, 1, 60],
  ['min minute minutes', time, 1],
  ['h hour hours', time, 60],
  ['d day days', time, 1440],
  ['week weeks', time, 10080],
  ['kg', mass, 1e6],
  ['g', mass, 1e3],
  ['mg', mass, 1],
  ['ug', mass, 1, 1e3],
  ['ng', mass, 1, 1e6],
  ['pg', mass, 1, 1e9],
  ['mol', amount, yoctomolesPerMole],
  ['mmol', amount, 1e21],
  ['umol', amount, 1e18],
  ['nmol', amount, 1e15],
  ['pmol', amount, 1e12],
  ['fmol', amount, 1e9],
  ['amol', amount, 1e6],
  ['zmol', amount, 1e3],
  ['ymol', amount, 1],
  ['molecule molecules vesicle vesicles', amount, yoctomolesPerMole, avogadroConstant],
  ['M', concentration, 1e9],
  ['mM', concentration, 1e6],
  ['uM', concentration, 1e3],
  ['nM', concentration, 1],
  ['pM', concentration, 1, 1e3],
  ['fM', concentration, 1, 1e6],
  ['mmHg', pressure, 1],
  ['Pa', pressure, 1, pascalsPerMmHg],
  ['mPa', pressure, 1, 1e3 * pascalsPerMmHg],
  ['kPa', pressure, 1e3, pascalsPerMmHg],
  ['atm', pressure, pascalsPerAtmosphere, pascalsPerMmHg],
  ['Da', molarMass, 1, 1e21],
  ['kDa', molarMass, 1, 1e18],
  ['%', dimensionless, 1, 100],
  ['fold relative cell cells', dimensionless, 1],
]

const scales: ReadonlyMap<string, UnitScale> = new Map(rows.flatMap(readRow))

/** Every unit name that `parseUnit` knows, in the order of the table. */
export const unitNames: readonly string[] = [...scales.keys()]

/** Looks a unit name up, reading either Unicode micro sign as `u`. */
export function findScale(name: string): UnitScale | undefined {
  return scales.get(plainMicro(name))
}

/** Replaces the micro sign (U+00B5) and the Greek letter mu (U+03BC) by `u`, keeping the text's length. */
export function plainMicro(text: string): string {
  return text.replaceAll(/[\u00b5\u03bc]/g, 'u')
}

function readRow([names, dimension, numerator, denominator = 1]: Row): readonly (readonly [
  string,
  UnitScale,
])[] {
  return names.split(' ').map((name) => [name, { dimension, numerator, denominator }] as const)
}
