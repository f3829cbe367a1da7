import type { InitialCell } from '../engine/program.ts'
import { type Ball, isInBall } from '../engine/place.ts'
import { type Space, isInside } from '../engine/space.ts'
import { stream } from '../engine/random.ts'
import { cbrt } from '../math/elementary.ts'
import { fnv1a32 } from '../math/hash.ts'
import { philox4x32, uniform } from '../math/philox.ts'
import { type ModelData, sectionOf } from '../model/assemble.ts'
import { type Where, placeAlongVessels, placePacked } from './place-by-vessels.ts'
import { type VesselMap, vesselMap } from './vessel-distance.ts'
import { type Placement, initialSection } from './core-sections.ts'

type Point = readonly [number, number, number]

/** Touching cells of default size stand this many radii apart: equilibrium of adhesion and repulsion (theory of mechanics). */
const TOUCHING = 1.9

const SCATTER = stream('initial.scatter')

/** The cells that `initial:` asks for, in the order of the types; the same in every run, whatever its seed. */
export function placeInitial(model: ModelData, space: Space, volumes: readonly number[]): InitialCell[] {
  const placements = sectionOf(model, initialSection)
  let map: VesselMap | undefined
  const vessels = (): VesselMap | undefined => (map ??= vesselMap(model, space))
  const points = model.cellTypes.map((): Point[] => [])
  // Those that are to keep clear of others look for room last, type by type.
  for (const pass of ['first', 'last'] as const) {
    model.cellTypes.forEach(({ name }, type) => {
      const placement = placements[name]
      if (placement === undefined) return
      if (pass === 'first') points[type]?.push(...pointsOf(placement, space, volumes[type] ?? 1, name))
      if (!needsVessels(placement)) return
      const around = { space, name, others: points.flat() }
      points[type]?.push(...pointsByVessels(placement, vessels(), around, pass))
    })
  }
  return points.flatMap((list, type) => list.map(([x, y, z]) => ({ type, x, y, z })))
}

function needsVessels({ 'along vessels': along, packed }: Placement): boolean {
  return along !== undefined || packed !== undefined
}

/** What follows the vessels of the network. */
function pointsByVessels(
  { 'along vessels': along, packed }: Placement,
  vessels: VesselMap | undefined,
  around: Omit<Where, 'vessels'>,
  pass: 'first' | 'last',
): readonly Point[] {
  if (vessels === undefined || (along === undefined && packed === undefined)) return []
  const where = { ...around, vessels }
  const isNow = (asked: { readonly 'from others'?: unknown }): boolean =>
    (asked['from others'] === undefined) === (pass === 'first')
  return [
    ...(along === undefined || !isNow(along) ? [] : placeAlongVessels(along, where)),
    ...(packed === undefined || !isNow(packed) ? [] : placePacked(packed, where)),
  ]
}

function pointsOf(placement: Placement, space: Space, volume: number, name: string): readonly Point[] {
  const given = (placement.points ?? []).map((p): Point => [p[0].value, p[1].value, p[2].value])
  return [
    ...given,
    ...discPoints(placement, space, volume),
    ...boxPoints(placement, space, name),
    ...scatteredPoints(placement, space, name),
  ]
}

/** Hexagonal packing (layers of it in three dimensions) around the centre, between the radius and the hole. */
function discPoints(placement: Placement, space: Space, volume: number): Point[] {
  const { disc } = placement
  if (disc === undefined) return []
  const spacing = disc.spacing?.value ?? TOUCHING * cbrt((3 * volume) / (4 * Math.PI))
  const rows = Math.ceil(disc.radius.value / spacing / 0.8) + 1
  const layers = space.dimensions === 2 ? 0 : rows
  const points: Point[] = []
  for (let k = -layers; k <= layers; k++) {
    for (let j = -rows; j <= rows; j++) {
      for (let i = -rows; i <= rows; i++) {
        const x = (i + ((j & 1) + (k & 1)) / 2) * spacing
        const y = (j + (k & 1) / 3) * spacing * Math.sqrt(3 / 4)
        const z = k * spacing * Math.sqrt(2 / 3)
        const distance = Math.sqrt(x * x + y * y + z * z)
        if (distance > disc.radius.value || distance < disc.hole.value) continue
        const point: Point = [disc.centre[0].value + x, disc.centre[1].value + y, disc.centre[2].value + z]
        if (disc.cut !== true || isInside(space, ...point)) points.push(point)
      }
    }
  }
  return points
}

/** Scattered points of a box. */
function boxPoints({ box }: Placement, space: Space, name: string): Point[] {
  if (box === undefined) return []
  const corner = (at: (typeof box)['low']): Point => [at[0].value, at[1].value, at[2].value]
  return scattered(box.count, name, { low: corner(box.low), high: corner(box.high) }, space)
}

/** Points scattered over the whole domain, less those that a ball takes out: the density stays what it is. */
function scatteredPoints({ scatter }: Placement, space: Space, name: string): Point[] {
  if (scatter === undefined) return []
  const [x, y, z] = space.size
  const high: Point = [space.corner[0] + x, space.corner[1] + y, space.corner[2] + z]
  const points = scattered(
    Math.round(scatter.density.value * x * y * z),
    name,
    { low: space.corner, high },
    space,
  )
  const { within, outside } = scatter
  return points.filter(
    (point) =>
      (within === undefined || isInBall(space, ballOf(within), ...point)) &&
      (outside === undefined || !isInBall(space, ballOf(outside), ...point)),
  )
}

function ballOf({ centre, radius }: NonNullable<NonNullable<Placement['scatter']>['within']>): Ball {
  return { centre: [centre[0].value, centre[1].value, centre[2].value], radius: radius.value }
}

/** Points evenly at random; the name of the type addresses the draws, so that other types do not change them. */
function scattered(
  count: number,
  name: string,
  { low, high }: { readonly low: Point; readonly high: Point },
  space: Space,
): Point[] {
  const between = (axis: 0 | 1 | 2, u: number): number => low[axis] + u * (high[axis] - low[axis])
  const words = new Uint32Array(4)
  const key = fnv1a32(name)
  return Array.from({ length: count }, (_, index): Point => {
    philox4x32([index, key, 0, SCATTER], [0, 0], words)
    const u = uniform(words[0] ?? 0, words[1] ?? 0)
    const v = uniform(words[2] ?? 0, words[3] ?? 0)
    philox4x32([index, key, 1, SCATTER], [0, 0], words)
    const w = uniform(words[0] ?? 0, words[1] ?? 0)
    return [between(0, u), between(1, v), space.dimensions === 2 ? planeOf(space) : between(2, w)]
  })
}

/** Height of the plane of a two-dimensional world [um]. */
export function planeOf(space: Space): number {
  return space.corner[2] + space.size[2] / 2
}
