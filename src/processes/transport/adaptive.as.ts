// Passes of the adaptive scheme: over chunks of fixed size where the mesh is large, all of them in one call where it is small.

import { attempt, balance, finish, gather, guess, judge, level, pin, residual, settle, weigh } from './adaptive.lib.as'
import { u32At } from '../../kernels/as/columns.lib.as'
import { reduceRows } from './multigrid.lib.as'

/** A whole attempt at a step of the substrate of `plan`. */
export function transport_attempt(plan: usize, begin: u32, end: u32): void {
  if (begin < end) attempt(plan)
}

/** First guess for the chunks [begin, end) of voxels. */
export function transport_guess(plan: usize, begin: u32, end: u32): void {
  guess(plan, begin, end)
}

/** Turnover, and what else depends on the whole field. */
export function transport_weigh(plan: usize): void {
  weigh(plan)
}

/** Residual of the rows [begin, end). */
export function transport_residual(plan: usize, begin: u32, end: u32): void {
  residual(plan, begin, end)
}

/** Fixed voxels. */
export function transport_pin(plan: usize): void {
  pin(plan)
}

/** What the last cycle leaves of the residual, for the rows [begin, end). */
export function transport_reduce(plan: usize, begin: u32, end: u32): void {
  reduceRows(u32At(plan, 9), u32At(plan, 10), u32At(plan, 8), begin, end)
}

/** Sums over the chunks [begin, end) of rows. */
export function transport_gather(plan: usize, begin: u32, end: u32): void {
  gather(plan, begin, end)
}

/** 0: another cycle, 1: the step is accepted, 2: it is to be cut. */
export function transport_judge(plan: usize): f64 {
  return judge(plan)
}

/** Sums of what is left for the chunks [begin, end) of rows. */
export function transport_balance(plan: usize, begin: u32, end: u32): void {
  balance(plan, begin, end)
}

/** What makes amounts balance. */
export function transport_level(plan: usize): void {
  level(plan)
}

/** Writes the field for the chunks [begin, end) of rows. */
export function transport_settle(plan: usize, begin: u32, end: u32): void {
  settle(plan, begin, end)
}

/** What is kept of an accepted step. */
export function transport_finish(plan: usize): void {
  finish(plan)
}
