import { NETWORK_REVISION, NODE_ABSENT, NODE_TIP } from '../../../engine/vessel-points.ts'
import { hill, coverageAfter, leakOf } from './response.ts'
import { senseOf } from './senses.ts'
import type { Growth } from './state.ts'

/** Binds the coat of pericytes: they come where their substrate is felt, and go faster where Tie2 is open. Tips have none. */
export function bindPericytes(growth: Growth): () => void {
  const { world, graph, tables, open, dt } = growth
  const { pericytes } = tables
  if (pericytes === undefined) return () => undefined
  const { by, coating, loss } = pericytes
  // Without `tie2` nothing is said of what opens walls, so that nothing is lost to it.
  const more = tables.tie2 === undefined ? 0 : pericytes.lossWhenOpen - loss
  const sense = senseOf(world, by)
  return () => {
    const rows = graph.nodes[0] ?? 0
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] === NODE_ABSENT || graph.kind[row] === NODE_TIP) continue
      const felt = sense.level(graph.x[row] ?? 0, graph.y[row] ?? 0, graph.z[row] ?? 0)
      const rate = coating * hill(felt, by.half, by.hill)
      const lost = loss + more * (open[row] ?? 0)
      graph.pericytes[row] = coverageAfter(graph.pericytes[row] ?? 0, rate, lost, dt)
    }
  }
}

/** Binds the leak of the wall, which follows from its coat and from what makes it sprout. */
export function bindLeak(growth: Growth): () => void {
  const { world, graph, tables, activation } = growth
  const { leak } = tables
  if (leak === undefined) return () => undefined
  const revision = world.u32(NETWORK_REVISION)
  return () => {
    const rows = graph.nodes[0] ?? 0
    let hasChanged = false
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] === NODE_ABSENT) continue
      const before = graph.leak[row]
      graph.leak[row] = leakOf(graph.pericytes[row] ?? 0, activation[row] ?? 0, leak)
      hasChanged ||= graph.leak[row] !== before
    }
    if (hasChanged) revision[0] = (revision[0] ?? 0) + 1
  }
}
