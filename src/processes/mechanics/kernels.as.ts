// Forces between cells and the steps that follow from them. Equations in README.md.

import { behaviour, f64At, setF64, u16At, u8At } from '../../kernels/as/columns.lib.as'

/** Velocity by the two walls of an axis [um/min], of the given strength [um/min]; a face at infinity does not act. */
// @ts-ignore: decorator
@inline
function wallPush(position: f64, low: f64, high: f64, radius: f64, strength: f64): f64 {
  let push: f64 = 0
  const fromLow = position - low
  if (fromLow < radius) {
    const overlap = 1 - fromLow / radius
    push += strength * (overlap * overlap)
  }
  const fromHigh = high - position
  if (fromHigh < radius) {
    const overlap = 1 - fromHigh / radius
    push -= strength * (overlap * overlap)
  }
  return push
}

/** Adds the repulsion of the domain's faces to the velocities of cells [begin, end). */
export function mechanics_walls(
  x: usize, y: usize, z: usize, radius: usize, vx: usize, vy: usize, vz: usize, lowX: f64, lowY: f64, lowZ: f64,
  highX: f64, highY: f64, highZ: f64, strength: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const r = f64At(radius, i)
    setF64(vx, i, f64At(vx, i) + wallPush(f64At(x, i), lowX, highX, r, strength))
    setF64(vy, i, f64At(vy, i) + wallPush(f64At(y, i), lowY, highY, r, strength))
    setF64(vz, i, f64At(vz, i) + wallPush(f64At(z, i), lowZ, highZ, r, strength))
  }
}

/** Back into the box: around on a periodic axis, to the face on a closed one. */
// @ts-ignore: decorator
@inline
function confine(position: f64, low: f64, high: f64, period: f64): f64 {
  if (period == 0) return min(max(position, low), high)
  return position - period * Math.floor((position - low) / period)
}

/** One Adams-Bashforth step of dt [min] for cells [begin, end); `previous` then holds the velocities of this step. */
export function mechanics_move(
  x: usize, y: usize, z: usize, vx: usize, vy: usize, vz: usize, previousX: usize, previousY: usize, previousZ: usize,
  types: usize, movable: usize, dimensions: u32, lowX: f64, lowY: f64, lowZ: f64, highX: f64, highY: f64, highZ: f64,
  periodX: f64, periodY: f64, periodZ: f64, dt: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const isFree = u8At(movable, u16At(types, i)) != 0
    const ux = isFree ? f64At(vx, i) : 0
    const uy = isFree ? f64At(vy, i) : 0
    const uz = isFree && dimensions == 3 ? f64At(vz, i) : 0
    if (isFree) {
      setF64(x, i, confine(f64At(x, i) + dt * (1.5 * ux - 0.5 * f64At(previousX, i)), lowX, highX, periodX))
      setF64(y, i, confine(f64At(y, i) + dt * (1.5 * uy - 0.5 * f64At(previousY, i)), lowY, highY, periodY))
      if (dimensions == 3) {
        setF64(z, i, confine(f64At(z, i) + dt * (1.5 * uz - 0.5 * f64At(previousZ, i)), lowZ, highZ, periodZ))
      }
    }
    setF64(previousX, i, ux)
    setF64(previousY, i, uy)
    setF64(previousZ, i, uz)
  }
}

/** Distance to which cells [begin, end) adhere: the behaviour `reach`, at least 1, times the radius. */
export function mechanics_reach(
  radius: usize, reach: usize, classes: usize, relative: usize, relativePerCell: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const times = max(behaviour(relative, relativePerCell, i, u16At(classes, i)), 1)
    setF64(reach, i, times * f64At(radius, i))
  }
}
