import type { Model } from '../../compile/model.ts'
import type { GraphEdge, InteractionGraph } from './graph.ts'
import { type Sentence, modelElements, writtenModel } from './model-elements.ts'
import { type Drawing, type GraphNames, createDrawing, saidOf } from './graph-builder.ts'
import { edgeParts, networkEdgesOf, numberOf, rulesOf } from './graph-sentences.ts'

type Tree = Readonly<Record<string, unknown>>

/** Reads who acts on whom from a model: rules, networks, exchange, receptors, gradients, attacks, vessels, drugs. */
export function interactionGraph(model: Model): InteractionGraph {
  const written = tree(writtenModel(model))
  const types = entriesOf(written['cell types'])
  const drawing = createDrawing(namesOf(written, types))
  const { sentences } = modelElements(model)
  for (const [type, parts] of types) {
    drawCell(drawing, type, parts)
    drawPairs(drawing, type, parts, types)
  }
  drawRules(drawing, model, sentences)
  drawNetworks(drawing, model, sentences)
  drawVessels(drawing, tree(written['vessels']))
  drawDrugs(drawing, written)
  return drawing.finish(model.data.cellTypes.map(({ name }) => name))
}

function namesOf(written: Tree, types: readonly (readonly [string, Tree])[]): GraphNames {
  const cargoes = entriesOf(written['vesicles']).map(([kind, parts]): [string, string[]] => [
    kind,
    Object.keys(tree(parts['cargo'])),
  ])
  const keysOf = (section: (parts: Tree) => unknown): ReadonlyMap<string, readonly string[]> =>
    new Map(types.map(([name, parts]) => [name, Object.keys(tree(section(parts)))]))
  return {
    substrates: Object.keys(tree(written['substrates'])),
    vesicles: new Map(cargoes),
    types: types.map(([name]) => name),
    markers: types.flatMap(([, parts]) => Object.keys(tree(parts['markers']))),
    nodes: keysOf((parts) => ({
      ...tree(tree(parts['network'])['nodes']),
      ...tree(tree(parts['boolean network'])['nodes']),
    })),
    traits: keysOf((parts) => parts['traits']),
  }
}

/** Exchange, vesicles and gradients of one type; only what is not zero. */
function drawCell(drawing: Drawing, type: string, parts: Tree): void {
  for (const [substrate, numbers] of entriesOf(parts['exchange'])) {
    for (const way of ['export', 'secretion'].filter((key) => numberOf(numbers[key]) > 0))
      drawing.behaviour(
        type,
        `${substrate} ${way}`,
        saidOf(`${type}: ${substrate} ${way} ${amountText(numbers[way])}`),
      )
    if (numberOf(numbers['uptake']) > 0) drawUptake(drawing, type, substrate, numbers['uptake'], ['M02'])
  }
  for (const [kind, numbers] of entriesOf(parts['vesicles'])) {
    if (numberOf(numbers['release']) > 0)
      drawing.behaviour(
        type,
        `${kind} release`,
        saidOf(`${type}: ${kind} release ${amountText(numbers['release'])}`),
      )
    if (numberOf(numbers['uptake']) > 0) drawUptake(drawing, type, kind, numbers['uptake'], ['M18'])
  }
  for (const [substrate, weight] of Object.entries(tree(tree(parts['motility'])['chemotaxis']))) {
    if (numberOf(weight) === 0) continue
    const to = drawing.behaviour(type, `chemotactic response to ${substrate}`)
    const sign = numberOf(weight) > 0 ? 'activates' : 'inhibits'
    const said = saidOf(`${type}: chemotaxis to ${substrate}, ${amountText(weight)}`)
    drawing.edge(drawing.substance(substrate), to, sign, said, ['M07'])
  }
}

function drawUptake(
  drawing: Drawing,
  type: string,
  what: string,
  rate: unknown,
  mechanisms: readonly string[],
): void {
  const said = saidOf(`${type}: uptake of ${what}, ${amountText(rate)}`)
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
    const to = drawing.receptor(type, name)
    const ligand = nameOf(receptor['ligand'])
    drawing.ligand(
      ligand,
      to,
      saidOf(`${ligand} engages ${name} of ${type}, half at ${amountText(receptor['half'])}`),
    )
    for (const [other] of types.filter(([, each]) => Object.hasOwn(tree(each['markers']), ligand))) {
      const text = `${ligand} of ${other} engages ${name} of ${type}`
      drawing.edge(drawing.marker(other, ligand), to, 'activates', { text }, ['M11'])
    }
    for (const [blocker, half] of Object.entries(tree(receptor['blocked by']))) {
      const said = saidOf(`${blocker} blocks ${name} of ${type}, half at ${amountText(half)}`)
      drawing.edge(drawing.substance(blocker), to, 'inhibits', said, ['M28'])
    }
  }
  const interaction = tree(parts['interaction'])
  const acts = [
    ...Object.keys(tree(interaction['attack'])).map((target) => `attack ${target}`),
    ...Object.keys(tree(tree(interaction['phagocytosis'])['live'])).map(
      (target) => `phagocytosis of ${target}`,
    ),
    ...Object.keys(tree(parts['transitions'])).map((target) => `transition to ${target}`),
  ]
  for (const act of acts) drawing.behaviour(type, act)
}

function drawRules(drawing: Drawing, model: Model, sentences: readonly Sentence[]): void {
  for (const { type, index, rule } of rulesOf(model)) {
    const sentence = sentences.find(
      ({ path }) => path[1] === type && path[2] === 'rules' && path[3] === index,
    )
    const from = drawing.signal(type, rule.signal)
    const to = drawing.behaviour(type, rule.behaviour)
    const sign = rule.direction === 'increases' ? 'activates' : 'inhibits'
    drawing.edge(from, to, sign, saidBy(sentence, type), sentence?.mechanisms ?? [])
  }
}

/** Edges and conversions of networks inside cells. */
function drawNetworks(drawing: Drawing, model: Model, sentences: readonly Sentence[]): void {
  for (const { type, index, edge } of networkEdgesOf(model)) {
    const sentence = sentences.find(
      ({ path }) => path[1] === type && path[2] === 'network' && path[4] === index,
    )
    for (const { from, to, sign } of edgeParts(edge))
      drawing.edge(drawing.signal(type, from), drawing.network(type, to), sign, saidBy(sentence, type), [
        'M04',
      ])
  }
}

function drawVessels(drawing: Drawing, vessels: Tree): void {
  for (const [substrate, numbers] of entriesOf(vessels['exchange'])) {
    const said = saidOf(`vessels exchange ${substrate}, ${amountText(numbers['rate'])}`)
    drawing.edge(drawing.vessel('vessels'), drawing.substance(substrate), 'passes', said, ['M16'])
  }
  for (const [type, entry] of entriesOf(vessels['entry'])) {
    const gate = drawing.vessel(`entry of ${type}`)
    const said = saidOf(`vessels let ${type} in, ${amountText(entry['rate'])}`)
    drawing.edge(gate, drawing.cells(type), 'passes', said, ['M09'])
    for (const sentence of list(entry['gates'])) {
      const match = /^(.+?) (increases|decreases) entry/.exec(sentence)
      const [, substrate = '', effect = ''] = match ?? []
      const sign = effect === 'increases' ? 'activates' : 'inhibits'
      drawing.edge(drawing.substance(substrate), gate, sign, saidOf(sentence), ['M09'])
    }
  }
}

function drawDrugs(drawing: Drawing, model: Tree): void {
  for (const [drug, parts] of entriesOf(model['drugs'])) {
    const text = `${drug} is given into the blood`
    drawing.edge(
      drawing.drug(drug),
      drawing.substance(nameOf(parts['substrate'], drug)),
      'passes',
      { text },
      ['M28'],
    )
  }
  const pairs = Array.isArray(model['neutralisation']) ? model['neutralisation'].map(tree) : []
  for (const pair of pairs) {
    const [binder, bound] = [nameOf(pair['antibody']), nameOf(pair['target'])]
    const text = `${binder} neutralises ${bound}`
    drawing.edge(drawing.substance(binder), drawing.substance(bound), 'inhibits', { text }, ['M28'])
  }
}

function saidBy(sentence: Sentence | undefined, type: string): Pick<GraphEdge, 'text' | 'kind' | 'source'> {
  if (sentence === undefined) return { text: type }
  const { text, kind, source } = sentence
  return { text: `${type}: ${text}`, kind, ...(source === undefined ? {} : { source }) }
}

function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {} // a plain map
}

function entriesOf(value: unknown): readonly (readonly [string, Tree])[] {
  return Object.entries(tree(value)).map(([key, item]) => [key, tree(item)])
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function nameOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise
}

/** A quantity as the author wrote it. */
function amountText(value: unknown): string {
  const inner = tree(value)['value']
  return String(inner ?? value)
}
