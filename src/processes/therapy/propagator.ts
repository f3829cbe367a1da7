import { type Matrix, exponentialMinusIdentity } from '../../math/matrix-exponential.ts'

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

/**
 * The exact change of the amounts in `dt` [min], linear in the amounts and in a constant infusion [ymol/min] into
 * compartment `input`: [compartment][site, blood, periphery, infusion], flat.
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
