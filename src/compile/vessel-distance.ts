import type { Space } from '../engine/space.ts'
import { type ModelData, sectionOf } from '../model/assemble.ts'
import { planNetwork } from '../processes/vessel-network/plan.ts'
import { vesselNetworkSection } from '../processes/vessel-network/schema.ts'
import { type Disc, isInDisc } from '../processes/vessel-network/tissue/drawing.ts'
import { tissuePlan } from '../processes/vessel-network/tissue/tissue-pattern.ts'

type Point = readonly [number, number, number]

/** Where vessels of a model are at the start, as placements ask for it. */
export interface VesselMap {
  /** Distance to the nearest middle of a vessel [um]; what is beyond `REACH` counts as infinitely far. */
  distance(point: Point): number
  /** Whether a point lies in the lumen of a large vessel. */
  isInLumen(point: Point): boolean
  /** Whether a point lies in a portal tract. */
  isInPortalTract(point: Point): boolean
}

/** Farthest distance that is worked out [um]. Chosen: several cells; who asks for more is told. */
export const REACH = 60

interface Piece {
  readonly from: Point
  readonly to: Point
}

/** The vessels of a model's network at the start; undefined where it has none. In lobules and around air spaces distances are those in the plane. */
export function vesselMap(model: ModelData, space: Space): VesselMap | undefined {
  const section = sectionOf(model, vesselNetworkSection)
  if (section === undefined) return undefined
  const tissue = tissuePlan(section, space)
  // Sheets of vessels along z are walls: how far away they are does not depend on the height.
  const isFlat = tissue !== undefined || space.dimensions === 2
  const { nodes, segments } = planNetwork(section, [], space)
  const pointOf = (row: number): Point => {
    const { x = 0, y = 0, z = 0 } = nodes[row] ?? {}
    return [x, y, isFlat ? 0 : z]
  }
  const pieces = segments.map(({ first, second }): Piece => ({ from: pointOf(first), to: pointOf(second) }))
  const alone = nodes.map((_, row): Piece => ({ from: pointOf(row), to: pointOf(row) }))
  const near = buckets(isFlat ? inOnePlane([...pieces, ...alone]) : [...pieces, ...alone])
  const isIn = (discs: readonly Disc[], [x, y]: Point): boolean =>
    discs.some((disc) => isInDisc({ x, y }, disc))
  return {
    distance: isFlat ? inPlane(near) : ([x, y, z]) => nearestOf(near, x, y, z),
    isInLumen: (point) => isIn(tissue?.lumens ?? [], point),
    isInPortalTract: (point) => isIn(tissue?.portalTracts ?? [], point),
  }
}

/** Distances in the plane, each worked out once: places of a block stand above each other. */
function inPlane(near: Buckets): VesselMap['distance'] {
  const known = new Map<number, Map<number, number>>()
  return ([x, y]) => {
    const column = known.get(x) ?? new Map<number, number>()
    known.set(x, column)
    const distance = column.get(y) ?? nearestOf(near, x, y, 0)
    column.set(y, distance)
    return distance
  }
}

/** Pieces of different layers that are one in the plane, once. */
function inOnePlane(pieces: readonly Piece[]): readonly Piece[] {
  return [...new Map(pieces.map((piece) => [JSON.stringify(piece), piece])).values()]
}

/** Pieces in each cube, `REACH` wide, and in those around it, by the key of the cube. */
type Buckets = ReadonlyMap<string, readonly Piece[]>

function buckets(pieces: readonly Piece[]): Buckets {
  const map = new Map<string, Piece[]>()
  for (const piece of pieces) {
    for (const key of cubesAround(piece)) {
      const list = map.get(key)
      if (list === undefined) map.set(key, [piece])
      else list.push(piece)
    }
  }
  return map
}

function cubeOf(x: number, y: number, z: number): string {
  return `${Math.floor(x / REACH)} ${Math.floor(y / REACH)} ${Math.floor(z / REACH)}`
}

/** Keys of the cubes from which a piece may be within reach: those that its box meets, and the ones beside them. */
function cubesAround({ from, to }: Piece): readonly string[] {
  const range = (axis: 0 | 1 | 2): readonly number[] => {
    const low = Math.floor(Math.min(from[axis], to[axis]) / REACH) - 1
    const high = Math.floor(Math.max(from[axis], to[axis]) / REACH) + 1
    return Array.from({ length: high - low + 1 }, (_, k) => low + k)
  }
  return range(0).flatMap((i) => range(1).flatMap((j) => range(2).map((k) => `${i} ${j} ${k}`)))
}

function nearestOf(map: Buckets, x: number, y: number, z: number): number {
  let least = REACH * REACH
  let isNear = false
  for (const { from, to } of map.get(cubeOf(x, y, z)) ?? []) {
    const [dx, dy, dz] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
    const [ex, ey, ez] = [x - from[0], y - from[1], z - from[2]]
    const length = dx * dx + dy * dy + dz * dz
    const along = dx * ex + dy * ey + dz * ez
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length))
    const [rx, ry, rz] = [ex - share * dx, ey - share * dy, ez - share * dz]
    const squared = rx * rx + ry * ry + rz * rz
    if (squared > least) continue
    least = squared
    isNear = true
  }
  return isNear ? Math.sqrt(least) : Infinity
}
