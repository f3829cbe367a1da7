import type { Path } from '../../model/issue.ts'
import { CIRCULATING, type Drawing, metastases, saidOf } from './graph-builder.ts'
import { numberOf } from './graph-sentences.ts'
import { mechanismsAt } from './mechanism-map.ts'
import type { Sign } from './graph.ts'
import { type Tree, amountText, entriesOf, list, tree } from './written-tree.ts'

/** Levels of the body that rules read: `<factor> in plasma`, `<pool> in blood`, `<variable> in <organ>`. */
export function levelsOf(model: Tree): ReadonlySet<string> {
  return new Set([
    ...entriesOf(model['factors']).map(([name]) => plasma(name)),
    ...entriesOf(model['pools']).map(([name]) => blood(name)),
    ...entriesOf(model['niches']).flatMap(([organ, own]) =>
      entriesOf(own).map(([name]) => inside(name, organ)),
    ),
  ])
}

/** Organs that cells reach with the blood. */
export function organsOf(model: Tree): readonly string[] {
  return entriesOf(tree(model['dissemination'])['organs']).map(([name]) => name)
}

/** Levels and substrates of a model: parts may name drugs that it does not have. */
interface Known {
  readonly levels: ReadonlySet<string>
  readonly substrates: ReadonlySet<string>
}

/** Blood, its cells and what it carries, and organs that are made ready. */
export function drawBody(drawing: Drawing, model: Tree): void {
  const known = { levels: levelsOf(model), substrates: new Set(Object.keys(tree(model['substrates']))) }
  for (const [name, factor] of entriesOf(model['factors'])) drawFactor(drawing, name, factor, known)
  for (const [name, pool] of entriesOf(model['pools'])) drawPool(drawing, name, pool, known)
  for (const [organ, own] of entriesOf(model['niches']))
    for (const [name, variable] of entriesOf(own)) drawVariable(drawing, organ, name, variable, known)
  drawDissemination(drawing, model)
}

function drawFactor(drawing: Drawing, name: string, factor: Tree, { substrates }: Known): void {
  const to = drawing.place(plasma(name))
  const rate = factor['enters blood']
  const way = ['factors', name, 'enters blood']
  if (rate !== undefined && substrates.has(name)) {
    const said = saidOf(`${name} of tissues enters blood, ${amountText(rate)}`, way)
    drawing.edge(drawing.substance(name), to, 'passes', said, mechanismsAt(way))
  }
  for (const [drug, constant] of Object.entries(tree(factor['neutralised by']))) {
    if (!substrates.has(drug)) continue
    const path = ['factors', name, 'neutralised by', drug]
    const said = saidOf(`${drug} binds ${name} in plasma, half at ${amountText(constant)}`, path)
    drawing.edge(drawing.substance(drug), to, 'inhibits', said, mechanismsAt(path))
  }
}

/** What raises or lowers a pool: at which key, and whether more of the rate is more of the pool. */
const RESPONSES = [
  ['production raised by', true],
  ['mobilised by', true],
  ['cleared by', false],
] as const

function drawPool(drawing: Drawing, name: string, pool: Tree, known: Known): void {
  const to = drawing.place(blood(name))
  for (const [key, isGain] of RESPONSES)
    for (const [by, response] of entriesOf(pool[key])) {
      const path = ['pools', name, key, by]
      const isFactor = known.levels.has(plasma(by))
      if (!isFactor && !known.substrates.has(by)) continue
      const from = isFactor ? drawing.place(plasma(by)) : drawing.substance(by)
      const sign = numberOf(response['to']) >= 1 === isGain ? 'activates' : 'inhibits'
      const said = saidOf(`${name}: ${key} ${by}, factor ${amountText(response['to'])}`, [...path, 'to'])
      drawing.edge(from, to, sign, said, mechanismsAt(path))
      drawBlockers(drawing, to, isGain ? 'inhibits' : 'activates', path, response, known)
    }
  for (const [by, hold] of entriesOf(pool['held back by']))
    drawBlockers(drawing, to, 'activates', ['pools', name, 'held back by', by], hold, known)
  drawBlockers(drawing, to, 'inhibits', ['pools', name], pool, known)
}

function drawBlockers(
  drawing: Drawing,
  to: string,
  sign: Sign,
  owner: Path,
  part: Tree,
  { substrates }: Known,
): void {
  for (const [drug, half] of Object.entries(tree(part['blocked by']))) {
    if (!substrates.has(drug)) continue
    const path = [...owner, 'blocked by', drug]
    const said = saidOf(`${drug} blocks ${owner.slice(1).join(' ')}, half at ${amountText(half)}`, path)
    drawing.edge(drawing.substance(drug), to, sign, said, mechanismsAt(path))
  }
}

function drawVariable(drawing: Drawing, organ: string, name: string, variable: Tree, known: Known): void {
  const to = drawing.place(inside(name, organ))
  const levelOf = (by: string): string => drawing.place(known.levels.has(by) ? by : inside(by, organ))
  for (const [drive, part] of entriesOf(variable['drives'])) {
    const path = ['niches', organ, name, 'drives', drive]
    const said = (by: string, verb: string) =>
      saidOf(`${by} ${verb} ${inside(name, organ)}: ${drive}, ${amountText(part['rate'])}`, [...path, 'rate'])
    const draw = (by: string, sign: Sign, verb: string): void =>
      drawing.edge(levelOf(by), to, sign, said(by, verb), mechanismsAt(path))
    for (const by of list(part['in proportion to'])) draw(by, 'activates', 'raises')
    for (const [by] of entriesOf(part['raised by'])) draw(by, 'activates', 'raises')
    for (const [by] of entriesOf(part['lowered by'])) draw(by, 'inhibits', 'lowers')
    drawBlockers(drawing, to, 'inhibits', path, part, known)
  }
}

/** From the tissue into the blood, and from there into organs. */
function drawDissemination(drawing: Drawing, model: Tree): void {
  if (model['dissemination'] === undefined) return
  for (const [type, parts] of entriesOf(model['cell types'])) {
    const ways = ['intravasation', 'entry into lymph'].filter((key) => parts[key] !== undefined)
    for (const key of ways) {
      const path = ['cell types', type, key]
      const said = saidOf(`${type}: ${key}, ${amountText(parts[key])}`, path)
      drawing.edge(
        drawing.behaviour(type, key),
        drawing.place(CIRCULATING),
        'passes',
        said,
        mechanismsAt(path),
      )
    }
  }
  for (const [organ, numbers] of entriesOf(tree(model['dissemination'])['organs'])) {
    const path = ['dissemination', 'organs', organ, 'arrest']
    const said = saidOf(`circulating cells stop in ${organ}, adhesion ${amountText(numbers['arrest'])}`, path)
    drawing.edge(
      drawing.place(CIRCULATING),
      drawing.place(metastases(organ)),
      'passes',
      said,
      mechanismsAt(path),
    )
  }
}

function plasma(factor: string): string {
  return inside(factor, 'plasma')
}

function blood(pool: string): string {
  return inside(pool, 'blood')
}

function inside(name: string, where: string): string {
  return `${name} in ${where}`
}
