// Active motion of cells: a persistent random walk biased along gradients. Equations in README.md.

import { LIVE, behaviour, f64At, probability, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { slope } from '../../kernels/as/fields.lib.as'
import { second, uniform } from '../../kernels/as/random.as'

const TURN: f64 = 6.283185307179586 // 2 pi

/** Vectors up to this length have no direction; chosen: no cell can feel slopes like that, and the reference's trajectories agree [unit/um]. */
const NO_DIRECTION: f64 = 1e-16

// Vectors that functions below hand back: one instance of the module runs one kernel at a time.
let outX: f64 = 0
let outY: f64 = 0
let outZ: f64 = 0

// @ts-ignore: decorator
@inline
function normalise(x: f64, y: f64, z: f64): void {
  const norm = Math.sqrt(x * x + y * y + z * z)
  const scale = norm > NO_DIRECTION ? 1 / norm : 0
  outX = x * scale
  outY = y * scale
  outZ = z * scale
}

// @ts-ignore: decorator
@inline
function voxelAlong(position: f64, corner: f64, edge: f64, n: i32): i32 {
  const index = <i32>Math.floor((position - corner) / edge)
  return index < 0 ? 0 : index >= n ? n - 1 : index
}

/** Direction up the weighted gradients at (x, y, z), of length 1 or 0; `fields` holds field, weight and kind of weight. */
function chemotaxis(
  x: f64, y: f64, z: f64, slot: u32, cls: u32, fields: usize, count: u32, isEachNormalised: u32, cornerX: f64,
  cornerY: f64, cornerZ: f64, edge: f64, nx: i32, ny: i32, nz: i32, periodicX: u32, periodicY: u32, periodicZ: u32,
): void {
  const i = voxelAlong(x, cornerX, edge, nx)
  const j = voxelAlong(y, cornerY, edge, ny)
  const k = voxelAlong(z, cornerZ, edge, nz)
  const v = (k * ny + j) * nx + i
  let sumX: f64 = 0
  let sumY: f64 = 0
  let sumZ: f64 = 0
  for (let s: u32 = 0; s < count; s++) {
    const weight = behaviour(<usize>u32At(fields, 3 * s + 1), u32At(fields, 3 * s + 2), slot, cls)
    if (weight == 0) continue
    const field = <usize>u32At(fields, 3 * s)
    outX = slope(field, v, i, nx, 1, periodicX, edge)
    outY = slope(field, v, j, ny, nx, periodicY, edge)
    outZ = slope(field, v, k, nz, nx * ny, periodicZ, edge)
    if (isEachNormalised) normalise(outX, outY, outZ)
    sumX += weight * outX
    sumY += weight * outY
    sumZ += weight * outZ
  }
  normalise(sumX, sumY, sumZ)
}

/**
 * Adds active motion to the velocities of cells [begin, end): now and then a live cell chooses a new direction, and
 * it goes there at its speed of the moment. `fields` has `fieldCount` triples, `eachNormalised` one flag per type.
 */
export function motility_step(
  x: usize, y: usize, z: usize, types: usize, classes: usize, states: usize, lineageLow: usize, lineageHigh: usize,
  seed: usize, tick: usize, stream: u32, directionX: usize, directionY: usize, directionZ: usize, vx: usize, vy: usize,
  vz: usize, speed: usize, speedPerCell: u32, persistence: usize, persistencePerCell: u32, bias: usize,
  biasPerCell: u32, fields: usize, fieldCount: u32, eachNormalised: usize, cornerX: f64, cornerY: f64, cornerZ: f64,
  edge: f64, nx: i32, ny: i32, nz: i32, periodicX: u32, periodicY: u32, periodicZ: u32, dimensions: u32, dt: f64,
  begin: u32, end: u32,
): void {
  const seedLow = u32At(seed, 0)
  const seedHigh = u32At(seed, 1)
  const now = u32At(tick, 0)
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    const v = behaviour(speed, speedPerCell, i, c)
    if (v <= 0 || u8At(states, i) != LIVE) continue
    const low = u32At(lineageLow, i)
    const high = u32At(lineageHigh, i)
    const persists = behaviour(persistence, persistencePerCell, i, c)
    const draw = uniform(seedLow, seedHigh, low, high, now, stream)
    // The first test spares most cells the exponential: 1 - exp(-x) never exceeds x.
    if (draw * persists < dt && (persists < dt || draw < probability(1 / persists, dt))) {
      const angle = TURN * second()
      const up = dimensions == 3 ? 2 * uniform(seedLow, seedHigh, low, high, now, stream + 1) - 1 : 0
      const across = Math.sqrt(1 - up * up)
      const b = behaviour(bias, biasPerCell, i, c)
      outX = 0
      outY = 0
      outZ = 0
      if (b > 0 && fieldCount > 0) {
        chemotaxis(
          f64At(x, i), f64At(y, i), f64At(z, i), i, c, fields, fieldCount, u8At(eachNormalised, u16At(types, i)),
          cornerX, cornerY, cornerZ, edge, nx, ny, nz, periodicX, periodicY, periodicZ,
        )
      }
      const random = (1 - b) * across
      normalise(
        random * Math.cos(angle) + b * outX, random * Math.sin(angle) + b * outY, (1 - b) * up + b * outZ,
      )
      setF64(directionX, i, outX)
      setF64(directionY, i, outY)
      setF64(directionZ, i, outZ)
    }
    setF64(vx, i, f64At(vx, i) + v * f64At(directionX, i))
    setF64(vy, i, f64At(vy, i) + v * f64At(directionY, i))
    setF64(vz, i, f64At(vz, i) + v * f64At(directionZ, i))
  }
}
