import type { Model } from '../compile/model.ts'
import { displaySection, timeSection } from '../compile/core-sections.ts'
import { allSections } from '../compile/parse-model.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { drugsSection, therapySection } from '../processes/therapy/schema.ts'
import { writeQuantity } from '../units/quantity.ts'

/** What an arm of an experiment may do to a model, as lists to choose from. */
export interface ArmOffers {
  readonly types: readonly OfferedType[]
  readonly drugs: readonly OfferedDrug[]
  /** What can be knocked down or overexpressed: traits, nodes of networks, what cells release and take up. */
  readonly genes: readonly OfferedNumber[]
  /** Numbers of cells at the start, where the model counts them. */
  readonly counts: readonly OfferedNumber[]
  /** Every number, for whoever knows what they want. */
  readonly numbers: readonly OfferedNumber[]
  readonly substrates: readonly string[]
  /** Simulated time unless an arm says otherwise: `3 day`. */
  readonly stop: string
}

export interface OfferedType {
  readonly name: string
  readonly lineage: string
  /** At the start. */
  readonly cells: number
}

export interface OfferedDrug {
  readonly name: string
  /** A dose to begin with: that of the model or of a shipped experiment where one is known. */
  readonly dose: string
  /** False where the dose is only an example of how doses are written. */
  readonly isKnownDose: boolean
  /** Part of the library that brings it, where the model does not have it. */
  readonly include?: string
}

export interface OfferedNumber {
  /** As an arm writes it: `cell types.tumour.traits.STING.value`. */
  readonly path: string
  /** For people: `STING in tumour`. */
  readonly name: string
  /** What stands there, with its unit. */
  readonly text: string
}

/** How a dose is written where none is known. */
const EXAMPLE_DOSE = '1 mg/kg'
const LIBRARY = /(?:^|\/)models\/(library\/[^/]+)\.yaml$/

/** What arms can be offered for a model; `texts` are the shipped documents, by path. */
export function armOffers(model: Model, texts: Readonly<Record<string, string>>): ArmOffers {
  const { data, initialCells } = model
  const rows = parameterRows(data, allSections())
  const numbers = rows.map(({ name, text }) => ({ path: name, name: name.replaceAll('.', ' › '), text }))
  const { stop } = sectionOf(data, timeSection)
  return {
    types: data.cellTypes.map((type, index) => ({
      name: type.name,
      lineage: sectionOf(type, displaySection).lineage,
      cells: initialCells.filter((cell) => cell.type === index).length,
    })),
    drugs: offeredDrugs(model, texts),
    // What cells make themselves comes before what vessels let in.
    genes: rows
      .flatMap(({ name, text, value }) => offeredGene(name, text, value))
      .toSorted((a, b) => Number(a.path.startsWith('vessels')) - Number(b.path.startsWith('vessels'))),
    counts: startCounts(data.sections['initial'], ['initial']),
    numbers,
    substrates: data.substrates.map(({ name }) => name),
    stop: writeQuantity(stop.value, stop.unit),
  }
}

/** Forms of paths whose number is how much of something a cell has or does; a number that is zero cannot be scaled. */
const GENES: readonly (readonly [RegExp, (what: string, type: string) => string])[] = [
  [/^cell types\.(?<type>[^.]+)\.traits\.(?<what>.+)\.value$/, (what, type) => `${what} in ${type}`],
  [
    /^cell types\.(?<type>[^.]+)\.network\.nodes\.(?<what>.+)\.expression$/,
    (what, type) => `${what} in ${type}`,
  ],
  [
    /^cell types\.(?<type>[^.]+)\.exchange\.(?<what>.+)\.(?:export|secretion)$/,
    (what, type) => `${what} released by ${type}`,
  ],
  [
    /^cell types\.(?<type>[^.]+)\.exchange\.(?<what>.+)\.uptake$/,
    (what, type) => `${what} taken up by ${type}`,
  ],
  [/^vessels\.entry\.(?<type>.+)\.(?<what>rate)$/, (_what, type) => `arrival of ${type} from vessels`],
]

function offeredGene(path: string, text: string, value: number): readonly OfferedNumber[] {
  if (value === 0) return []
  for (const [form, nameOf] of GENES) {
    const { type, what } = form.exec(path)?.groups ?? {}
    if (type !== undefined && what !== undefined) return [{ path, name: nameOf(what, type), text }]
  }
  return []
}

/** Counts of cells below a part of the model's start: `initial.tumour.box.count`. */
function startCounts(node: unknown, path: readonly string[]): readonly OfferedNumber[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'count' && typeof value === 'number'
      ? [{ path: [...path, key].join('.'), name: `${path[1] ?? ''} at the start`, text: `${value} cells` }]
      : startCounts(value, [...path, key]),
  )
}

function offeredDrugs({ data }: Model, texts: Readonly<Record<string, string>>): readonly OfferedDrug[] {
  const given = Object.entries(sectionOf(data, therapySection)).map(
    ([name, { drug = name, dose }]) => [drug, writeQuantity(dose.value, dose.unit)] as const,
  )
  const known = new Map([...shippedDoses(texts), ...given])
  const offer = (name: string, include?: string): OfferedDrug => ({
    name,
    dose: known.get(name) ?? EXAMPLE_DOSE,
    isKnownDose: known.has(name),
    ...(include === undefined ? {} : { include }),
  })
  const own = Object.keys(sectionOf(data, drugsSection))
  const others = Object.entries(texts).flatMap(([path, text]) => {
    const part = LIBRARY.exec(path)?.[1]
    return part === undefined ? [] : keysOf(text, path, 'drugs').map((name) => offer(name, part))
  })
  return [...own.map((name) => offer(name)), ...others.filter(({ name }) => !own.includes(name))]
}

/** Doses that shipped experiments give, by drug: the first that is found. */
function shippedDoses(texts: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const doses = new Map<string, string>()
  for (const [path, text] of Object.entries(texts)) {
    if (!path.startsWith('experiments/')) continue
    for (const { groups } of text.matchAll(
      /(?<name>[\w+ -]+?): \{ (?:drug: (?<drug>[^,}]+), )?dose: (?<dose>[^,}]+)/g,
    )) {
      const name = (groups?.['drug'] ?? groups?.['name'] ?? '').trim()
      if (name !== '' && !doses.has(name)) doses.set(name, (groups?.['dose'] ?? '').trim())
    }
  }
  return doses
}

function keysOf(text: string, path: string, key: string): readonly string[] {
  const { root } = parseDocument(text, path)
  const node = root?.kind === 'map' ? root.entries.get(key)?.node : undefined
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}
