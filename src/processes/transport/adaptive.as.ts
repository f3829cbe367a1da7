// Passes of the adaptive scheme: over chunks of fixed size where the mesh is large, all of them in one call where it is small.

import { residual, weigh } from './adaptive-start.lib.as'
import { across } from './adaptive-state.lib.as'
import { attempt, finish, gather, judge, remember, settle } from './adaptive.lib.as'

/** A whole attempt at a step of the substrate of `plan`. */
export function transport_attempt(plan: usize, begin: u32, end: u32): void {
  if (begin < end) attempt(plan)
}

/** Guess, residual and sinks for the chunks [begin, end) of rows. */
export function transport_residual(plan: usize, begin: u32, end: u32): void {
  residual(plan, begin, end)
}

/** Turnover, and what else depends on the whole field; 0 where nothing moves. */
export function transport_weigh(plan: usize): f64 {
  return weigh(plan)
}

/** Keeps what was solved for, before another cycle, for the rows [begin, end). */
export function transport_remember(plan: usize, begin: u32, end: u32): void {
  remember(plan, begin, end)
}

/** Sums over the chunks [begin, end) of rows. */
export function transport_gather(plan: usize, begin: u32, end: u32): void {
  gather(plan, begin, end)
}

/** Sum of the mean of a field over its voxels, always in the same order. */
export function transport_sum_mean(mean: usize, voxels: u32): f64 {
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  let v: u32 = 0
  for (; v + 4 <= voxels; v += 4) {
    even = f64x2.add(even, v128.load(mean + (<usize>v << 3)))
    odd = f64x2.add(odd, v128.load(mean + (<usize>v << 3), 16))
  }
  let sum = across(f64x2.add(even, odd))
  for (; v < voxels; v++) sum += load<f64>(mean + (<usize>v << 3))
  return sum
}

/** 0: another cycle, 1: the step is accepted, 2: it is to be cut. */
export function transport_judge(plan: usize): f64 {
  return judge(plan)
}

/** Writes the field for the chunks [begin, end) of rows. */
export function transport_settle(plan: usize, begin: u32, end: u32): void {
  settle(plan, begin, end)
}

/** What is kept of an accepted step. */
export function transport_finish(plan: usize): void {
  finish(plan)
}
