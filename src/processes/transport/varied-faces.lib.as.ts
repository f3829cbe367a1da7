// Diffusion that varies in space (README.md): what passes through the faces of cells, relative to the diffusion without hindrance.
//
// A level has four more arrays in a column of their own, `faces`; words 11-14 of its record are their first elements.
// 11: faces across x, rows of n + 1 padded to whole vectors: face i lies before cell i, face n behind the last.
// 12: faces across y, ny + 1 rows for each z. 13: across z, nz + 1 planes; absent where the domain is flat.
// 14: sum of all couplings of a cell [1/um^2], those to held voxels included, rows as in the level.
// A face at a closed end is 0; the first and the last face of a ring are the same one.

import { f32At, u32At } from '../../kernels/as/columns.lib.as'
import { partOf } from './multigrid.lib.as'
import { FACES, FROM_X, FROM_Y, FROM_Z, HINDRANCE, LEVELS, NX, NY, NZ, RINGS, fieldRow } from './adaptive-state.lib.as'

/** Diffusion below this share counts as this share; chosen: what passes is then nothing in any run, and nothing divides by 0. */
const LEAST: f32 = 0.0001

/** Elements of a row of faces across x. */
// @ts-ignore: decorator
@inline
export function faceStride(n: u32): u32 {
  return (n + 4) & ~3
}

/** Where the faces across x of row (j, k) begin. */
// @ts-ignore: decorator
@inline
export function facesAcrossX(faces: usize, level: usize, j: u32, k: u32): usize {
  return partOf(faces, level, 11) + (<usize>((k * u32At(level, 1) + j) * faceStride(u32At(level, 0))) << 2)
}

/** Where the faces across y before row (j, k) begin; those behind it follow after a row. */
// @ts-ignore: decorator
@inline
export function facesAcrossY(faces: usize, level: usize, j: u32, k: u32): usize {
  return partOf(faces, level, 12) + (<usize>((k * (u32At(level, 1) + 1) + j) * u32At(level, 3)) << 2)
}

/** Where the faces across z before row (j, k) begin; those behind it follow after a plane. */
// @ts-ignore: decorator
@inline
export function facesAcrossZ(faces: usize, level: usize, j: u32, k: u32): usize {
  return partOf(faces, level, 13) + (<usize>((k * u32At(level, 1) + j) * u32At(level, 3)) << 2)
}

/** Harmonic mean of both sides: the flux through a face is continuous. */
// @ts-ignore: decorator
@inline
function faceBetween(values: usize, a: u32, b: u32): f32 {
  const here = max(f32At(values, a), LEAST)
  const there = max(f32At(values, b), LEAST)
  return (2 * here * there) / (here + there)
}

/** The same for four faces, of voxels from `a` and from `b` on. */
// @ts-ignore: decorator
@inline
function facesBetween(values: usize, a: u32, b: u32): v128 {
  const least = f32x4.splat(LEAST)
  const here = f32x4.max(v128.load(values + (<usize>a << 2)), least)
  const there = f32x4.max(v128.load(values + (<usize>b << 2)), least)
  return f32x4.div(f32x4.mul(f32x4.mul(f32x4.splat(2), here), there), f32x4.add(here, there))
}

/** Face number `at` of an axis of n voxels, of which voxel `v` lies behind it; 0 at closed ends. */
// @ts-ignore: decorator
@inline
function faceOf(values: usize, v: u32, at: u32, n: u32, stride: u32, isRing: bool): f32 {
  if (at > 0 && at < n) return faceBetween(values, v - stride, v)
  if (!isRing) return 0
  return at == 0 ? faceBetween(values, v + (n - 1) * stride, v) : faceBetween(values, v - stride, v - n * stride)
}

/** Faces of the finest level for its rows [begin, end), from the hindrance of voxels. */
export function finestFaces(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const faces: usize = u32At(plan, FACES)
  const values: usize = u32At(plan, HINDRANCE)
  const n = u32At(level, 0)
  const ny = u32At(level, 1)
  const nx = u32At(plan, NX)
  const plane = nx * u32At(plan, NY)
  const rings = u32At(plan, RINGS)
  for (let row = begin; row < end; row++) {
    const j = row % ny
    const k = row / ny
    const first = fieldRow(plan, level, row)
    const x = facesAcrossX(faces, level, j, k)
    // The first and the last one by one, and four at a time between them.
    for (let i: u32 = 0; i < faceStride(n); i++) {
      if (i > 0 && i + 4 <= n) {
        v128.store(x + (<usize>i << 2), facesBetween(values, first + i - 1, first + i))
        i += 3
        continue
      }
      const face = i <= n ? faceOf(values, first + i, i + u32At(plan, FROM_X), nx, 1, (rings & 1) != 0) : 0
      store<f32>(x + (<usize>i << 2), face)
    }
    const y = j + u32At(plan, FROM_Y)
    const byY = (rings & 2) != 0
    rowOfFaces(level, facesAcrossY(faces, level, j, k), values, first, y, u32At(plan, NY), nx, byY)
    if (j + 1 == ny) {
      rowOfFaces(level, facesAcrossY(faces, level, ny, k), values, first + nx, y + 1, u32At(plan, NY), nx, byY)
    }
    if (!u32At(level, 13)) continue
    const z = k + u32At(plan, FROM_Z)
    const byZ = (rings & 4) != 0
    rowOfFaces(level, facesAcrossZ(faces, level, j, k), values, first, z, u32At(plan, NZ), plane, byZ)
    if (k + 1 == u32At(level, 2)) {
      rowOfFaces(level, facesAcrossZ(faces, level, j, k + 1), values, first + plane, z + 1, u32At(plan, NZ), plane, byZ)
    }
  }
}

/** Faces number `at` of an axis, along a row of cells whose voxels behind them begin with `first`. */
function rowOfFaces(
  level: usize, target: usize, values: usize, first: u32, at: u32, n: u32, stride: u32, isRing: bool,
): void {
  const n0 = u32At(level, 0)
  let i: u32 = 0
  if (at > 0 && at < n) {
    for (; i + 4 <= n0; i += 4) {
      v128.store(target + (<usize>i << 2), facesBetween(values, first + i - stride, first + i))
    }
  }
  for (; i < u32At(level, 3); i++) {
    const face = i < n0 ? faceOf(values, first + i, at, n, stride, isRing) : 0
    store<f32>(target + (<usize>i << 2), face)
  }
}

/** Share of fine cell i in the width of its coarse one, along x. */
// @ts-ignore: decorator
@inline
function shareAlongX(geometry: usize, level: usize, i: u32): f32 {
  const stride = u32At(level, 3)
  const coarse = (((u32At(level, 0) + 1) >> 1) + 3) & ~3
  return f32At(partOf(geometry, level, 7), 5 * stride + (i & 1) * coarse + (i >> 1))
}

/** Share of fine cell i along axis y or z, `word` 8 or 9 of the record. */
// @ts-ignore: decorator
@inline
function shareAlong(geometry: usize, level: usize, word: u32, n: u32, i: u32): f32 {
  return f32At(partOf(geometry, level, word), 3 * n + i)
}

/**
 * Faces of the rows [begin, end) of the coarser level `next`: means over the fine faces that make a coarse one. Measured: with means
 * that take in the faces beside them cycles need fewer steps at small contrasts, and diverge at contrasts of a hundredfold.
 */
export function coarserFaces(level: usize, next: usize, geometry: usize, faces: usize, begin: u32, end: u32): void {
  const ny = u32At(next, 1)
  const nz = u32At(next, 2)
  for (let row = begin; row < end; row++) {
    const j = row % ny
    const k = row / ny
    coarserAcrossX(level, next, geometry, faces, j, k)
    coarserAcrossY(level, next, geometry, faces, j, k)
    if (j + 1 == ny) coarserAcrossY(level, next, geometry, faces, ny, k)
    if (!u32At(level, 13)) continue
    coarserAcrossZ(level, next, geometry, faces, j, k)
    if (k + 1 == nz) coarserAcrossZ(level, next, geometry, faces, j, nz)
  }
}

function coarserAcrossX(level: usize, next: usize, geometry: usize, faces: usize, j: u32, k: u32): void {
  const n = u32At(level, 0)
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const target = facesAcrossX(faces, next, j, k)
  for (let t: u32 = 0; t < faceStride(u32At(next, 0)); t++) {
    let sum: f32 = 0
    for (let c = k << 1; t <= u32At(next, 0) && c < min((k << 1) + 2, nz); c++) {
      for (let b = j << 1; b < min((j << 1) + 2, ny); b++) {
        const share = shareAlong(geometry, level, 8, ny, b) * shareAlong(geometry, level, 9, nz, c)
        sum += share * f32At(facesAcrossX(faces, level, b, c), min(t << 1, n))
      }
    }
    store<f32>(target + (<usize>t << 2), sum)
  }
}

/** Faces across y with number `t`, at the coarse z `k`. */
function coarserAcrossY(level: usize, next: usize, geometry: usize, faces: usize, t: u32, k: u32): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const target = facesAcrossY(faces, next, t, k)
  for (let i: u32 = 0; i < u32At(next, 3); i++) {
    let sum: f32 = 0
    for (let c = k << 1; i < u32At(next, 0) && c < min((k << 1) + 2, nz); c++) {
      const line = facesAcrossY(faces, level, min(t << 1, ny), c)
      for (let a = i << 1; a < min((i << 1) + 2, u32At(level, 0)); a++) {
        const share = shareAlongX(geometry, level, a) * shareAlong(geometry, level, 9, nz, c)
        sum += share * f32At(line, a)
      }
    }
    store<f32>(target + (<usize>i << 2), sum)
  }
}

/** Faces across z with number `t`, at the coarse y `j`. */
function coarserAcrossZ(level: usize, next: usize, geometry: usize, faces: usize, j: u32, t: u32): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const target = facesAcrossZ(faces, next, j, t)
  for (let i: u32 = 0; i < u32At(next, 3); i++) {
    let sum: f32 = 0
    for (let b = j << 1; i < u32At(next, 0) && b < min((j << 1) + 2, ny); b++) {
      const line = facesAcrossZ(faces, level, b, min(t << 1, nz))
      for (let a = i << 1; a < min((i << 1) + 2, u32At(level, 0)); a++) {
        const share = shareAlongX(geometry, level, a) * shareAlong(geometry, level, 8, ny, b)
        sum += share * f32At(line, a)
      }
    }
    store<f32>(target + (<usize>i << 2), sum)
  }
}

/** Sums of the couplings of the rows [begin, end) of a level, which its axes know for every cell without hindrance. */
export function sumCouplings(level: usize, geometry: usize, faces: usize, begin: u32, end: u32): void {
  const n = u32At(level, 0)
  const ny = u32At(level, 1)
  const stride = u32At(level, 3)
  // What leads to held voxels and around a ring counts as well: it stands behind all other tables of an axis.
  const x = partOf(geometry, level, 7) + (<usize>(5 * stride + 2 * ((((n + 1) >> 1) + 3) & ~3) + 4) << 2)
  const y = partOf(geometry, level, 8) + (<usize>(6 * ny) << 2)
  const z = partOf(geometry, level, 9) + (<usize>(6 * u32At(level, 2)) << 2)
  for (let row = begin; row < end; row++) {
    const j = row % ny
    const k = row / ny
    const inRow = facesAcrossX(faces, level, j, k)
    const before = facesAcrossY(faces, level, j, k)
    const behind = facesAcrossY(faces, level, j + 1, k)
    const target = partOf(faces, level, 14) + (<usize>(row * stride) << 2)
    const isDeep = u32At(level, 13) != 0
    const up = isDeep ? facesAcrossZ(faces, level, j, k) : before
    const down = isDeep ? facesAcrossZ(faces, level, j, k + 1) : before
    const zLow: f32 = isDeep ? f32At(z, k) : 0
    const zHigh: f32 = isDeep ? f32At(z, u32At(level, 2) + k) : 0
    const yLow = f32At(y, j)
    const yHigh = f32At(y, ny + j)
    let i: u32 = 0
    for (; i + 4 <= n; i += 4) {
      const o = <usize>i << 2
      const along = f32x4.add(
        f32x4.mul(v128.load(x + o), v128.load(inRow + o)),
        f32x4.mul(v128.load(x + o + (<usize>n << 2)), v128.load(inRow + o, 4)),
      )
      const acrossY = f32x4.add(
        f32x4.mul(f32x4.splat(yLow), v128.load(before + o)),
        f32x4.mul(f32x4.splat(yHigh), v128.load(behind + o)),
      )
      const acrossZ = f32x4.add(
        f32x4.mul(f32x4.splat(zLow), v128.load(up + o)),
        f32x4.mul(f32x4.splat(zHigh), v128.load(down + o)),
      )
      v128.store(target + o, f32x4.add(f32x4.add(along, acrossY), acrossZ))
    }
    for (; i < stride; i++) {
      let sum: f32 = 0
      if (i < n) {
        sum = f32At(x, i) * f32At(inRow, i) + f32At(x, n + i) * f32At(inRow, i + 1)
        sum += yLow * f32At(before, i) + yHigh * f32At(behind, i)
        sum += zLow * f32At(up, i) + zHigh * f32At(down, i)
      }
      store<f32>(target + (<usize>i << 2), sum)
    }
  }
}
