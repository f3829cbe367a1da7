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

/** A drug that can be given in a model. */
export interface OfferedDrug {
  readonly name: string
  /** No other offer has it: the name, with the part where several bring a drug of that name (for people, for mice). */
  readonly label: string
  /** As an author writes it: that of the model or of another document, where one is known. */
  readonly dose: string
  /** False where the dose is only an example of how doses are written. */
  readonly isKnownDose: boolean
  /** Part of the library that brings it, where the model does not have it. */
  readonly include?: string
}

/** A number that says how much a type of cell has of something, or does: it can be knocked down or overexpressed. */
export interface OfferedGene {
  /** As an arm writes it: `cell types.tumour.traits.STING.value`. */
  readonly path: string
  /** For people, the type apart: `STING`, `CXCL12 release`. */
  readonly name: string
  readonly cellType: string
  /** What stands there, with its unit. */
  readonly text: string
}

/** Dose where none is written anywhere. Chosen: of the order of most doses by mass, and of an amount for what has no mass. */
const ANY_DOSE = { mass: '1 mg/kg', amount: '1 umol' }

/** Drugs of the model, then those that parts of the library bring; `texts` are all documents at hand, by path. */
export function drugsToGive(
  { data }: Model,
  texts: Readonly<Record<string, string>>,
): readonly OfferedDrug[] {
  const library = libraryDrugs(texts)
  const own = sectionOf(data, drugsSection)
  const written = new Map(
    Object.entries(sectionOf(data, therapySection)).map(
      ([key, { drug = key, dose }]) => [drug, writeQuantity(dose.value, dose.unit)] as const,
    ),
  )
  const offer = (name: string, hasMass: boolean): Omit<OfferedDrug, 'label'> => {
    const known = written.get(name) ?? library.doses.get(name)
    const dose = known ?? (hasMass ? ANY_DOSE.mass : ANY_DOSE.amount)
    return { name, dose, isKnownDose: known !== undefined }
  }
  const others = library.parts.filter(({ name }) => !Object.hasOwn(own, name))
  return [
    ...Object.entries(own).map(([name, drug]) => ({
      ...offer(name, drug['molar mass'] !== undefined),
      label: name,
    })),
    ...others.map(({ name, include, hasMass }) => {
      const isOnly = others.filter((other) => other.name === name).length === 1
      const label = isOnly ? name : `${name} (${include.replace('library/', '')})`
      return { ...offer(name, hasMass), label, include }
    }),
  ]
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

/**
 * Numbers that stand for how much a cell has of something or does: traits, nodes of networks, what it shows on its surface, releases and
 * takes up, and what comes from vessels, last. A number that is zero cannot be scaled.
 */
export function genesToChange(model: Model): readonly OfferedGene[] {
  const found = parameterRows(model.data, allSections()).flatMap(({ path, name, value, text }) => {
    const gene =
      value === 0 || path.some((key) => String(key).includes('.')) ? undefined : geneAt(model, path)
    return gene === undefined ? [] : [{ path: name, ...gene, text }]
  })
  // What cells make themselves comes before what vessels let in.
  return found.toSorted((a, b) => Number(a.path.startsWith('vessels')) - Number(b.path.startsWith('vessels')))
}

/** What people call the number at a path, and whose it is; undefined for one that is no gene's. */
function geneAt(model: Model, path: Path): { readonly name: string; readonly cellType: string } | undefined {
  const [top, type = '', section] = path.map(String)
  if (top === 'vessels') return entryAt(path.map(String))
  if (top !== 'cell types') return undefined
  const name = section === 'rules' ? ruleGene(model, path) : sectionGene(path.map(String))
  return name === undefined ? undefined : { name, cellType: type }
}

function entryAt([, entry, type, rate, more]: readonly string[]):
  | { readonly name: string; readonly cellType: string }
  | undefined {
  if (entry !== 'entry' || type === undefined || rate !== 'rate' || more !== undefined) return undefined
  return { name: 'arrival from vessels', cellType: type }
}

function sectionGene(path: readonly string[]): string | undefined {
  const [, , section, what, which, number] = path
  if (section === 'network') return what === 'nodes' && number === 'expression' ? which : undefined
  if (section === 'exchange')
    return which === 'export' || which === 'secretion'
      ? `${what} release`
      : which === 'uptake'
        ? `${what} uptake`
        : undefined
  if (section === 'markers') return path.length === 4 ? what : undefined
  return section === 'traits' && which === 'value' ? what : undefined
}

/** What a rule makes of a release or an expression. */
function ruleGene({ data }: Model, path: Path): string | undefined {
  const [, type, , index, which] = path.map(String)
  const owner = data.cellTypes.find(({ name }) => name === type)
  const rule = owner === undefined ? undefined : sectionOf(owner, rulesSection)[Number(index)]
  if (which !== 'to' || rule === undefined || !/ (?:export|expression)$/.test(rule.behaviour))
    return undefined
  return `${rule.behaviour} as ${rule.signal} ${rule.direction} it`
}
