import { NODE_ABSENT, NODE_TIP, hasLivingVessels, vesselPoints } from '../engine/vessel-points.ts'
import type { World } from '../engine/world.ts'

/** Row of a segment that is not there, in `segment.first`. */
const NO_NODE = 0xffffffff

/**
 * Numbers per tube: x, y, z of both ends, radius of the lumen as it is open [um], flow from the first to the second [um^3/min], share
 * of the wall that pericytes cover [1].
 */
export const TUBE_NUMBERS = 9

/** Numbers per tip of a sprout: x, y, z [um], and the direction in which it goes, of length 1, or 0 before it went. */
export const TIP_NUMBERS = 6

/** Rows of a network that are in use: what there is to pack. */
export interface VesselRows {
  readonly nodes: readonly number[]
  readonly segments: readonly number[]
  /** Those of the nodes that are tips of sprouts. */
  readonly tips: readonly number[]
}

/** No row of any kind. */
export const NO_VESSELS: VesselRows = { nodes: [], segments: [], tips: [] }

/** The nodes and segments of vessels that live; none where vessels are points that stay. */
export function vesselRows(world: World): VesselRows {
  if (!hasLivingVessels(world.program)) return NO_VESSELS
  const { kind, count } = vesselPoints(world)
  const first = world.u32('segment.first').subarray(0, world.u32('network.segments')[0] ?? 0)
  const nodes = Array.from({ length: count }, (_, row) => row).filter((row) => kind?.[row] !== NODE_ABSENT)
  return {
    nodes,
    tips: nodes.filter((row) => kind?.[row] === NODE_TIP),
    segments: [...first.keys()].filter((row) => first[row] !== NO_NODE),
  }
}

/** Writes x, y, z of each node [um]. */
export function writeNodes(world: World, { nodes }: VesselRows, into: Float32Array): Float32Array {
  const { x, y, z } = vesselPoints(world)
  nodes.forEach((row, index) => into.set([x[row] ?? 0, y[row] ?? 0, z[row] ?? 0], 3 * index))
  return into
}

/** Writes 1 for each node that carries blood, 0 for the others. */
export function writeCarrying(world: World, { nodes }: VesselRows, into: Uint8Array): Uint8Array {
  const carries = world.f64('vessel.carries')
  nodes.forEach((row, index) => (into[index] = (carries[row] ?? 0) > 0 ? 1 : 0))
  return into
}

/** Writes what each node is: `NODE_HELD`, `NODE_WALL` or `NODE_TIP`. */
export function writeKinds(world: World, { nodes }: VesselRows, into: Uint8Array): Uint8Array {
  const { kind } = vesselPoints(world)
  nodes.forEach((row, index) => (into[index] = kind?.[row] ?? 0))
  return into
}

/** Columns of the direction of tips; models without sprouting have none. */
const TIP_DIRECTION = ['vessel.directionX', 'vessel.directionY', 'vessel.directionZ'] as const

/** Writes `TIP_NUMBERS` numbers for each tip. */
export function writeTips(world: World, { tips }: VesselRows, into: Float32Array): Float32Array {
  const { x, y, z } = vesselPoints(world)
  const ways = TIP_DIRECTION.map((name) => (world.has(name) ? world.f64(name) : undefined))
  tips.forEach((row, index) => {
    const place = [x[row] ?? 0, y[row] ?? 0, z[row] ?? 0]
    into.set([...place, ...ways.map((values) => values?.[row] ?? 0)], TIP_NUMBERS * index)
  })
  return into
}

/** Writes `TUBE_NUMBERS` numbers for each segment; one that leads through a periodic face ends beyond it. */
export function writeTubes(world: World, { segments }: VesselRows, into: Float32Array): Float32Array {
  const { space } = world.program
  const axes = (['x', 'y', 'z'] as const).map((axis) => world.f64(`vessel.${axis}`))
  const [first, second] = [world.u32('segment.first'), world.u32('segment.second')]
  const [radius, open, flow] = ['radius', 'open', 'flow'].map((name) => world.f64(`segment.${name}`))
  const cover = world.f64('vessel.pericytes')
  segments.forEach((row, index) => {
    const [a, b] = [first[row] ?? 0, second[row] ?? 0]
    axes.forEach((values, axis) => {
      const from = values[a] ?? 0
      const way = (values[b] ?? 0) - from
      const extent = space.boundary[axis] === 'periodic' ? (space.size[axis] ?? 0) : 0
      into[TUBE_NUMBERS * index + axis] = from
      into[TUBE_NUMBERS * index + 3 + axis] =
        from + (extent === 0 ? way : way - extent * Math.round(way / extent))
    })
    into[TUBE_NUMBERS * index + 6] = (radius?.[row] ?? 0) * (open?.[row] ?? 0)
    into[TUBE_NUMBERS * index + 7] = flow?.[row] ?? 0
    into[TUBE_NUMBERS * index + 8] = ((cover[a] ?? 0) + (cover[b] ?? 0)) / 2
  })
  return into
}
