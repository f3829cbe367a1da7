// Active motion of cells: a persistent random walk biased along gradients. Equations in README.md.

import { LIVE, behaviour, f64At, probability, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { slope } from '../../kernels/as/fields.lib.as'
import { axisX, axisY, axisZ, fibreAxis } from '../../kernels/as/fibres.lib.as'
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

/** Numbers of a type: guidance, smallest and free pores [um], membrane that stops. */
const MATRIX_ROW: u32 = 4

/** Turns the direction (outX, outY, outZ) towards the fibres of voxel v, the more the more parallel they are. */
function guide(matrix: usize, type: u32, v: u32, dimensions: u32): void {
  const guidance = f64At(<usize>u32At(matrix, 3), MATRIX_ROW * type)
  if (guidance == 0) return
  const weight = guidance * fibreAxis(<usize>u32At(matrix, 0), u32At(matrix, 5), dimensions, v)
  const agreement = outX * axisX + outY * axisY + outZ * axisZ
  // Neither way along fibres across which it goes.
  if (weight == 0 || agreement == 0) return
  const along = agreement < 0 ? -weight : weight
  const own = 1 - weight
  normalise(own * outX + along * axisX, own * outY + along * axisY, own * outZ + along * axisZ)
}

/** Index along an axis of a point that may lie beyond the box. */
// @ts-ignore: decorator
@inline
function voxelAround(position: f64, corner: f64, edge: f64, n: i32, isPeriodic: u32): i32 {
  if (!isPeriodic) return voxelAlong(position, corner, edge, n)
  const index = <i32>Math.floor((position - corner) / edge) % n
  return index < 0 ? index + n : index
}

/** Share of its speed that pores in voxel v leave to a cell of a type. */
function passable(matrix: usize, type: u32, v: u32): f64 {
  const row = <usize>u32At(matrix, 3) + ((<usize>(MATRIX_ROW * type)) << 3)
  const phi = f64At(<usize>u32At(matrix, 1), v)
  const free = f64At(row, 2)
  if (free == 0 || phi <= 0) return 1
  const smallest = f64At(row, 1)
  const pore = f64At(<usize>u32At(matrix, 2), 0) * Math.sqrt(Math.PI / phi)
  return max(min((pore - smallest) / (free - smallest), 1), 0)
}

/**
 * Adds active motion to the velocities of cells [begin, end): now and then a live cell chooses a new direction, and
 * it goes there at its speed of the moment. `fields` has `fieldCount` triples, `eachNormalised` one flag per type;
 * `matrix` 0 = none, else 6 words: fibres, density, radius of bundles, rows of the types, radii of cells, voxels.
 */
export function motility_step(
  x: usize, y: usize, z: usize, types: usize, classes: usize, states: usize, lineageLow: usize, lineageHigh: usize,
  seed: usize, tick: usize, stream: u32, directionX: usize, directionY: usize, directionZ: usize, vx: usize, vy: usize,
  vz: usize, speed: usize, speedPerCell: u32, persistence: usize, persistencePerCell: u32, bias: usize,
  biasPerCell: u32, fields: usize, fieldCount: u32, eachNormalised: usize, cornerX: f64, cornerY: f64, cornerZ: f64,
  edge: f64, nx: i32, ny: i32, nz: i32, periodicX: u32, periodicY: u32, periodicZ: u32, dimensions: u32, matrix: usize,
  dt: f64, begin: u32, end: u32,
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
      if (matrix != 0) {
        const a = voxelAlong(f64At(x, i), cornerX, edge, nx)
        const b = voxelAlong(f64At(y, i), cornerY, edge, ny)
        const d = voxelAlong(f64At(z, i), cornerZ, edge, nz)
        guide(matrix, u16At(types, i), (d * ny + b) * nx + a, dimensions)
      }
      setF64(directionX, i, outX)
      setF64(directionY, i, outY)
      setF64(directionZ, i, outZ)
    }
    const eX = f64At(directionX, i)
    const eY = f64At(directionY, i)
    const eZ = f64At(directionZ, i)
    let pace = v
    if (matrix != 0) {
      // The front of the cell meets the matrix.
      const reach = f64At(<usize>u32At(matrix, 4), i)
      const a = voxelAround(f64At(x, i) + reach * eX, cornerX, edge, nx, periodicX)
      const b = voxelAround(f64At(y, i) + reach * eY, cornerY, edge, ny, periodicY)
      const d = voxelAround(f64At(z, i) + reach * eZ, cornerZ, edge, nz, periodicZ)
      pace *= passable(matrix, u16At(types, i), (d * ny + b) * nx + a)
    }
    setF64(vx, i, f64At(vx, i) + pace * eX)
    setF64(vy, i, f64At(vy, i) + pace * eY)
    setF64(vz, i, f64At(vz, i) + pace * eZ)
  }
}

// The mesh and the membrane that `isHeld` looks at: one instance of the module runs one kernel at a time.
let walls: usize = 0
let lowX: f64 = 0
let lowY: f64 = 0
let lowZ: f64 = 0
let size: f64 = 0
let shapeX: i32 = 0
let shapeY: i32 = 0
let shapeZ: i32 = 0
let aroundX: u32 = 0
let aroundY: u32 = 0
let aroundZ: u32 = 0

/** Whether there is more membrane than `stops` at a point. */
function isHeld(x: f64, y: f64, z: f64, stops: f64): bool {
  const i = voxelAround(x, lowX, size, shapeX, aroundX)
  const j = voxelAround(y, lowY, size, shapeY, aroundY)
  const k = voxelAround(z, lowZ, size, shapeZ, aroundZ)
  return f64At(walls, (k * shapeY + j) * shapeX + i) > stops
}

// @ts-ignore: decorator
@inline
function towards(velocity: f64, reach: f64): f64 {
  return velocity > 0 ? reach : velocity < 0 ? -reach : 0
}

/**
 * Takes from the velocities of cells [begin, end) what would bring their fronts into basement membrane: along each axis, then
 * as a whole. `rows` holds what matrix does to cells of each type.
 */
export function motility_hold(
  x: usize, y: usize, z: usize, radius: usize, types: usize, rows: usize, membrane: usize, vx: usize, vy: usize,
  vz: usize, cornerX: f64, cornerY: f64, cornerZ: f64, edge: f64, nx: i32, ny: i32, nz: i32, periodicX: u32,
  periodicY: u32, periodicZ: u32, begin: u32, end: u32,
): void {
  walls = membrane
  lowX = cornerX
  lowY = cornerY
  lowZ = cornerZ
  size = edge
  shapeX = nx
  shapeY = ny
  shapeZ = nz
  aroundX = periodicX
  aroundY = periodicY
  aroundZ = periodicZ
  for (let i = begin; i < end; i++) {
    const stops = f64At(rows, MATRIX_ROW * u16At(types, i) + 3)
    if (stops > 1) continue
    const atX = f64At(x, i)
    const atY = f64At(y, i)
    const atZ = f64At(z, i)
    const reach = f64At(radius, i)
    let u = f64At(vx, i)
    let v = f64At(vy, i)
    let w = f64At(vz, i)
    if (u != 0 && isHeld(atX + towards(u, reach), atY, atZ, stops)) u = 0
    if (v != 0 && isHeld(atX, atY + towards(v, reach), atZ, stops)) v = 0
    if (w != 0 && isHeld(atX, atY, atZ + towards(w, reach), stops)) w = 0
    const speed = Math.sqrt(u * u + v * v + w * w)
    if (speed > 0) {
      const ahead = reach / speed
      if (isHeld(atX + ahead * u, atY + ahead * v, atZ + ahead * w, stops)) u = v = w = 0
    }
    setF64(vx, i, u)
    setF64(vy, i, v)
    setF64(vz, i, w)
  }
}
