import { NODE_HELD, NODE_TIP, NODE_WALL } from '../../../engine/vessel-points.ts'
import { bindUniform, stream, uniformAt } from '../../../engine/random.ts'
import { degreeOf } from '../incidence.ts'
import type { CompiledSprouting } from './compile.ts'
import { leaveSideways, length, normalise, randomDirection } from './direction.ts'
import { canSprout, reachOut } from './reach.ts'
import { chance } from './response.ts'
import { shortest } from './sample.ts'
import { type Sense, senseOf } from './senses.ts'
import { type Growth, neighboursOf } from './state.ts'

const SPROUT = stream('vessel-network.sprout')
const SIDE = stream('vessel-network.side')

/** Below this share of the gradient, what is left of it sideways says nothing. Chosen: half a degree. */
const LEAST_SIDE = 0.01

/**
 * Binds the choice of new tips, wall by wall in the order of rows: at random at a rate that follows from what is felt, and never near
 * another tip.
 */
export function bindSelection(growth: Growth): () => void {
  const { world, graph, tables, dt } = growth
  const { by, sprouting } = tables
  if (by === undefined || sprouting === undefined) return () => undefined
  const draw = bindUniform(world, SPROUT)
  const sense = senseOf(world, by)
  return () => {
    const rows = graph.nodes[0] ?? 0
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] !== NODE_WALL && graph.kind[row] !== NODE_HELD) continue
      const rate = rateOf(growth, row, sprouting)
      if (rate === 0 || draw(row, 0) >= chance(rate, dt)) continue
      if (!canSprout(growth, row, degreeOf(growth.incidence(), row))) continue
      if (hasTipNear(growth, row, sprouting.exclusion)) continue
      reachOut(growth, row, firstDirection(growth, row, sense))
    }
  }
}

/** Rate [1/min] at which a node of the wall makes a tip. */
function rateOf(
  { graph, level, activation, open }: Growth,
  row: number,
  sprouting: CompiledSprouting,
): number {
  if ((level[row] ?? 0) < sprouting.least) return 0
  const tie2 = sprouting.closed + (1 - sprouting.closed) * (open[row] ?? 0)
  const coat = 1 - (1 - sprouting.covered) * (graph.pericytes[row] ?? 0)
  return sprouting.rate * (activation[row] ?? 0) * tie2 * coat
}

/** Whether a tip is nearer to a node than `exclusion` [um]. */
function hasTipNear({ graph, space }: Growth, row: number, exclusion: number): boolean {
  const rows = graph.nodes[0] ?? 0
  for (let other = 0; other < rows; other++) {
    if (graph.kind[other] !== NODE_TIP) continue
    const x = shortest(space, 0, (graph.x[other] ?? 0) - (graph.x[row] ?? 0))
    const y = shortest(space, 1, (graph.y[other] ?? 0) - (graph.y[row] ?? 0))
    const z = shortest(space, 2, (graph.z[other] ?? 0) - (graph.z[row] ?? 0))
    if (x * x + y * y + z * z < exclusion * exclusion) return true
  }
  return false
}

/** Up the gradient, sideways from the vessel; any way sideways where there is none. */
function firstDirection(growth: Growth, row: number, sense: Sense): Float64Array {
  const { world, space, graph } = growth
  const direction = new Float64Array(3)
  const tangent = tangentOf(growth, row)
  sense.gradient(graph.x[row] ?? 0, graph.y[row] ?? 0, graph.z[row] ?? 0, direction)
  const steep = length(direction)
  leaveSideways(direction, tangent)
  if (length(direction) <= LEAST_SIDE * steep) {
    randomDirection(space.dimensions, (index) => uniformAt(world, row, index, SIDE), direction)
    leaveSideways(direction, tangent)
  }
  normalise(direction)
  return direction
}

/** The direction of the vessel at a node between two others; zero elsewhere. */
function tangentOf(growth: Growth, row: number): Float64Array {
  const { graph, space } = growth
  const [a, b, ...more] = neighboursOf(growth, row)
  const tangent = new Float64Array(3)
  if (a === undefined || b === undefined || more.length > 0) return tangent
  tangent[0] = shortest(space, 0, (graph.x[b] ?? 0) - (graph.x[a] ?? 0))
  tangent[1] = shortest(space, 1, (graph.y[b] ?? 0) - (graph.y[a] ?? 0))
  tangent[2] = shortest(space, 2, (graph.z[b] ?? 0) - (graph.z[a] ?? 0))
  normalise(tangent)
  return tangent
}
