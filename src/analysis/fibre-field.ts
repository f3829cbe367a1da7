import type { World } from '../engine/world.ts'

/** Volume fraction of fibres, and their directions; see the theory of the matrix. */
export const MATRIX_DENSITY = 'matrix.density'
export const MATRIX_FIBRES = 'matrix.fibres'

/** States of the matrix that are shown as fields are: name -> column. */
export const MATRIX_FIELDS: Readonly<Record<string, string>> = {
  'matrix density': MATRIX_DENSITY,
  'matrix links': 'matrix.links',
  'basement membrane': 'matrix.membrane',
}

/** Which way fibres lie, and how much of the volume they take. */
export interface FibreField {
  /** Main direction of each voxel times the degree of alignment, 0 to 1: 3 x voxels. */
  readonly directions: Float32Array
  /** Volume fraction of each voxel [1]. */
  readonly density: Float32Array
}

/** Directions and density of the matrix; undefined in a model without one. */
export function fibreField(world: World): FibreField | undefined {
  if (!world.has(MATRIX_FIBRES)) return undefined
  const { dimensions } = world.program.space
  const density = Float32Array.from(world.view(MATRIX_DENSITY))
  const moments = world.view(MATRIX_FIBRES)
  const directions = new Float32Array(3 * density.length)
  for (let voxel = 0; voxel < density.length; voxel++) {
    const moment = (component: number): number => moments[component * density.length + voxel] ?? 0
    directions.set(dimensions === 2 ? planeAxis(moment) : spaceAxis(moment), 3 * voxel)
  }
  return { directions, density }
}

type Vector = readonly [number, number, number]

/** Main axis of [[xx, xy], [xy, -xx]] times its degree: half the angle of (xx, xy). */
function planeAxis(moment: (component: number) => number): Vector {
  const [xx, xy] = [moment(0), moment(1)]
  const degree = Math.min(Math.hypot(xx, xy), 1)
  const angle = Math.atan2(xy, xx) / 2
  return [degree * Math.cos(angle), degree * Math.sin(angle), 0]
}

/** Turns of the power iteration. Chosen: an axis that is seen needs no more than two figures. */
const TURNS = 12

/** Main axis of the traceless tensor of xx, xy, xz, yy, yz times its degree: its largest eigenvalue is 2 where all fibres lie one way. */
function spaceAxis(moment: (component: number) => number): Vector {
  const [xx, xy, xz, yy, yz] = [0, 1, 2, 3, 4].map(moment) as [number, number, number, number, number] // five
  const zz = -xx - yy
  // Eigenvalues of 1 + the tensor are those of second moments times 3: none is below zero, so that the largest wins.
  let [x, y, z] = [1, 0.618, 0.382]
  for (let turn = 0; turn < TURNS; turn++) {
    const next: Vector = [
      x + xx * x + xy * y + xz * z,
      y + xy * x + yy * y + yz * z,
      z + xz * x + yz * y + zz * z,
    ]
    const length = Math.hypot(...next)
    if (length === 0) return [0, 0, 0]
    ;[x, y, z] = [next[0] / length, next[1] / length, next[2] / length]
  }
  const degree =
    (x * (xx * x + xy * y + xz * z) + y * (xy * x + yy * y + yz * z) + z * (xz * x + yz * y + zz * z)) / 2
  const share = Math.min(Math.max(degree, 0), 1)
  return [share * x, share * y, share * z]
}
