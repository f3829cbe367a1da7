// Death: who begins to die, who bursts, and whose remains are taken away. Equations in README.md.

import {
  APOPTOTIC,
  LIVE,
  NECROTIC,
  REQUEST_APOPTOSIS,
  REQUEST_LYSIS,
  REQUEST_NECROSIS,
  REQUEST_REMOVE,
  behaviour,
  f64At,
  probability,
  setF64,
  u16At,
  u32At,
  u8At,
} from '../../kernels/as/columns.lib.as'
import { second, uniform } from '../../kernels/as/random.as'


/**
 * One step of dt [min] for cells [begin, end). A cell that begins to die here has lived through this step as a
 * dying one, hence its clock starts at dt; one that others kill between steps starts at 0.
 */
export function death_step(
  states: usize, types: usize, classes: usize, volume: usize, requests: usize, pending: usize, elapsed: usize,
  burstVolume: usize, lineageLow: usize, lineageHigh: usize, durations: usize, isFixed: usize, clearances: usize,
  apoptosis: usize, apoptosisPerCell: u32, necrosis: usize, necrosisPerCell: u32,
  seedLow: u32, seedHigh: u32, tick: u32, onset: u32, removal: u32, dt: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const state = u8At(states, i)
    let bits: u32 = 0
    if (state == LIVE) {
      const c = u16At(classes, i)
      const toApoptosis = behaviour(apoptosis, apoptosisPerCell, i, c)
      const toNecrosis = behaviour(necrosis, necrosisPerCell, i, c)
      if (!(toApoptosis > 0 || toNecrosis > 0)) continue
      const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, onset)
      if (u < probability(toApoptosis, dt)) bits = REQUEST_APOPTOSIS
      else if (second() < probability(toNecrosis, dt)) bits = REQUEST_NECROSIS
      if (bits != 0) setF64(elapsed, i, dt)
    } else if (state == NECROTIC) {
      if (f64At(volume, i) >= f64At(burstVolume, i)) bits = REQUEST_LYSIS
    } else {
      const time = f64At(elapsed, i) + dt
      setF64(elapsed, i, time)
      const t = u16At(types, i)
      const duration = state == APOPTOTIC ? f64At(durations, t) : f64At(clearances, t)
      if (state == APOPTOTIC && u8At(isFixed, t) == 0) {
        const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, removal)
        if (u < probability(1 / duration, dt)) bits = REQUEST_REMOVE
      } else if (time > duration - dt / 2) bits = REQUEST_REMOVE
    }
    if (bits == 0) continue
    store<u8>(requests + i, <u8>(u8At(requests, i) | bits))
    store<u32>(pending, 1)
  }
}

/** The signal 'dead': 1 for dead cells, 0 for live ones. */
export function death_sense(states: usize, dead: usize, begin: u32, end: u32): void {
  for (let i = begin; i < end; i++) setF64(dead, i, u8At(states, i) == LIVE ? 0 : 1)
}
