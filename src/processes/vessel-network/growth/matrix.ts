import { voxelAt } from '../../../engine/space.ts'
import type { World } from '../../../engine/world.ts'

type At = (x: number, y: number, z: number) => number

/** The matrix where the model has one (ADR 27): functions of a point [um]. */
export interface MatrixView {
  /** Volume fraction of fibres. */
  readonly density?: At
  /** Share of basement membrane that stands. */
  readonly membrane?: At
  /** Writes the traceless moment of the directions of fibres as a matrix, row by row. */
  readonly fibres?: (x: number, y: number, z: number, out: Float64Array) => void
}

const DENSITY = 'matrix.density'
const MEMBRANE = 'matrix.membrane'
const FIBRES = 'matrix.fibres'

/** Reads the columns of the matrix. */
export function viewMatrix(world: World): MatrixView {
  return {
    ...(world.has(DENSITY) && { density: viewShare(world, DENSITY) }),
    ...(world.has(MEMBRANE) && { membrane: viewShare(world, MEMBRANE) }),
    ...(world.has(FIBRES) && { fibres: viewFibres(world) }),
  }
}

function viewShare(world: World, name: string): At {
  const { space } = world.program
  const column = world.view(name)
  return (x, y, z) => column[voxelAt(space, x, y, z)] ?? 0
}

function viewFibres(world: World): NonNullable<MatrixView['fibres']> {
  const { space } = world.program
  const column = world.view(FIBRES)
  const stride = world.layout.columns.get(FIBRES)?.stride ?? 0
  const part = (voxel: number, component: number): number => column[component * stride + voxel] ?? 0
  return (x, y, z, out) => {
    const voxel = voxelAt(space, x, y, z)
    const [xx, xy] = [part(voxel, 0), part(voxel, 1)]
    if (space.dimensions === 2) out.set([xx, xy, 0, xy, -xx, 0, 0, 0, 0])
    else {
      const [xz, yy, yz] = [part(voxel, 2), part(voxel, 3), part(voxel, 4)]
      out.set([xx, xy, xz, xy, yy, yz, xz, yz, -xx - yy])
    }
  }
}
