import type { Model } from '../../compile/model.ts'
import { sectionOf } from '../../model/assemble.ts'
import { cellNetwork, nodeNames } from '../../processes/boolean/cell-network.ts'
import type { BooleanNode, Rate } from '../../processes/boolean/network.ts'
import { type BooleanSection, booleanSection } from '../../processes/boolean/schema.ts'
import { networkSection } from '../../processes/network/schema.ts'
import type { Drawing, Said } from './graph-builder.ts'

type CellType = Model['data']['cellTypes'][number]

/** Names of the nodes of a type's networks, of levels and of switches. */
export function nodesOf(type: CellType): readonly string[] {
  const switches = sectionOf(type, booleanSection)
  return [
    ...Object.keys(sectionOf(type, networkSection)?.nodes ?? {}),
    ...(switches === undefined ? [] : nodeNames(switches)),
  ]
}

/** Switches: what sets a node from outside, and which nodes its logic names, with their signs. */
export function drawBooleanNetworks(drawing: Drawing, model: Model): void {
  for (const type of model.data.cellTypes) {
    const section = sectionOf(type, booleanSection)
    const network = section === undefined ? undefined : cellNetwork(section).network
    if (section === undefined || network === undefined) continue
    const set = new Set(network.inputs.map(({ node }) => node))
    const names = network.network.nodes.map(({ name }) => name)
    for (const { node, signal, isAbove } of network.inputs) {
      const name = names[node] ?? ''
      const text = `${type.name}: ${name} is set by ${signal} ${isAbove ? 'above' : 'below'} its level`
      const said = { text, ...knownAs(section.inputs[name]) }
      const sign = isAbove ? 'activates' : 'inhibits'
      drawing.edge(drawing.signal(type.name, signal), drawing.network(type.name, name), sign, said, ['M04'])
    }
    for (const [index, node] of network.network.nodes.entries()) {
      if (set.has(index)) continue
      const said = saidOfNode(type.name, node, section)
      for (const [from, sign] of influencesOn(node))
        drawing.edge(
          drawing.network(type.name, names[from] ?? ''),
          drawing.network(type.name, node.name),
          sign,
          said,
          ['M04'],
        )
    }
  }
}

function saidOfNode(type: string, { name }: BooleanNode, section: BooleanSection): Said {
  const own = section.nodes[name]
  const text = `${type}: ${name} follows ${own?.logic ?? `its logic in ${section.file ?? 'the model'}`}`
  return { text, ...knownAs(own?.up ?? own?.down) }
}

/** How well a number or a sentence is known, where its author says so. */
function knownAs(value: { readonly provenance?: unknown } | undefined): Omit<Said, 'text'> {
  const { kind, key } = Object(value?.provenance) as { kind?: Said['kind']; key?: string } // of quantities and sentences
  return { ...(kind === undefined ? {} : { kind }), ...(key === undefined ? {} : { source: key }) }
}

type Influence = readonly [node: number, sign: 'activates' | 'inhibits']

/** Nodes that raise or lower a node: by its logic, or, where a file gives rates alone, by what raises its rates. */
export function influencesOn({ logic, up, down }: BooleanNode): readonly Influence[] {
  const found =
    logic === undefined ? [...influences(up, true), ...influences(down, false)] : influences(logic, true)
  return [...new Map(found.map((each) => [each.join(), each])).values()]
}

/** Which way each node that a formula names moves it; `isRise` turns all of them round. */
function influences(rate: Rate, isRise: boolean): readonly Influence[] {
  switch (rate.kind) {
    case 'number':
      return []
    case 'node':
      return [[rate.node, isRise ? 'activates' : 'inhibits']]
    case 'not':
      return influences(rate.of, !isRise)
    case 'call':
      return rate.args.flatMap((each) => influences(each, isRise))
    case 'choice':
      return choiceInfluences(rate, isRise)
    case 'binary':
      return binaryInfluences(rate, isRise)
    default:
      return rate satisfies never
  }
}

/** `test ? yes : no`: the test raises where `yes` is the larger of two numbers, which is how files write rates. */
function choiceInfluences(
  { test, yes, no }: Extract<Rate, { kind: 'choice' }>,
  isRise: boolean,
): readonly Influence[] {
  const isTurned = yes.kind === 'number' && no.kind === 'number' && yes.value < no.value
  return [
    ...influences(test, isTurned ? !isRise : isRise),
    ...influences(yes, isRise),
    ...influences(no, isRise),
  ]
}

/** Operators by which the larger value on the left, or on the right, gives the smaller result. */
const TURNED_LEFT = ['<', '<=']
const TURNED_RIGHT = ['-', '/', '>', '>=']
/** Either way, as the other side is. */
const BOTH_WAYS = ['^', '==', '!=']

function binaryInfluences(
  { op, left, right }: Extract<Rate, { kind: 'binary' }>,
  isRise: boolean,
): readonly Influence[] {
  if (BOTH_WAYS.includes(op))
    return [left, right].flatMap((side) => [...influences(side, true), ...influences(side, false)])
  return [
    ...influences(left, TURNED_LEFT.includes(op) ? !isRise : isRise),
    ...influences(right, TURNED_RIGHT.includes(op) ? !isRise : isRise),
  ]
}
