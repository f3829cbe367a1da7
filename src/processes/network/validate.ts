import type { Dictionary } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Message } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { unknownName } from '../../model/messages.ts'
import { nameMistake } from '../../model/names.ts'
import { placeOf } from '../../model/schema-joined-list.ts'
import { dimensionOfUnit, unitMistake, writeAmount } from '../../model/sentence-words.ts'
import { dimensionless, sameDimension } from '../../units/dimension.ts'
import {
  conflictingTau,
  emptyPool,
  idleNode,
  idleTau,
  missingTau,
  otherNode,
  proportionHasUnit,
  regulatedAndConverted,
} from './messages.ts'
import { tauOf } from './plan.ts'
import { type Edge, type Network, networkSection } from './schema.ts'
import { type EdgePart, spanOf } from './split.ts'

/** Says what is wrong with a part of an edge. */
type TellEdge = (message: Message, part: EdgePart, index?: number) => void
type TellNode = (message: Message, node: string) => void

/** Checks every network against the signals that the model offers, and its nodes against each other. */
export function validateNetworks(model: ModelData, sink: IssueSink, dictionary: Dictionary): void {
  for (const type of model.cellTypes) {
    const network = sectionOf(type, networkSection)
    if (network === undefined) continue
    const path = ['cell types', type.name, 'network']
    network.edges.forEach((edge, index) => {
      const tell = tellEdge(type, placeOf(edge, index), sink)
      edge.inputs.forEach((_, k) => checkInput(edge, k, dictionary, tell))
      checkOwner(edge, type, model, tell)
      checkTarget(edge, network, tell)
      checkRate(edge, tell)
    })
    const tell: TellNode = (message, node) => sink.report(message, [...path, 'nodes', node])
    checkTaus(type, network, sink)
    for (const name of Object.keys(network.nodes)) checkNode(name, network, tell)
    checkPools(network, tell)
  }
}

/** Checks names and units of the edges that could be read. */
export function validateSomeNetworks(
  model: ModelData,
  sink: IssueSink,
  dictionary: Dictionary,
  isLost: (name: string) => boolean,
): void {
  for (const type of model.cellTypes) {
    sectionOf(type, networkSection)?.edges.forEach((edge, index) => {
      const tell = tellEdge(type, placeOf(edge, index), sink)
      checkRate(edge, tell)
      edge.inputs.forEach(({ name }, k) => {
        if (!isLost(name)) checkInput(edge, k, dictionary, tell)
      })
    })
  }
}

function tellEdge(type: NamedSections, place: number, sink: IssueSink): TellEdge {
  return (message, part, index) =>
    sink.report(message, ['cell types', type.name, 'network', 'edges', place], (text) =>
      spanOf(text, part, index),
    )
}

function checkInput(edge: Edge, input: number, dictionary: Dictionary, tell: TellEdge): void {
  const { name } = edge.inputs[input] ?? { name: '' }
  const signal = dictionary.signals.get(name)
  if (signal === undefined) {
    const names = [...dictionary.signals.keys()]
    const meant = names.find((known) => name === `${known} concentration`)
    tell(unknownName('signal', name, names, meant), 'inputs', input)
    return
  }
  if (edge.isProportional) {
    if (!sameDimension(dimensionOfUnit(signal.unit), dimensionless))
      tell(proportionHasUnit(name, signal.unit), 'proportion')
    return
  }
  const half = halfOf(edge, input)
  const mistake = half === undefined ? undefined : unitMistake(half, signal.unit)
  if (mistake !== undefined) tell(mistake, 'half', input)
}

/** Warns of inputs that are nodes of other types alone. */
function checkOwner({ inputs }: Edge, type: NamedSections, model: ModelData, tell: TellEdge): void {
  const hasNode = (owner: NamedSections, name: string): boolean =>
    Object.hasOwn(sectionOf(owner, networkSection)?.nodes ?? {}, name)
  inputs.forEach(({ name }, k) => {
    if (hasNode(type, name)) return
    const other = model.cellTypes.find((each) => hasNode(each, name))
    if (other !== undefined) tell(otherNode(name, type.name, other.name), 'inputs', k)
  })
}

function halfOf({ half }: Edge, input: number): Quantity | undefined {
  return half === undefined || 'value' in half ? half : half[input]
}

const TIMES = [
  ['rate', '1/min'],
  ['tau', 'min'],
  ['delay', 'min'],
] as const

function checkRate(edge: Edge, tell: TellEdge): void {
  for (const [part, unit] of TIMES) {
    const mistake = edge[part] === undefined ? undefined : unitMistake(edge[part], unit)
    if (mistake !== undefined) tell(mistake, part)
  }
}

/** A node is driven or converted, not both. */
function checkTarget(edge: Edge, { edges }: Network, tell: TellEdge): void {
  if (edge.verb === 'becomes') return
  const isConverted = edges.some(
    ({ from, target }) => from === edge.target || (from !== undefined && target === edge.target),
  )
  if (isConverted) tell(regulatedAndConverted(edge.target), 'target')
}

/** Every regulated node has one time constant. */
function checkTaus(type: NamedSections, network: Network, sink: IssueSink): void {
  const seen = new Set<string>()
  network.edges.forEach((edge, index) => {
    const { target, verb, tau } = edge
    if (verb === 'becomes') return
    const tell = tellEdge(type, placeOf(edge, index), sink)
    const first = tauOf(target, network)
    if (first === undefined) {
      const isHeld = network.nodes[target]?.clamped !== undefined
      if (!seen.has(target) && !isHeld) tell(missingTau(target), 'target')
      seen.add(target)
    } else if (tau !== undefined && tau.value !== first.value)
      tell(conflictingTau(target, writeAmount(tau), writeAmount(first)), 'tau')
  })
}

function checkNode(name: string, { nodes, edges }: Network, tell: TellNode): void {
  const mistake = nameMistake('node', name)
  if (mistake !== undefined) tell(mistake, name)
  const { start, clamped, basal, tau } = nodes[name] ?? {}
  const isNamed = edges.some(({ from, target }) => from === name || target === name)
  const hasLevel = start !== undefined || clamped !== undefined || basal?.provenance.isDefault !== true
  if (!isNamed && !hasLevel) tell(idleNode(name), name)
  else if (tau !== undefined && !edges.some(({ from, target }) => from === undefined && target === name))
    tell(idleTau(name, isNamed), name)
}

/** Conversions need something to convert. */
function checkPools({ nodes, edges }: Network, tell: TellNode): void {
  const left = new Set(edges.flatMap(({ from, target }) => (from === undefined ? [] : [from, target])))
  while (left.size > 0) {
    const [first = ''] = left
    const group = joinedTo(first, edges)
    for (const name of group) left.delete(name)
    const isEmpty = group.every((name) => ((nodes[name]?.clamped ?? nodes[name]?.start)?.value ?? 0) === 0)
    const isWritten = group.some(
      (name) => nodes[name]?.start !== undefined || nodes[name]?.clamped !== undefined,
    )
    if (isEmpty && !isWritten) tell(emptyPool(group), first)
  }
}

/** Nodes that conversions join to one, that one included. */
function joinedTo(first: string, edges: readonly Edge[]): readonly string[] {
  const group = new Set([first])
  for (let before = 0; before < group.size;) {
    before = group.size
    for (const { from, target } of edges) {
      if (from === undefined || !(group.has(from) || group.has(target))) continue
      group.add(from)
      group.add(target)
    }
  }
  return [...group]
}
