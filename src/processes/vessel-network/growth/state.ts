import { NODE_ABSENT, NODE_TIP } from '../../../engine/vessel-points.ts'
import type { Space } from '../../../engine/space.ts'
import type { World } from '../../../engine/world.ts'
import { type Graph, type NewNode, addNode, graphOf, removeNode } from '../graph.ts'
import { type Incidence, bindIncidence } from '../incidence.ts'
import {
  type CompiledSprouting,
  type GrowthTables,
  NODE_IDLE,
  TIP_DIRECTION,
  TIP_REACH,
  TIP_STARVED,
} from './compile.ts'
import { viewMatrix } from './matrix.ts'

/** What growth works on: views of a world, which hold until its layout changes, and what is felt in this step. */
export interface Growth {
  readonly world: World
  readonly space: Space
  readonly graph: Graph
  readonly incidence: () => Incidence
  readonly tables: GrowthTables
  /** Length of the step [min]. */
  readonly dt: number
  /** By node: level that is felt of what makes walls sprout, its effect, and how far Tie2 is open; recomputed in each step. */
  readonly level: Float64Array
  readonly activation: Float64Array
  readonly open: Float64Array
  /** Columns of tips; absent without sprouting. */
  readonly tips?: TipColumns
  /** Whether basement membrane keeps tips out of the voxel of a point [um]; absent where none does. */
  readonly isBarred?: (x: number, y: number, z: number) => boolean
  /** Absent without regression. */
  readonly idle?: Float64Array
}

export interface TipColumns {
  readonly direction: readonly [Float64Array, Float64Array, Float64Array]
  readonly reach: Float64Array
  readonly starved: Float64Array
}

/** Views of the world for growth with steps of `dt` [min]. */
export function growthOf(world: World, tables: GrowthTables, dt: number): Growth {
  const graph = graphOf(world)
  const [level, activation, open] = Array.from({ length: 3 }, () => new Float64Array(graph.kind.length))
  if (level === undefined || activation === undefined || open === undefined) throw new Error('three arrays')
  return {
    world,
    space: world.program.space,
    graph,
    incidence: bindIncidence(graph),
    tables,
    dt,
    level,
    activation,
    open,
    ...(tables.sprouting && { tips: tipColumns(world), ...barrierOf(world, tables.sprouting) }),
    ...(tables.regression && { idle: world.f64(NODE_IDLE) }),
  }
}

function barrierOf(world: World, { membrane: most }: CompiledSprouting): Pick<Growth, 'isBarred'> {
  const { membrane } = viewMatrix(world)
  if (most === undefined || membrane === undefined) return {}
  return { isBarred: (x, y, z) => membrane(x, y, z) > most }
}

function tipColumns(world: World): TipColumns {
  const [x, y, z] = TIP_DIRECTION
  return {
    direction: [world.f64(x), world.f64(y), world.f64(z)],
    reach: world.f64(TIP_REACH),
    starved: world.f64(TIP_STARVED),
  }
}

/** Adds a bare node; returns its row, or -1 where there is no room. */
export function come(growth: Growth, node: Pick<NewNode, 'x' | 'y' | 'z' | 'kind'>): number {
  const row = addNode(growth.graph, { ...node, pericytes: 0, leak: growth.tables.leak?.bare ?? 1 })
  if (row >= 0) forget(growth, row)
  return row
}

/** Takes a node out with its segments; tips that are left without one go too. */
export function vanish(growth: Growth, row: number): void {
  const { graph } = growth
  const lost = neighboursOf(growth, row).filter((node) => graph.kind[node] === NODE_TIP)
  removeNode(graph, row)
  forget(growth, row)
  // The tip of a sprout has one segment, which has just gone.
  for (const tip of lost) {
    if (graph.kind[tip] === NODE_ABSENT) continue
    removeNode(graph, tip)
    forget(growth, tip)
  }
}

/** The nodes at the other ends of the segments of a node, in the order of segments. */
export function neighboursOf({ graph, incidence }: Growth, row: number): readonly number[] {
  const { from, segments } = incidence()
  const nodes: number[] = []
  for (let k = from[row] ?? 0; k < (from[row + 1] ?? 0); k++) {
    const segment = segments[k] ?? 0
    nodes.push((graph.first[segment] === row ? graph.second[segment] : graph.first[segment]) ?? 0)
  }
  return nodes
}

function forget({ tips, idle }: Growth, row: number): void {
  if (idle !== undefined) idle[row] = 0
  if (tips === undefined) return
  for (const column of [...tips.direction, tips.reach, tips.starved]) column[row] = 0
}
