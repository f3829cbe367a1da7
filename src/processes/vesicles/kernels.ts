import { ROUTE_ROW } from './compile.ts'

/* The kernels in plain TypeScript, which tests take as the truth. Behaviours come with one value per cell. */

/** Returns what cells export: vesicles released per time, each with so much [cells]. */
export function exported(release: Float64Array, load: Float64Array): Float64Array {
  return release.map((rate, i) => rate * (load[i] ?? NaN))
}

/** What cells took up since cargo was last counted, and the net uptake that was counted [cells]. */
export interface Account {
  readonly taken: Float64Array
  readonly account: Float64Array
}

/** Adds what cells took up in a step of `length` [min]. */
export function take(
  { taken, account }: Account,
  internalised: Float64Array,
  release: Float64Array,
  uptake: Float64Array,
  length: number,
): void {
  internalised.forEach((net, i) => {
    if (uptake[i] !== 0)
      taken[i] = (taken[i] ?? NaN) + (net - (account[i] ?? NaN) + length * (release[i] ?? NaN))
    account[i] = net
  })
}

/** Loses free cargo over a step, by type. */
export function lose(cargo: Float64Array, keep: Float64Array, types: Uint16Array): void {
  types.forEach((type, i) => (cargo[i] = (cargo[i] ?? NaN) * (keep[type] ?? NaN)))
}

/** Adds what arrived and was set free in a step; `enclosed` is undefined where cargo is free at once. */
export function deliver(
  cargo: Float64Array,
  enclosed: Float64Array | undefined,
  taken: Float64Array,
  rows: Float64Array,
  types: Uint16Array,
): void {
  types.forEach((type, i) => {
    const row = (k: number): number => rows[type * ROUTE_ROW + k] ?? NaN
    const arrived = taken[i] ?? NaN
    cargo[i] = (cargo[i] ?? NaN) + arrived * row(0)
    if (enclosed === undefined) return
    const before = enclosed[i] ?? NaN
    cargo[i] += before * row(2)
    enclosed[i] = before * row(3) + arrived * row(1)
  })
}
