import type { Message, Path, TextSpan } from '../../model/issue.ts'
import { type NodeText } from './bnd.ts'
import { type Diagrams, flipDiagrams } from './diagram.ts'
import { type Formula, readFormula } from './formula.ts'
import {
  badNodeName,
  configurationWithoutFile,
  logicInFile,
  networkMistake,
  noDiscreteTime,
  noNetwork,
  noSchedules,
  ratesWithoutLogic,
  unknownNode,
  unknownParameter,
} from './messages.ts'
import { type BooleanNetwork, type BooleanNode, type Rate, assembleNetwork, withStart } from './network.ts'
import { readBooleanNetwork } from './read-network.ts'
import type { BooleanSection } from './schema.ts'
import { FormulaMistake, readTokens, tokensOf } from './tokens.ts'

/** A network as cells run it. */
export interface CellNetwork {
  readonly network: BooleanNetwork
  /** Flip rates [1/min]. */
  readonly diagrams: Diagrams
  /** States of clamped nodes. */
  readonly clamps: ReadonlyMap<number, number>
  readonly inputs: readonly {
    readonly node: number
    readonly signal: string
    readonly isAbove: boolean
    readonly level: number
  }[]
}

/** What is wrong with a section, at a path below it. */
export interface SectionMistake {
  readonly message: Message
  readonly path: Path
  readonly span?: TextSpan
}

interface Reading {
  readonly network?: CellNetwork
  readonly mistakes: readonly SectionMistake[]
}

const readings = new WeakMap<BooleanSection, Reading>()

/** Reads the network of a section once; sections are never changed. */
export function cellNetwork(section: BooleanSection): Reading {
  const known = readings.get(section)
  if (known !== undefined) return known
  const reading = readSection(section)
  readings.set(section, reading)
  return reading
}

/** The names of a section's nodes, also of one with mistakes. */
export function nodeNames(section: BooleanSection): readonly string[] {
  return cellNetwork(section).network?.network.nodes.map(({ name }) => name) ?? Object.keys(section.nodes)
}

function readSection(section: BooleanSection): Reading {
  const mistakes: SectionMistake[] = []
  const base = section.file === undefined ? inlineNetwork(section, mistakes) : fileNetwork(section, mistakes)
  if (base === undefined) return { mistakes }
  checkNames(section, base, mistakes)
  if (mistakes.some(({ message }) => message.severity === 'error')) return { mistakes }
  const clamps = new Map<number, number>()
  const at = (name: string): number => base.nodes.findIndex((node) => node.name === name)
  for (const [name, { clamped }] of Object.entries(section.nodes))
    if (clamped !== undefined) clamps.set(at(name), clamped)
  const inputs = Object.entries(section.inputs).map(([name, { signal, isAbove, level }]) => ({
    node: at(name),
    signal,
    isAbove,
    level: level.value,
  }))
  const held = new Set([...clamps.keys(), ...inputs.map(({ node }) => node)])
  const nodes = base.nodes.map((node, index): BooleanNode =>
    held.has(index) ? { ...node, up: ZERO, down: ZERO } : node,
  )
  const network = { ...base, nodes }
  const made = flipDiagrams(nodes, 1 / section['time unit'].value)
  if (!made.ok)
    return {
      mistakes: [
        ...mistakes,
        {
          message: networkMistake(`node ${nodes[made.node]?.name ?? ''}: ${made.message}`),
          path: [section.file === undefined ? 'nodes' : 'file'],
        },
      ],
    }
  return { network: { network, diagrams: made.diagrams, clamps, inputs }, mistakes }
}

const ZERO: Rate = { kind: 'number', value: 0 }

/** Parameters that the author gave, under names with the `$`. */
export function overridesOf(section: BooleanSection): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(section.parameters).map(([name, { value }]) => [dollar(name), value]),
  )
}

function dollar(name: string): string {
  return name.startsWith('$') ? name : `$${name}`
}

function fileNetwork(section: BooleanSection, mistakes: SectionMistake[]): BooleanNetwork | undefined {
  // Without texts the files were not found, which whoever looked for them has said.
  if (section.texts === undefined) return undefined
  const read = readBooleanNetwork(section.texts.network, section.texts.configurations, overridesOf(section))
  if (!read.ok) return undefined
  const { network } = read
  const first = network.schedules[0]
  if (first !== undefined)
    mistakes.push({ message: noSchedules(network.nodes[first.node]?.name ?? ''), path: ['configuration'] })
  if ((network.settings['discrete_time'] ?? 0) !== 0)
    mistakes.push({ message: noDiscreteTime(), path: ['configuration'] })
  const known = (read.network.given ?? []).toSorted()
  for (const name of Object.keys(section.parameters))
    if (!known.includes(dollar(name)))
      mistakes.push({ message: unknownParameter(name, known), path: ['parameters', name] })
  return withChanges(network, section, mistakes)
}

/** The network of the file with first states and rates that the author gave its nodes. */
function withChanges(
  network: BooleanNetwork,
  section: BooleanSection,
  mistakes: SectionMistake[],
): BooleanNetwork {
  const unit = section['time unit'].value
  let { starts } = network
  const nodes = network.nodes.map((node, index): BooleanNode => {
    const change = Object.hasOwn(section.nodes, node.name) ? section.nodes[node.name] : undefined
    if (change === undefined) return node
    const { logic } = node
    if (change.logic !== undefined)
      mistakes.push({ message: logicInFile(node.name), path: ['nodes', node.name, 'logic'] })
    if (change.start !== undefined) starts = withStart(starts, startOf(index, change.start.value))
    if (change.up === undefined && change.down === undefined) return node
    if (logic === undefined) {
      mistakes.push({ message: ratesWithoutLogic(node.name), path: ['nodes', node.name] })
      return node
    }
    const up = change.up === undefined ? node.up : following(logic, change.up.value * unit, 0)
    const down = change.down === undefined ? node.down : following(logic, 0, change.down.value * unit)
    return { ...node, up, down }
  })
  return { ...network, nodes, starts }
}

function following(test: Rate, yes: number, no: number): Rate {
  return { kind: 'choice', test, yes: { kind: 'number', value: yes }, no: { kind: 'number', value: no } }
}

function startOf(node: number, probability: number) {
  const entries = [1 - probability, probability].map((weight, state) => ({ weight, values: [state] }))
  return { nodes: [node], entries }
}

function inlineNetwork(section: BooleanSection, mistakes: SectionMistake[]): BooleanNetwork | undefined {
  if (section.configuration.length > 0)
    mistakes.push({ message: configurationWithoutFile(), path: ['configuration'] })
  const entries = Object.entries(section.nodes)
  if (entries.length === 0) {
    mistakes.push({ message: noNetwork(), path: [] })
    return undefined
  }
  const declared: NodeText[] = []
  for (const [name] of entries)
    if (!/^[A-Za-z_][A-Za-z_0-9]*$/.test(name))
      mistakes.push({ message: badNodeName(name), path: ['nodes', name] })
  for (const [name, { logic, up, down }] of entries) {
    const unit = section['time unit'].value
    const formula = attempt(name, mistakes, () => (logic === undefined ? undefined : readLogic(logic)))
    declared.push({
      name,
      offset: 0,
      attributes: attributesOf(
        formula,
        (up?.value ?? 1 / unit) * unit,
        (down?.value ?? 1 / unit) * unit,
        logic === undefined && up === undefined && down === undefined,
      ),
    })
  }
  if (mistakes.length > 0) return undefined
  // One node after the other, so that each mistake is told where it stands.
  const empty = declared.map(({ name, offset }): NodeText => ({ name, offset, attributes: new Map() }))
  const nodes = declared.map((node, index) =>
    attempt(
      node.name,
      mistakes,
      () =>
        assembleNetwork(empty.with(index, node), [], overridesOf(section), (_, read) => read()).nodes[index],
    ),
  )
  if (mistakes.length > 0) return undefined
  const starts = entries.map(([, { start }], index) => startOf(index, start?.value ?? 0))
  return {
    nodes: nodes.filter((node) => node !== undefined),
    starts,
    schedules: [],
    parameters: overridesOf(section),
    settings: {},
  }
}

function attempt<T>(name: string, mistakes: SectionMistake[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormulaMistake)) throw error
    const { message, hint, offset, length } = error
    mistakes.push({
      message: networkMistake(message, hint),
      path: ['nodes', name, 'logic'],
      span: { offset, length },
    })
    return undefined
  }
}

function readLogic(logic: string): Formula {
  const reader = readTokens(tokensOf(logic))
  const formula = readFormula(reader)
  if (reader.peek().kind !== 'end') throw reader.mistake('the end of the formula')
  return formula
}

/** A node without logic keeps its state, unless it has rates: then it flips at them in any case. */
function attributesOf(
  logic: Formula | undefined,
  up: number,
  down: number,
  isConstant: boolean,
): ReadonlyMap<string, Formula> {
  const number = (value: number): Formula => ({ kind: 'number', value })
  if (logic === undefined)
    return new Map([
      ['rate_up', number(isConstant ? 0 : up)],
      ['rate_down', number(isConstant ? 0 : down)],
    ])
  const choice = (yes: number, no: number): Formula => ({
    kind: 'choice',
    test: logic,
    yes: number(yes),
    no: number(no),
  })
  return new Map([
    ['logic', logic],
    ['rate_up', choice(up, 0)],
    ['rate_down', choice(0, down)],
  ])
}

function checkNames(section: BooleanSection, { nodes }: BooleanNetwork, mistakes: SectionMistake[]): void {
  const known = nodes.map(({ name }) => name)
  for (const key of ['nodes', 'inputs'] as const)
    for (const name of Object.keys(section[key]))
      if (!known.includes(name)) mistakes.push({ message: unknownNode(name, known), path: [key, name] })
}
