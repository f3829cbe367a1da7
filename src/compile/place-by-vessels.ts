import { type Ball, isInBall } from '../engine/place.ts'
import { stream } from '../engine/random.ts'
import type { Space } from '../engine/space.ts'
import { fnv1a32 } from '../math/hash.ts'
import { philox4x32, uniform } from '../math/philox.ts'
import type { AlongVessels, Packed } from './placement-schema.ts'
import type { VesselMap } from './vessel-distance.ts'

type Point = readonly [number, number, number]

const ALONG = stream('initial.along-vessels')

/** Points that are tried for one cell along vessels, at most. Chosen: a band that holds one in a hundred of all places is still filled. */
const TRIES = 500
/** Candidates of a packing are this much denser along an axis than what is packed. Chosen: places are met within a tenth of the spacing. */
const FINER = 6

/** Where a placement may put cells, besides distances. */
export interface Where {
  readonly space: Space
  readonly vessels: VesselMap
  /** Name of the type: it addresses the draws. */
  readonly name: string
  /** Cells of the types before it [um]. */
  readonly others: readonly Point[]
}

/** Cells evenly at random in a band around vessels: as many as the density asks for in the whole domain. */
export function placeAlongVessels(asked: AlongVessels, where: Where): readonly Point[] {
  const { space, vessels, name } = where
  const [x, y, z] = space.size
  const count = Math.round(asked.density.value * x * y * z)
  const room = roomBeside(asked, where)
  const points: Point[] = []
  for (let attempt = 0; points.length < count && attempt < TRIES * count; attempt++) {
    const point = pointAt(space, draws(attempt, name, ALONG))
    if (fits(asked, point, space, vessels) && room.take(point)) points.push(point)
  }
  return points
}

/**
 * Cells packed as closely as their spacing allows. Places are taken in the order of their distance from vessels, to a micrometre, so that cells
 * line up along them; places at the same distance one after the other along the axes, so that rows have no gaps.
 */
export function placePacked(asked: Packed, where: Where): readonly Point[] {
  const { space, vessels } = where
  const room = roomBeside(asked, where)
  const spacing = asked.spacing.value
  const candidates = fineLattice(space, spacing / FINER).flatMap((point) =>
    fits(asked, point, space, vessels) && room.has(point)
      ? [{ point, band: Math.floor(Math.min(vessels.distance(point), FAR)) }]
      : [],
  )
  // The sort is stable: candidates keep the order of the lattice.
  candidates.sort((a, b) => a.band - b.band)
  const taken = new Taken(spacing, space)
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

/** Where cells have room that keep a distance from all others: those that stand there, and those that took their places. */
interface Room {
  has(point: Point): boolean
  /** Takes the place where there is room; returns whether. */
  take(point: Point): boolean
}

function roomBeside({ 'from others': least }: AlongVessels | Packed, { space, others }: Where): Room {
  if (least === undefined) return { has: () => true, take: () => true }
  const taken = new Taken(least.value, space)
  for (const other of others) taken.put(other)
  return { has: (point) => taken.hasRoom(point), take: (point) => taken.take(point) }
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

/**
 * Points of which no two are nearer than the spacing. Along z tissue goes on beyond a block as if the block were repeated, so that it
 * has no denser layers at its faces.
 */
class Taken {
  readonly points: Point[] = []
  readonly #spacing: number
  readonly #height: number
  readonly #layers: number
  readonly #cubes = new Map<string, Point[]>()

  constructor(spacing: number, { size }: Space) {
    this.#spacing = spacing
    this.#height = size[2]
    this.#layers = Math.max(1, Math.floor(size[2] / spacing))
  }

  /** Takes a point unless one is too near already; returns whether. */
  take(point: Point): boolean {
    const isFree = this.hasRoom(point)
    if (isFree) this.put(point)
    return isFree
  }

  /** Takes a point whatever is there. */
  put(point: Point): void {
    this.points.push(point)
    const key = this.#cubeOf(point).join(' ')
    const list = this.#cubes.get(key)
    if (list === undefined) this.#cubes.set(key, [point])
    else list.push(point)
  }

  /** Whether no point is too near. */
  hasRoom(point: Point): boolean {
    const [i, j, k] = this.#cubeOf(point)
    const beside = new Set([k - 1, k, k + 1].map((layer) => (layer + this.#layers) % this.#layers))
    for (let a = i - 1; a <= i + 1; a++)
      for (let b = j - 1; b <= j + 1; b++)
        for (const c of beside) if (this.#isNear(this.#cubes.get(`${a} ${b} ${c}`) ?? [], point)) return false
    return true
  }

  #cubeOf([x, y, z]: Point): readonly [number, number, number] {
    const layer = Math.floor((z / this.#height) * this.#layers)
    return [
      Math.floor(x / this.#spacing),
      Math.floor(y / this.#spacing),
      layer - this.#layers * Math.floor(layer / this.#layers),
    ]
  }

  #isNear(others: readonly Point[], point: Point): boolean {
    const least = this.#spacing * this.#spacing
    return others.some((other) => {
      const [x, y, height] = [point[0] - other[0], point[1] - other[1], point[2] - other[2]]
      const z = height - this.#height * Math.round(height / this.#height)
      return x * x + y * y + z * z < least
    })
  }
}
