import { NODE_WALL } from '../../../engine/vessel-points.ts'
import { bindUniform, stream } from '../../../engine/random.ts'
import { segmentLength } from '../graph.ts'
import { degreeOf } from '../incidence.ts'
import type { CompiledRegression } from './compile.ts'
import { chance, protectedRate, wallShear } from './response.ts'
import { type Growth, vanish } from './state.ts'

const REGRESSION = stream('vessel-network.regression')

/** Flow [um^3/min] below which none is there. Chosen: a capillary carries some 10^6, and what solving leaves of zero is far less. */
const LEAST_FLOW = 1

/**
 * Binds the loss of walls: those that have had no flow for long, and those that nothing keeps, vanish at random, node by node in the order
 * of rows. What pericytes cover goes more slowly; held nodes stay.
 */
export function bindRegression(growth: Growth): () => void {
  const { world, graph, tables, idle, activation, open, dt } = growth
  const { regression } = tables
  if (regression === undefined || idle === undefined) return () => undefined
  const draw = bindUniform(world, REGRESSION)
  return () => {
    const rows = graph.nodes[0] ?? 0
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] !== NODE_WALL) continue
      idle[row] = isPerfused(growth, row, regression) ? 0 : (idle[row] ?? 0) + dt
      const lonely = degreeOf(growth.incidence(), row) === 0
      const without = (idle[row] ?? 0) > regression.unperfused ? regression.hazard : 0
      const withdrawn = regression.withdrawal * (open[row] ?? 0) * (1 - (activation[row] ?? 0))
      const rate = protectedRate(without + withdrawn, graph.pericytes[row] ?? 0, regression.protection)
      if (lonely || (rate > 0 && draw(row, 0) < chance(rate, dt) && !isWide(growth, row, regression)))
        vanish(growth, row)
    }
  }
}

/** Whether blood flows through a node, and with it some segment whose wall feels enough shear. */
function isPerfused({ graph, incidence }: Growth, row: number, { shear }: CompiledRegression): boolean {
  if ((graph.through[row] ?? 0) < LEAST_FLOW) return false
  if (shear === 0) return true
  const { from, segments } = incidence()
  for (let k = from[row] ?? 0; k < (from[row + 1] ?? 0); k++) {
    const segment = segments[k] ?? 0
    const [first, second] = [graph.first[segment] ?? 0, graph.second[segment] ?? 0]
    const difference = (graph.pressure[first] ?? 0) - (graph.pressure[second] ?? 0)
    const radius = (graph.radius[segment] ?? 0) * (graph.open[segment] ?? 0)
    if (wallShear(radius, difference, segmentLength(graph, segment)) >= shear) return true
  }
  return false
}

/** Whether a node belongs to a vessel that is too wide to vanish. */
function isWide({ graph, incidence }: Growth, row: number, { widest }: CompiledRegression): boolean {
  if (widest === undefined) return false
  const { from, segments } = incidence()
  for (let k = from[row] ?? 0; k < (from[row + 1] ?? 0); k++)
    if ((graph.radius[segments[k] ?? 0] ?? 0) > widest) return true
  return false
}
