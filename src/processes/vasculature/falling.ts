import {
  NETWORK_NODES,
  NETWORK_SEGMENTS,
  NETWORK_REVISION,
  NODE_ABSENT,
  NODE_HELD,
  NODE_LIKE,
  NO_NODE,
} from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { type CompiledExchange, type VasculatureTables, keepsColumn, levelColumn } from './compile.ts'
import { bloodPointer } from './blood.ts'

/*
 * Substrates whose level in blood falls along the way. Blood passes a network in seconds, steps of the fields are longer: in each step the
 * level follows the tissue as it is at the beginning of the step, from where blood comes in to where it leaves. Nodes are visited in the order
 * of falling pressure, which is the order in which blood comes to them. Equations in README.md.
 */

/** Who comes after whom, and which tubes bring blood to each node; worked out when flow has changed, and no state. */
interface Ways {
  /** Nodes with flow, upstream first. */
  readonly order: Uint32Array
  /** Tubes that bring blood to node n are `tubes[from[n]]` to `tubes[from[n + 1] - 1]`, with the nodes that they come from in `sources`. */
  readonly from: Uint32Array
  readonly tubes: Uint32Array
  readonly sources: Uint32Array
  revision: number
  count: number
}

/** Binds what blood holds along its way, for all substrates whose level falls; call it when shares are fresh. */
export function bindFalling(world: World, tables: VasculatureTables): () => void {
  const falling = tables.exchange.filter(({ falls }) => tables.isLiving && falls !== undefined)
  if (falling.length === 0) return () => undefined
  const refresh = bindWays(world)
  const passes = falling.map((exchange) => bindPass(world, exchange))
  return () => {
    const ways = refresh()
    for (let k = 0; k < passes.length; k++) passes[k]?.(ways)
  }
}

function bindWays(world: World): () => Ways {
  const [nodes, segments] = [world.layout.sizes.vessel, world.layout.sizes.segment]
  const ways: Ways = {
    order: new Uint32Array(nodes),
    from: new Uint32Array(nodes + 1),
    tubes: new Uint32Array(segments),
    sources: new Uint32Array(segments),
    revision: -1,
    count: 0,
  }
  const revision = world.u32(NETWORK_REVISION)
  return () => {
    if (ways.revision !== revision[0]) {
      findSources(world, ways)
      findOrder(world, ways)
    }
    ways.revision = revision[0] ?? 0
    return ways
  }
}

/** Lists for each node the tubes that bring blood to it, in the order of rows. */
function findSources(world: World, { from, tubes, sources }: Ways): void {
  const [first, second] = [world.u32('segment.first'), world.u32('segment.second')]
  const flow = world.f64('segment.flow')
  const rows = world.u32(NETWORK_SEGMENTS)[0] ?? 0
  const isUsed = (s: number): boolean => first[s] !== NO_NODE && flow[s] !== 0
  const target = (s: number): number => ((flow[s] ?? 0) > 0 ? second[s] : first[s]) ?? 0
  from.fill(0)
  for (let s = 0; s < rows; s++) if (isUsed(s)) from[target(s)] = (from[target(s)] ?? 0) + 1
  let total = 0
  for (let n = 0; n < from.length; n++) {
    total += from[n] ?? 0
    from[n] = total
  }
  for (let s = rows - 1; s >= 0; s--) {
    if (!isUsed(s)) continue
    const place = (from[target(s)] ?? 0) - 1
    from[target(s)] = place
    tubes[place] = s
    sources[place] = ((flow[s] ?? 0) > 0 ? first[s] : second[s]) ?? 0
  }
}

/** Blood flows from higher to lower pressure. */
function findOrder(world: World, ways: Ways): void {
  const [kind, pressure, flow] = [
    world.u8('vessel.kind'),
    world.f64('vessel.pressure'),
    world.f64('vessel.flow'),
  ]
  const count = world.u32(NETWORK_NODES)[0] ?? 0
  const used: number[] = []
  for (let n = 0; n < count; n++) if (kind[n] !== NODE_ABSENT && flow[n] !== 0) used.push(n)
  used.sort((a, b) => (pressure[b] ?? 0) - (pressure[a] ?? 0) || a - b)
  ways.order.set(used)
  ways.count = used.length
}

/** Binds the way of one substrate. */
function bindPass(world: World, exchange: CompiledExchange): (ways: Ways) => void {
  const { substrate } = exchange
  const [level, keeps] = [world.f64(levelColumn(substrate)), world.f64(keepsColumn(substrate))]
  const [through, tubeFlow] = [world.f64('vessel.flow'), world.f64('segment.flow')]
  const [kind, voxels] = [world.u8('vessel.kind'), world.u32('vessel.voxel')]
  const like = world.has(NODE_LIKE) ? world.u32(NODE_LIKE) : undefined
  const field = world.f32(`field/${substrate}`)
  const blood = new Float64Array(world.memory.buffer, bloodPointer(world, exchange), 1)
  const entering = (node: number): number => {
    const other = like?.[node] ?? NO_NODE
    return other === NO_NODE || kind[other] === NODE_ABSENT ? (blood[0] ?? 0) : (level[other] ?? 0)
  }
  const nodes = world.u32(NETWORK_NODES)
  return ({ order, from, tubes, sources, count }) => {
    const rows = nodes[0] ?? 0
    // What has no flow, and vessels that cross, meet blood as it comes.
    for (let n = 0; n < rows; n++) if (through[n] === 0) level[n] = blood[0] ?? 0
    for (let k = 0; k < count; k++) {
      const node = order[k] ?? 0
      const all = through[node] ?? 0
      const [begin, end] = [from[node] ?? 0, from[node + 1] ?? 0]
      let [sum, brought] = [0, 0]
      for (let place = begin; place < end; place++) {
        const source = sources[place] ?? 0
        const flow = Math.abs(tubeFlow[tubes[place] ?? 0] ?? 0)
        const rho = field[voxels[source] ?? 0] ?? 0
        sum += flow * (rho + (keeps[source] ?? 0) * ((level[source] ?? 0) - rho))
        brought += flow
      }
      // The rest comes from outside, at held nodes only; elsewhere it is rounding.
      const rest = kind[node] === NODE_HELD ? Math.max(all - brought, 0) : 0
      level[node] = (sum + rest * (rest > 0 ? entering(node) : 0)) / (brought + rest)
    }
  }
}
