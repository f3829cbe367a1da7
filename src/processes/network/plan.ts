import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type Edge, type Network, type Node, networkSection } from './schema.ts'
import type { PerInput } from './sentence.ts'
import type { EdgeInput } from './split.ts'

/** A variable that keeps its level. */
export const HELD = 0
/** A variable that relaxes to what its edges say. */
export const REGULATED = 1
/** A variable that conversions move. */
export const POOL = 2

/** How an edge sees one input: a Hill curve, the level itself between 0 and 1, or one of the curves that need no power. */
export const CURVE = { power: 0, hill1: 1, hill2: 2, hill4: 4, proportion: 5 } as const

export interface PlannedInput {
  /** Index into the levels: variables first, then signals from outside. */
  readonly level: number
  readonly isNot: boolean
  readonly curve: number
  readonly half: number
  readonly hill: number
}

/** The product over its inputs, times a strength or a rate [1/min]. */
export interface PlannedEdge {
  readonly weight: number
  readonly inputs: readonly PlannedInput[]
}

/** A node, or a stage of a delay. */
export interface Variable {
  /** Name of the node; absent for stages. */
  readonly node?: string
  /** Which of the cell's stages it is; absent for nodes. */
  readonly stage?: number
  readonly kind: number
  /** In new cells; for HELD the level for ever. */
  readonly level: number
  /** True when new cells begin at `level` instead of settling. */
  readonly hasStart: boolean
  readonly expression: number
  readonly basal: number
  readonly maximum: number
  /** [min] */
  readonly tau: number
  /** What an error is measured against. */
  readonly scale: number
  readonly up: readonly PlannedEdge[]
  readonly down: readonly PlannedEdge[]
}

/** Two variables that become each other, with the rates of either way. */
export interface Pair {
  readonly from: number
  readonly to: number
  readonly forward: readonly PlannedEdge[]
  readonly backward: readonly PlannedEdge[]
  /** True when a rate depends on what the pair itself changes. */
  readonly readsItself: boolean
}

/** The network of one type with names resolved. */
export interface TypePlan {
  readonly variables: readonly Variable[]
  /** Signals from outside, in the order of their levels. */
  readonly signals: readonly string[]
  readonly pairs: readonly Pair[]
  /** Longest time constant [min]; 0 without any. */
  readonly slowest: number
}

/** Signals from outside that the edges of a network name, sorted. */
export function outsideSignals({ nodes, edges }: Network): readonly string[] {
  const names = edges.flatMap(({ inputs }) => inputs.map(({ name }) => name))
  return [...new Set(names.filter((name) => !Object.hasOwn(nodes, name)))].toSorted()
}

/** The network of each type, in the order of the types; undefined where there is none. */
export function planNetworks(model: ModelData): readonly (TypePlan | undefined)[] {
  return model.cellTypes.map((type) => {
    const network = sectionOf(type, networkSection)
    return network === undefined || Object.keys(network.nodes).length === 0 ? undefined : planNetwork(network)
  })
}

/** Resolves the names of a network: nodes sorted, then the stages of delays. */
export function planNetwork(network: Network): TypePlan {
  const names = Object.keys(network.nodes).toSorted()
  const delayed = network.edges.filter((edge) => edge.delay !== undefined)
  const stages = delayed.reduce((sum, edge) => sum + (edge.stages ?? 0), 0)
  const signals = outsideSignals(network)
  const places = new Map([
    ...names.map((name, place) => [name, place] as const),
    ...signals.map((name, place) => [name, names.length + stages + place] as const),
  ])
  const place = (name: string): number => {
    const found = places.get(name)
    if (found === undefined) throw new Error(`a network names '${name}', which it does not have`)
    return found
  }
  const stageVariables: Variable[] = []
  const lastStage = new Map<Edge, number>()
  for (const edge of delayed) {
    for (let k = 0; k < (edge.stages ?? 0); k++) {
      const before = names.length + stageVariables.length - 1
      const source = k === 0 ? planEdge(edge, 1, place) : copyOf(before)
      stageVariables.push(stageOf(edge, stageVariables.length, source))
    }
    lastStage.set(edge, names.length + stageVariables.length - 1)
  }
  const effect = (edge: Edge): PlannedEdge => {
    const weight = edge.strength?.value ?? 1
    const stage = lastStage.get(edge)
    return stage === undefined ? planEdge(edge, weight, place) : copyOf(stage, weight)
  }
  const variables = [...names.map((name) => planNode(name, network, effect)), ...stageVariables]
  const pairs = planPairs(network, place)
  const taus = variables.filter(({ kind }) => kind === REGULATED).map(({ tau }) => tau)
  return { variables, signals, pairs, slowest: Math.max(0, ...taus) }
}

function planNode(name: string, network: Network, effect: (edge: Edge) => PlannedEdge): Variable {
  const node = network.nodes[name]
  if (node === undefined) throw new Error(`no node '${name}'`)
  const own = network.edges.filter((edge) => edge.target === name)
  const of = (verb: Edge['verb']): readonly Edge[] => own.filter((edge) => edge.verb === verb)
  const [up, down] = [of('activates'), of('inhibits')]
  const isPool = network.edges.some(
    (edge) => edge.verb === 'becomes' && (edge.from === name || edge.target === name),
  )
  const kind = kindOf(node, up.length + down.length > 0, isPool)
  const expression = node.expression.value
  const scale =
    kind === POOL ? largestStart(network) : expression * Math.max(node.basal.value, node.maximum.value)
  return {
    node: name,
    kind,
    level: levelOf(node, kind),
    hasStart: kind !== REGULATED || node.start !== undefined,
    expression,
    basal: node.basal.value,
    maximum: node.maximum.value,
    tau: tauOf(name, network)?.value ?? 0,
    scale: Math.max(scale, Number.MIN_VALUE),
    up: up.map(effect),
    down: down.map(effect),
  }
}

function kindOf(node: Node, isRegulated: boolean, isPool: boolean): number {
  if (node.clamped !== undefined) return HELD
  if (isPool) return POOL
  return isRegulated ? REGULATED : HELD
}

function levelOf({ clamped, start, basal, expression }: Node, kind: number): number {
  if (clamped !== undefined) return clamped.value
  if (start !== undefined) return start.value * expression.value
  return kind === POOL ? 0 : basal.value * expression.value
}

/** What errors of pools are measured against: the most that one of them begins with. */
function largestStart({ nodes }: Network): number {
  return Math.max(
    0,
    ...Object.values(nodes).map(({ start, expression }) => (start?.value ?? 0) * expression.value),
  )
}

/** The time constant of a node: its own, or that of an edge to it. */
export function tauOf(name: string, { nodes, edges }: Network): Edge['tau'] {
  return nodes[name]?.tau ?? edges.find((edge) => edge.target === name && edge.tau !== undefined)?.tau
}

function stageOf(edge: Edge, stage: number, source: PlannedEdge): Variable {
  const tau = (edge.delay?.value ?? 0) / (edge.stages ?? 1)
  const common = { expression: 1, basal: 0, maximum: 1, scale: 1, level: 0, hasStart: false }
  return { ...common, stage, kind: REGULATED, tau, up: [source], down: [] }
}

/** An edge that passes a level between 0 and 1 on. */
function copyOf(level: number, weight = 1): PlannedEdge {
  const input = { level, isNot: false, curve: CURVE.proportion, half: 1, hill: 1 }
  return { weight, inputs: [input] }
}

/** An edge with its inputs found by `place`. */
export function planEdge(edge: Edge, weight: number, place: (name: string) => number): PlannedEdge {
  const inputs = edge.inputs.map(({ name, isNot }: EdgeInput, k): PlannedInput => {
    const half = valueFor(edge.half, k)
    const hill = valueFor(edge.hill, k)
    return { level: place(name), isNot, curve: curveOf(edge, hill), half, hill }
  })
  return { weight, inputs }
}

function valueFor(values: PerInput<{ readonly value: number }> | undefined, input: number): number {
  if (values === undefined) return 1
  return 'value' in values ? values.value : (values[input]?.value ?? 1)
}

function curveOf({ isProportional }: Edge, hill: number): number {
  if (isProportional) return CURVE.proportion
  if (hill === 1) return CURVE.hill1
  if (hill === 2) return CURVE.hill2
  return hill === 4 ? CURVE.hill4 : CURVE.power
}

/** Conversions, joined two by two where they go both ways, in the order of names. */
function planPairs({ nodes, edges }: Network, place: (name: string) => number): readonly Pair[] {
  const isFree = (name: string): boolean => nodes[name]?.clamped === undefined
  const ends = edges.flatMap(({ from, target }) => (from === undefined ? [] : [[from, target].toSorted()]))
  const keys = new Map(ends.map(([a = '', b = '']) => [`${a}\n${b}`, [a, b] as const]))
  return [...keys.values()]
    .filter(([a, b]) => isFree(a) || isFree(b))
    .toSorted(([a, b], [c, d]) => (a < c || (a === c && b < d) ? -1 : 1))
    .map(([a, b]) => {
      const along = (from: string, to: string): readonly PlannedEdge[] =>
        edges
          .filter((edge) => edge.from === from && edge.target === to)
          .map((edge) => planEdge(edge, edge.rate?.value ?? 0, place))
      const [from, to] = [place(a), place(b)]
      const [forward, backward] = [along(a, b), along(b, a)]
      const read = [...forward, ...backward].flatMap(({ inputs }) => inputs.map(({ level }) => level))
      return { from, to, forward, backward, readsItself: read.includes(from) || read.includes(to) }
    })
}
