// The solver of multigrid.lib.as.ts where diffusion varies: each coupling is that of the axes times what its face lets pass
// (varied-faces.lib.as.ts). Corrections are interpolated as there.

import { f32At, u32At } from '../../kernels/as/columns.lib.as'
import { facesAcrossX, facesAcrossY, facesAcrossZ } from './varied-faces.lib.as'
import { LEVEL_BYTES, partOf, prolongRows, ringOf, stepAfter, stepBefore } from './multigrid.lib.as'

/** Half a red-black sweep of units of work: rows in two dimensions, planes in three. */
export function smoothVaried(
  level: usize, geometry: usize, work: usize, faces: usize, colour: u32, fromZero: u32, begin: u32, end: u32,
): void {
  const ny = u32At(level, 1)
  const isFlat = u32At(level, 2) == 1
  for (let unit = begin; unit < end; unit++) {
    if (isFlat) smoothRow(level, geometry, work, faces, unit, 0, colour, fromZero)
    else for (let j: u32 = 0; j < ny; j++) smoothRow(level, geometry, work, faces, j, unit, colour, fromZero)
  }
}

/** Cells of row (j, k) with (i + j + k) % 2 = colour; `fromZero` clears the others and takes no neighbours. */
function smoothRow(
  level: usize, geometry: usize, work: usize, faces: usize, j: u32, k: u32, colour: u32, fromZero: u32,
): void {
  const bytes: usize = <usize>u32At(level, 3) << 2
  const row: usize = <usize>(k * u32At(level, 1) + j) * bytes
  const e = partOf(work, level, 4) + row
  const r = partOf(work, level, 5) + row
  const s = partOf(work, level, 6) + row
  const total = partOf(faces, level, 14) + row
  const odd = ((j + k + colour) & 1) == 1
  const mask = odd ? i32x4(0, -1, 0, -1) : i32x4(-1, 0, -1, 0)
  if (fromZero) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const diagonal = f32x4.add(v128.load(s + at), v128.load(total + at))
      v128.store(e + at, v128.and(f32x4.div(v128.load(r + at), diagonal), mask))
    }
    return
  }
  const first = load<f32>(e)
  const last = f32At(e, u32At(level, 0) - 1)
  if (u32At(level, 2) == 1) relaxRow(level, geometry, faces, e, r, s, total, bytes, j, k, mask, true)
  else relaxRow(level, geometry, faces, e, r, s, total, bytes, j, k, mask, false)
  if (u32At(level, 10) & 1) closeRing(level, geometry, faces, e, s, total, bytes, j, k, odd, first, last)
}

/** Couplings x neighbours within a row; its vectors stay in registers. */
// @ts-ignore: decorator
@inline
function alongRow(before: usize, after: usize, face: usize, previous: v128, here: v128, next: v128): v128 {
  const low = f32x4.mul(v128.load(before), v128.load(face))
  const high = f32x4.mul(v128.load(after), v128.load(face, 4))
  return f32x4.add(
    f32x4.mul(low, v128.shuffle<f32>(previous, here, 3, 4, 5, 6)),
    f32x4.mul(high, v128.shuffle<f32>(here, next, 1, 2, 3, 4)),
  )
}

/** Couplings x neighbours on both sides, along y or z. */
// @ts-ignore: decorator
@inline
function beside(b: v128, low: usize, before: usize, a: v128, high: usize, after: usize): v128 {
  return f32x4.add(
    f32x4.mul(f32x4.mul(b, v128.load(low)), v128.load(before)),
    f32x4.mul(f32x4.mul(a, v128.load(high)), v128.load(after)),
  )
}

// @ts-ignore: decorator
@inline
function relaxRow(
  level: usize, geometry: usize, faces: usize, e: usize, r: usize, s: usize, total: usize, bytes: usize, j: u32, k: u32,
  mask: v128, isFlat: bool,
): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const bits = u32At(level, 10)
  const x = partOf(geometry, level, 7)
  const y = partOf(geometry, level, 8)
  const z = partOf(geometry, level, 9)
  const b = f32x4.splat(f32At(y, j))
  const a = f32x4.splat(f32At(y, ny + j))
  const f = f32x4.splat(f32At(z, k))
  const g = f32x4.splat(f32At(z, nz + k))
  const up = e + <usize>stepBefore(j, ny, bytes, (bits & 2) != 0)
  const down = e + <usize>stepAfter(j, ny, bytes, (bits & 2) != 0)
  const front = e + <usize>stepBefore(k, nz, bytes * ny, (bits & 4) != 0)
  const back = e + <usize>stepAfter(k, nz, bytes * ny, (bits & 4) != 0)
  const inX = facesAcrossX(faces, level, j, k)
  const inY = facesAcrossY(faces, level, j, k)
  const inZ = facesAcrossZ(faces, level, j, k)
  const plane = bytes * ny
  let previous = f32x4.splat(0)
  let here = v128.load(e)
  for (let at: usize = 0; at < bytes; at += 16) {
    const next = v128.load(e + at, 16)
    let sum = f32x4.add(v128.load(r + at), alongRow(x + at, x + bytes + at, inX + at, previous, here, next))
    const acrossY = beside(b, inY + at, up + at, a, inY + bytes + at, down + at)
    if (isFlat) sum = f32x4.add(sum, acrossY)
    else sum = f32x4.add(sum, f32x4.add(acrossY, beside(f, inZ + at, front + at, g, inZ + plane + at, back + at)))
    const diagonal = f32x4.add(v128.load(s + at), v128.load(total + at))
    v128.store(e + at, v128.bitselect(f32x4.div(sum, diagonal), here, mask))
    previous = here
    here = next
  }
}

/** Adds what the ends of a row owe to each other, to those of the row's colour; `low` and `high` as they were before. */
function closeRing(
  level: usize, geometry: usize, faces: usize, e: usize, s: usize, total: usize, bytes: usize, j: u32, k: u32, odd: bool,
  low: f32, high: f32,
): void {
  const last: usize = <usize>(u32At(level, 0) - 1) << 2
  const ring = ringOf(level, partOf(geometry, level, 7), bytes)
  const face = load<f32>(facesAcrossX(faces, level, j, k))
  if (!odd) {
    const diagonal = load<f32>(s) + load<f32>(total)
    store<f32>(e, load<f32>(e) + (face * load<f32>(ring) * high) / diagonal)
  }
  if (((u32At(level, 0) - 1) & 1) == <u32>odd) {
    const diagonal = load<f32>(s + last) + load<f32>(total + last)
    store<f32>(e + last, load<f32>(e + last) + (face * load<f32>(ring, 4) * low) / diagonal)
  }
}

/** Takes what is left of the residual to rows [begin, end) of the coarser level `next`, as means over volume. */
export function restrictVaried(
  level: usize, next: usize, geometry: usize, work: usize, faces: usize, begin: u32, end: u32,
): void {
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
        const share = f32At(y, j) * f32At(z, k)
        if (u32At(level, 2) == 1) restrictRow(level, geometry, work, faces, j, k, share, target, bytes, true)
        else restrictRow(level, geometry, work, faces, j, k, share, target, bytes, false)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function restrictRow(
  level: usize, geometry: usize, work: usize, faces: usize, j: u32, k: u32, share: f32, target: usize, targetBytes: usize,
  isFlat: bool,
): void {
  const ny = u32At(level, 1)
  const nz = u32At(level, 2)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const row: usize = <usize>(k * ny + j) * bytes
  const e = partOf(work, level, 4) + row
  const r = partOf(work, level, 5) + row
  const s = partOf(work, level, 6) + row
  const total = partOf(faces, level, 14) + row
  const x = partOf(geometry, level, 7)
  const y = partOf(geometry, level, 8)
  const z = partOf(geometry, level, 9)
  const bits = u32At(level, 10)
  const b = f32x4.splat(f32At(y, j))
  const a = f32x4.splat(f32At(y, ny + j))
  const f = f32x4.splat(f32At(z, k))
  const g = f32x4.splat(f32At(z, nz + k))
  const up = e + <usize>stepBefore(j, ny, bytes, (bits & 2) != 0)
  const down = e + <usize>stepAfter(j, ny, bytes, (bits & 2) != 0)
  const front = e + <usize>stepBefore(k, nz, bytes * ny, (bits & 4) != 0)
  const back = e + <usize>stepAfter(k, nz, bytes * ny, (bits & 4) != 0)
  const inX = facesAcrossX(faces, level, j, k)
  const inY = facesAcrossY(faces, level, j, k)
  const inZ = facesAcrossZ(faces, level, j, k)
  const plane = bytes * ny
  const even = x + 5 * bytes
  const odd = even + targetBytes
  const shares = f32x4.splat(share)
  let previous = f32x4.splat(0)
  let here = v128.load(e)
  let first = f32x4.splat(0)
  // One vector more than the row has where the coarse row is longer than half of it.
  for (let at: usize = 0; at < targetBytes << 1; at += 16) {
    let left = f32x4.splat(0)
    if (at < bytes) {
      const next = v128.load(e + at, 16)
      let sum = f32x4.add(v128.load(r + at), alongRow(x + at, x + bytes + at, inX + at, previous, here, next))
      const acrossY = beside(b, inY + at, up + at, a, inY + bytes + at, down + at)
      if (isFlat) sum = f32x4.add(sum, acrossY)
      else sum = f32x4.add(sum, f32x4.add(acrossY, beside(f, inZ + at, front + at, g, inZ + plane + at, back + at)))
      const diagonal = f32x4.add(v128.load(s + at), v128.load(total + at))
      left = f32x4.sub(sum, f32x4.mul(diagonal, here))
      previous = here
      here = next
    }
    if ((at & 16) == 0) {
      first = left
      continue
    }
    const c = (at - 16) >> 1
    const mean = f32x4.add(
      f32x4.mul(v128.load(even + c), v128.shuffle<f32>(first, left, 0, 2, 4, 6)),
      f32x4.mul(v128.load(odd + c), v128.shuffle<f32>(first, left, 1, 3, 5, 7)),
    )
    v128.store(target + c, f32x4.add(v128.load(target + c), f32x4.mul(shares, mean)))
  }
  if (!(bits & 1)) return
  const last = u32At(level, 0) - 1
  const ring = ringOf(level, x, bytes)
  const face = load<f32>(inX)
  const there: usize = <usize>(last >> 1) << 2
  const lastShare = load<f32>((last & 1 ? odd : even) + there)
  store<f32>(target, load<f32>(target) + share * load<f32>(even) * face * load<f32>(ring) * f32At(e, last))
  store<f32>(target + there, load<f32>(target + there) + share * lastShare * face * load<f32>(ring, 4) * f32At(e, 0))
}

/**
 * Sinks of rows [begin, end) of the coarser level: means over volume, each bounded by what its own couplings can bring,
 * s t / (t + bound s) with t their sum.
 */
export function coarsenVariedSinks(
  level: usize, next: usize, geometry: usize, work: usize, faces: usize, bound: f32, begin: u32, end: u32,
): void {
  const ny = u32At(level, 1)
  const nyc = u32At(next, 1)
  const targetBytes: usize = <usize>u32At(next, 3) << 2
  const bytes: usize = <usize>u32At(level, 3) << 2
  const pad = partOf(geometry, next, 7) + (<usize>u32At(next, 3) << 4)
  const y = partOf(geometry, level, 8) + (<usize>(3 * ny) << 2)
  const z = partOf(geometry, level, 9) + (<usize>(3 * u32At(level, 2)) << 2)
  const even = partOf(geometry, level, 7) + 5 * bytes
  for (let row = begin; row < end; row++) {
    const target = partOf(work, next, 6) + <usize>row * targetBytes
    memory.copy(target, pad, targetBytes)
    const j0 = (row % nyc) << 1
    const k0 = (row / nyc) << 1
    for (let k = k0; k < min(k0 + 2, u32At(level, 2)); k++) {
      for (let j = j0; j < min(j0 + 2, ny); j++) {
        const at = <usize>(k * ny + j) * bytes
        const share = f32At(y, j) * f32At(z, k)
        addSinks(partOf(work, level, 6) + at, partOf(faces, level, 14) + at, even, bytes, share, bound, target, targetBytes)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function bounded(s: v128, t: v128, bound: v128): v128 {
  return f32x4.div(f32x4.mul(s, t), f32x4.add(t, f32x4.mul(bound, s)))
}

function addSinks(
  s: usize, total: usize, even: usize, bytes: usize, share: f32, bound: f32, target: usize, targetBytes: usize,
): void {
  const shares = f32x4.splat(share)
  const bounds = f32x4.splat(bound)
  const odd = even + targetBytes
  for (let at: usize = 0; at < targetBytes; at += 16) {
    const o = at << 1
    const first = bounded(v128.load(s + o), v128.load(total + o), bounds)
    const second = o + 16 < bytes ? bounded(v128.load(s + o, 16), v128.load(total + o, 16), bounds) : f32x4.splat(0)
    const mean = f32x4.add(
      f32x4.mul(v128.load(even + at), v128.shuffle<f32>(first, second, 0, 2, 4, 6)),
      f32x4.mul(v128.load(odd + at), v128.shuffle<f32>(first, second, 1, 3, 5, 7)),
    )
    v128.store(target + at, f32x4.add(v128.load(target + at), f32x4.mul(shares, mean)))
  }
}

/** Sinks of all levels from `first` on. */
export function coarsenVariedFrom(
  levels: usize, geometry: usize, work: usize, faces: usize, first: u32, count: u32, bound: f32,
): void {
  for (let index = first; index + 1 < count; index++) {
    const level = levels + <usize>index * LEVEL_BYTES
    const next = level + LEVEL_BYTES
    coarsenVariedSinks(level, next, geometry, work, faces, bound, 0, u32At(next, 1) * u32At(next, 2))
  }
}

/** One V-cycle on the levels from `first` on, as `cycleFrom` makes it. */
export function cycleVariedFrom(
  levels: usize, geometry: usize, work: usize, faces: usize, first: u32, count: u32, isGuessed: bool,
): void {
  for (let index = first; index < count; index++) {
    const level = levels + <usize>index * LEVEL_BYTES
    const units = u32At(level, 2) == 1 ? u32At(level, 1) : u32At(level, 2)
    smoothVaried(level, geometry, work, faces, 0, isGuessed && index == first ? 0 : 1, 0, units)
    smoothVaried(level, geometry, work, faces, 1, 0, 0, units)
    const next = level + LEVEL_BYTES
    if (index + 1 < count) restrictVaried(level, next, geometry, work, faces, 0, u32At(next, 1) * u32At(next, 2))
  }
  for (let index = <i32>count - 2; index >= <i32>first; index--) {
    const level = levels + <usize>index * LEVEL_BYTES
    const units = u32At(level, 2) == 1 ? u32At(level, 1) : u32At(level, 2)
    prolongRows(level, level + LEVEL_BYTES, geometry, work, 0, u32At(level, 1) * u32At(level, 2))
    smoothVaried(level, geometry, work, faces, 0, 0, 0, units)
    smoothVaried(level, geometry, work, faces, 1, 0, 0, units)
  }
}
