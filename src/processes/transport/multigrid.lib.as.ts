// One level of the multigrid solver (README.md): (sink - laplace) correction = residual, in f32, four cells at a time.
//
// A level is a record of u32 words; its arrays lie in a workspace, its axes in a table of geometry. Rows of cells are
// padded to whole vectors; there the residual and all couplings are 0 and the sink is 1, so that the correction is 0.
// Words: 0-2 cells along x, y, z; 3 length of a row; 4 correction, 5 residual, 6 sink (elements of the workspace);
// 7-9 axes x, y, z (elements of the geometry); 10 periodic axes (bits 1, 2, 4).
// Axis x of row length s and coarse row length t: before[s] after[s] sum[s] far[s] pad[s] even[t] odd[t], then what closes a
// ring: coupling of the first cell to the last and of the last to the first, and the far weights of both.
// Axes y and z of n cells: before[n] after[n] far[n] share[n] sum[n] near[n]. Sums hold the couplings to held voxels, too.

import { f32At, u32At } from '../../kernels/as/columns.lib.as'

/** Bytes of a level's record. */
export const LEVEL_BYTES: usize = 64
const PERIODIC_X: u32 = 1
const PERIODIC_Y: u32 = 2
const PERIODIC_Z: u32 = 4

/** Pointer to word `word` of the level, as elements of four bytes from `base`. */
// @ts-ignore: decorator
@inline
export function partOf(base: usize, level: usize, word: u32): usize {
  return base + (<usize>u32At(level, word) << 2)
}

/** A level's rows that one unit of work holds: rows in two dimensions, planes in three. */
export function smoothUnits(
  level: usize, geometry: usize, work: usize, colour: u32, fromZero: u32, begin: u32, end: u32,
): void {
  const ny = u32At(level, 1)
  const isFlat = u32At(level, 2) == 1
  for (let unit = begin; unit < end; unit++) {
    if (isFlat) smoothRow(level, geometry, work, unit, 0, colour, fromZero)
    else for (let j: u32 = 0; j < ny; j++) smoothRow(level, geometry, work, j, unit, colour, fromZero)
  }
}

/** Bytes from a cell to its neighbour before it along an axis of n cells with this stride; 0 at a closed end. */
// @ts-ignore: decorator
@inline
export function stepBefore(at: u32, n: u32, stride: usize, isPeriodic: bool): isize {
  return at > 0 ? -(<isize>stride) : isPeriodic ? <isize>(stride * (n - 1)) : 0
}

// @ts-ignore: decorator
@inline
export function stepAfter(at: u32, n: u32, stride: usize, isPeriodic: bool): isize {
  return at + 1 < n ? <isize>stride : isPeriodic ? -<isize>(stride * (n - 1)) : 0
}

/** Cells of row (j, k) with (i + j + k) % 2 = colour; `fromZero` clears the others and takes no neighbours. */
function smoothRow(level: usize, geometry: usize, work: usize, j: u32, k: u32, colour: u32, fromZero: u32): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const row: usize = <usize>(k * ny + j) * bytes
  const e = partOf(work, level, 4) + row
  const r = partOf(work, level, 5) + row
  const s = partOf(work, level, 6) + row
  const x = partOf(geometry, level, 7)
  const y = partOf(geometry, level, 8)
  const z = partOf(geometry, level, 9)
  const yBefore = f32At(y, j)
  const yAfter = f32At(y, ny + j)
  const zBefore = f32At(z, k)
  const zAfter = f32At(z, nz + k)
  const across = f32x4.splat(f32At(y, 4 * ny + j) + f32At(z, 4 * nz + k))
  const odd = ((j + k + colour) & 1) == 1
  const mask = odd ? i32x4(0, -1, 0, -1) : i32x4(-1, 0, -1, 0)
  if (fromZero) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const diagonal = f32x4.add(f32x4.add(v128.load(s + at), v128.load(x + (bytes << 1) + at)), across)
      v128.store(e + at, v128.and(f32x4.div(v128.load(r + at), diagonal), mask))
    }
    return
  }
  const bits = u32At(level, 10)
  const up = e + <usize>stepBefore(j, ny, bytes, (bits & PERIODIC_Y) != 0)
  const down = e + <usize>stepAfter(j, ny, bytes, (bits & PERIODIC_Y) != 0)
  const first = load<f32>(e)
  const last = f32At(e, u32At(level, 0) - 1)
  if (nz == 1) {
    relaxFlat(e, r, s, x, bytes, up, down, yBefore, yAfter, across, mask)
  } else {
    const front = e + <usize>stepBefore(k, nz, bytes * ny, (bits & PERIODIC_Z) != 0)
    const back = e + <usize>stepAfter(k, nz, bytes * ny, (bits & PERIODIC_Z) != 0)
    relaxDeep(e, r, s, x, bytes, up, down, front, back, yBefore, yAfter, zBefore, zAfter, across, mask)
  }
  if (bits & PERIODIC_X) closeRing(level, e, s, x, bytes, f32x4.extract_lane(across, 0), odd, first, last)
}

/**
 * Couplings x neighbours within a row. Its vectors stay in registers: what was just stored is not loaded again at another
 * offset, for which processors wait. Beyond the row couplings are 0, and any finite number will do.
 */
// @ts-ignore: decorator
@inline
function alongRow(before: usize, after: usize, previous: v128, here: v128, next: v128): v128 {
  return f32x4.add(
    f32x4.mul(v128.load(before), v128.shuffle<f32>(previous, here, 3, 4, 5, 6)),
    f32x4.mul(v128.load(after), v128.shuffle<f32>(here, next, 1, 2, 3, 4)),
  )
}

function relaxFlat(
  e: usize, r: usize, s: usize, x: usize, bytes: usize, up: usize, down: usize, before: f32, after: f32,
  across: v128, mask: v128,
): void {
  const b = f32x4.splat(before)
  const a = f32x4.splat(after)
  const x1 = x + bytes
  const x2 = x1 + bytes
  let previous = f32x4.splat(0)
  let here = v128.load(e)
  for (let at: usize = 0; at < bytes; at += 16) {
    const next = v128.load(e + at, 16)
    const inRow = alongRow(x + at, x1 + at, previous, here, next)
    const beside = f32x4.add(f32x4.mul(b, v128.load(up + at)), f32x4.mul(a, v128.load(down + at)))
    const sum = f32x4.add(v128.load(r + at), f32x4.add(inRow, beside))
    const diagonal = f32x4.add(f32x4.add(v128.load(s + at), v128.load(x2 + at)), across)
    v128.store(e + at, v128.bitselect(f32x4.div(sum, diagonal), here, mask))
    previous = here
    here = next
  }
}

function relaxDeep(
  e: usize, r: usize, s: usize, x: usize, bytes: usize, up: usize, down: usize, front: usize, back: usize,
  yBefore: f32, yAfter: f32, zBefore: f32, zAfter: f32, across: v128, mask: v128,
): void {
  const b = f32x4.splat(yBefore)
  const a = f32x4.splat(yAfter)
  const f = f32x4.splat(zBefore)
  const g = f32x4.splat(zAfter)
  const x1 = x + bytes
  const x2 = x1 + bytes
  let previous = f32x4.splat(0)
  let here = v128.load(e)
  for (let at: usize = 0; at < bytes; at += 16) {
    const next = v128.load(e + at, 16)
    const inRow = alongRow(x + at, x1 + at, previous, here, next)
    const beside = f32x4.add(f32x4.mul(b, v128.load(up + at)), f32x4.mul(a, v128.load(down + at)))
    const around = f32x4.add(f32x4.mul(f, v128.load(front + at)), f32x4.mul(g, v128.load(back + at)))
    const sum = f32x4.add(f32x4.add(v128.load(r + at), inRow), f32x4.add(beside, around))
    const diagonal = f32x4.add(f32x4.add(v128.load(s + at), v128.load(x2 + at)), across)
    v128.store(e + at, v128.bitselect(f32x4.div(sum, diagonal), here, mask))
    previous = here
    here = next
  }
}

/** The four numbers that close the ring of axis x. */
// @ts-ignore: decorator
@inline
export function ringOf(level: usize, x: usize, bytes: usize): usize {
  return x + 5 * bytes + (coarseBytes(level) << 1)
}

/** Bytes of a row of the next coarser level. */
// @ts-ignore: decorator
@inline
function coarseBytes(level: usize): usize {
  return (<usize>(((u32At(level, 0) + 1) >> 1) + 3) & ~3) << 2
}

/** Adds what the ends of a row owe to each other, to those of the row's colour; `low` and `high` as they were before. */
function closeRing(
  level: usize, e: usize, s: usize, x: usize, bytes: usize, across: f32, odd: bool, low: f32, high: f32,
): void {
  const last: usize = <usize>(u32At(level, 0) - 1) << 2
  const ring = ringOf(level, x, bytes)
  const sum = x + (bytes << 1)
  if (!odd) {
    const diagonal = load<f32>(s) + load<f32>(sum) + across
    store<f32>(e, load<f32>(e) + (load<f32>(ring) * high) / diagonal)
  }
  if (((u32At(level, 0) - 1) & 1) == <u32>odd) {
    const diagonal = load<f32>(s + last) + load<f32>(sum + last) + across
    store<f32>(e + last, load<f32>(e + last) + (load<f32>(ring, 4) * low) / diagonal)
  }
}

/** Takes what is left of the residual to rows [begin, end) of the coarser level `next`, as means over volume. */
export function restrictRows(level: usize, next: usize, geometry: usize, work: usize, begin: u32, end: u32): void {
  const nyc = u32At(next, 1)
  const bytes: usize = <usize>u32At(next, 3) << 2
  const y = partOf(geometry, level, 8) + (<usize>(3 * u32At(level, 1)) << 2)
  const z = partOf(geometry, level, 9) + (<usize>(3 * u32At(level, 2)) << 2)
  for (let row = begin; row < end; row++) {
    const target = partOf(work, next, 5) + <usize>row * bytes
    memory.fill(target, 0, bytes)
    const j0 = (row % nyc) << 1
    const k0 = (row / nyc) << 1
    for (let k = k0; k < min(k0 + 2, u32At(level, 2)); k++) {
      for (let j = j0; j < min(j0 + 2, u32At(level, 1)); j++) {
        restrictRow(level, geometry, work, j, k, f32At(y, j) * f32At(z, k), target, bytes)
      }
    }
  }
}

function restrictRow(
  level: usize, geometry: usize, work: usize, j: u32, k: u32, share: f32, target: usize, targetBytes: usize,
): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const row: usize = <usize>(k * ny + j) * bytes
  const e = partOf(work, level, 4) + row
  const r = partOf(work, level, 5) + row
  const s = partOf(work, level, 6) + row
  const x = partOf(geometry, level, 7)
  const y = partOf(geometry, level, 8)
  const z = partOf(geometry, level, 9)
  const bits = u32At(level, 10)
  const b = f32x4.splat(f32At(y, j))
  const a = f32x4.splat(f32At(y, ny + j))
  const f = f32x4.splat(f32At(z, k))
  const g = f32x4.splat(f32At(z, nz + k))
  const up = e + <usize>stepBefore(j, ny, bytes, (bits & PERIODIC_Y) != 0)
  const down = e + <usize>stepAfter(j, ny, bytes, (bits & PERIODIC_Y) != 0)
  const front = e + <usize>stepBefore(k, nz, bytes * ny, (bits & PERIODIC_Z) != 0)
  const back = e + <usize>stepAfter(k, nz, bytes * ny, (bits & PERIODIC_Z) != 0)
  const across = f32x4.splat(f32At(y, 4 * ny + j) + f32At(z, 4 * nz + k))
  const even = x + 5 * bytes
  const odd = even + targetBytes
  const shares = f32x4.splat(share)
  const isFlat = nz == 1
  let previous = f32x4.splat(0)
  for (let at: usize = 0; at < targetBytes; at += 16) {
    const fine = at << 1
    const here = v128.load(e + fine)
    const next = v128.load(e + fine, 16)
    const row = alongRow(x + fine, x + bytes + fine, previous, here, next)
    const first = leftOver(r, s, x, bytes, fine, up, down, front, back, b, a, f, g, across, isFlat, here, row)
    let second = f32x4.splat(0)
    if (fine + 16 < bytes) {
      const row = alongRow(x + fine + 16, x + bytes + fine + 16, here, next, v128.load(e + fine, 32))
      second = leftOver(r, s, x, bytes, fine + 16, up, down, front, back, b, a, f, g, across, isFlat, next, row)
    }
    previous = next
    const mean = f32x4.add(
      f32x4.mul(v128.load(even + at), v128.shuffle<f32>(first, second, 0, 2, 4, 6)),
      f32x4.mul(v128.load(odd + at), v128.shuffle<f32>(first, second, 1, 3, 5, 7)),
    )
    v128.store(target + at, f32x4.add(v128.load(target + at), f32x4.mul(shares, mean)))
  }
  if (bits & PERIODIC_X) {
    const last = u32At(level, 0) - 1
    const ring = ringOf(level, x, bytes)
    const there: usize = <usize>(last >> 1) << 2
    const lastShare = load<f32>((last & 1 ? odd : even) + there)
    store<f32>(target, load<f32>(target) + share * load<f32>(even) * load<f32>(ring) * f32At(e, last))
    store<f32>(target + there, load<f32>(target + there) + share * lastShare * load<f32>(ring, 4) * f32At(e, 0))
  }
}

/** residual + couplings x neighbours - diagonal x correction of four cells. */
// @ts-ignore: decorator
@inline
function leftOver(
  r: usize, s: usize, x: usize, bytes: usize, at: usize, up: usize, down: usize, front: usize, back: usize,
  b: v128, a: v128, f: v128, g: v128, across: v128, isFlat: bool, here: v128, inRow: v128,
): v128 {
  const beside = f32x4.add(f32x4.mul(b, v128.load(up + at)), f32x4.mul(a, v128.load(down + at)))
  let sum = f32x4.add(f32x4.add(v128.load(r + at), inRow), beside)
  if (!isFlat) {
    sum = f32x4.add(sum, f32x4.add(f32x4.mul(f, v128.load(front + at)), f32x4.mul(g, v128.load(back + at))))
  }
  const diagonal = f32x4.add(f32x4.add(v128.load(s + at), v128.load(x + (bytes << 1) + at)), across)
  return f32x4.sub(sum, f32x4.mul(diagonal, here))
}

/**
 * Sinks of rows [begin, end) of the coarser level: means over volume. A sink that is stronger than its couplings empties
 * its own cell only; what it does to a coarse cell is therefore bounded, s / (1 + bound s) with `bound` [um^2].
 */
export function coarsenSinks(
  level: usize, next: usize, geometry: usize, work: usize, bound: f32, begin: u32, end: u32,
): void {
  const ny = u32At(level, 1)
  const nyc = u32At(next, 1)
  const targetBytes: usize = <usize>u32At(next, 3) << 2
  const bytes: usize = <usize>u32At(level, 3) << 2
  const pad = partOf(geometry, next, 7) + (<usize>u32At(next, 3) << 4)
  const y = partOf(geometry, level, 8) + (<usize>(3 * ny) << 2)
  const z = partOf(geometry, level, 9) + (<usize>(3 * u32At(level, 2)) << 2)
  for (let row = begin; row < end; row++) {
    const target = partOf(work, next, 6) + <usize>row * targetBytes
    memory.copy(target, pad, targetBytes)
    const j0 = (row % nyc) << 1
    const k0 = (row / nyc) << 1
    for (let k = k0; k < min(k0 + 2, u32At(level, 2)); k++) {
      for (let j = j0; j < min(j0 + 2, ny); j++) {
        const s = partOf(work, level, 6) + <usize>(k * ny + j) * bytes
        addSinks(s, partOf(geometry, level, 7) + 5 * bytes, bytes, f32At(y, j) * f32At(z, k), bound, target, targetBytes)
      }
    }
  }
}

function addSinks(
  s: usize, even: usize, bytes: usize, share: f32, bound: f32, target: usize, targetBytes: usize,
): void {
  const shares = f32x4.splat(share)
  const bounds = f32x4.splat(bound)
  const one = f32x4.splat(1)
  const odd = even + targetBytes
  for (let at: usize = 0; at < targetBytes; at += 16) {
    const a = v128.load(s + (at << 1))
    const b = (at << 1) + 16 < bytes ? v128.load(s + (at << 1) + 16) : f32x4.splat(0)
    const first = f32x4.div(a, f32x4.add(one, f32x4.mul(bounds, a)))
    const second = f32x4.div(b, f32x4.add(one, f32x4.mul(bounds, b)))
    const mean = f32x4.add(
      f32x4.mul(v128.load(even + at), v128.shuffle<f32>(first, second, 0, 2, 4, 6)),
      f32x4.mul(v128.load(odd + at), v128.shuffle<f32>(first, second, 1, 3, 5, 7)),
    )
    v128.store(target + at, f32x4.add(v128.load(target + at), f32x4.mul(shares, mean)))
  }
}

/** Adds the correction of the coarser level, interpolated linearly along each axis, to rows [begin, end). */
export function prolongRows(level: usize, next: usize, geometry: usize, work: usize, begin: u32, end: u32): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const nyc = u32At(next, 1)
  const nzc = u32At(next, 2)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const coarse: usize = <usize>u32At(next, 3) << 2
  const y = partOf(geometry, level, 8) + (<usize>(2 * ny) << 2)
  const z = partOf(geometry, level, 9) + (<usize>(2 * nz) << 2)
  const x = partOf(geometry, level, 7)
  const source = partOf(work, next, 4)
  for (let row = begin; row < end; row++) {
    const j = row % ny
    const k = row / ny
    const near = source + <usize>((k >> 1) * nyc + (j >> 1)) * coarse
    const other = source + <usize>((k >> 1) * nyc + farOf(j, nyc)) * coarse
    const behind = source + <usize>(farOf(k, nzc) * nyc + (j >> 1)) * coarse
    const corner = source + <usize>(farOf(k, nzc) * nyc + farOf(j, nyc)) * coarse
    const e = partOf(work, level, 4) + <usize>row * bytes
    const wy = f32At(y, j)
    const wz = f32At(z, k)
    const ownY = f32At(y, 3 * ny + j)
    const ownZ = f32At(z, 3 * nz + k)
    if (nz == 1) addFlat(e, bytes, coarse, near, other, f32x4.splat(ownY), f32x4.splat(wy), x + 3 * bytes)
    else addDeep(e, bytes, coarse, near, other, behind, corner, ownY, wy, ownZ, wz, x + 3 * bytes)
    if (u32At(level, 10) & PERIODIC_X) closeProlonged(level, next, e, x, bytes, near, other, behind, corner, ownY, wy, ownZ, wz)
  }
}

/** The coarse neighbour on the outer side of fine cell i, around the ring; where there is none its weight is 0. */
// @ts-ignore: decorator
@inline
function farOf(i: u32, coarse: u32): u32 {
  const near = i >> 1
  if (i & 1) return near + 1 < coarse ? near + 1 : 0
  return near > 0 ? near - 1 : coarse - 1
}

// @ts-ignore: decorator
@inline
function spread(e: usize, bytes: usize, fine: usize, far: usize, before: v128, here: v128, after: v128): void {
  const nearFirst = v128.shuffle<f32>(here, here, 0, 0, 1, 1)
  const farFirst = v128.shuffle<f32>(before, here, 3, 5, 4, 6)
  const first = f32x4.add(nearFirst, f32x4.mul(v128.load(far + fine), f32x4.sub(farFirst, nearFirst)))
  v128.store(e + fine, f32x4.add(v128.load(e + fine), first))
  if (fine + 16 >= bytes) return
  const nearSecond = v128.shuffle<f32>(here, here, 2, 2, 3, 3)
  const farSecond = v128.shuffle<f32>(here, after, 1, 3, 2, 4)
  const second = f32x4.add(nearSecond, f32x4.mul(v128.load(far + fine, 16), f32x4.sub(farSecond, nearSecond)))
  v128.store(e + fine, f32x4.add(v128.load(e + fine, 16), second), 16)
}

function addFlat(
  e: usize, bytes: usize, coarse: usize, near: usize, other: usize, wn: v128, wo: v128, far: usize,
): void {
  let before = f32x4.splat(0)
  let here = f32x4.add(f32x4.mul(wn, v128.load(near)), f32x4.mul(wo, v128.load(other)))
  for (let at: usize = 0; at < coarse; at += 16) {
    // Beyond the row there is a held voxel, whose change is 0, or the weight is 0.
    const after =
      at + 16 < coarse
        ? f32x4.add(f32x4.mul(wn, v128.load(near + at, 16)), f32x4.mul(wo, v128.load(other + at, 16)))
        : f32x4.splat(0)
    spread(e, bytes, at << 1, far, before, here, after)
    before = here
    here = after
  }
}

// @ts-ignore: decorator
@inline
function blend(a: usize, b: usize, c: usize, d: usize, at: usize, wa: v128, wb: v128, wc: v128, wd: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(wa, v128.load(a + at)), f32x4.mul(wb, v128.load(b + at))),
    f32x4.add(f32x4.mul(wc, v128.load(c + at)), f32x4.mul(wd, v128.load(d + at))),
  )
}

function addDeep(
  e: usize, bytes: usize, coarse: usize, a: usize, b: usize, c: usize, d: usize, ownY: f32, wy: f32, ownZ: f32, wz: f32,
  far: usize,
): void {
  const wa = f32x4.splat(ownY * ownZ)
  const wb = f32x4.splat(wy * ownZ)
  const wc = f32x4.splat(ownY * wz)
  const wd = f32x4.splat(wy * wz)
  let before = f32x4.splat(0)
  let here = blend(a, b, c, d, 0, wa, wb, wc, wd)
  for (let at: usize = 0; at < coarse; at += 16) {
    const after = at + 16 < coarse ? blend(a, b, c, d, at + 16, wa, wb, wc, wd) : f32x4.splat(0)
    spread(e, bytes, at << 1, far, before, here, after)
    before = here
    here = after
  }
}

/** The ends of a row on a ring take their far value from the other end. */
function closeProlonged(
  level: usize, next: usize, e: usize, x: usize, bytes: usize, a: usize, b: usize, c: usize, d: usize,
  ownY: f32, wy: f32, ownZ: f32, wz: f32,
): void {
  const end: usize = <usize>(u32At(next, 0) - 1) << 2
  const first = mixed(a, b, c, d, ownY, wy, ownZ, wz)
  const last = mixed(a + end, b + end, c + end, d + end, ownY, wy, ownZ, wz)
  const ring = ringOf(level, x, bytes)
  const far: usize = <usize>(u32At(level, 0) - 1) << 2
  store<f32>(e, load<f32>(e) + load<f32>(ring, 8) * (last - first))
  store<f32>(e + far, load<f32>(e + far) + load<f32>(ring, 12) * (first - last))
}

// @ts-ignore: decorator
@inline
function mixed(a: usize, b: usize, c: usize, d: usize, ownY: f32, wy: f32, ownZ: f32, wz: f32): f32 {
  return ownZ * (ownY * load<f32>(a) + wy * load<f32>(b)) + wz * (ownY * load<f32>(c) + wy * load<f32>(d))
}

/** Sinks of all levels from `first` on. */
export function coarsenFrom(levels: usize, geometry: usize, work: usize, first: u32, count: u32, bound: f32): void {
  for (let index = first; index + 1 < count; index++) {
    const level = levels + <usize>index * LEVEL_BYTES
    const next = level + LEVEL_BYTES
    // Widths double from level to level, and areas with them.
    coarsenSinks(level, next, geometry, work, bound * <f32>(1 << min<u32>(2 * index, 30)), 0, u32At(next, 1) * u32At(next, 2))
  }
}

/**
 * One V-cycle on the levels from `first` on: a red-black sweep on the way down, one on the way up. It begins from zero, or,
 * on level `first`, from what stands there.
 */
export function cycleFrom(
  levels: usize, geometry: usize, work: usize, first: u32, count: u32, isGuessed: bool,
): void {
  for (let index = first; index < count; index++) {
    const level = levels + <usize>index * LEVEL_BYTES
    const units = u32At(level, 2) == 1 ? u32At(level, 1) : u32At(level, 2)
    smoothUnits(level, geometry, work, 0, isGuessed && index == first ? 0 : 1, 0, units)
    smoothUnits(level, geometry, work, 1, 0, 0, units)
    const next = level + LEVEL_BYTES
    if (index + 1 < count) restrictRows(level, next, geometry, work, 0, u32At(next, 1) * u32At(next, 2))
  }
  for (let index = <i32>count - 2; index >= <i32>first; index--) {
    const level = levels + <usize>index * LEVEL_BYTES
    const units = u32At(level, 2) == 1 ? u32At(level, 1) : u32At(level, 2)
    prolongRows(level, level + LEVEL_BYTES, geometry, work, 0, u32At(level, 1) * u32At(level, 2))
    smoothUnits(level, geometry, work, 0, 0, 0, units)
    smoothUnits(level, geometry, work, 1, 0, 0, units)
  }
}
