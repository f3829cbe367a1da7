// Where an attempt at a step finds what it works on: a plan of u32 words, constants beside it, a control block of f64, and
// sums per chunk.

import { f64At, u32At } from '../../kernels/as/columns.lib.as'

// Words of a plan: pointers, then numbers. adaptive-plan.ts writes them in this order.
export const FIELD: u32 = 0
export const REMAINDER: u32 = 1
/** f32 [voxels]: the change in the last step. */
export const CHANGE: u32 = 2
/** f64 [voxels], [1/min] and [unit/min]; anything in runs of voxels that are not marked. */
export const LOSS: u32 = 3
export const GAIN: u32 = 4
/** f64 [voxels], or 0 where nobody reads it: mean of the field over the step. */
export const MEAN: u32 = 5
/** u8, one per run of voxels: 1 where cells or vessels stated a loss or a gain. */
export const MARKS: u32 = 6
/** f32, rows as in the finest level: e before the last cycle, where there was more than one. */
export const EARLIER: u32 = 7
export const WORK: u32 = 8
export const LEVELS: u32 = 9
export const GEOMETRY: u32 = 10
export const LEVEL_COUNT: u32 = 11
/** Voxels of the field along the axes. */
export const NX: u32 = 12
export const NY: u32 = 13
export const NZ: u32 = 14
/** Voxels that are held before the first that is solved, along the axes. */
export const FROM_X: u32 = 15
export const FROM_Y: u32 = 16
export const FROM_Z: u32 = 17
/** Periodic axes of the field, bits 1, 2, 4. */
export const RINGS: u32 = 18
export const PARTIALS: u32 = 19
export const CONTROL: u32 = 20
/** u32 [count]: places of fixed voxels in the rows of the finest level. */
export const PINNED: u32 = 21
export const PINNED_COUNT: u32 = 22
export const CONSTANTS: u32 = 23
/** Rows in a chunk of the finest level. */
export const CHUNK_ROWS: u32 = 24
/** 1 where the field has voxels outside the rows that are solved. */
export const HAS_FRAME: u32 = 25
/** 1 where nothing enters or leaves through held voxels: then the step is to keep amounts. */
export const IS_CLOSED: u32 = 26
/** f32, or 0 where diffusion is the same everywhere: faces and sums of couplings (varied-faces.lib.as.ts). */
export const FACES: u32 = 27
/** f32 [voxels], or 0: diffusion relative to that without hindrance. */
export const HINDRANCE: u32 = 28
/** f32, rows as in the finest level, twice: result of the cycle before, and its correction; only where diffusion varies. */
export const PAST: u32 = 29

// Constants, f64.
/** Diffusion [um^2/min], 1 where there is none: then the couplings are 0. */
export const DIFFUSION: u32 = 0
export const DECAY: u32 = 1
/** 1/h^2 [1/um^2], 0 without diffusion. */
export const COUPLING: u32 = 2
export const TOLERANCE: u32 = 3
/** Turnover where nothing is lost [1/min]: one over a month. */
export const SLOWEST: u32 = 4
/** Bound of sinks on coarser levels [um^2]; where diffusion varies, in sums of couplings [1]. */
export const BOUND: u32 = 5

// Control, f64. What is kept from step to step comes first; adaptive-plan.ts names them all.
export const LENGTH_BEFORE: u32 = 0
export const RATE: u32 = 3
export const CYCLES: u32 = 7
export const CLIPPED: u32 = 12
/** What is added everywhere so that amounts balance. */
export const SHIFT: u32 = 15
export const LENGTH: u32 = 16
export const RATIO: u32 = 17
export const IS_FIRST: u32 = 18
export const SHARE: u32 = 19
export const MAY_REFUSE: u32 = 20
export const VERDICT: u32 = 21
export const ESTIMATE: u32 = 22
export const CHANGED: u32 = 23
export const TURNOVER: u32 = 24
export const CYCLE: u32 = 25
export const LAST_NORM: u32 = 26
/** Sums over what is solved: of the right side of the equation without exchange between voxels, and of 1/H + k + L. */
export const SUPPLY: u32 = 27
export const SINKS: u32 = 28
/** Error of the step by itself, relative to the largest value. */
export const LOCAL: u32 = 29

export const AGAIN: f64 = 0
export const ACCEPTED: f64 = 1
export const REFUSED: f64 = 2

/** Numbers that a chunk leaves. */
export const SUMS: u32 = 6
/**
 * What a pinned voxel loses [1/um^2], 2^112: so much that it cannot move by anything that a field can hold; a power of two,
 * so that its remainder comes out of the division as it went in.
 */
export const PIN: f32 = 5192296858534827628530496329220096.0
/** Cycles at most; chosen: at the worst factor that tests allow, 0.7, they gain three digits. */
export const MOST_CYCLES: f64 = 20
/** Share of the tolerance that the solver may use. */
export const SOLVER_SHARE: f64 = 0.1
/** Convergence factors that are believed; chosen: below 0.1 two norms say little, above 0.9 the quotient explodes. */
export const BEST_RATE: f64 = 0.1
export const WORST_RATE: f64 = 0.9
/**
 * The least that is believed where diffusion varies: patterns that shrink slowly hide behind those that shrink fast. Measured between
 * barriers of a hundredth in steps of an hour: with 0.1 the solver left seven times what it may, with this less than twice.
 */
export const VARIED_RATE: f64 = 0.75

// @ts-ignore: decorator
@inline
export function control(plan: usize): usize {
  return u32At(plan, CONTROL)
}

// @ts-ignore: decorator
@inline
export function constant(plan: usize, index: u32): f64 {
  return f64At(u32At(plan, CONSTANTS), index)
}

// @ts-ignore: decorator
@inline
export function voxels(plan: usize): u32 {
  return u32At(plan, NX) * u32At(plan, NY) * u32At(plan, NZ)
}

// @ts-ignore: decorator
@inline
export function rowCount(plan: usize): u32 {
  const level: usize = u32At(plan, LEVELS)
  return u32At(level, 1) * u32At(level, 2)
}

// @ts-ignore: decorator
@inline
export function rowChunks(plan: usize): u32 {
  const size = u32At(plan, CHUNK_ROWS)
  return (rowCount(plan) + size - 1) / size
}

// @ts-ignore: decorator
@inline
export function total(plan: usize, chunks: u32, index: u32): f64 {
  const sums: usize = u32At(plan, PARTIALS)
  let sum: f64 = 0
  for (let chunk: u32 = 0; chunk < chunks; chunk++) sum += f64At(sums, chunk * SUMS + index)
  return sum
}

/** Sum of the two lanes. */
// @ts-ignore: decorator
@inline
export function across(twice: v128): f64 {
  return f64x2.extract_lane(twice, 0) + f64x2.extract_lane(twice, 1)
}

// @ts-ignore: decorator
@inline
export function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1))
}

/** Remainders that belong to their values. */
// @ts-ignore: decorator
@inline
export function counted(high: v128, low: v128): v128 {
  return v128.and(low, f32x4.eq(f32x4.add(high, low), high))
}

/** The voxel of the field where a row of the finest level begins. */
// @ts-ignore: decorator
@inline
export function fieldRow(plan: usize, level: usize, row: u32): u32 {
  const ny = u32At(level, 1)
  const y = (row % ny) + u32At(plan, FROM_Y)
  const z = row / ny + u32At(plan, FROM_Z)
  return (z * u32At(plan, NY) + y) * u32At(plan, NX) + u32At(plan, FROM_X)
}
