// Passes of the multigrid solver over one level, for meshes large enough to share out, and the rest of a cycle in one call.

import { coarsenFrom, coarsenSinks, cycleFrom, prolongRows, restrictRows, smoothUnits } from './multigrid.lib.as'

/** Half a red-black sweep of the units [begin, end) of a level: rows in two dimensions, planes in three. */
export function transport_smooth(
  level: usize, geometry: usize, work: usize, colour: u32, fromZero: u32, begin: u32, end: u32,
): void {
  smoothUnits(level, geometry, work, colour, fromZero, begin, end)
}

/** Residuals of the rows [begin, end) of the coarser level. */
export function transport_restrict(
  level: usize, next: usize, geometry: usize, work: usize, begin: u32, end: u32,
): void {
  restrictRows(level, next, geometry, work, begin, end)
}

/** Residuals and sinks of the rows [begin, end) of the coarser level. */
export function transport_coarsen(
  level: usize, next: usize, geometry: usize, work: usize, bound: f64, begin: u32, end: u32,
): void {
  for (let row = begin; row < end; row++) {
    coarsenSinks(level, next, geometry, work, <f32>bound, row, row + 1)
    restrictRows(level, next, geometry, work, row, row + 1)
  }
}

/** Adds the coarser correction to the rows [begin, end) of a level. */
export function transport_prolong(
  level: usize, next: usize, geometry: usize, work: usize, begin: u32, end: u32,
): void {
  prolongRows(level, next, geometry, work, begin, end)
}

/** The V-cycle from level `first` downwards and back, in one call. */
export function transport_cycle(
  levels: usize, geometry: usize, work: usize, first: u32, count: u32, begin: u32, end: u32,
): void {
  if (begin < end) cycleFrom(levels, geometry, work, first, count, false)
}

/** The same from what stands on level `first`. */
export function transport_improve(
  levels: usize, geometry: usize, work: usize, first: u32, count: u32, begin: u32, end: u32,
): void {
  if (begin < end) cycleFrom(levels, geometry, work, first, count, true)
}

/** Sinks of all levels below `first`, in one call. */
export function transport_sinks_below(
  levels: usize, geometry: usize, work: usize, first: u32, count: u32, bound: f64, begin: u32, end: u32,
): void {
  if (begin < end) coarsenFrom(levels, geometry, work, first, count, <f32>bound)
}
