// The cell cycle: live cells leave their phase after a fixed time or with a constant hazard. Equations in README.md.

import {
  LIVE,
  REQUEST_DIVIDE,
  behaviour,
  f64At,
  probability,
  setF64,
  u16At,
  u32At,
  u8At,
} from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

const MOST_PHASES: u32 = 6
const FIXED: u32 = 1
const DIVIDES: u32 = 2
const GROWS_NEXT: u32 = 4

/**
 * One step of dt [min] for cells [begin, end). `exit0..5` and `perCell0..5` are the behaviours of leaving each phase
 * [1/min]; `next` and `flags` are tables of type x MOST_PHASES. Cells with 0 in `mayDivide` stay in phase 0; the pointer is 0 where
 * all may. A cell that divides is already in its next phase
 * when commit makes the daughter from it.
 */
export function cycle_step(
  states: usize, types: usize, classes: usize, requests: usize, pending: usize, phases: usize, elapsed: usize,
  nuclearTarget: usize, lineageLow: usize, lineageHigh: usize, next: usize, flags: usize,
  exit0: usize, perCell0: u32, exit1: usize, perCell1: u32, exit2: usize, perCell2: u32,
  exit3: usize, perCell3: u32, exit4: usize, perCell4: u32, exit5: usize, perCell5: u32, mayDivide: usize,
  seedLow: u32, seedHigh: u32, tick: u32, stream: u32, dt: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (u8At(states, i) != LIVE) continue
    const phase = u8At(phases, i)
    const row = u16At(types, i) * MOST_PHASES + phase
    const c = u16At(classes, i)
    const flag = u8At(flags, row)
    const time = f64At(elapsed, i) + dt
    let rate: f64 = 0
    if (phase == 0) {
      if (mayDivide == 0 || u8At(mayDivide, i) != 0) rate = behaviour(exit0, perCell0, i, c)
    } else if (phase == 1) rate = behaviour(exit1, perCell1, i, c)
    else if (phase == 2) rate = behaviour(exit2, perCell2, i, c)
    else if (phase == 3) rate = behaviour(exit3, perCell3, i, c)
    else if (phase == 4) rate = behaviour(exit4, perCell4, i, c)
    else rate = behaviour(exit5, perCell5, i, c)
    let leaves = false
    if (rate > 0) {
      if (flag & FIXED) leaves = time > 1 / rate - dt / 2
      else {
        const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
        leaves = u < probability(rate, dt)
      }
    }
    setF64(elapsed, i, leaves ? 0 : time)
    if (!leaves) continue
    store<u8>(phases + i, <u8>u8At(next, row))
    if (flag & GROWS_NEXT) setF64(nuclearTarget, i, 2 * f64At(nuclearTarget, i))
    if (flag & DIVIDES) {
      store<u8>(requests + i, load<u8>(requests + i) | REQUEST_DIVIDE)
      store<u32>(pending, 1)
    }
  }
}
