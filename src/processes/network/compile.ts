import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Path } from '../../model/issue.ts'
import { MOST_HALVINGS, doublings } from './kernels.ts'
import { type PlannedEdge, type TypePlan, outsideSignals, planNetworks } from './plan.ts'
import { networkSection } from './schema.ts'

/** What `network_advance` is bound to beside its tables. */
export interface NetworkTables {
  readonly plans: readonly (TypePlan | undefined)[]
  /** Every node of every type, sorted. */
  readonly nodes: readonly string[]
  /** Columns of the signals from outside, type by type. */
  readonly signalColumns: readonly string[]
  /** Lengths of steps that are longer than the cadence. */
  readonly doublings: number
  /** Levels that a cell of the largest network has, signals included. */
  readonly levels: number
}

/** Threads that may work at once; the others wait. Chosen: more than a machine has cores that a run can use. */
export const LANES = 64
/** Lists of levels in each lane: now, first, next, driven, and room for the plan. */
const LISTS = 5
/** Numbers that the last list must hold at least: the plan of the cell at hand. */
const PLAN_NUMBERS = 11

/** Name of the column of a node. */
export function nodeColumn(node: string): string {
  return `network/${node}`
}

/** Every node that some type has, sorted. */
export function nodeNames(model: ModelData): readonly string[] {
  const names = model.cellTypes.flatMap((type) => Object.keys(sectionOf(type, networkSection)?.nodes ?? {}))
  return [...new Set(names)].toSorted()
}

/** Each node is a signal. */
export function nodeSignals(model: ModelData): readonly SignalDeclaration[] {
  return nodeNames(model).map((name) => ({
    name,
    unit: '1',
    doc: `level of ${name} in the network of the cell; 0 in types without it`,
    column: nodeColumn(name),
    isLate: true,
    place: placeOfNode(model, name),
  }))
}

function placeOfNode(model: ModelData, name: string): Path {
  const type = model.cellTypes.find((each) =>
    Object.hasOwn(sectionOf(each, networkSection)?.nodes ?? {}, name),
  )
  return ['cell types', type?.name ?? '', networkSection.key, 'nodes', name]
}

/** Signals from outside that networks name. */
export function networkUse(model: ModelData): {
  readonly signals: readonly string[]
  readonly behaviours: readonly string[]
} {
  const names = model.cellTypes.flatMap((type) => {
    const network = sectionOf(type, networkSection)
    return network === undefined ? [] : outsideSignals(network)
  })
  return { signals: [...new Set(names)].toSorted(), behaviours: [] }
}

/** Lays the networks of all types out as tables; undefined when no type has one. */
export function compileNetworks(model: ModelData, context: CompileContext): NetworkTables | undefined {
  const plans = planNetworks(model)
  const found = plans.filter((plan) => plan !== undefined)
  if (found.length === 0) return undefined
  const dt = cadenceMinutes(context.clock, 'phenotype')
  const most = Math.max(...found.map((plan) => doublings(plan, dt)))
  const levels = Math.max(...found.map(({ variables, signals }) => variables.length + signals.length))
  equationTables(found, context)
  typeTables(plans, dt, context)
  const nodes = nodeNames(model)
  stateColumns(nodes, found, context)
  const variables = found.reduce((sum, plan) => sum + plan.variables.length, 0)
  const signals = found.flatMap((plan) => plan.signals)
  const lengths = most + 1 + MOST_HALVINGS
  scratchTable('network.steps', 'f64', 2 * variables * lengths, context)
  scratchTable('network.columns', 'u32', variables, context)
  scratchTable('network.signals', 'u32', signals.length, context)
  scratchTable('network.addresses', 'u32', 7, context)
  scratchTable('network.lanes', 'u32', LANES, context)
  scratchTable('network.work', 'f64', LANES * LISTS * listLength(levels), context)
  const signalColumns = signals.map((name) => columnOf(name, context))
  return { plans, nodes, signalColumns, doublings: most, levels }
}

/** Numbers in a list of a lane; a multiple of eight, so that lists begin at cache lines. */
export function listLength(levels: number): number {
  return 8 * Math.ceil(Math.max(levels, PLAN_NUMBERS) / 8)
}

function columnOf(name: string, context: CompileContext): string {
  const signal = context.signals.get(name)
  if (signal === undefined) throw new Error(`a network names '${name}', which the program does not have`)
  return signal.column
}

function scratchTable(name: string, type: 'f64' | 'u32', width: number, context: CompileContext): void {
  const doc = 'addresses and numbers for the kernel, written each time the memory is laid out'
  context.column({ name, group: 'table', type, unit: '1', width, doc, isScratch: true })
}

function stateColumns(nodes: readonly string[], plans: readonly TypePlan[], context: CompileContext): void {
  for (const node of nodes) {
    const doc = `level of ${node} in the cell's network; 0 in types without it`
    context.column({ name: nodeColumn(node), group: 'cell', type: 'f64', unit: '1', doc })
  }
  const stages = Math.max(
    0,
    ...plans.map((plan) => plan.variables.filter((v) => v.stage !== undefined).length),
  )
  if (stages > 0) {
    const doc = 'what is under way in the delays of the network'
    context.column({ name: 'network.stages', group: 'cell', type: 'f64', unit: '1', doc, width: stages })
  }
  const isNew = '1 until the network of the cell has begun'
  context.column({ name: 'network.isNew', group: 'cell', type: 'u8', unit: '1', doc: isNew, initial: 1 })
  const trouble =
    'bits: 1 a step was as short as they get and its error still too large, 2 the cell did not settle'
  context.column({ name: 'network.trouble', group: 'cell', type: 'u8', unit: '1', doc: trouble })
}

/** Records of variables, pairs, edges and inputs, those of one type after those of another. */
function equationTables(plans: readonly TypePlan[], context: CompileContext): void {
  const inputs: number[] = []
  const edges: number[] = []
  /** Adds edges; returns where the first of them stands. */
  const add = (list: readonly PlannedEdge[]): number => {
    const first = edges.length / 3
    for (const edge of list) {
      edges.push(edge.weight, inputs.length / 5, inputs.length / 5 + edge.inputs.length)
      for (const { level, isNot, curve, half, hill } of edge.inputs)
        inputs.push(level, isNot ? 1 : 0, curve, half, hill)
    }
    return first
  }
  const variables = plans.flatMap((plan) =>
    plan.variables.flatMap(({ kind, level, hasStart, expression, basal, maximum, scale, up, down }) => {
      const ends = [add(up), add(down), edges.length / 3]
      return [kind, level, hasStart ? 1 : 0, expression, basal, maximum, scale, ...ends]
    }),
  )
  const pairs = plans.flatMap((plan) =>
    plan.pairs.flatMap(({ from, to, forward, backward, readsItself }) => {
      const ends = [add(forward), add(backward), edges.length / 3]
      return [from, to, ...ends, readsItself ? 1 : 0]
    }),
  )
  context.table('network.variables', 'f64', variables)
  context.table('network.pairs', 'f64', pairs)
  context.table('network.edges', 'f64', edges)
  context.table('network.inputs', 'f64', inputs)
}

/** A record per type: first variable, variables, first signal, signals, first pair, pairs, longer steps. */
function typeTables(plans: readonly (TypePlan | undefined)[], dt: number, context: CompileContext): void {
  let [variable, signal, pair] = [0, 0, 0]
  const records = plans.flatMap((plan) => {
    if (plan === undefined) return [0, 0, 0, 0, 0, 0, 0]
    const { variables, signals, pairs } = plan
    const record = [
      variable,
      variables.length,
      signal,
      signals.length,
      pair,
      pairs.length,
      doublings(plan, dt),
    ]
    variable += variables.length
    signal += signals.length
    pair += pairs.length
    return record
  })
  context.table('network.types', 'u32', records)
  context.table(
    'network.slowest',
    'f64',
    plans.map((plan) => plan?.slowest ?? 0),
  )
}
