// Vesicles (README.md): what leaves cells with them, what cells take up, and what becomes of the cargo. Blocks are over
// cells; nothing is scattered.

import { behaviour, f64At, setF64, u16At } from '../../kernels/as/columns.lib.as'

/** Numbers per type of a route; the constant of compile.ts. */
const ROW: u32 = 4

/** What cells export [ymol/min]: vesicles released per time, each with so much. Behaviours come as (pointer, perCell). */
export function vesicles_export(
  out: usize, release: usize, releasePerCell: u32, load: usize, loadPerCell: u32, classes: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const cls = u16At(classes, i)
    setF64(out, i, behaviour(release, releasePerCell, i, cls) * behaviour(load, loadPerCell, i, cls))
  }
}

/** Writes a behaviour out, cell by cell. */
export function vesicles_follow(
  out: usize, from: usize, fromPerCell: u32, classes: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) setF64(out, i, behaviour(from, fromPerCell, i, u16At(classes, i)))
}

/**
 * Adds to `taken` what cells took up in a step of `length` [min]: the change of their net uptake since it was last
 * counted, without what they exported themselves.
 */
export function vesicles_take(
  taken: usize, account: usize, internalised: usize, release: usize, uptake: usize, uptakePerCell: u32, classes: usize,
  length: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const net = f64At(internalised, i)
    // Cells that take nothing up have taken nothing: their change is what they exported, up to rounding.
    if (behaviour(uptake, uptakePerCell, i, u16At(classes, i)) != 0)
      setF64(taken, i, f64At(taken, i) + (net - f64At(account, i) + length * f64At(release, i)))
    setF64(account, i, net)
  }
}

/** Loss of free cargo over a step, by type. */
export function vesicles_lose(cargo: usize, keep: usize, types: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(cargo, i, f64At(cargo, i) * f64At(keep, u16At(types, i)))
}

/** Adds to free cargo what arrived and was set free in a step; `enclosed` is 0 where cargo is free at once. */
export function vesicles_deliver(
  cargo: usize, enclosed: usize, taken: usize, rows: usize, types: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const row = u16At(types, i) * ROW
    const arrived = f64At(taken, i)
    let free = f64At(cargo, i) + arrived * f64At(rows, row)
    if (enclosed != 0) {
      const before = f64At(enclosed, i)
      free += before * f64At(rows, row + 2)
      setF64(enclosed, i, before * f64At(rows, row + 3) + arrived * f64At(rows, row + 1))
    }
    setF64(cargo, i, free)
  }
}

/** Begins to count anew. */
export function vesicles_clear(taken: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(taken, i, 0)
}
