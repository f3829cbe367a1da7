import type { Space } from '../../engine/space.ts'
import { NETWORK_NODES, NETWORK_REVISION, NODE_ABSENT } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { shortest } from './growth/sample.ts'

/** How far vessels are felt [um]. Chosen: two or three cells, as niches around vessels are described. */
const REACH = 50

/** Name of the signal, and the columns behind it. */
export const NEARBY = 'vessel nearby'
export const NEARBY_SIGNAL = `signal/${NEARBY}`
export const NEARNESS = 'vessel.nearness'

/** Nodes at an instant: places [um], and the share of the wall that carries. */
interface Nodes {
  readonly count: number
  readonly kind: Uint8Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly carries: Float64Array
}

/**
 * Fills how near each voxel is to a vessel that carries blood: the largest, over nodes, of what a node carries times 1 - d/50 um, with d from the
 * node to the centre of the voxel; 0 beyond.
 */
export function fillNearness(nearness: Float64Array, nodes: Nodes, space: Space): void {
  nearness.fill(0)
  const steps = Math.ceil(REACH / space.voxel)
  const deep = space.dimensions === 3 ? steps : 0
  for (let row = 0; row < nodes.count; row++) {
    const carries = nodes.carries[row] ?? 0
    if (nodes.kind[row] === NODE_ABSENT || carries <= 0) continue
    for (let dz = -deep; dz <= deep; dz++)
      for (let dy = -steps; dy <= steps; dy++)
        for (let dx = -steps; dx <= steps; dx++) raise(nearness, nodes, row, [dx, dy, dz], space)
  }
}

/** What one node says of the voxel that lies `offset` voxels from its own. */
function raise(
  nearness: Float64Array,
  { x, y, z, carries }: Nodes,
  row: number,
  offset: readonly [number, number, number],
  space: Space,
): void {
  const from = [x[row] ?? 0, y[row] ?? 0, z[row] ?? 0]
  let [square, voxel, stride] = [0, 0, 1]
  for (const axis of [0, 1, 2] as const) {
    const [at, count] = [from[axis] ?? 0, space.shape[axis]]
    const own = Math.min(Math.max(Math.floor((at - space.corner[axis]) / space.voxel), 0), count - 1)
    let index = own + offset[axis]
    if (space.boundary[axis] === 'periodic') index -= count * Math.floor(index / count)
    if (index < 0 || index >= count) return
    const centre = space.corner[axis] + (index + 0.5) * space.voxel
    // A slice has no depth.
    const way = axis === 2 && space.dimensions === 2 ? 0 : shortest(space, axis, centre - at)
    square += way * way
    voxel += stride * index
    stride *= count
  }
  const near = (carries[row] ?? 0) * (1 - Math.sqrt(square) / REACH)
  if (near > (nearness[voxel] ?? 0)) nearness[voxel] = near
}

/** Binds what cells feel of vessels; voxels are looked at anew when the network has changed. */
export function bindNearby(world: World): () => void {
  if (!world.has(NEARNESS)) return () => undefined
  const { space } = world.program
  const nearness = world.f64(NEARNESS)
  const [rows, revision] = [world.u32(NETWORK_NODES), world.u32(NETWORK_REVISION)]
  const [x, y, z] = [world.f64('vessel.x'), world.f64('vessel.y'), world.f64('vessel.z')]
  const [kind, carries] = [world.u8('vessel.kind'), world.f64('vessel.carries')]
  const args = argumentList([NEARBY_SIGNAL, NEARNESS, 'cell.voxel'].map((name) => world.pointer(name)))
  // Nearness is no state: it is filled at the first step and whenever flow was solved.
  let seen = -1
  return () => {
    if (seen !== revision[0]) {
      fillNearness(nearness, { count: rows[0] ?? 0, kind, x, y, z, carries }, space)
      seen = revision[0] ?? 0
    }
    world.pool.run('vessel_network_nearby', args, world.count)
  }
}
