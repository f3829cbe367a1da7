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
  const tissue = tissuePlan(section.pattern, section.radius.value, space)
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
    distance: ([x, y, z]) => nearestOf(near, [x, y, isFlat ? 0 : z]),
    isInLumen: (point) => isIn(tissue?.lumens ?? [], point),
    isInPortalTract: (point) => isIn(tissue?.portalTracts ?? [], point),
  }
}

/** Pieces of different layers that are one in the plane, once. */
function inOnePlane(pieces: readonly Piece[]): readonly Piece[] {
  return [...new Map(pieces.map((piece) => [JSON.stringify(piece), piece])).values()]
}

type Buckets = ReadonlyMap<string, readonly Piece[]>

/** Pieces by the cubes, `REACH` wide, that their boxes meet. */
function buckets(pieces: readonly Piece[]): Buckets {
  const map = new Map<string, Piece[]>()
  for (const piece of pieces) {
    for (const key of cubes(piece.from, piece.to, 0)) {
      const list = map.get(key)
      if (list === undefined) map.set(key, [piece])
      else list.push(piece)
    }
  }
  return map
}

/** Keys of the cubes between two corners, and so many around them. */
function cubes(a: Point, b: Point, around: number): readonly string[] {
  const ends = ([0, 1, 2] as const).map((axis) => [
    Math.floor(Math.min(a[axis], b[axis]) / REACH) - around,
    Math.floor(Math.max(a[axis], b[axis]) / REACH) + around,
  ])
  const keys: string[] = []
  const [[x0 = 0, x1 = 0] = [], [y0 = 0, y1 = 0] = [], [z0 = 0, z1 = 0] = []] = ends
  for (let i = x0; i <= x1; i++)
    for (let j = y0; j <= y1; j++) for (let k = z0; k <= z1; k++) keys.push(`${i} ${j} ${k}`)
  return keys
}

function nearestOf(map: Buckets, point: Point): number {
  let least = Infinity
  for (const key of cubes(point, point, 1))
    for (const piece of map.get(key) ?? []) least = Math.min(least, squared(point, piece))
  return least <= REACH * REACH ? Math.sqrt(least) : Infinity
}

/** Square of the distance from a point to a piece of a line [um^2]. */
function squared(point: Point, { from, to }: Piece): number {
  const along = ([0, 1, 2] as const).map((axis) => to[axis] - from[axis])
  const away = ([0, 1, 2] as const).map((axis) => point[axis] - from[axis])
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0)
  const length = dot(along, along)
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, dot(away, along) / length))
  const rest = away.map((value, axis) => value - share * (along[axis] ?? 0))
  return dot(rest, rest)
}
