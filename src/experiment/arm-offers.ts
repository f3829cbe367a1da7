import type { Model } from '../compile/model.ts'
import { displaySection, timeSection } from '../compile/core-sections.ts'
import { allSections } from '../compile/parse-model.ts'
import { sectionOf } from '../model/assemble.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { writeQuantity } from '../units/quantity.ts'
import { type OfferedDrug, drugsToGive, genesToChange } from './what-to-change.ts'

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

export interface OfferedNumber {
  /** As an arm writes it: `cell types.tumour.traits.STING.value`. */
  readonly path: string
  /** For people: `STING in tumour`. */
  readonly name: string
  /** What stands there, with its unit. */
  readonly text: string
}

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
    drugs: drugsToGive(model, texts),
    genes: genesToChange(model).map(({ path, name, cellType, text }) => ({
      path,
      name: nameWithType(name, cellType),
      text,
    })),
    counts: startCounts(data.sections['initial'], ['initial']),
    numbers,
    substrates: data.substrates.map(({ name }) => name),
    stop: writeQuantity(stop.value, stop.unit),
  }
}

/** `oxygen uptake` of tumour cells as one name: `oxygen taken up by tumour`. */
function nameWithType(name: string, cellType: string): string {
  if (name === 'arrival from vessels') return `arrival of ${cellType} from vessels`
  const [, what, does] = /^(.+) (release|uptake)$/.exec(name) ?? []
  if (what === undefined) return `${name} in ${cellType}`
  return `${what} ${does === 'release' ? 'released' : 'taken up'} by ${cellType}`
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
