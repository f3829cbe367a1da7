import { type Drawing, type Said, saidOf } from './graph-builder.ts'
import { numberOf } from './graph-sentences.ts'
import { type Tree, amountText, entriesOf, list, nameOf, tree } from './written-tree.ts'

/** What vessels exchange, whom they let in, and what their gates answer. Of drugs only the dose is drawn: all of them come that way. */
export function drawVessels(drawing: Drawing, vessels: Tree, drugs: ReadonlySet<string>): void {
  for (const [substrate, numbers] of entriesOf(vessels['exchange'])) {
    const said = saidOf(`vessels exchange ${substrate}, ${amountText(numbers['rate'])}`, [
      'vessels',
      'exchange',
      substrate,
      'rate',
    ])
    const isMinor = drugs.has(substrate) || undefined
    drawing.edge(drawing.vessel('vessels'), drawing.substance(substrate), 'passes', said, ['M16'], isMinor)
  }
  for (const [type, entry] of entriesOf(vessels['entry'])) {
    const at = ['vessels', 'entry', type]
    const gate = drawing.vessel(`entry of ${type}`)
    const said = saidOf(`vessels let ${type} in, ${amountText(entry['rate'])}`, [...at, 'rate'])
    drawing.edge(gate, drawing.cells(type), 'passes', said, ['M09'])
    for (const [index, sentence] of list(entry['gates']).entries())
      drawGate(drawing, gate, saidOf(sentence, [...at, 'gates', index]))
  }
}

/** What a gate answers, and what blocks it: a blocker undoes what the substance does. */
function drawGate(drawing: Drawing, gate: string, said: Said): void {
  const [, substrate = '', effect = ''] = /^(.+?) (increases|decreases) entry/.exec(said.text) ?? []
  const isRise = effect === 'increases'
  drawing.edge(drawing.substance(substrate), gate, isRise ? 'activates' : 'inhibits', said, ['M09'])
  const blockers = /, blocked by (.+)$/.exec(said.text)?.[1]?.split(' and ') ?? []
  for (const blocker of blockers) {
    const from = drawing.substance(blocker.replace(/ at \S+ \S+$/, ''))
    drawing.edge(from, gate, isRise ? 'inhibits' : 'activates', said, ['M28'])
  }
}

/** Substances that are given as drugs. */
export function drugSubstrates(model: Tree): ReadonlySet<string> {
  return new Set(entriesOf(model['drugs']).map(([drug, parts]) => nameOf(parts['substrate'], drug)))
}

/** Doses, and antibodies that take substances out of the tissue. */
export function drawDrugs(drawing: Drawing, model: Tree): void {
  for (const [drug, parts] of entriesOf(model['drugs'])) {
    const leaves = ['half-life', 'clearance'].find((key) => parts[key] !== undefined)
    const kinetics = leaves === undefined ? '' : `, ${leaves} ${amountText(parts[leaves])}`
    const said = saidOf(`given into the blood: ${drug}${kinetics}`, ['drugs', drug])
    const substance = drawing.substance(nameOf(parts['substrate'], drug))
    drawing.edge(drawing.drug(drug), substance, 'passes', said, ['M28'])
  }
  const pairs = Array.isArray(model['neutralisation']) ? model['neutralisation'].map(tree) : []
  for (const pair of pairs) {
    const [binder, bound] = [nameOf(pair['antibody']), nameOf(pair['target'])]
    const said = saidOf(`${binder} neutralises ${bound}, ${amountText(pair['association'])}`)
    drawing.edge(drawing.substance(binder), drawing.substance(bound), 'inhibits', said, ['M28'])
  }
}

/** Type -> kinds of vesicles that it takes up. */
export function uptakesOf(
  types: readonly (readonly [string, Tree])[],
): ReadonlyMap<string, ReadonlyMap<string, Said>> {
  return new Map(
    types.map(([type, parts]) => [
      type,
      new Map(
        entriesOf(parts['vesicles'])
          .filter(([, numbers]) => numberOf(numbers['uptake']) > 0)
          .map(([kind, numbers]) => [kind, saidOf(`delivery ${amountText(numbers['delivery'])}`)]),
      ),
    ]),
  )
}

/** What vesicles give off on their way. */
export function drawVesicles(drawing: Drawing, model: Tree): void {
  for (const [kind, parts] of entriesOf(model['vesicles'])) {
    for (const [cargo, time] of Object.entries(tree(parts['release half-life']))) {
      const said = saidOf(`${kind} give off ${cargo}, half of it in ${amountText(time)}`)
      drawing.edge(drawing.substance(kind), drawing.substance(cargo), 'passes', said, ['M18'])
    }
  }
}

/** From vessels of the tissue over the blood into organs. */
export function drawCirculation(drawing: Drawing, model: Tree): void {
  for (const [type, parts] of entriesOf(model['circulation'])) {
    const blood = drawing.place(`${type} cells in blood`)
    const rate = tree(tree(model['cell types'])[type])['intravasation']
    const said = saidOf(`${type}: intravasation, ${amountText(rate ?? 'as rules say')}`)
    drawing.edge(drawing.behaviour(type, 'intravasation'), blood, 'passes', said, ['M20'])
    for (const [organ, numbers] of entriesOf(parts['organs'])) {
      const shares = ['first pass', 'survive', 'initiate', 'grow']
        .filter((key) => numbers[key] !== undefined)
        .map((key) => `${key} ${amountText(numbers[key]).replace(/ *\[.*/, '')}`)
      const known = saidOf(amountText(numbers['grow'] ?? numbers['initiate']))
      const words = { ...known, text: `${type} cells in blood reach ${organ}: ${shares.join(', ')}` }
      drawing.edge(blood, drawing.place(`metastases in ${organ}`), 'passes', words, ['M23', 'M24', 'M25'])
    }
  }
}

/** From the tissue to the lymph node, and from there through the blood to the vessels; drugs that act in the node. */
export function drawLymphNode(drawing: Drawing, model: Tree): void {
  const node = tree(model['lymph node'])
  if (node['dendritic cells'] === undefined) return
  const cells = tree(node['dendritic cells'])
  const type = nameOf(cells['type'])
  const place = drawing.place('lymph node')
  const way = saidOf(`${type} leave for the lymph node, on the way for ${amountText(cells['travel'])}`)
  drawing.edge(drawing.behaviour(type, 'emigration to lymph node'), place, 'passes', way, ['M12'])
  const entered = new Set(entriesOf(tree(model['vessels'])['entry']).map(([name]) => name))
  for (const [primed, numbers] of entriesOf(node['primes'])) {
    const words = `the lymph node primes ${primed}, activation ${amountText(numbers['activation'])}`
    const said = saidOf(words, ['lymph node', 'primes', primed, 'activation'])
    const blood = drawing.place(`${primed} in blood`)
    drawing.edge(place, blood, 'passes', said, ['M12'])
    if (entered.has(primed))
      drawing.edge(blood, drawing.vessel(`entry of ${primed}`), 'activates', said, ['M12'])
    drawPrimingDrugs(drawing, place, numbers)
  }
}

function drawPrimingDrugs(drawing: Drawing, node: string, priming: Tree): void {
  const blockers = entriesOf(priming['held back by']).flatMap(([name, hold]) =>
    entriesOf(hold['blocked by']).map(
      ([drug]) => [drug, `${drug} lifts what ${name} holds back in the node`] as const,
    ),
  )
  const raises = entriesOf(priming['raised by']).map(([drug]) => [drug, `${drug} raises priming`] as const)
  for (const [drug, words] of [...blockers, ...raises])
    drawing.edge(drawing.substance(drug), node, 'activates', saidOf(words), ['M12', 'M28'])
}
