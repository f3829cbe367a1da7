// Forces between cells and the steps that follow from them. Equations in README.md.

import { behaviour, f64At, minimumImage, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { affinity } from './affinity.lib.as'

const CLOSEST: f64 = 1e-5 // [um], below this the direction of a pair is not resolved
const PRESSURE_SCALE: f64 = 0.027288820670331 // pressure 1 = twelve neighbours in close packing at rest
const WALL_STRENGTH: f64 = 100 // [um/min]

/**
 * Velocities of cells [begin, end) by repulsion and adhesion of the cells that they touch, and with it the pressure
 * on them (`pressure` 0 = nobody wants it). Every pair is computed twice, from both sides, with the same bits.
 */
export function mechanics_pairs(
  x: usize, y: usize, z: usize, radius: usize, reach: usize, types: usize, classes: usize, adhesion: usize,
  adhesionPerCell: u32, repulsion: usize, repulsionPerCell: u32, affinities: usize, counts: usize, firsts: usize,
  lists: usize, vx: usize, vy: usize, vz: usize, pressure: usize, periodX: f64, periodY: f64, periodZ: f64,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const xi = f64At(x, i)
    const yi = f64At(y, i)
    const zi = f64At(z, i)
    const ri = f64At(radius, i)
    const si = f64At(reach, i)
    const ti = u16At(types, i)
    const ci = u16At(classes, i)
    const repels = behaviour(repulsion, repulsionPerCell, i, ci)
    const adheres = behaviour(adhesion, adhesionPerCell, i, ci)
    let sumX: f64 = 0
    let sumY: f64 = 0
    let sumZ: f64 = 0
    let squeeze: f64 = 0
    const first = u32At(firsts, i)
    const last = first + u32At(counts, i)
    for (let k = first; k < last; k++) {
      const j = u32At(lists, k)
      const dx = minimumImage(xi - f64At(x, j), periodX)
      const dy = minimumImage(yi - f64At(y, j), periodY)
      const dz = minimumImage(zi - f64At(z, j), periodZ)
      const square = dx * dx + dy * dy + dz * dz
      const far = si + f64At(reach, j)
      if (square >= far * far) continue
      const distance = max(Math.sqrt(square), CLOSEST)
      const cj = u16At(classes, j)
      const own = adheres * affinity(affinities, i, ci, u16At(types, j))
      const other = behaviour(adhesion, adhesionPerCell, j, cj) * affinity(affinities, j, cj, ti)
      const near = ri + f64At(radius, j)
      // Two at a time and without a branch: whether a pair overlaps is anybody's guess, and wrong guesses are dear.
      const repelled = repels * behaviour(repulsion, repulsionPerCell, j, cj)
      const strengths = f64x2.sqrt(f64x2.replace_lane(f64x2.splat(own * other), 1, repelled))
      const shares = f64x2.div(f64x2.splat(distance), f64x2.replace_lane(f64x2.splat(far), 1, near))
      const gap = 1 - f64x2.extract_lane(shares, 0)
      const overlap = 1 - f64x2.extract_lane(shares, 1)
      const pull = -f64x2.extract_lane(strengths, 0) * (gap * gap)
      const pushed = pull + f64x2.extract_lane(strengths, 1) * (overlap * overlap)
      const push = select<f64>(pushed, pull, distance < near)
      squeeze = select<f64>(squeeze + overlap * overlap, squeeze, distance < near)
      sumX += (push / distance) * dx
      sumY += (push / distance) * dy
      sumZ += (push / distance) * dz
    }
    setF64(vx, i, sumX)
    setF64(vy, i, sumY)
    setF64(vz, i, sumZ)
    if (pressure != 0) setF64(pressure, i, squeeze / PRESSURE_SCALE)
  }
}

/** Velocity by the two walls of an axis [um/min]; a face at infinity does not act. */
// @ts-ignore: decorator
@inline
function wallPush(position: f64, low: f64, high: f64, radius: f64): f64 {
  let push: f64 = 0
  const fromLow = position - low
  if (fromLow < radius) {
    const overlap = 1 - fromLow / radius
    push += WALL_STRENGTH * (overlap * overlap)
  }
  const fromHigh = high - position
  if (fromHigh < radius) {
    const overlap = 1 - fromHigh / radius
    push -= WALL_STRENGTH * (overlap * overlap)
  }
  return push
}

/** Adds the repulsion of the domain's faces to the velocities of cells [begin, end). */
export function mechanics_walls(
  x: usize, y: usize, z: usize, radius: usize, vx: usize, vy: usize, vz: usize, lowX: f64, lowY: f64, lowZ: f64,
  highX: f64, highY: f64, highZ: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const r = f64At(radius, i)
    setF64(vx, i, f64At(vx, i) + wallPush(f64At(x, i), lowX, highX, r))
    setF64(vy, i, f64At(vy, i) + wallPush(f64At(y, i), lowY, highY, r))
    setF64(vz, i, f64At(vz, i) + wallPush(f64At(z, i), lowZ, highZ, r))
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
