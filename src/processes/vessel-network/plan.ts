import { NODE_HELD, NODE_WALL } from '../../engine/vessel-points.ts'
import type { Space } from '../../engine/space.ts'
import type { Point } from './graph.ts'
import { gabrielPairs } from './gabriel.ts'
import { patternLines } from './pattern.ts'
import type { NetworkPattern, VesselNetworkSection } from './schema.ts'
import type { TissuePressure } from './tissue-pressure.ts'
import type { TissuePlan } from './tissue/tissue-pattern.ts'
import { tissuePlan } from './tissue/tissue-pattern.ts'

/** A node of the network at the start. */
export interface PlannedNode extends Point {
  readonly kind: number
  /** [mmHg]; 0 where not held. */
  readonly pressure: number
}

/** The network at the start. */
export interface NetworkPlan {
  readonly nodes: readonly PlannedNode[]
  readonly segments: readonly { readonly first: number; readonly second: number; readonly radius: number }[]
  /** Held nodes that the domain made by cutting, each with the node whose blood is like that which comes in; absent where there are none. */
  readonly alike?: readonly { readonly cut: number; readonly like: number }[]
}

/** A vessel as it is drawn: nodes at both ends and as many between as the spacing asks for. */
export interface PlannedLine {
  readonly points: readonly Point[]
  /** [um] */
  readonly radius: number
  /** [mmHg] at the first and last point; undefined where no blood comes in. */
  readonly pressures: readonly [number | undefined, number | undefined]
}

/** Points nearer than this are one [um]. Chosen: far below what anything resolves. */
const SAME_PLACE = 1e-3

/** The network that a section and the vessel points of tissue and model describe; the same for the same input. */
export function planNetwork(
  section: VesselNetworkSection,
  points: readonly Point[],
  space: Space,
): NetworkPlan {
  const builder = new PlanBuilder(nodeSpacing(section, space))
  const tissue = section['from tissue']
  const crossing = points.map((point, index) =>
    builder.node(point, tissue === undefined ? 0 : pressureAt(tissue.pressure, point, index, space)),
  )
  const within = tissue?.['join within']?.value
  if (within !== undefined) {
    for (const [a, b] of gabrielPairs(points, within))
      builder.chain(crossing[a] ?? 0, crossing[b] ?? 0, section.radius.value)
  }
  for (const line of plannedLines(section, space)) builder.line(line)
  const plan = tissuePlan(section, space)
  if (plan !== undefined) return { ...builder.plan, alike: buildTissue(builder, plan) }
  return builder.plan
}

/** Length of vessel that a node stands for [um]. */
export function nodeSpacing(section: VesselNetworkSection, space: Space): number {
  return section['node spacing']?.value ?? space.voxel
}

function plannedLines(section: VesselNetworkSection, space: Space): readonly PlannedLine[] {
  const written = (section.lines ?? []).map(({ points, radius, pressures }): PlannedLine => ({
    points: points.map(([x, y, z]) => ({ x: x.value, y: y.value, z: z.value })),
    radius: (radius ?? section.radius).value,
    pressures: [pressureOf(pressures?.[0]), pressureOf(pressures?.[1])],
  }))
  const regular =
    section.pattern === undefined || isTissue(section.pattern.form)
      ? []
      : patternLines(section.pattern, section.radius.value, space)
  return [...written, ...regular]
}

/** Whether a pattern has the geometry of a tissue. */
function isTissue(form: NetworkPattern['form']): boolean {
  return form === 'lobules' || form === 'alveoli'
}

/** Draws the plane of a tissue in every layer and joins layers where vessels meet; returns which nodes are alike. */
function buildTissue(
  builder: PlanBuilder,
  plan: TissuePlan,
): readonly { readonly cut: number; readonly like: number }[] {
  const { spots, tubes, held } = plan.drawing
  const layers = plan.layers.map((z) =>
    spots.map(({ x, y }, row) => builder.node({ x, y, z }, held.get(row))),
  )
  layers.forEach((nodes, layer) => {
    for (const { first, second, radius } of tubes)
      builder.chain(nodes[first] ?? 0, nodes[second] ?? 0, radius)
    const above = layers[layer + 1]
    const radius = Math.min(...tubes.map((tube) => tube.radius))
    if (above === undefined) return
    for (let row = 0; row < plan.joints; row++)
      if (!held.has(row)) builder.chain(nodes[row] ?? 0, above[row] ?? 0, radius)
  })
  return layers.flatMap((nodes) =>
    plan.alike.map(({ cut, like }) => ({ cut: nodes[cut] ?? 0, like: nodes[like] ?? 0 })),
  )
}

function pressureOf(written: 'free' | { readonly value: number } | undefined): number | undefined {
  return written === undefined || written === 'free' ? undefined : written.value
}

function pressureAt({ along, high, low }: TissuePressure, point: Point, index: number, space: Space): number {
  if (along === undefined) return index % 2 === 0 ? high.value : low.value
  const axis = along === 'x' ? 0 : 1
  const share = (point[along] - space.corner[axis]) / space.size[axis]
  return high.value + share * (low.value - high.value)
}

/** Collects nodes and segments; ends of lines that meet are one node. */
class PlanBuilder {
  readonly #spacing: number
  readonly #nodes: PlannedNode[] = []
  readonly #segments: { first: number; second: number; radius: number }[] = []
  readonly #known = new Map<string, number>()

  constructor(spacing: number) {
    this.#spacing = spacing
  }

  get plan(): NetworkPlan {
    return { nodes: this.#nodes, segments: this.#segments }
  }

  /** A node at a place, new unless there is one; a pressure makes it held. */
  node(point: Point, pressure?: number): number {
    const key = [point.x, point.y, point.z].map((at) => Math.round(at / SAME_PLACE)).join(' ')
    const kind = pressure === undefined ? NODE_WALL : NODE_HELD
    const made = { x: point.x, y: point.y, z: point.z, kind, pressure: pressure ?? 0 }
    const known = this.#known.get(key)
    if (known === undefined) {
      this.#known.set(key, this.#nodes.length)
      return this.#nodes.push(made) - 1
    }
    if (pressure !== undefined) this.#nodes[known] = made
    return known
  }

  /** Joins two nodes by a straight vessel with nodes between them. */
  chain(first: number, last: number, radius: number): void {
    const [a, b] = [this.#nodes[first], this.#nodes[last]]
    if (a === undefined || b === undefined || first === last) return
    const [dx, dy, dz] = [b.x - a.x, b.y - a.y, b.z - a.z]
    const length = Math.sqrt(dx * dx + dy * dy + dz * dz)
    const pieces = Math.max(1, Math.round(length / this.#spacing))
    let before = first
    for (let k = 1; k <= pieces; k++) {
      const share = k / pieces
      const at = (from: number, to: number): number => from + share * (to - from)
      const next = k === pieces ? last : this.node({ x: at(a.x, b.x), y: at(a.y, b.y), z: at(a.z, b.z) })
      this.#segments.push({ first: before, second: next, radius })
      before = next
    }
  }

  line({ points, radius, pressures }: PlannedLine): void {
    const last = points.length - 1
    const held = (index: number): number | undefined =>
      index === 0 ? pressures[0] : index === last ? pressures[1] : undefined
    const nodes = points.map((point, index) => this.node(point, held(index)))
    for (let k = 0; k < last; k++) this.chain(nodes[k] ?? 0, nodes[k + 1] ?? 0, radius)
  }
}
