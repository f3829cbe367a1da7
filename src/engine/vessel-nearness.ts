import type { ColumnDeclaration } from './columns.ts'
import { shortest } from './place.ts'
import type { SignalDeclaration } from './process.ts'
import type { Space } from './space.ts'
import { NODE_ABSENT } from './vessel-points.ts'

/** How far vessels are felt [um]. Chosen: two or three cells, as niches around vessels are described. */
const REACH = 50

/** Signals of cells near vessels, and the columns behind them. */
export const NEARBY = 'vessel nearby'
export const NEARBY_SIGNAL = `signal/${NEARBY}`
const NEARBY_DOC = 'how near a vessel is that carries blood: 1 beside it, 0 from 50 um on'
export const NEAR_LEAK = 'leak of vessel nearby'
export const NEAR_LEAK_SIGNAL = `signal/${NEAR_LEAK}`
const NEAR_LEAK_DOC =
  'permeability of the nearest vessel that carries blood to large molecules, relative to a mature wall; 0 from 50 um on'
/** What voxels have of both: no state, since it follows from the vessels. */
export const NEARNESS = 'vessel.nearness'
export const LEAK_NEAR = 'vessel.leakNear'

/** What cells feel of vessels near them. */
export const nearnessSignals: readonly SignalDeclaration[] = [
  { name: NEARBY, unit: '1', doc: NEARBY_DOC, column: NEARBY_SIGNAL },
  { name: NEAR_LEAK, unit: '1', doc: NEAR_LEAK_DOC, column: NEAR_LEAK_SIGNAL },
]

/** The columns of those signals that are in use. */
export function nearnessColumns(used: ReadonlySet<string>): readonly ColumnDeclaration[] {
  const signals = nearnessSignals.filter(({ name }) => used.has(name))
  if (signals.length === 0) return []
  const voxels = { group: 'voxel', type: 'f64', unit: '1', isScratch: true } as const
  return [
    { ...voxels, name: NEARNESS, doc: 'how near a vessel is that carries blood, 0 to 1' },
    ...(used.has(NEAR_LEAK)
      ? [{ ...voxels, name: LEAK_NEAR, doc: 'leak of the vessel that is nearest' }]
      : []),
    ...signals.map(
      ({ column, doc }) => ({ name: column, group: 'cell', type: 'f64', unit: '1', doc }) as const,
    ),
  ]
}

/** Nodes at an instant: places [um], and the share of the wall that carries. */
export interface NearNodes {
  readonly count: number
  readonly kind?: Uint8Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  /** 1 everywhere unless given. */
  readonly carries?: Float64Array | Uint8Array
  /** 1 everywhere unless given. */
  readonly leak?: Float64Array
}

/** What is filled, one number per voxel. */
export interface Nearness {
  readonly nearness: Float64Array
  /** Leak of the node that is nearest; absent where nobody asks. */
  readonly leakNear?: Float64Array
}

/**
 * Fills how near each voxel is to a vessel that carries blood: the largest, over nodes, of what a node carries times 1 - d/50 um, with d from the
 * node to the centre of the voxel; 0 beyond.
 */
export function fillNearness(into: Nearness, nodes: NearNodes, space: Space): void {
  into.nearness.fill(0)
  into.leakNear?.fill(0)
  const steps = Math.ceil(REACH / space.voxel)
  const deep = space.dimensions === 3 ? steps : 0
  for (let row = 0; row < nodes.count; row++) {
    if (nodes.kind?.[row] === NODE_ABSENT || carriesOf(nodes, row) <= 0) continue
    for (let dz = -deep; dz <= deep; dz++)
      for (let dy = -steps; dy <= steps; dy++)
        for (let dx = -steps; dx <= steps; dx++) raise(into, nodes, row, [dx, dy, dz], space)
  }
}

function carriesOf({ carries }: NearNodes, row: number): number {
  return carries === undefined ? 1 : (carries[row] ?? 0)
}

/** What one node says of the voxel that lies `offset` voxels from its own. */
function raise(
  { nearness, leakNear }: Nearness,
  nodes: NearNodes,
  row: number,
  offset: readonly [number, number, number],
  space: Space,
): void {
  const from = [nodes.x[row] ?? 0, nodes.y[row] ?? 0, nodes.z[row] ?? 0]
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
  const near = carriesOf(nodes, row) * (1 - Math.sqrt(square) / REACH)
  if (near <= (nearness[voxel] ?? 0)) return
  nearness[voxel] = near
  if (leakNear !== undefined) leakNear[voxel] = nodes.leak === undefined ? 1 : (nodes.leak[row] ?? 0)
}
