import { type Space, voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import type { Graph } from './graph.ts'

/** What surrounds nodes of a network. */
export interface Surroundings {
  /** Mean of the signal `pressure` over the cells in the voxel of a node and those beside it; 0 without cells. */
  pressureAt(graph: Graph, node: number): number
}

/** Binds the look at cells around nodes; cells must have been sorted into voxels. */
export function bindSurroundings(world: World): Surroundings {
  const { space } = world.program
  const columns = {
    pressure: world.f64('mechanics.pressure'),
    counts: world.u32('voxel.cellCount'),
    firsts: world.u32('voxel.firstCell'),
    order: world.u32('cell.byVoxel'),
  }
  const [nx, ny] = space.shape
  return {
    pressureAt({ x, y, z }, node) {
      const home = voxelAt(space, x[node] ?? 0, y[node] ?? 0, z[node] ?? 0)
      const [i, j, k] = [home % nx, Math.floor(home / nx) % ny, Math.floor(home / (nx * ny))]
      let sum = 0
      let cells = 0
      for (let dk = -1; dk <= 1; dk++) {
        for (let dj = -1; dj <= 1; dj++) {
          for (let di = -1; di <= 1; di++) {
            const voxel = voxelBeside(space, i + di, j + dj, k + dk)
            if (voxel < 0) continue
            const first = columns.firsts[voxel] ?? 0
            const count = columns.counts[voxel] ?? 0
            for (let place = first; place < first + count; place++)
              sum += columns.pressure[columns.order[place] ?? 0] ?? 0
            cells += count
          }
        }
      }
      return cells === 0 ? 0 : sum / cells
    },
  }
}

/** Index of a voxel by its places along the axes, around periodic faces; -1 outside. */
function voxelBeside({ shape, boundary }: Space, i: number, j: number, k: number): number {
  const x = placeOn(shape[0], boundary[0], i)
  const y = placeOn(shape[1], boundary[1], j)
  const z = placeOn(shape[2], boundary[2], k)
  return x < 0 || y < 0 || z < 0 ? -1 : (z * shape[1] + y) * shape[0] + x
}

function placeOn(count: number, boundary: Space['boundary'][0], at: number): number {
  if (at >= 0 && at < count) return at
  // With fewer than three voxels on the axis, the way around leads to one that was seen already.
  return boundary === 'periodic' && count > 2 ? (at + count) % count : -1
}
