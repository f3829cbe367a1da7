import { type Ball, isInBall } from '../engine/place.ts'
import { stream } from '../engine/random.ts'
import type { Space } from '../engine/space.ts'
import { fnv1a32 } from '../math/hash.ts'
import { philox4x32, uniform } from '../math/philox.ts'
import type { AlongVessels, Packed } from './placement-schema.ts'
import type { VesselMap } from './vessel-distance.ts'

type Point = readonly [number, number, number]

const ALONG = stream('initial.along-vessels')
const PACKED = stream('initial.packed')

/** Points that are tried for one cell along vessels, at most. Chosen: a band that holds one in a hundred of all places is still filled. */
const TRIES = 500
/** Candidates of a packing are this much denser along an axis than what is packed. Chosen: places are met within a tenth of the spacing. */
const FINER = 5

/** Where a placement may put cells, besides distances. */
export interface Where {
  readonly space: Space
  readonly vessels: VesselMap
  /** Name of the type: it addresses the draws. */
  readonly name: string
}

/** Cells evenly at random in a band around vessels: as many as the density asks for in the whole domain. */
export function placeAlongVessels(asked: AlongVessels, { space, vessels, name }: Where): readonly Point[] {
  const [x, y, z] = space.size
  const count = Math.round(asked.density.value * x * y * z)
  const points: Point[] = []
  for (let attempt = 0; points.length < count && attempt < TRIES * count; attempt++) {
    const point = pointAt(space, draws(attempt, name, ALONG))
    if (fits(asked, point, space, vessels)) points.push(point)
  }
  return points
}

/**
 * Cells packed as closely as their spacing allows. Places are taken in the order of their distance from vessels, so that cells line up
 * along them; places at the same distance, to a micrometre, in random order.
 */
export function placePacked(asked: Packed, { space, vessels, name }: Where): readonly Point[] {
  const spacing = asked.spacing.value
  const candidates = fineLattice(space, spacing / FINER).flatMap((point, index) => {
    if (!fits(asked, point, space, vessels)) return []
    const distance = vessels.distance(point)
    const band = Math.floor(Math.min(distance, FAR))
    return [{ point, band, draw: draws(index, name, PACKED)[0] }]
  })
  candidates.sort((a, b) => a.band - b.band || a.draw - b.draw)
  const taken = new Taken(spacing)
  for (const { point } of candidates) taken.take(point)
  return taken.points
}

/** Where vessels are out of reach all places are alike [um]. */
const FAR = 1000

function fits(
  { distance, in: kind, outside }: AlongVessels | Packed,
  point: Point,
  space: Space,
  vessels: VesselMap,
): boolean {
  if (vessels.isInLumen(point) || vessels.isInPortalTract(point) !== (kind === 'portal tracts')) return false
  if (outside !== undefined && isInBall(space, ballOf(outside), ...point)) return false
  if (distance === undefined) return true
  const away = vessels.distance(point)
  return away >= distance[0].value && away <= distance[1].value
}

function ballOf({ centre, radius }: NonNullable<Packed['outside']>): Ball {
  return { centre: [centre[0].value, centre[1].value, centre[2].value], radius: radius.value }
}

/** Three uniform numbers for a name and an index. */
function draws(index: number, name: string, use: number): readonly [number, number, number] {
  const words = new Uint32Array(4)
  philox4x32([index, fnv1a32(name), 0, use], [0, 0], words)
  const u = uniform(words[0] ?? 0, words[1] ?? 0)
  const v = uniform(words[2] ?? 0, words[3] ?? 0)
  philox4x32([index, fnv1a32(name), 1, use], [0, 0], words)
  return [u, v, uniform(words[0] ?? 0, words[1] ?? 0)]
}

function pointAt({ corner, size, dimensions }: Space, [u, v, w]: readonly [number, number, number]): Point {
  const height = dimensions === 2 ? 0.5 : w
  return [corner[0] + u * size[0], corner[1] + v * size[1], corner[2] + height * size[2]]
}

/** Middles of the cells of a fine lattice that fills the domain, or its plane. */
function fineLattice({ corner, size, dimensions }: Space, pitch: number): readonly Point[] {
  const counts = size.map((extent, axis) =>
    axis === 2 && dimensions === 2 ? 1 : Math.max(1, Math.round(extent / pitch)),
  )
  const [nx = 1, ny = 1, nz = 1] = counts
  const at = (axis: 0 | 1 | 2, k: number): number =>
    corner[axis] + ((k + 0.5) * size[axis]) / (counts[axis] ?? 1)
  const points: Point[] = []
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) points.push([at(0, i), at(1, j), at(2, k)])
  return points
}

/** Points of which no two are nearer than the spacing. */
class Taken {
  readonly points: Point[] = []
  readonly #spacing: number
  readonly #cubes = new Map<string, Point[]>()

  constructor(spacing: number) {
    this.#spacing = spacing
  }

  /** Takes a point unless one is too near already. */
  take(point: Point): void {
    const [i, j, k] = point.map((at) => Math.floor(at / this.#spacing)) as [number, number, number] // three of three
    for (let a = i - 1; a <= i + 1; a++)
      for (let b = j - 1; b <= j + 1; b++)
        for (let c = k - 1; c <= k + 1; c++)
          if (this.#isNear(this.#cubes.get(`${a} ${b} ${c}`) ?? [], point)) return
    this.points.push(point)
    const key = `${i} ${j} ${k}`
    this.#cubes.set(key, [...(this.#cubes.get(key) ?? []), point])
  }

  #isNear(others: readonly Point[], point: Point): boolean {
    const least = this.#spacing * this.#spacing
    return others.some((other) => {
      const [x, y, z] = [point[0] - other[0], point[1] - other[1], point[2] - other[2]]
      return x * x + y * y + z * z < least
    })
  }
}
