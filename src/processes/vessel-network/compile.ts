import type { CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import type { Space } from '../../engine/space.ts'
import { nearnessColumns, nearnessSignals } from '../../engine/vessel-nearness.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { LIKE_COLUMN, NETWORK_COLUMNS } from './columns.ts'
import type { Point } from './graph.ts'
import { type GrowthTables, compileGrowth } from './growth/compile.ts'
import { type NetworkPlan, nodeSpacing, planNetwork } from './plan.ts'
import { type SqueezeResponse, type VesselNetworkSection, vesselNetworkSection } from './schema.ts'

/** Half and steepness of what closes vessels. */
export interface CompiledSqueeze {
  readonly half: number
  readonly hill: number
}

export interface VesselNetworkTables {
  /** The network at the start, from the vessel points of tissue and model [um]. */
  plan(points: readonly Point[]): NetworkPlan
  /** Length of vessel that a node stands for [um]. */
  readonly spacing: number
  /** Radius of new vessels [um]. */
  readonly radius: number
  /** Share of red cells. */
  readonly haematocrit: number
  /** [mmHg min]; undefined where it follows from diameter and haematocrit. */
  readonly viscosity?: number
  /** By the pressure of cells around (column of the signal) and by the density of the matrix. */
  readonly byPressure?: CompiledSqueeze
  readonly byMatrix?: CompiledSqueeze
  /** Absent where vessels neither grow nor mature. */
  readonly growth?: GrowthTables
}

/** Nodes beyond those that there are at the start. Chosen: a sprout or two in the smallest domain. */
const SPARE_NODES = 64
/** Rows of segments for each of nodes. Chosen: a network in which every node has three neighbours has 1.5. */
const SEGMENTS_PER_NODE = 1.5

/** Lays out the graph; undefined where vessels do not live. */
export function compileVesselNetwork(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): VesselNetworkTables | undefined {
  const section = sectionOf(model, vesselNetworkSection)
  if (section === undefined) return undefined
  for (const declaration of NETWORK_COLUMNS) context.column(declaration)
  for (const declaration of nearnessColumns(usage.signals)) context.column(declaration)
  if (section.pattern?.form === 'lobules') context.column(LIKE_COLUMN)
  const { radius, haematocrit, viscosity, squeeze } = section
  const spacing = nodeSpacing(section, context.space)
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  const shared = { spacing, radius: radius.value, scheme: transport?.scheme }
  const growth = compileGrowth(section, shared, context)
  return {
    plan: (points) => planNetwork(section, points, context.space),
    spacing,
    radius: radius.value,
    haematocrit: haematocrit.value,
    ...(viscosity === 'pries' ? {} : { viscosity: viscosity.value }),
    ...(squeeze?.pressure === undefined ? {} : { byPressure: compiled(squeeze.pressure) }),
    ...(squeeze?.matrix === undefined ? {} : { byMatrix: compiled(squeeze.matrix) }),
    ...(growth && { growth }),
  }
}

/** What cells feel of vessels; nothing where vessels do not live. */
export function vesselSignals(model: ModelData): readonly SignalDeclaration[] {
  return sectionOf(model, vesselNetworkSection) === undefined ? [] : nearnessSignals
}

function compiled({ half, hill }: SqueezeResponse): CompiledSqueeze {
  return { half: half.value, hill: hill.value }
}

/** Rows for nodes and segments: as written, else as many nodes as there are cubes of their spacing; absent where vessels do not live. */
export function vesselRoom(
  model: ModelData,
  points: readonly Point[],
  space: Space,
): { readonly nodes: number; readonly segments: number } | undefined {
  const section = sectionOf(model, vesselNetworkSection)
  if (section === undefined) return undefined
  const plan = planNetwork(section, points, space)
  const nodes = section.rooms?.nodes ?? defaultNodes(section, plan, space)
  const segments = section.rooms?.segments ?? Math.ceil(SEGMENTS_PER_NODE * nodes)
  return { nodes: Math.max(nodes, plan.nodes.length), segments: Math.max(segments, plan.segments.length) }
}

function defaultNodes(section: VesselNetworkSection, plan: NetworkPlan, space: Space): number {
  const spacing = nodeSpacing(section, space)
  const cubes = space.size
    .slice(0, space.dimensions)
    .reduce((product, extent) => product * Math.ceil(extent / spacing), 1)
  return Math.max(cubes, 2 * plan.nodes.length) + SPARE_NODES
}
