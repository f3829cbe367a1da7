import type { World } from '../../engine/world.ts'
import { boundColumn, fibreComponents } from './columns.ts'
import type { MatrixTables } from './compile.ts'
import { tensorOf } from './kernels.ts'
import { fillSpread } from './places.ts'
import { bindHindrance } from './step.ts'

/** Lays out the matrix of the start: fibres, links, membrane, what they hold in equilibrium, and how they hinder. */
export function startMatrix(world: World, tables: MatrixTables): void {
  const { space } = world.program
  fillSpread(space, tables.density, world.f64('matrix.density'))
  fillSpread(space, tables.links, world.f64('matrix.links'))
  fillSpread(space, tables.membrane, world.f64('matrix.membrane'))
  startFibres(world, tables)
  for (const { substrate, sites, on, off } of tables.bindings) {
    const field = world.f32(`field/${substrate}`)
    const density = world.f64('matrix.density')
    const bound = world.f64(boundColumn(substrate))
    for (let v = 0; v < bound.length; v++) {
      const free = field[v] ?? 0
      bound[v] = free > 0 ? (sites * (density[v] ?? 0) * free) / (free + off / on) : 0
    }
  }
  // No tolerance: the start is exact.
  bindHindrance(world, tables, 0)()
}

function startFibres(world: World, { alignment }: MatrixTables): void {
  if (alignment === undefined) return
  const { dimensions } = world.program.space
  const [x, y, z] =
    dimensions === 2 ? [alignment.direction[0], alignment.direction[1], 0] : alignment.direction
  const length = Math.sqrt(x * x + y * y + z * z)
  if (length === 0) return
  const tensor = tensorOf([x / length, y / length, z / length], dimensions)
  const fibres = world.f64('matrix.fibres')
  const voxels = world.layout.sizes.voxel
  for (let k = 0; k < fibreComponents(dimensions); k++)
    fibres.fill(alignment.degree * (tensor[k] ?? 0), k * voxels, (k + 1) * voxels)
}
