/**
 * Physical dimensions as integer exponents of five base dimensions.
 *
 * Pressure is a base dimension of its own. It is only used for partial pressures (mmHg of oxygen) and stiffness, never
 * combined with lengths and masses into forces, so tying it to mass/(length time^2) would only let a mmHg pass
 * unnoticed where a mass was meant.
 */

/** Exponents of the base dimensions, e.g. a diffusion coefficient is `length 2, time -1` and the rest 0. */
export interface Dimension {
  readonly length: number
  readonly time: number
  readonly mass: number
  readonly amount: number
  readonly pressure: number
}

/** The dimension of counts, fractions and folds. */
export const dimensionless: Dimension = { length: 0, time: 0, mass: 0, amount: 0, pressure: 0 }

/** Completes the named exponents with zeros. */
export function dimensionOf(exponents: Partial<Dimension>): Dimension {
  return { ...dimensionless, ...exponents }
}

/** Tells whether two dimensions have the same exponents. */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  return (
    a.length === b.length &&
    a.time === b.time &&
    a.mass === b.mass &&
    a.amount === b.amount &&
    a.pressure === b.pressure
  )
}

/** Returns the dimension of a product a * b^power; `power` 1 multiplies, -1 divides. */
export function multiplyDimension(a: Dimension, b: Dimension, power = 1): Dimension {
  return {
    length: a.length + power * b.length,
    time: a.time + power * b.time,
    mass: a.mass + power * b.mass,
    amount: a.amount + power * b.amount,
    pressure: a.pressure + power * b.pressure,
  }
}

/** One factor of a written dimension or unit: a word and its exponent. */
interface Power {
  readonly word: string
  readonly exponent: number
}

/** Words for the parts of a dimension, either their names or their canonical units. */
interface Vocabulary {
  readonly concentration: string
  readonly amount: string
  readonly mass: string
  readonly pressure: string
  readonly length: string
  readonly time: string
}

const dimensionNames: Vocabulary = {
  concentration: 'concentration',
  amount: 'amount',
  mass: 'mass',
  pressure: 'pressure',
  length: 'length',
  time: 'time',
}

const canonicalNames: Vocabulary = {
  concentration: 'nM',
  amount: 'ymol',
  mass: 'mg',
  pressure: 'mmHg',
  length: 'um',
  time: 'min',
}

/** Returns the canonical unit of a dimension in the notation that `parseUnit` reads: "um/min", "nM/min", "1". */
export function canonicalUnit(dimension: Dimension): string {
  return writePowers(powersOf(dimension, canonicalNames))
}

/** Describes a dimension to a person with an example unit: "length^2/time, for example um^2/min". */
export function describeDimension(dimension: Dimension): string {
  if (sameDimension(dimension, dimensionless)) return 'dimensionless, for example 1 or %'
  return `${writePowers(powersOf(dimension, dimensionNames))}, for example ${canonicalUnit(dimension)}`
}

/** Splits a dimension into powers in reading order, with amount/length^3 gathered into concentration. */
function powersOf(dimension: Dimension, words: Vocabulary): readonly Power[] {
  const { amount, length } = dimension
  // Amounts per volume read as concentrations; amounts per area (a flux) or per cell stay amounts.
  const isConcentration = amount !== 0 && length / amount <= -3
  return [
    { word: words.concentration, exponent: isConcentration ? amount : 0 },
    { word: words.amount, exponent: isConcentration ? 0 : amount },
    { word: words.mass, exponent: dimension.mass },
    { word: words.pressure, exponent: dimension.pressure },
    { word: words.length, exponent: isConcentration ? length + 3 * amount : length },
    { word: words.time, exponent: dimension.time },
  ].filter((power) => power.exponent !== 0)
}

/** Writes powers as a fraction, bracketing a denominator of several factors: "1/(nM min)". */
function writePowers(powers: readonly Power[]): string {
  const above = powers.filter((power) => power.exponent > 0).map(writePower)
  const below = powers.filter((power) => power.exponent < 0).map(writePower)
  const numerator = above.length > 0 ? above.join(' ') : '1'
  if (below.length === 0) return numerator
  const denominator = below.length === 1 ? below.join('') : `(${below.join(' ')})`
  return `${numerator}/${denominator}`
}

function writePower(power: Power): string {
  const size = Math.abs(power.exponent)
  return size === 1 ? power.word : `${power.word}^${size}`
}
