import type { Space } from '../../../engine/space.ts'
import type { NetworkPattern, VesselNetworkSection } from '../schema.ts'
import { drawAlveoli } from './alveoli.ts'
import { type Disc, type Drawing, type Frame } from './drawing.ts'
import type { Spot } from './lattice.ts'
import { type LobuleShape, drawLobules, foldedSpot } from './lobules.ts'
import { pressuresOf } from './whole.ts'
import { subdivided, windowOf } from './window.ts'

/** Vessels of a tissue in the plane, and what else its geometry says of places. */
export interface TissuePlan {
  readonly drawing: Drawing
  /** So many spots, the first ones, are places where vessels meet: there layers are joined. */
  readonly joints: number
  /** Ends that the domain cuts, each with the spot inside whose blood is like that which comes in there. */
  readonly alike: readonly { readonly cut: number; readonly like: number }[]
  /** Lumens, in which no cells stand [um]. */
  readonly lumens: readonly Disc[]
  /** Portal tracts, whose cells are not those of the parenchyma [um]. */
  readonly portalTracts: readonly Disc[]
  /** Middles of the layers in which the plane is repeated [um]. */
  readonly layers: readonly number[]
}

/** Radii of large vessels and of terminal venules [um]. Chosen: central veins and portal tracts of the mouse are some 30 to 60 um wide. */
export const CENTRAL_VEIN = 20
export const PORTAL_TRACT = 30
/** Radius of the venules along the sides, relative to sinusoids. Chosen: wide enough that all of a side has nearly the pressure of its ends. */
const VENULE = 2
/** Largest shift, relative to the spacing. Chosen: tissue looks irregular, and no two tubes cross. */
const IRREGULAR = 0.15

/** Pressures that differ by less are one [mmHg]. Chosen: far above the solver's residual, far below the fall along a tube. */
const ROUNDING = 1e-7

const known = new WeakMap<NetworkPattern, { readonly key: string; readonly plan: TissuePlan }>()

/** The vessels of a pattern that has the geometry of a tissue; undefined for the others. */
export function tissuePlan(section: VesselNetworkSection, space: Space): TissuePlan | undefined {
  const { pattern } = section
  if (pattern === undefined || (pattern.form !== 'lobules' && pattern.form !== 'alveoli')) return undefined
  const radius = section.radius.value
  const spacing = section['node spacing']?.value ?? space.voxel
  const key = JSON.stringify([radius, spacing, space.corner, space.size, space.voxel])
  const made = known.get(pattern)
  if (made?.key === key) return made.plan
  const plan =
    pattern.form === 'lobules'
      ? lobulePlan(pattern, lobuleShape(pattern, radius, space), spacing, space)
      : alveolarPlan(pattern, radius, space)
  known.set(pattern, { key, plan })
  return plan
}

/** Geometry of lobules as it is written [um, mmHg]: a whole number of steps leads from the central vein to a portal tract. */
function lobuleShape(pattern: NetworkPattern, radius: number, space: Space): LobuleShape {
  const half = (pattern.lobule?.value ?? 0) / 2
  const steps = Math.max(2, Math.round(half / pattern.spacing.value))
  return {
    centre: centreOf(pattern, space),
    steps,
    spacing: half / steps,
    irregular: pattern.irregular?.value ?? IRREGULAR,
    sinusoid: radius,
    venule: pattern['venule radius']?.value ?? VENULE * radius,
    centralVein: pattern['central vein']?.value ?? CENTRAL_VEIN,
    portalTract: pattern['portal tract']?.value ?? PORTAL_TRACT,
    portalPressure: pattern.pressures[0].value,
    centralPressure: pattern.pressures[1].value,
  }
}

function centreOf({ centre }: NetworkPattern, { corner, size }: Space): Spot {
  return centre === undefined
    ? { x: corner[0] + size[0] / 2, y: corner[1] + size[1] / 2 }
    : { x: centre[0].value, y: centre[1].value }
}

function frameOf({ corner, size }: Space): Frame {
  return { low: { x: corner[0], y: corner[1] }, high: { x: corner[0] + size[0], y: corner[1] + size[1] } }
}

function lobulePlan(pattern: NetworkPattern, shape: LobuleShape, spacing: number, space: Space): TissuePlan {
  const frame = frameOf(space)
  const { drawing, centralVeins, portalTracts } = drawLobules(shape, frame)
  const whole = windowOf(drawing, pressuresOf(drawing), frame)
  const window = subdivided(whole, spacing)
  const folded = window.spots.map((spot) => foldedSpot(shape, spot))
  const alike = window.cuts.flatMap((cut) => {
    const like = likeOf(cut, window, folded)
    return like === undefined ? [] : [{ cut, like }]
  })
  return {
    drawing: window,
    joints: whole.spots.length,
    alike,
    lumens: centralVeins,
    portalTracts,
    layers: layersOf(pattern, space),
  }
}

/**
 * The spot inside that lies in the lobule as a cut end does, among those whose pressure is not below: so that what a cut end is
 * like is never fed by it.
 */
function likeOf(
  cut: number,
  { held, pressures }: { readonly held: ReadonlyMap<number, number>; readonly pressures: readonly number[] },
  folded: readonly Spot[],
): number | undefined {
  const at = folded[cut]
  let best: number | undefined
  let least = Infinity
  folded.forEach(({ x, y }, row) => {
    if (held.has(row) || (pressures[row] ?? 0) < (pressures[cut] ?? 0) - ROUNDING) return
    const [dx, dy] = [x - (at?.x ?? 0), y - (at?.y ?? 0)]
    const away = dx * dx + dy * dy
    if (away < least) [best, least] = [row, away]
  })
  return best
}

function alveolarPlan(pattern: NetworkPattern, radius: number, space: Space): TissuePlan {
  const drawing = drawAlveoli(
    {
      centre: centreOf(pattern, space),
      spacing: pattern.spacing.value,
      irregular: pattern.irregular?.value ?? IRREGULAR,
      capillary: radius,
      pressures: [pattern.pressures[0].value, pattern.pressures[1].value],
    },
    frameOf(space),
  )
  return {
    drawing,
    joints: drawing.spots.length,
    alike: [],
    lumens: [],
    portalTracts: [],
    layers: layersOf(pattern, space),
  }
}

/** Middles of equal shares of the height, as near to the distance of layers as whole numbers allow; the voxel unless said. */
function layersOf(pattern: NetworkPattern, { corner, size, voxel }: Space): readonly number[] {
  const count = Math.max(1, Math.round(size[2] / (pattern.layers?.value ?? voxel)))
  return Array.from({ length: count }, (_, k) => corner[2] + ((k + 0.5) * size[2]) / count)
}
