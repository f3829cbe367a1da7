// What neighbours give to the right side where diffusion varies in space.

import { u32At } from '../../kernels/as/columns.lib.as'
import { facesAcrossX, facesAcrossY, facesAcrossZ } from './varied-faces.lib.as'
import { partOf, stepAfter, stepBefore } from './multigrid.lib.as'
import { COUPLING, FACES, FIELD, FROM_X, FROM_Y, FROM_Z, NX, NY, NZ, RINGS, WORK, constant } from './adaptive-state.lib.as'

/** Adds coupling x face x difference on all sides: what one voxel takes the other gives, to the bit. */
export function spreadVariedRow(plan: usize, level: usize, row: u32, first: u32): void {
  const n = u32At(level, 0)
  const nx = u32At(plan, NX)
  const ny = u32At(plan, NY)
  const nz = u32At(plan, NZ)
  const rings = u32At(plan, RINGS)
  const faces: usize = u32At(plan, FACES)
  const coupling = <f32>constant(plan, COUPLING)
  const j = row % u32At(level, 1)
  const k = row / u32At(level, 1)
  const y = j + u32At(plan, FROM_Y)
  const z = k + u32At(plan, FROM_Z)
  const r = partOf(u32At(plan, WORK), level, 5) + (<usize>(row * u32At(level, 3)) << 2)
  const here = <usize>u32At(plan, FIELD) + (<usize>first << 2)
  const up = stepBefore(y, ny, <usize>nx << 2, (rings & 2) != 0)
  const down = stepAfter(y, ny, <usize>nx << 2, (rings & 2) != 0)
  const front = stepBefore(z, nz, <usize>(nx * ny) << 2, (rings & 4) != 0)
  const back = stepAfter(z, nz, <usize>(nx * ny) << 2, (rings & 4) != 0)
  const inX = facesAcrossX(faces, level, j, k)
  const inY = facesAcrossY(faces, level, j, k)
  const behindY = facesAcrossY(faces, level, j + 1, k)
  const inZ = facesAcrossZ(faces, level, j, k)
  const behindZ = facesAcrossZ(faces, level, j, k + 1)
  const isDeep = nz > 1
  // Both ends one by one, and four at a time between them.
  for (let i: u32 = 0; i < n; i++) {
    const o: usize = <usize>i << 2
    const at = here + o
    if (i > 0 && i + 5 <= n) {
      const c = v128.load(at)
      let sum = f32x4.add(passed(inX + o, at - 4, c), passed(inX + o + 4, at + 4, c))
      sum = f32x4.add(sum, f32x4.add(passed(inY + o, at + up, c), passed(behindY + o, at + down, c)))
      if (isDeep) sum = f32x4.add(sum, f32x4.add(passed(inZ + o, at + front, c), passed(behindZ + o, at + back, c)))
      v128.store(r + o, f32x4.add(v128.load(r + o), f32x4.mul(f32x4.splat(coupling), sum)))
      i += 3
      continue
    }
    const x = i + u32At(plan, FROM_X)
    const c = load<f32>(at)
    let sum: f32 =
      passedOne(inX + o, at + stepBefore(x, nx, 4, (rings & 1) != 0), c) +
      passedOne(inX + o + 4, at + stepAfter(x, nx, 4, (rings & 1) != 0), c)
    sum += passedOne(inY + o, at + up, c) + passedOne(behindY + o, at + down, c)
    if (isDeep) sum += passedOne(inZ + o, at + front, c) + passedOne(behindZ + o, at + back, c)
    store<f32>(r + o, load<f32>(r + o) + coupling * sum)
  }
}

/** Face x difference of four voxels. */
// @ts-ignore: decorator
@inline
function passed(face: usize, other: usize, c: v128): v128 {
  return f32x4.mul(v128.load(face), f32x4.sub(v128.load(other), c))
}

// @ts-ignore: decorator
@inline
function passedOne(face: usize, other: usize, c: f32): f32 {
  return load<f32>(face) * (load<f32>(other) - c)
}
