import type { Model } from '../compile/model.ts'
import { allSections } from '../compile/parse-model.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import type { Path } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { rulesSection } from '../processes/rules/schema.ts'
import { drugsSection, therapySection } from '../processes/therapy/schema.ts'
import { writeQuantity } from '../units/quantity.ts'

/** What actions can be offered for a model. */
export interface Handles {
  readonly types: readonly string[]
  /** Drugs of the model, and library parts that bring one. */
  readonly drugs: readonly DrugHandle[]
  /** Paths of numbers that make sense to knock down or overexpress, with a name for people. */
  readonly genes: readonly GeneHandle[]
  readonly hasVessels: boolean
}

export interface DrugHandle {
  readonly name: string
  /** As an author writes it: `3 mg/kg`. */
  readonly dose: string
  /** Part that brings the drug, as `include` names it. */
  readonly include?: string
}

export interface GeneHandle {
  readonly path: string
  readonly name: string
  readonly cellType: string
}

/** What a reader may do to a model; `files` are all texts at hand, in which parts that bring drugs and usual doses are looked for. */
export function handlesOf(
  model: Model,
  files: Readonly<Record<string, string>>,
  hasVessels: boolean,
): Handles {
  return {
    types: model.data.cellTypes.map(({ name }) => name),
    drugs: drugsOf(model, libraryDrugs(files)),
    genes: genesOf(model),
    hasVessels,
  }
}

/** Dose where none is written anywhere. Chosen: of the order of most doses by mass, and of an amount for what has no mass. */
const ANY_DOSE = { mass: '1 mg/kg', amount: '1 umol' }

function drugsOf({ data }: Model, library: Library): readonly DrugHandle[] {
  const own = sectionOf(data, drugsSection)
  const therapies = Object.entries(sectionOf(data, therapySection))
  const given = Object.entries(own).map(([name, drug]): DrugHandle => {
    const written = therapies.find(([key, { drug: of }]) => (of ?? key) === name)?.[1].dose
    const hasMass = drug['molar mass'] !== undefined
    const usual = library.doses.get(name) ?? (hasMass ? ANY_DOSE.mass : ANY_DOSE.amount)
    return { name, dose: written === undefined ? usual : writeQuantity(written.value, written.unit) }
  })
  const more = library.parts
    .filter(({ name }) => !Object.hasOwn(own, name))
    .map(({ name, include, hasMass }): DrugHandle => ({
      name,
      include,
      dose: library.doses.get(name) ?? (hasMass ? ANY_DOSE.mass : ANY_DOSE.amount),
    }))
  return [...given, ...more]
}

/** Drugs that parts of the library bring, and doses that any document writes. */
interface Library {
  readonly parts: readonly { readonly name: string; readonly include: string; readonly hasMass: boolean }[]
  /** By drug: the first that is written. */
  readonly doses: ReadonlyMap<string, string>
}

/** Read texts -> what they bring: acting asks again with the same. */
const libraries = new WeakMap<Readonly<Record<string, string>>, Library>()

function libraryDrugs(files: Readonly<Record<string, string>>): Library {
  const known = libraries.get(files)
  if (known !== undefined) return known
  const parts: Library['parts'][number][] = []
  const doses = new Map<string, string>()
  for (const [path, text] of Object.entries(files)) {
    if (!/\.ya?ml$/.test(path) || !/\b(?:drugs|therapy)\s*:/.test(text)) continue
    const { root } = parseDocument(text, path)
    if (root === undefined) continue
    collectDoses(root, doses)
    const include = /(?:^|\/)models\/(library\/.+)\.ya?ml$/.exec(path)?.[1]
    const drugs = root.kind === 'map' ? root.entries.get('drugs')?.node : undefined
    if (include === undefined || drugs?.kind !== 'map') continue
    for (const [name, { node }] of drugs.entries)
      parts.push({ name, include, hasMass: node.kind === 'map' && node.entries.has('molar mass') })
  }
  const library = { parts, doses }
  libraries.set(files, library)
  return library
}

/** Notes the doses of every `therapy` in a document, wherever it stands: in the model, or in an arm. */
function collectDoses(node: Located, doses: Map<string, string>): void {
  if (node.kind === 'list') for (const item of node.items) collectDoses(item, doses)
  if (node.kind !== 'map') return
  for (const [key, { node: below }] of node.entries) {
    if (key === 'therapy' && below.kind === 'map') noteDoses(below, doses)
    collectDoses(below, doses)
  }
}

function noteDoses(therapy: LocatedMap, doses: Map<string, string>): void {
  for (const [key, { node }] of therapy.entries) {
    if (node.kind !== 'map') continue
    const [drug, dose] = ['drug', 'dose'].map((part) => node.entries.get(part)?.node)
    const name = drug?.kind === 'scalar' ? drug.text : key
    if (dose?.kind === 'scalar' && !doses.has(name)) doses.set(name, dose.text.replace(/\s*\[.*\]$/, ''))
  }
}

/** Numbers that stand for how much a cell has of something: nodes of networks, what it secretes, what it shows on its surface, traits. */
function genesOf(model: Model): readonly GeneHandle[] {
  return parameterRows(model.data, allSections()).flatMap(({ path, name, value }) => {
    const gene =
      value === 0 || path.some((key) => String(key).includes('.')) ? undefined : geneAt(model, path)
    return gene === undefined ? [] : [{ path: name, name: gene, cellType: String(path[1]) }]
  })
}

/** What people call the number at a path; undefined for one that is no gene's. */
function geneAt(model: Model, path: Path): string | undefined {
  const [top, type, section, what, which, number] = path.map(String)
  if (top !== 'cell types') return undefined
  if (section === 'network') return what === 'nodes' && number === 'expression' ? which : undefined
  if (section === 'exchange') return which === 'export' ? `${what} secretion` : undefined
  if (section === 'markers') return path.length === 4 ? what : undefined
  if (section === 'traits') return which === 'value' ? what : undefined
  if (section !== 'rules' || which !== 'to') return undefined
  const owner = model.data.cellTypes.find(({ name }) => name === type)
  const rule = owner === undefined ? undefined : sectionOf(owner, rulesSection)[Number(what)]
  if (rule === undefined || !/ (?:export|expression)$/.test(rule.behaviour)) return undefined
  return `${rule.behaviour} as ${rule.signal} ${rule.direction} it`
}
