// Lymph node: which cells leave the tissue through lymphatics, and what becomes of them. Equations in README.md.

import {
  REQUEST_REMOVE, behaviour, f64At, minimumImage, probability, u16At, u32At, u8At,
} from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/**
 * Lets cells [begin, end) of type `leaver` leave at `rate` [1/min] that are nearer than `margin` [um] to a face, where `place` is 1, or to a
 * vessel point, where it is 2; 0 means anywhere. Faces that are not there stand at infinity. Of `vessels` those are there that have a `kind`, or all
 * without that column (0).
 */
export function lymph_node_leave(
  x: usize, y: usize, z: usize, types: usize, classes: usize, lineageLow: usize, lineageHigh: usize,
  requests: usize, leaving: usize, pending: usize, leaver: u32, place: u32, margin: f64, lowX: f64, lowY: f64, lowZ: f64,
  highX: f64, highY: f64, highZ: f64, vesselX: usize, vesselY: usize, vesselZ: usize, kinds: usize, periodX: f64, periodY: f64,
  periodZ: f64, rate: usize, ratePerCell: u32, dt: f64, seedLow: u32, seedHigh: u32, stream: u32, vessels: u32, tick: u32,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (u16At(types, i) != leaver) continue
    const often = behaviour(rate, ratePerCell, i, u16At(classes, i))
    if (!(often > 0)) continue
    // Whoever goes already, through a vessel or by an intervention, does not go twice.
    if ((u8At(requests, i) & REQUEST_REMOVE) != 0) continue
    const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
    // Few draw low enough: only these look for a lymphatic.
    if (u >= probability(often, dt)) continue
    const px = f64At(x, i), py = f64At(y, i), pz = f64At(z, i)
    let isNear = place == 0
    if (place == 1) {
      isNear = px - lowX < margin || py - lowY < margin || pz - lowZ < margin ||
        highX - px < margin || highY - py < margin || highZ - pz < margin
    } else if (place == 2) {
      for (let k: u32 = 0; k < vessels && !isNear; k++) {
        if (kinds != 0 && u8At(kinds, k) == 0) continue
        const dx = minimumImage(f64At(vesselX, k) - px, periodX)
        const dy = minimumImage(f64At(vesselY, k) - py, periodY)
        const dz = minimumImage(f64At(vesselZ, k) - pz, periodZ)
        isNear = dx * dx + dy * dy + dz * dz < margin * margin
      }
    }
    if (!isNear) continue
    store<u8>(leaving + i, 1)
    store<u8>(requests + i, <u8>(u8At(requests, i) | REQUEST_REMOVE))
    store<u32>(pending, 1)
  }
}

/** Adds `change` [width x width] times `states` [width] to `states`; `before` is room for a copy. */
function advance(states: usize, change: usize, width: u32, before: usize): void {
  memory.copy(before, states, (<usize>width) << 3)
  for (let to: u32 = 0; to < width; to++) {
    let sum = 0.0
    for (let from: u32 = 0; from < width; from++) sum += f64At(change, to * width + from) * f64At(before, from)
    store<f64>(states + ((<usize>to) << 3), f64At(states, to) + sum)
  }
}

/** Advances dendritic cells; `presenting` becomes the mean over the step of entry `node`, so that activation is of second order in it. */
export function lymph_node_travel(
  states: usize, change: usize, width: u32, before: usize, presenting: usize, node: u32,
): void {
  const first = f64At(states, node)
  advance(states, change, width, before)
  store<f64>(presenting, (first + f64At(states, node)) / 2)
}

/** The rate of activation among `presenting` dendritic cells [1/min]. */
export function lymph_node_rate(rate: usize, presenting: usize, activation: f64, half: f64): void {
  const there = f64At(presenting, 0)
  store<f64>(rate, (activation * there) / (half + there))
}

/** What holds activation back begins as its whole share. */
export function lymph_node_share(left: usize, share: f64): void {
  store<f64>(left, share)
}

/** A blocker at `level` [nM] in plasma lifts some of it. */
export function lymph_node_block(left: usize, level: usize, constant: f64): void {
  store<f64>(left, f64At(left, 0) / (1 + f64At(level, 0) / constant))
}

/** What is left of it lowers the rate. */
export function lymph_node_hold(rate: usize, left: usize): void {
  store<f64>(rate, f64At(rate, 0) * (1 - f64At(left, 0)))
}

/** A drug at `level` [nM] in plasma raises the rate up to `to`-fold. */
export function lymph_node_raise(rate: usize, level: usize, constant: f64, to: f64): void {
  const c = f64At(level, 0)
  store<f64>(rate, f64At(rate, 0) * (1 + ((to - 1) * c) / (constant + c)))
}

/** Advances naive cells by `dt` [min] under the rate in entry 3, which becomes the mean flow of activated cells. */
export function lymph_node_activate(states: usize, resting: f64, renewal: f64, dt: f64): void {
  const naive = f64At(states, 0)
  const rate = f64At(states, 3)
  const sum = renewal + rate
  const target = sum > 0 ? (renewal * resting) / sum : naive
  const integral = target * dt + (sum > 0 ? ((naive - target) * probability(sum, dt)) / sum : 0)
  const supplied = renewal * (resting * dt - integral)
  const activated = rate * integral
  store<f64>(states, naive + supplied - activated)
  store<f64>(states + 8, f64At(states, 1) + supplied)
  store<f64>(states + 16, f64At(states, 2) + activated)
  store<f64>(states + 24, activated / dt)
}

/** Advances primed cells; entry `inBlood` and the baseline are what vessels let in. */
export function lymph_node_divide(
  states: usize, change: usize, width: u32, before: usize, pool: usize, inBlood: u32, baseline: f64,
): void {
  advance(states, change, width, before)
  store<f64>(pool, baseline + f64At(states, inBlood))
}
