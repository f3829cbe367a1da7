// Metabolism: what cells take of oxygen and glucose by a saturable law, what they make of it, and what they sense of it.
// Equations in README.md; the plain form in kernels.ts.

import { behaviour, f32At, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { mark, runFrom } from '../../kernels/as/sources.lib.as'

/** 1 / ln 10. */
const PER_LN10: f64 = 0.4342944819032518

/** A concentration as a cell meets it: never below zero. */
// @ts-ignore: decorator
@inline
function levelAt(field: usize, voxel: u32): f64 {
  return max<f64>(<f64>f32At(field, voxel), 0)
}

/** Share of full lack of oxygen: K / (K + c); 0 where there is no field, or the type does not respire (K = 0). */
// @ts-ignore: decorator
@inline
function lackOf(oxygen: usize, half: f64, voxel: u32): f64 {
  if (oxygen == 0 || half == 0) return 0
  return half / (half + levelAt(oxygen, voxel))
}

/**
 * Adds the loss of oxygen [1/min] of the runs of voxels that begin in [begin, end): per cell f (V/W) r / (K + c), in the order of
 * `byVoxel`. `rates` r [unit/min of its own volume] and `halves` K [unit] per class; a class without has r = 0.
 */
export function metabolism_oxygen(
  loss: usize, gain: usize, marks: usize, voxels: u32, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize,
  volume: usize, factor: usize, factorPerCell: u32, rates: usize, halves: usize, oxygen: usize, voxelVolume: f64,
  begin: u32, end: u32,
): void {
  const perVoxel = 1 / voxelVolume
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    const count = u32At(cellCount, v)
    if (count == 0) continue
    const first = u32At(firstCell, v)
    const c = levelAt(oxygen, v)
    let lost: f64 = 0
    for (let k = first; k < first + count; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const rate = f64At(rates, cls)
      if (rate == 0) continue
      const share = f64At(volume, i) * perVoxel
      lost += (share * behaviour(factor, factorPerCell, i, cls) * rate) / (f64At(halves, cls) + c)
    }
    if (lost == 0) continue
    mark(loss, gain, marks, voxels, v)
    setF64(loss, v, f64At(loss, v) + lost)
  }
}

/**
 * The same for glucose, whose uptake grows by up to `pasteurs` without oxygen; `yields` [voxels] (0 = none) becomes the loss times
 * the lactate made of each: `lactates` with oxygen, 2 without.
 */
export function metabolism_glucose(
  loss: usize, gain: usize, marks: usize, voxels: u32, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize,
  volume: usize, factor: usize, factorPerCell: u32, rates: usize, halves: usize, glucose: usize, oxygenHalves: usize,
  oxygen: usize, pasteurs: usize, lactates: usize, yields: usize, voxelVolume: f64, begin: u32, end: u32,
): void {
  const perVoxel = 1 / voxelVolume
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    if (yields != 0) setF64(yields, v, 0)
    const count = u32At(cellCount, v)
    if (count == 0) continue
    const first = u32At(firstCell, v)
    const c = levelAt(glucose, v)
    let lost: f64 = 0
    let made: f64 = 0
    for (let k = first; k < first + count; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const rate = f64At(rates, cls)
      if (rate == 0) continue
      const lack = lackOf(oxygen, f64At(oxygenHalves, cls), v)
      const share = f64At(volume, i) * perVoxel
      const boost = 1 + (f64At(pasteurs, cls) - 1) * lack
      const own = (share * behaviour(factor, factorPerCell, i, cls) * rate * boost) / (f64At(halves, cls) + c)
      const lactate = f64At(lactates, cls)
      lost += own
      // A type that makes no lactate at all makes none without oxygen either.
      if (lactate >= 0) made += own * (lactate + (2 - lactate) * lack)
    }
    if (lost == 0) continue
    mark(loss, gain, marks, voxels, v)
    setF64(loss, v, f64At(loss, v) + lost)
    if (yields != 0) setF64(yields, v, made)
  }
}

/** Adds to `pool` what became lactate of the glucose that the voxels [begin, end) lost in `length` [min] at its mean `mean`. */
export function metabolism_turn(pool: usize, yields: usize, mean: usize, length: f64, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) {
    const made = f64At(yields, v)
    if (made != 0) setF64(pool, v, f64At(pool, v) + made * f64At(mean, v) * length)
  }
}

/**
 * Lets the runs of voxels that begin in [begin, end) gain lactate over the next `step` [min]: what glucose will become at the level where its step
 * begins (`pace` is 1 where it begins now, else 0), and a `share` of what was made beyond what was given; never less than nothing.
 */
export function metabolism_release(
  loss: usize, gain: usize, marks: usize, voxels: u32, pool: usize, yields: usize, glucose: usize,
  pace: f64, share: f64, step: f64, begin: u32, end: u32,
): void {
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    const owed = f64At(pool, v)
    const amount = pace * f64At(yields, v) * levelAt(glucose, v) * step + owed * share
    if (!(amount > 0)) continue
    mark(loss, gain, marks, voxels, v)
    setF64(gain, v, f64At(gain, v) + amount / step)
    setF64(pool, v, owed - amount)
  }
}

/**
 * Signals of cells [begin, end): glycolysis relative to its greatest with oxygen, and ATP relative to demand, each where its
 * pointer is not 0. `fromGlucose` and `fromOxygen`: ATP of each at its greatest, relative to demand, per class.
 */
export function metabolism_sense(
  glycolysis: usize, atp: usize, cellVoxel: usize, classes: usize, oxygenFactor: usize, oxygenPerCell: u32,
  glucoseFactor: usize, glucosePerCell: u32, oxygen: usize, oxygenHalves: usize, glucose: usize, glucoseHalves: usize,
  pasteurs: usize, fromGlucose: usize, fromOxygen: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const cls = u16At(classes, i)
    const v = u32At(cellVoxel, i)
    const lack = lackOf(oxygen, f64At(oxygenHalves, cls), v)
    let burnt: f64 = 0
    if (glucose != 0 && f64At(glucoseHalves, cls) != 0) {
      const c = levelAt(glucose, v)
      const boost = 1 + (f64At(pasteurs, cls) - 1) * lack
      burnt = (behaviour(glucoseFactor, glucosePerCell, i, cls) * boost * c) / (f64At(glucoseHalves, cls) + c)
    }
    if (glycolysis != 0) setF64(glycolysis, i, burnt)
    if (atp == 0) continue
    let made = f64At(fromGlucose, cls) * burnt
    if (oxygen != 0 && f64At(oxygenHalves, cls) != 0) {
      made += f64At(fromOxygen, cls) * behaviour(oxygenFactor, oxygenPerCell, i, cls) * (1 - lack)
    }
    setF64(atp, i, made)
  }
}

/** pH around cells [begin, end): 6.1 + log10 of bicarbonate and buffer less lactate over dissolved carbon dioxide, at least `floor`. */
export function metabolism_ph(
  signal: usize, cellVoxel: usize, lactate: usize, buffer: usize, bicarbonate: f64, dissolved: f64, floor: f64,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const v = u32At(cellVoxel, i)
    let base = bicarbonate - levelAt(lactate, v)
    if (buffer != 0) base += levelAt(buffer, v)
    setF64(signal, i, metabolism_henderson(base, dissolved, floor))
  }
}

/** pH of `base` over `dissolved`, in one unit, at least `floor`. */
export function metabolism_henderson(base: f64, dissolved: f64, floor: f64): f64 {
  if (base <= 0) return floor
  return max<f64>(6.1 + PER_LN10 * NativeMath.log(base / dissolved), floor)
}
