import { NODE_ABSENT } from '../../../engine/vessel-points.ts'
import type { World } from '../../../engine/world.ts'
import type { CompiledFelt } from './compile.ts'
import { feltLevel, hill, openness } from './response.ts'
import { type Sampler, sampler } from './sample.ts'
import type { Growth } from './state.ts'

/** A substrate as walls feel it. */
export interface Sense {
  /** What blockers leave of its level at a point [um]. */
  level(x: number, y: number, z: number): number
  /** Gradient of the substrate itself at a point. */
  gradient(x: number, y: number, z: number, out: Float64Array): void
}

/** Reads a substrate and its blockers. */
export function senseOf(world: World, { substrate, blockers }: CompiledFelt): Sense {
  const field = fieldOf(world, substrate)
  const against = blockers.map((one) => ({ field: fieldOf(world, one.substrate), constant: one.constant }))
  const level = (x: number, y: number, z: number): number => {
    let blocked = 0
    for (const { field: blocker, constant } of against) blocked += Math.max(blocker.at(x, y, z), 0) / constant
    return feltLevel(field.at(x, y, z), blocked)
  }
  return { level, gradient: (x, y, z, out) => field.gradient(x, y, z, out) }
}

function fieldOf(world: World, substrate: string): Sampler {
  return sampler(world.program.space, world.f32(`field/${substrate}`))
}

/**
 * Binds what all nodes feel: fills `level`, `activation` and `open` of the growth. Without `tie2` every wall counts as open: its author
 * says nothing that would keep it quiet.
 */
export function bindSenses(growth: Growth): () => void {
  const { world, graph, tables, level, activation, open } = growth
  const { by, tie2 } = tables
  const attractant = by === undefined ? undefined : senseOf(world, by)
  const antagonist = tie2 === undefined ? undefined : senseOf(world, tie2.antagonist)
  return () => {
    const rows = graph.nodes[0] ?? 0
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] === NODE_ABSENT) continue
      const [x, y, z] = [graph.x[row] ?? 0, graph.y[row] ?? 0, graph.z[row] ?? 0]
      level[row] = attractant?.level(x, y, z) ?? 0
      activation[row] = by === undefined ? 0 : hill(level[row] ?? 0, by.half, by.hill)
      open[row] =
        tie2 === undefined || antagonist === undefined
          ? 1
          : openness(tie2.agonist, antagonist.level(x, y, z) / tie2.antagonist.half)
    }
  }
}
