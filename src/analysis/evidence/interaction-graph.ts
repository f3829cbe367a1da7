import type { Model } from '../../compile/model.ts'
import type { GraphEdge, InteractionGraph } from './graph.ts'
import { placeOf } from '../../model/schema-joined-list.ts'
import { type Sentence, modelElements, writtenModel } from './model-elements.ts'
import { type Drawing, type GraphNames, createDrawing, saidOf } from './graph-builder.ts'
import { drawBody, levelsOf, organsOf } from './graph-body.ts'
import { drawBooleanNetworks, nodesOf } from './graph-boolean.ts'
import {
  drawCirculation,
  drawLymphNode,
  drawDrugs,
  drawVesicles,
  drawVessels,
  drugSubstrates,
  uptakesOf,
} from './graph-outside.ts'
import { edgeParts, networkEdgesOf, numberOf, rulesOf } from './graph-sentences.ts'
import { type Tree, amountText, entriesOf, nameOf, tree } from './written-tree.ts'

/** Reads who acts on whom from a model: rules, networks, exchange, receptors, gradients, attacks, vessels, drugs. */
export function interactionGraph(model: Model): InteractionGraph {
  const written = tree(writtenModel(model))
  const types = entriesOf(written['cell types'])
  const drawing = createDrawing(namesOf(written, types, model))
  const { sentences } = modelElements(model)
  for (const [type, parts] of types) {
    drawCell(drawing, type, parts)
    drawPairs(drawing, type, parts, types)
  }
  drawRules(drawing, model, sentences)
  drawNetworks(drawing, model, sentences)
  drawBooleanNetworks(drawing, model)
  drawVessels(drawing, tree(written['vessels']), drugSubstrates(written))
  drawDrugs(drawing, written)
  drawVesicles(drawing, written)
  drawCirculation(drawing, written)
  drawBody(drawing, written)
  drawLymphNode(drawing, written)
  return drawing.finish(model.data.cellTypes.map(({ name }) => name))
}

function namesOf(written: Tree, types: readonly (readonly [string, Tree])[], model: Model): GraphNames {
  const cargoes = entriesOf(written['vesicles']).map(([kind, parts]): [string, string[]] => [
    kind,
    Object.keys(tree(parts['cargo'])),
  ])
  const keysOf = (section: (parts: Tree) => unknown): ReadonlyMap<string, readonly string[]> =>
    new Map(types.map(([name, parts]) => [name, Object.keys(tree(section(parts)))]))
  return {
    substrates: Object.keys(tree(written['substrates'])),
    vesicles: new Map(cargoes),
    uptakes: uptakesOf(types),
    types: types.map(([name]) => name),
    markers: types.flatMap(([, parts]) => Object.keys(tree(parts['markers']))),
    nodes: new Map(model.data.cellTypes.map((type) => [type.name, nodesOf(type)])),
    traits: keysOf((parts) => parts['traits']),
    levels: levelsOf(written),
    organs: organsOf(written),
  }
}

/** Exchange, vesicles and gradients of one type; only what is not zero. */
function drawCell(drawing: Drawing, type: string, parts: Tree): void {
  const own = ['cell types', type]
  for (const [substrate, numbers] of entriesOf(parts['exchange'])) {
    for (const way of ['export', 'secretion'].filter((key) => numberOf(numbers[key]) > 0))
      drawing.behaviour(
        type,
        `${substrate} ${way}`,
        saidOf(`${type}: ${substrate} ${way} ${amountText(numbers[way])}`, [
          ...own,
          'exchange',
          substrate,
          way,
        ]),
      )
    if (numberOf(numbers['uptake']) > 0)
      drawUptake(drawing, type, substrate, [...own, 'exchange', substrate], numbers['uptake'], ['M02'])
  }
  for (const [kind, numbers] of entriesOf(parts['vesicles'])) {
    if (numberOf(numbers['release']) > 0)
      drawing.behaviour(
        type,
        `${kind} release`,
        saidOf(`${type}: ${kind} release ${amountText(numbers['release'])}`, [
          ...own,
          'vesicles',
          kind,
          'release',
        ]),
      )
    if (numberOf(numbers['uptake']) > 0)
      drawUptake(drawing, type, kind, [...own, 'vesicles', kind], numbers['uptake'], ['M18'])
  }
  for (const [substrate, weight] of Object.entries(tree(tree(parts['motility'])['chemotaxis']))) {
    if (numberOf(weight) === 0) continue
    const to = drawing.behaviour(type, `chemotactic response to ${substrate}`)
    const sign = numberOf(weight) > 0 ? 'activates' : 'inhibits'
    const said = saidOf(`${type}: chemotaxis to ${substrate}, ${amountText(weight)}`, [
      ...own,
      'motility',
      'chemotaxis',
      substrate,
    ])
    drawing.edge(drawing.substance(substrate), to, sign, said, ['M07'])
  }
}

function drawUptake(
  drawing: Drawing,
  type: string,
  what: string,
  owner: readonly string[],
  rate: unknown,
  mechanisms: readonly string[],
): void {
  const said = saidOf(`${type}: uptake of ${what}, ${amountText(rate)}`, [...owner, 'uptake'])
  drawing.edge(drawing.substance(what), drawing.cells(type), 'passes', said, mechanisms, true)
}

/** What cells of a type do to others: receptors, attacks, ingestion, changes of type. */
function drawPairs(
  drawing: Drawing,
  type: string,
  parts: Tree,
  types: readonly (readonly [string, Tree])[],
): void {
  for (const [name, receptor] of entriesOf(parts['receptors'])) {
    const at = ['cell types', type, 'receptors', name]
    const to = drawing.receptor(type, name)
    const ligand = nameOf(receptor['ligand'])
    drawing.ligand(
      ligand,
      to,
      saidOf(`${ligand} engages ${name} of ${type}, half at ${amountText(receptor['half'])}`, at),
    )
    for (const [other] of types.filter(([, each]) => Object.hasOwn(tree(each['markers']), ligand))) {
      const said = saidOf(
        `${ligand} of ${other} engages ${name} of ${type}, half at ${amountText(receptor['half'])}`,
        at,
      )
      drawing.edge(drawing.marker(other, ligand), to, 'activates', said, ['M11'])
    }
    for (const [blocker, half] of Object.entries(tree(receptor['blocked by']))) {
      const said = saidOf(`${blocker} blocks ${name} of ${type}, half at ${amountText(half)}`, [
        ...at,
        'blocked by',
        blocker,
      ])
      drawing.edge(drawing.substance(blocker), to, 'inhibits', said, ['M28'])
    }
  }
  const interaction = tree(parts['interaction'])
  const acts = (section: unknown, verb: string, ...keys: readonly string[]): void => {
    for (const [target, rate] of Object.entries(tree(section)))
      drawing.behaviour(
        type,
        `${verb} ${target}`,
        saidOf(`${type}: ${verb} ${target}, ${amountText(rate)}`, ['cell types', type, ...keys, target]),
      )
  }
  acts(interaction['attack'], 'attack', 'interaction', 'attack')
  acts(tree(interaction['phagocytosis'])['live'], 'phagocytosis of', 'interaction', 'phagocytosis', 'live')
  acts(parts['transitions'], 'transition to', 'transitions')
}

function drawRules(drawing: Drawing, model: Model, sentences: readonly Sentence[]): void {
  for (const { type, index, rule } of rulesOf(model)) {
    const sentence = sentences.find(
      ({ path }) => path[1] === type && path[2] === 'rules' && path[3] === index,
    )
    const from = drawing.signal(type, rule.signal)
    const to = drawing.behaviour(type, rule.behaviour)
    const sign = rule.direction === 'increases' ? 'activates' : 'inhibits'
    const path = ['cell types', type, 'rules', placeOf(rule, index)]
    drawing.edge(from, to, sign, { ...saidBy(sentence, type), path }, sentence?.mechanisms ?? [])
  }
}

/** Edges and conversions of networks inside cells. */
function drawNetworks(drawing: Drawing, model: Model, sentences: readonly Sentence[]): void {
  for (const { type, index, edge } of networkEdgesOf(model)) {
    const sentence = sentences.find(
      ({ path }) => path[1] === type && path[2] === 'network' && path[4] === index,
    )
    const path = ['cell types', type, 'network', 'edges', placeOf(edge, index)]
    const said = { ...saidBy(sentence, type), path }
    for (const { from, to, sign } of edgeParts(edge))
      drawing.edge(drawing.signal(type, from), drawing.network(type, to), sign, said, ['M04'])
  }
}

function saidBy(sentence: Sentence | undefined, type: string): Pick<GraphEdge, 'text' | 'kind' | 'source'> {
  if (sentence === undefined) return { text: type }
  const { text, kind, source } = sentence
  return { text: `${type}: ${text}`, kind, ...(source === undefined ? {} : { source }) }
}
