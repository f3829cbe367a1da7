import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Path } from '../../model/issue.ts'
import { MOST_HALVINGS, doublings } from './kernels.ts'
import { type TypePlan, outsideSignals, planNetworks } from './plan.ts'
import { networkSection } from './schema.ts'
import { TABLES, addTables, listedBy, programOf } from './tables.ts'

/** What `network_advance` is bound to beside its tables. */
export interface NetworkTables {
  readonly plans: readonly (TypePlan | undefined)[]
  /** Every node of every type, sorted. */
  readonly nodes: readonly string[]
  /** Columns of the signals from outside, type by type. */
  readonly signalColumns: readonly string[]
  /** Lengths of steps that are longer than the cadence. */
  readonly doublings: number
  /** The longest list that a cell of some network needs. */
  readonly levels: number
}

/** Threads that may work at once; the others wait. Chosen: more than a machine has cores that a run can use. */
export const LANES = 64
/** Lists of each lane: levels now, first and next, driven now and at the first, what edges see, and room for the plan. */
const LISTS = 7
/** Numbers that the last list must hold at least: the plan of the cell at hand. */
const PLAN_NUMBERS = 16

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
  const programs = plans.map((plan) => (plan === undefined ? undefined : programOf(plan)))
  addTables(plans, programs, dt, context)
  const nodes = nodeNames(model)
  stateColumns(nodes, found, context)
  const variables = found.reduce((sum, plan) => sum + plan.variables.length, 0)
  const signals = found.flatMap((plan) => plan.signals)
  const lengths = most + 1 + MOST_HALVINGS
  scratchTable('network.steps', 'f64', 2 * variables * lengths, context)
  scratchTable('network.columns', 'u32', variables, context)
  scratchTable('network.signals', 'u32', signals.length, context)
  scratchTable('network.addresses', 'u32', TABLES.length, context)
  scratchTable('network.lanes', 'u32', LANES, context)
  const levels = Math.max(...programs.map((program) => (program === undefined ? 0 : listedBy(program))))
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
