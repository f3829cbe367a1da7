import type { Disc, Drawing, Frame } from './drawing.ts'
import { entersDisc, isInDisc, between } from './drawing.ts'
import { DIRECTIONS, type Node, type Spot, ringOf, shifted, spotOf, stepsBetween } from './lattice.ts'

/*
 * Lobules of the liver as hexagons that fill the plane. Sinusoids run along the lattice, from ring to ring towards the central vein; each node
 * has two ways inwards but for those on the six spokes, so that sinusoids meet and part and plates of hepatocytes find room between them.
 * Along the sides of the hexagons run terminal venules, which the portal tracts at the corners fill. Where a tube meets the wall of a
 * central vein or of a portal tract it ends, at the pressure of that.
 */

/** The geometry of lobules. */
export interface LobuleShape {
  /** The middle of a central vein [um]. */
  readonly centre: Spot
  /** From the central vein to a portal tract, in steps of the lattice. */
  readonly steps: number
  /** Distance of neighbouring nodes [um]. */
  readonly spacing: number
  /** Largest shift of a node, relative to the spacing. */
  readonly irregular: number
  /** [um] */
  readonly sinusoid: number
  readonly venule: number
  readonly centralVein: number
  readonly portalTract: number
  /** [mmHg] */
  readonly portalPressure: number
  readonly centralPressure: number
}

/** Lobules as they are drawn in the plane: vessels, central veins and portal tracts. */
export interface Lobules {
  readonly drawing: Drawing
  readonly centralVeins: readonly Disc[]
  readonly portalTracts: readonly Disc[]
}

/** All lobules that touch a rectangle, whole. */
export function drawLobules(shape: LobuleShape, frame: Frame): Lobules {
  const centres = lobulesIn(shape, frame)
  const veins = centres.map((node) => discAt(shape, node, shape.centralVein))
  const corners = distinct(centres.flatMap((node) => cornersOf(node, shape.steps)))
  const tracts = corners.map((node) => discAt(shape, node, shape.portalTract))
  const ends: Ends = [
    ...veins.map((disc) => ({ disc, pressure: shape.centralPressure })),
    ...tracts.map((disc) => ({ disc, pressure: shape.portalPressure })),
  ]
  return {
    drawing: drawTubes(shape, tubesOf(shape, centres), ends),
    centralVeins: veins,
    portalTracts: tracts,
  }
}

/** Nodes of the central veins of all lobules that touch a rectangle. */
function lobulesIn({ steps, spacing, centre }: LobuleShape, { low, high }: Frame): readonly Node[] {
  const reach = steps * spacing
  // Lobules are at least 1.7 radii apart, so that this many steps of their lattice lead beyond the frame.
  const far = Math.max(
    ...[low.x, high.x].map((x) => Math.abs(x - centre.x)),
    ...[low.y, high.y].map((y) => Math.abs(y - centre.y)),
  )
  const most = Math.ceil((2 * far) / reach) + 2
  const nodes: Node[] = []
  for (let p = -most; p <= most; p++) {
    for (let q = -most; q <= most; q++) {
      const node: Node = [steps * (p - q), steps * (p + 2 * q)]
      const { x, y } = placeOf({ centre, spacing }, node)
      const isNear = x > low.x - reach && x < high.x + reach && y > low.y - reach && y < high.y + reach
      if (isNear) nodes.push(node)
    }
  }
  return nodes
}

/** The nodes at the corners of a lobule. */
export function cornersOf([i, j]: Node, steps: number): readonly Node[] {
  return DIRECTIONS.map(([a, b]): Node => [i + steps * a, j + steps * b])
}

function placeOf({ centre, spacing }: Pick<LobuleShape, 'centre' | 'spacing'>, node: Node): Spot {
  const { x, y } = spotOf(node, spacing)
  return { x: centre.x + x, y: centre.y + y }
}

function discAt(shape: LobuleShape, node: Node, radius: number): Disc {
  return { ...placeOf(shape, node), radius }
}

function keyOf([i, j]: Node): string {
  return `${i} ${j}`
}

function distinct(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()]
}

interface LatticeTube {
  readonly from: Node
  readonly to: Node
  readonly radius: number
}

/** Sinusoids from ring to ring, and venules along the sides, each once. */
function tubesOf(shape: LobuleShape, centres: readonly Node[]): readonly LatticeTube[] {
  const tubes = new Map<string, LatticeTube>()
  const add = (from: Node, to: Node, radius: number): void => {
    const [a, b] = [keyOf(from), keyOf(to)]
    tubes.set(a < b ? `${a} ${b}` : `${b} ${a}`, { from, to, radius })
  }
  for (const centre of centres) {
    for (let ring = 1; ring <= shape.steps; ring++) {
      for (const node of ringOf(centre, ring)) {
        for (const inner of inwards(node, centre)) add(node, inner, shape.sinusoid)
      }
    }
    const side = ringOf(centre, shape.steps)
    side.forEach((node, k) => add(node, side[(k + 1) % side.length] ?? node, shape.venule))
  }
  return [...tubes.values()]
}

/** The neighbours of a node that are nearer to the central vein. */
function inwards(node: Node, centre: Node): readonly Node[] {
  const ring = stepsBetween(node, centre)
  return DIRECTIONS.map(([a, b]): Node => [node[0] + a, node[1] + b]).filter(
    (other) => stepsBetween(other, centre) < ring,
  )
}

type Ends = readonly { readonly disc: Disc; readonly pressure: number }[]

/** The tubes between the walls of the large vessels; those within a wall are left out. */
function drawTubes(shape: LobuleShape, tubes: readonly LatticeTube[], ends: Ends): Drawing {
  const drawing: Drawing = { spots: [], tubes: [], held: new Map() }
  const rows = new Map<string, number>()
  const place = (node: Node): Spot => shifted(node, placeOf(shape, node), shape.irregular * shape.spacing)
  const rowOf = (node: Node): number => {
    const row = rows.get(keyOf(node)) ?? drawing.spots.push(place(node)) - 1
    rows.set(keyOf(node), row)
    return row
  }
  for (const { from, to, radius } of tubes) {
    const [a, b] = [endAt(place(from), ends), endAt(place(to), ends)]
    if (a !== undefined && b !== undefined) continue
    const end = a ?? b
    const [outer, inner] = a === undefined ? [from, to] : [to, from]
    const first = rowOf(outer)
    const second = end === undefined ? rowOf(inner) : wallAt(drawing, place(outer), place(inner), end)
    drawing.tubes.push({ first, second, radius })
  }
  return drawing
}

function endAt(spot: Spot, ends: Ends): Ends[number] | undefined {
  return ends.find(({ disc }) => isInDisc(spot, disc))
}

/** A new spot where a tube meets a wall, with the pressure behind it. */
function wallAt(drawing: Drawing, from: Spot, to: Spot, { disc, pressure }: Ends[number]): number {
  const row = drawing.spots.push(between(from, to, entersDisc(from, to, disc) ?? 1)) - 1
  drawing.held.set(row, pressure)
  return row
}

/**
 * Where a spot lies in the smallest part of a lobule from which all others follow by reflection: a triangle with the central vein, a portal
 * tract and the middle of a side at its corners [um]. Spots with the same place there see the same blood.
 */
export function foldedSpot(shape: LobuleShape, spot: Spot): Spot {
  const { steps, spacing } = shape
  const from = { x: spot.x - shape.centre.x, y: spot.y - shape.centre.y }
  const middle = nearestLobule(from, steps, spacing)
  const [x, y] = [Math.abs(from.x - middle.x), Math.abs(from.y - middle.y)]
  // Reflections in the axes leave a quarter; those at 60 and at 30 degrees a twelfth.
  const [c, s] = [1 / 2, Math.sqrt(3) / 2]
  const isSteep = y > x * Math.sqrt(3)
  const [u, v] = isSteep ? [-c * x + s * y, s * x + c * y] : [x, y]
  const isOver = v > u / Math.sqrt(3)
  return isOver ? { x: c * u + s * v, y: Math.abs(s * u - c * v) } : { x: u, y: Math.abs(v) }
}

/** The middle of the lobule that holds a spot: the nearest one [um]. */
function nearestLobule(spot: Spot, steps: number, spacing: number): Spot {
  const radius = steps * spacing
  let best = { x: 0, y: 0 }
  let least = Infinity
  // Columns of lobules stand 1.5 radii apart, every second one raised by half.
  const column = Math.round(spot.x / (1.5 * radius))
  for (let p = column - 1; p <= column + 1; p++) {
    const raised = (Math.abs(p) % 2) / 2
    const row = Math.round(spot.y / (Math.sqrt(3) * radius) - raised)
    const [x, y] = [1.5 * radius * p, Math.sqrt(3) * radius * (row + raised)]
    const away = (spot.x - x) * (spot.x - x) + (spot.y - y) * (spot.y - y)
    if (away < least) [best, least] = [{ x, y }, away]
  }
  return best
}
