// Passes of the multigrid solver where diffusion varies in space: over one level, and the rest of a cycle in one call.

import { coarsenVariedFrom, coarsenVariedSinks, cycleVariedFrom, restrictVaried, smoothVaried } from './multigrid-varied.lib.as'
import { compare, mix } from './mixing.lib.as'
import { coarserFaces, finestFaces, sumCouplings } from './varied-faces.lib.as'

/** Faces of the rows [begin, end) of the finest level, from the hindrance of voxels. */
export function transport_faces(plan: usize, begin: u32, end: u32): void {
  finestFaces(plan, begin, end)
}

/** Faces of the rows [begin, end) of the coarser level. */
export function transport_coarser_faces(
  level: usize, next: usize, geometry: usize, faces: usize, begin: u32, end: u32,
): void {
  coarserFaces(level, next, geometry, faces, begin, end)
}

/** Sums of the couplings of cells in the rows [begin, end) of a level. */
export function transport_couplings(level: usize, geometry: usize, faces: usize, begin: u32, end: u32): void {
  sumCouplings(level, geometry, faces, begin, end)
}

/** Sums for the start of another cycle over the chunks [begin, end) of rows. */
export function transport_compare(plan: usize, begin: u32, end: u32): void {
  compare(plan, begin, end)
}

/** What another cycle begins from, for the rows [begin, end). */
export function transport_mix(plan: usize, begin: u32, end: u32): void {
  mix(plan, begin, end)
}

/** Half a red-black sweep of the units [begin, end) of a level: rows in two dimensions, planes in three. */
export function transport_varied_smooth(
  level: usize, geometry: usize, work: usize, faces: usize, colour: u32, fromZero: u32, begin: u32, end: u32,
): void {
  smoothVaried(level, geometry, work, faces, colour, fromZero, begin, end)
}

/** Residuals of the rows [begin, end) of the coarser level. */
export function transport_varied_restrict(
  level: usize, next: usize, geometry: usize, work: usize, faces: usize, begin: u32, end: u32,
): void {
  restrictVaried(level, next, geometry, work, faces, begin, end)
}

/** Residuals and sinks of the rows [begin, end) of the coarser level. */
export function transport_varied_coarsen(
  level: usize, next: usize, geometry: usize, work: usize, faces: usize, bound: f64, begin: u32, end: u32,
): void {
  coarsenVariedSinks(level, next, geometry, work, faces, <f32>bound, begin, end)
  restrictVaried(level, next, geometry, work, faces, begin, end)
}

/** The V-cycle from level `first` downwards and back, in one call. */
export function transport_varied_cycle(
  levels: usize, geometry: usize, work: usize, faces: usize, first: u32, count: u32, begin: u32, end: u32,
): void {
  if (begin < end) cycleVariedFrom(levels, geometry, work, faces, first, count, false)
}

/** The same from what stands on level `first`. */
export function transport_varied_improve(
  levels: usize, geometry: usize, work: usize, faces: usize, first: u32, count: u32, begin: u32, end: u32,
): void {
  if (begin < end) cycleVariedFrom(levels, geometry, work, faces, first, count, true)
}

/** Sinks of all levels below `first`, in one call. */
export function transport_varied_sinks_below(
  levels: usize, geometry: usize, work: usize, faces: usize, first: u32, count: u32, bound: f64, begin: u32, end: u32,
): void {
  if (begin < end) coarsenVariedFrom(levels, geometry, work, faces, first, count, <f32>bound)
}
