/** Rates of the compartments of a drug [1/min]. */
export interface CompartmentRates {
  /** Site of the dose to blood. */
  readonly absorption: number
  /** Blood to nowhere. */
  readonly elimination: number
  readonly toPeripheral: number
  readonly toCentral: number
}

/** Site of the dose, blood, periphery, gone. */
export const COMPARTMENTS = 4
export const SITE = 0
export const CENTRAL = 1

/** Numbers per compartment in the table: changes per amount in site, blood and periphery, and per rate of infusion. */
export const PROPAGATOR_ROW = 4

/** Terms of the series for a norm of at most 1/2; the first omitted one, 2^-18/18!, is below 1e-21. */
const TERMS = 17

type Matrix = readonly (readonly number[])[]

/**
 * The exact change of the amounts in `dt` [min], linear in the amounts and in a constant infusion [ymol/min] into
 * compartment `input`: [compartment][site, blood, periphery, infusion], flat.
 *
 * The series of exp(M) - I needs no special function and no distinct eigenvalues, and keeps the digits of changes
 * that are small against the amounts: with exp(M) itself, rounding would add up over the steps of a run.
 */
export function propagator(rates: CompartmentRates, input: number, dt: number): number[] {
  const change = exponentialMinusIdentity(generator(rates, input, dt))
  return change.slice(0, COMPARTMENTS).flatMap((row) => [row[0] ?? 0, row[1] ?? 0, row[2] ?? 0, row[4] ?? 0])
}

/** Rates x dt over (site, blood, periphery, gone, infusion); the infusion is a state that never changes. */
function generator(
  { absorption, elimination, toPeripheral, toCentral }: CompartmentRates,
  input: number,
  dt: number,
): Matrix {
  const rows = [
    [-absorption, 0, 0, 0, input === SITE ? 1 : 0],
    [absorption, -elimination - toPeripheral, toCentral, 0, input === CENTRAL ? 1 : 0],
    [0, toPeripheral, -toCentral, 0, 0],
    [0, elimination, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ]
  return rows.map((row) => row.map((rate) => rate * dt))
}

/** Taylor series for M / 2^s of norm at most 1/2, then s times E <- 2 E + E E. */
function exponentialMinusIdentity(matrix: Matrix): Matrix {
  const norm = Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)))
  let doublings = 0
  let scale = 1
  while (norm * scale > 0.5) {
    doublings += 1
    scale /= 2
  }
  const small = matrix.map((row) => row.map((value) => value * scale))
  // Horner: E = M (I + M/2 (I + M/3 (...)))
  let sum = small.map((row) => row.map(() => 0))
  for (let n = TERMS; n >= 1; n--)
    sum = multiply(small, withIdentity(sum)).map((row) => row.map((value) => value / n))
  for (let s = 0; s < doublings; s++) sum = add(add(sum, sum), multiply(sum, sum))
  return sum
}

function withIdentity(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value + 1 : value)))
}

function add(a: Matrix, b: Matrix): number[][] {
  return a.map((row, i) => row.map((value, j) => value + (b[i]?.[j] ?? 0)))
}

function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)))
}
