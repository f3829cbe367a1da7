import type { CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type CellNetwork, cellNetwork, nodeNames } from './cell-network.ts'
import { END } from './diagram.ts'
import { booleanSection } from './schema.ts'

/** What the steps and hooks of Boolean networks are bound to. */
export interface BooleanTables {
  /** By cell type; undefined where it has none. */
  readonly networks: readonly (CellNetwork | undefined)[]
  /** Words of 32 nodes that a cell has. */
  readonly words: number
  /** Nodes with a column of their own. */
  readonly shown: readonly string[]
  /** Columns of the signals that inputs read. */
  readonly signalColumns: readonly string[]
}

/** Column with the state of a node. */
export function nodeColumn(node: string): string {
  return `network/${node}`
}

/** Nodes of all types' networks, each once. */
export function booleanSignals(model: ModelData): readonly SignalDeclaration[] {
  const owners = new Map(
    model.cellTypes.toReversed().flatMap((type) => {
      const section = sectionOf(type, booleanSection)
      return section === undefined ? [] : nodeNames(section).map((name) => [name, type.name] as const)
    }),
  )
  const names = new Set(
    sectionsOf(model).flatMap((section) => (section === undefined ? [] : nodeNames(section))),
  )
  return [...names].map((name) => ({
    name,
    unit: '1',
    doc: `state of the Boolean node ${name}: 1 or 0; 0 in types that lack it`,
    column: nodeColumn(name),
    place: ['cell types', owners.get(name) ?? '', booleanSection.key],
  }))
}

function sectionsOf(model: ModelData) {
  return model.cellTypes.map((type) => sectionOf(type, booleanSection))
}

/** Signals that inputs follow. */
export function booleanUses(model: ModelData) {
  const inputs = sectionsOf(model).flatMap((section) => Object.values(section?.inputs ?? {}))
  return { signals: [...new Set(inputs.map(({ signal }) => signal))].toSorted(), behaviours: [] }
}

/** Makes tables of all networks; undefined when no type has one. */
export function compileBoolean(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): BooleanTables | undefined {
  const networks = sectionsOf(model).map((section) =>
    section === undefined ? undefined : cellNetwork(section).network,
  )
  const present = networks.filter((network) => network !== undefined)
  if (present.length === 0) return undefined
  const signals = booleanUses(model).signals
  const words = Math.max(...present.map(({ network }) => Math.ceil(network.nodes.length / 32)))
  const isShown = ({ name, isInternal }: { name: string; isInternal: boolean }): boolean =>
    !isInternal || usage.signals.has(name)
  const shown = [
    ...new Set(present.flatMap(({ network }) => network.nodes.filter(isShown).map(({ name }) => name))),
  ].toSorted()
  diagramTables(networks, context)
  inputTables(networks, signals, context)
  clampTables(networks, words, context)
  context.table(
    'boolean.outputNodes',
    'u32',
    shown.flatMap((name) => networks.map((network) => indexOf(network, name) ?? NO_NODE)),
  )
  declareColumns(networks, words, shown, signals, context)
  const signalColumns = signals.map((name) => {
    const signal = context.signals.get(name)
    if (signal === undefined) throw new Error(`an input names '${name}', which the program does not have`)
    return signal.column
  })
  return { networks, words, shown, signalColumns }
}

/** Entry of `boolean.outputNodes` for a type that lacks the node. */
const NO_NODE = 0xffffffff

type Networks = BooleanTables['networks']

/** Index of a node in a network. */
export function indexOf(network: CellNetwork | undefined, name: string): number | undefined {
  const index = network?.network.nodes.findIndex((node) => node.name === name) ?? -1
  return index < 0 ? undefined : index
}

function diagramTables(networks: Networks, context: CompileContext): void {
  const types: number[] = []
  const roots: number[] = []
  const branches: number[] = []
  const rates: number[] = []
  let inputs = 0
  for (const network of networks) {
    const diagrams = network?.diagrams ?? { roots: [], branches: [], rates: [] }
    const [firstBranch, firstRate] = [branches.length / 3, rates.length]
    const moved = (reference: number): number => reference + (reference < END ? firstBranch : firstRate)
    types.push(roots.length, diagrams.roots.length, inputs, (inputs += network?.inputs.length ?? 0))
    roots.push(...diagrams.roots.map(moved))
    branches.push(...diagrams.branches.map((value, at) => (at % 3 === 0 ? value : moved(value))))
    rates.push(...diagrams.rates)
  }
  context.table('boolean.types', 'u32', types)
  context.table('boolean.roots', 'u32', roots)
  context.table('boolean.branches', 'u32', branches)
  context.table('boolean.rates', 'f64', rates)
}

function inputTables(networks: Networks, signals: readonly string[], context: CompileContext): void {
  const inputs = networks.flatMap((network) => network?.inputs ?? [])
  const rows = inputs.flatMap(({ node, signal, isAbove }) => [node, signals.indexOf(signal), isAbove ? 1 : 0])
  context.table('boolean.inputs', 'u32', rows)
  context.table(
    'boolean.levels',
    'f64',
    inputs.map(({ level }) => level),
  )
}

function clampTables(networks: Networks, words: number, context: CompileContext): void {
  const mask = new Uint32Array(networks.length * words)
  const value = new Uint32Array(networks.length * words)
  networks.forEach((network, type) => {
    for (const [node, state] of network?.clamps ?? []) {
      const at = type * words + (node >> 5)
      mask[at] = (mask[at] ?? 0) | (1 << (node & 31))
      if (state === 1) value[at] = (value[at] ?? 0) | (1 << (node & 31))
    }
  })
  context.table('boolean.clampMask', 'u32', [...mask])
  context.table('boolean.clampValue', 'u32', [...value])
}

function declareColumns(
  networks: Networks,
  words: number,
  shown: readonly string[],
  signals: readonly string[],
  context: CompileContext,
): void {
  context.column({
    name: 'boolean.state',
    group: 'cell',
    type: 'u32',
    unit: '1',
    width: words,
    doc: 'states of Boolean nodes, one bit each, in the order of the network',
  })
  for (const name of shown)
    context.column({
      name: nodeColumn(name),
      group: 'cell',
      type: 'f64',
      unit: '1',
      doc: `state of the Boolean node ${name}, 0 or 1; 0 in types that lack it`,
    })
  const nodes = networks.reduce((sum, network) => sum + (network?.network.nodes.length ?? 0), 0)
  const doc = 'addresses for the kernel, written each time the memory is laid out'
  for (const [name, width] of [
    ['boolean.outputs', shown.length],
    ['boolean.shown', nodes],
    ['boolean.signals', signals.length],
  ] as const)
    context.column({ name, group: 'table', type: 'u32', unit: '1', width, doc, isScratch: true })
  context.column({
    name: 'boolean.runaway',
    group: 'world',
    type: 'u32',
    unit: '1',
    doc: '1 once a network flipped without end',
    isScratch: true,
  })
}
