import { LIVE } from '../../engine/columns.ts'
import type { Space } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'

/* A spheroid seen as shells around its centre: how dense live cells are in each, and cells in cycle. The three radii are read
 * off the way the image analysis of measured spheroids does (Browning et al. 2021, doi:10.7554/eLife.73020 and
 * doi:10.5281/zenodo.5121093): the outline, where the cells in cycle fade to a fifth of what they are at the rim, and the
 * region without live cells. */

/** Thickness of a shell [um]. Chosen: about half a cell; densities are means over three shells. */
const SHELL = 10
/** The live density of the rim is the mean from 80 to 30 um below the surface. Chosen: below the ragged edge, above most cores. */
const RIM = [3, 8] as const
/** Share of the rim's density at which the spheroid ends, and at which its necrotic core begins. Chosen: the middle of the fall. */
const HALF = 0.5
/** Share of cells in cycle, relative to the rim, at which the inhibited region begins: the threshold of the measured data. */
const INHIBITED = 0.2
/** Shells below the surface among which the density of cells in cycle is largest at the rim. Chosen: 50 um. */
const CYCLING_RIM = 5
/** Live cells that a core would hold at the rim's density; below it is chance. Chosen: five. */
const FEWEST = 5
/** Share of live cells that may lie outside of what counts as the surface at first. Chosen: strays and single cells. */
const STRAYS = 0.02

/** Radii of a spheroid [um]; the inhibited region holds the necrotic core. 0 where there is no such region. */
export interface SpheroidRadii {
  readonly outer: number
  readonly inhibited: number
  readonly necrotic: number
}

/** Counts of tumour cells by shell, and the extent of each shell. */
interface Shells {
  readonly live: Float64Array
  readonly cycling: Float64Array
  /** Area [um^2] or volume [um^3] of each shell that lies in the domain. */
  readonly extent: Float64Array
}

/** Radii of the tumour cells of a world around their centre; not numbers without live ones. */
export function spheroidRadii(world: World): SpheroidRadii {
  const shells = countShells(world)
  const surface = shellBelowStrays(shells.live)
  if (surface < 0) return { outer: Number.NaN, inhibited: Number.NaN, necrotic: Number.NaN }
  const rim = meanDensity(shells.live, shells.extent, surface - RIM[1], surface - RIM[0])
  const outer = outerRadius(shells, rim)
  const below = Math.floor(outer / SHELL)
  const necrotic = coreRadius(shells.live, shells.extent, HALF * rim, below - RIM[0], FEWEST / rim)
  const edge = shells.cycling.map((_, b) => smoothed(shells.cycling, shells.extent, b))
  const most = edge.subarray(Math.max(0, below - CYCLING_RIM), below).reduce((a, b) => Math.max(a, b), 0)
  const inhibited = coreRadius(shells.cycling, shells.extent, INHIBITED * most, below - 1, 0)
  return { outer, necrotic, inhibited: most > 0 ? Math.max(inhibited, necrotic) : Number.NaN }
}

/** Outermost place, from inside out, where the live density has fallen to half of the rim's. */
function outerRadius({ live, extent }: Shells, rim: number): number {
  const density = (b: number): number => (live[b] ?? 0) / (extent[b] ?? 1)
  for (let b = live.length - 1; b >= 0; b--) {
    if (density(b) < HALF * rim) continue
    return (b + 0.5 + (density(b) - HALF * rim) / (density(b) - density(b + 1))) * SHELL
  }
  return Number.NaN
}

/**
 * Radius of the core that is emptier than `cut`, in its shells and on average over all that it holds, so that a gap between
 * cells is no core; it begins below shell `top` and is at least as large as `least` [um^2 or um^3].
 */
function coreRadius(
  counts: Float64Array,
  extent: Float64Array,
  cut: number,
  top: number,
  least: number,
): number {
  for (let b = top; b >= 0; b--) {
    const within = extent.subarray(0, b + 1).reduce((sum, size) => sum + size, 0)
    if (within < least) return 0
    const here = smoothed(counts, extent, b)
    if (here >= cut || meanDensity(counts, extent, 0, b) >= cut) continue
    const above = smoothed(counts, extent, b + 1)
    const share = above > here ? Math.min(1, (cut - here) / (above - here)) : 0
    return (b + 0.5 + share) * SHELL
  }
  return 0
}

/** Density of a shell and its two neighbours. */
function smoothed(counts: Float64Array, extent: Float64Array, shell: number): number {
  return meanDensity(counts, extent, shell - 1, shell + 1)
}

/** Counts per extent over the shells `first` to `last`. */
function meanDensity(counts: Float64Array, extent: Float64Array, first: number, last: number): number {
  let [sum, size] = [0, 0]
  for (let b = Math.max(0, first); b <= Math.min(last, counts.length - 1); b++) {
    sum += counts[b] ?? 0
    size += extent[b] ?? 0
  }
  return size > 0 ? sum / size : 0
}

/** Shell beyond which the outermost live cells lie; -1 without live cells. */
function shellBelowStrays(live: Float64Array): number {
  const all = live.reduce((sum, count) => sum + count, 0)
  let beyond = 0
  for (let b = live.length - 1; b >= 0; b--) {
    beyond += live[b] ?? 0
    if (beyond > STRAYS * all) return b
  }
  return -1
}

function countShells(world: World): Shells {
  const { space, isTumour } = world.program
  const { x, y, z, type, state } = world.cells
  const phase = world.u8('cycle.phase')
  const isOne = (slot: number): boolean => isTumour[type[slot] ?? 0] === true
  const { centre, cuts } = centreOf(world, isOne)
  const shells = Math.ceil(Math.hypot(...space.size) / SHELL) + 1
  const [live, cycling] = [new Float64Array(shells), new Float64Array(shells)]
  for (let slot = 0; slot < world.count; slot++) {
    if (!isOne(slot) || state[slot] !== LIVE) continue
    const apart = [(x[slot] ?? 0) - centre[0], (y[slot] ?? 0) - centre[1], (z[slot] ?? 0) - centre[2]]
    const shell = Math.min(shells - 1, Math.floor(Math.hypot(...apart) / SHELL))
    live[shell] = (live[shell] ?? 0) + 1
    if ((phase[slot] ?? 0) > 0) cycling[shell] = (cycling[shell] ?? 0) + 1
  }
  return { live, cycling, extent: shellExtents(shells, space, cuts) }
}

/** Extent of shells around a point on `cuts` faces of the domain, each of which leaves half of them inside. */
function shellExtents(shells: number, { dimensions }: Space, cuts: number): Float64Array {
  const ball = (radius: number): number =>
    (dimensions === 2 ? Math.PI * radius ** 2 : (4 / 3) * Math.PI * radius ** 3) / 2 ** cuts
  return Float64Array.from({ length: shells }, (_, b) => ball((b + 1) * SHELL) - ball(b * SHELL))
}

/**
 * Centre of the tumour: the mean of its cells, but on a closed face of the domain where cells lie against it: such a face
 * counts as a plane of symmetry, of which the other half is left out.
 */
function centreOf(world: World, isOne: (slot: number) => boolean) {
  const { corner, size, boundary, dimensions } = world.program.space
  const { x, y, z, radius } = world.cells
  let cuts = 0
  const along = (positions: Float64Array, axis: 0 | 1 | 2): number => {
    let [sum, count, touches] = [0, 0, [false, false]]
    const high = corner[axis] + size[axis]
    for (let slot = 0; slot < world.count; slot++) {
      if (!isOne(slot)) continue
      const at = positions[slot] ?? 0
      const reach = 2 * (radius[slot] ?? 0)
      touches = [touches[0] === true || at - corner[axis] < reach, touches[1] === true || high - at < reach]
      sum += at
      count += 1
    }
    const isCut = axis < dimensions && boundary[axis] === 'closed' && touches[0] !== touches[1]
    if (isCut) cuts += 1
    return isCut ? (touches[0] === true ? corner[axis] : high) : sum / count
  }
  const centre = [along(x, 0), along(y, 1), along(z, 2)] as const
  return { centre, cuts }
}
