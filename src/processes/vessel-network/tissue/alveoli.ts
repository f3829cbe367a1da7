import { type Drawing, type Frame, between, insideFrame, isInFrame } from './drawing.ts'
import { type Node, type Spot, ringOf, shifted, spotOf } from './lattice.ts'

/*
 * Air spaces of the lung as cells of a honeycomb. Capillaries run in the walls between them, one in each, and meet where three walls meet. Blood
 * comes in through the face of the window where x is lowest and leaves through the one where it is highest.
 */

/** The geometry of air spaces. */
export interface AlveolarShape {
  /** The middle of an air space [um]. */
  readonly centre: Spot
  /** Distance of the middles of neighbouring air spaces [um]. */
  readonly spacing: number
  /** Largest shift of a corner, relative to the length of a wall. */
  readonly irregular: number
  /** [um] */
  readonly capillary: number
  /** Where blood comes in and where it leaves [mmHg]. */
  readonly pressures: readonly [number, number]
}

/** Capillaries of a window. */
export function drawAlveoli(shape: AlveolarShape, frame: Frame): Drawing {
  const drawing: Drawing = { spots: [], tubes: [], held: new Map() }
  const rows = new Map<string, number>()
  const side = shape.spacing / Math.sqrt(3)
  for (const [from, to] of walls(shape, frame, side)) {
    const ends = [from, to].map((node) => cornerAt(shape, node, side)) as [Spot, Spot] // two of two
    const range = insideFrame(ends[0], ends[1], frame)
    if (range === undefined) continue
    const rowAt = (end: 0 | 1): number | undefined => {
      const spot = ends[end]
      if (isInFrame(spot, frame)) {
        const key = (end === 0 ? from : to).join(' ')
        const row = rows.get(key) ?? drawing.spots.push(spot) - 1
        rows.set(key, row)
        return row
      }
      return faceAt(drawing, shape, between(ends[0], ends[1], range[end]), frame)
    }
    const [first, second] = [rowAt(0), rowAt(1)]
    if (first !== undefined && second !== undefined)
      drawing.tubes.push({ first, second, radius: shape.capillary })
  }
  return drawing
}

/** Places nearer than this are one [um]. Chosen: far below what anything resolves. */
const SAME = 1e-6

/** An end on the face where blood comes in or leaves; undefined on the others, beyond which nothing flows. */
function faceAt(drawing: Drawing, { pressures }: AlveolarShape, at: Spot, frame: Frame): number | undefined {
  const [isLow, isHigh] = [at.x < frame.low.x + SAME, at.x > frame.high.x - SAME]
  if (!isLow && !isHigh) return undefined
  const row = drawing.spots.push(at) - 1
  drawing.held.set(row, isLow ? pressures[0] : pressures[1])
  return row
}

/*
 * Corners are nodes of a lattice finer by the square root of three and turned by 30 degrees, of which every third is a middle of an air space.
 * It is drawn unturned here: columns of air spaces stand along y.
 */

function cornerAt({ centre, irregular }: AlveolarShape, node: Node, side: number): Spot {
  const { x, y } = spotOf(node, side)
  return shifted(node, { x: centre.x + x, y: centre.y + y }, irregular * side)
}

/** Walls of all air spaces that may touch a rectangle, each once, from corner to corner. */
function walls(
  { centre }: AlveolarShape,
  { low, high }: Frame,
  side: number,
): readonly (readonly [Node, Node])[] {
  const far = Math.max(
    ...[low.x, high.x].map((x) => Math.abs(x - centre.x)),
    ...[low.y, high.y].map((y) => Math.abs(y - centre.y)),
  )
  const most = Math.ceil((2 * far) / side) + 2
  const found = new Map<string, readonly [Node, Node]>()
  for (let p = -most; p <= most; p++) {
    for (let q = -most; q <= most; q++) {
      const middle: Node = [p - q, p + 2 * q]
      const { x, y } = spotOf(middle, side)
      const isFar = [
        low.x - x - centre.x,
        x + centre.x - high.x,
        low.y - y - centre.y,
        y + centre.y - high.y,
      ].some((gap) => gap > 2 * side)
      if (isFar) continue
      const corners = ringOf(middle, 1)
      corners.forEach((corner, k) => {
        const next = corners[(k + 1) % 6] ?? corner
        const [a, b] = [corner.join(' '), next.join(' ')]
        found.set(a < b ? `${a} ${b}` : `${b} ${a}`, [corner, next])
      })
    }
  }
  return [...found.values()]
}
