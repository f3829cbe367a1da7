import {
  NODE_ABSENT,
  NODE_HELD,
  NODE_TIP,
  hasLivingVessels,
  presentVessels,
  vesselPoints,
} from '../engine/vessel-points.ts'
import type { World } from '../engine/world.ts'
import { fibreField } from './fibre-field.ts'
import type { FibreColumns, NetworkColumns, TissueSummary, VesselColumns } from './summary.ts'

/** Row of a segment that is not there, in `segment.first`. */
const NO_NODE = 0xffffffff

/**
 * The vessels of a picture: points, and where they live the tubes between them, too. Of a block, those within half a voxel of its middle
 * plane, as seen from above; a tube that crosses the plane is a point.
 */
export function vesselsOf(world: World): Pick<TissueSummary, 'vessels' | 'network'> {
  return hasLivingVessels(world.program) ? livingOf(world) : { vessels: pointsOf(world) }
}

function isInPicture(world: World): (z: number) => boolean {
  const { space } = world.program
  const plane = space.corner[2] + space.size[2] / 2
  return (z) => space.dimensions === 2 || Math.abs(z - plane) <= space.voxel / 2
}

function pointsOf(world: World): VesselColumns {
  const points = presentVessels(world)
  const isIn = isInPicture(world)
  const rows = [...points.x.keys()].filter((row) => isIn(points.z[row] ?? 0))
  return { x: rows.map((row) => points.x[row] ?? 0), y: rows.map((row) => points.y[row] ?? 0) }
}

type Quad = readonly [number, number, number, number]

/** A tube between two of a picture's nodes. */
interface Tube {
  readonly ends: Quad
  readonly radius: number
  readonly flow: number
}

function livingOf(world: World): Pick<TissueSummary, 'vessels' | 'network'> {
  const tubes = tubesOf(world)
  // Chosen: what is shorter than it is wide is seen from its end.
  const across = tubes.filter(({ ends: [ax, ay, bx, by], radius }) => Math.hypot(bx - ax, by - ay) < radius)
  const along = tubes.filter((tube) => !across.includes(tube))
  const ends = across.map(({ ends: [ax, ay, bx, by] }) => [(ax + bx) / 2, (ay + by) / 2] as const)
  const points = [...heldNodes(world), ...ends]
  const network: NetworkColumns = {
    ends: along.map((tube) => tube.ends),
    radius: along.map(({ radius }) => radius),
    flow: along.map(({ flow }) => flow),
    tips: tipsOf(world),
  }
  return { vessels: { x: points.map(([x]) => x), y: points.map(([, y]) => y) }, network }
}

function tubesOf(world: World): readonly Tube[] {
  const { x, y, z } = vesselPoints(world)
  const [first, second] = [world.u32('segment.first'), world.u32('segment.second')]
  const [radius, open] = [world.f64('segment.radius'), world.f64('segment.open')]
  const flow = world.f64('segment.flow')
  const isIn = isInPicture(world)
  const rows = [...first.subarray(0, world.u32('network.segments')[0] ?? 0).keys()]
  return rows.flatMap((row): readonly Tube[] => {
    const [a, b] = [first[row] ?? NO_NODE, second[row] ?? NO_NODE]
    if (a === NO_NODE || !(isIn(z[a] ?? 0) || isIn(z[b] ?? 0))) return []
    const [endX, endY] = [nearest(world, 0, x[a] ?? 0, x[b] ?? 0), nearest(world, 1, y[a] ?? 0, y[b] ?? 0)]
    const ends: Quad = [tenth(x[a] ?? 0), tenth(y[a] ?? 0), tenth(endX), tenth(endY)]
    const size = Number(Math.abs(flow[row] ?? 0).toPrecision(4))
    return [{ ends, radius: tenth((radius[row] ?? 0) * (open[row] ?? 0)), flow: size }]
  })
}

/** A coordinate as seen from another: through a periodic face it lies beyond the picture. */
function nearest({ program: { space } }: World, axis: 0 | 1, from: number, to: number): number {
  if (space.boundary[axis] !== 'periodic') return to
  const size = space.size[axis]
  return to - size * Math.round((to - from) / size)
}

/** Nodes of a slice where blood comes from outside or leaves. */
function heldNodes(world: World): readonly (readonly [number, number])[] {
  if (world.program.space.dimensions !== 2) return []
  const { x, y, kind = new Uint8Array() } = vesselPoints(world)
  return [...kind.keys()].filter((row) => kind[row] === NODE_HELD).map((row) => [x[row] ?? 0, y[row] ?? 0])
}

const AXES = ['vessel.directionX', 'vessel.directionY'] as const

function tipsOf(world: World): readonly Quad[] {
  const { x, y, z, kind = new Uint8Array() } = vesselPoints(world)
  const isIn = isInPicture(world)
  const way = (row: number, name: (typeof AXES)[number]): number =>
    world.has(name) ? Math.round(100 * (world.f64(name)[row] ?? 0)) / 100 : 0
  return [...kind.keys()]
    .filter((row) => kind[row] !== NODE_ABSENT && kind[row] === NODE_TIP && isIn(z[row] ?? 0))
    .map((row) => [tenth(x[row] ?? 0), tenth(y[row] ?? 0), way(row, AXES[0]), way(row, AXES[1])])
}

/** The fibres of a picture; nothing where the matrix has no directions. */
export function fibresOf(world: World): Pick<TissueSummary, 'fibres'> {
  const field = fibreField(world)
  if (field === undefined) return {}
  const { space } = world.program
  const [nx, ny, nz] = space.shape
  const first = nx * ny * Math.floor(nz / 2)
  const voxels = Array.from({ length: nx * ny }, (_, index) => first + index)
  const along = (axis: 0 | 1): readonly number[] =>
    voxels.map((voxel) => Math.round(100 * (field.directions[3 * voxel + axis] ?? 0)) / 100)
  const fibres: FibreColumns = {
    nx,
    voxel: space.voxel,
    origin: [space.corner[0], space.corner[1]],
    x: along(0),
    y: along(1),
    density: voxels.map((voxel) => Number((field.density[voxel] ?? 0).toPrecision(2))),
  }
  return { fibres }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
