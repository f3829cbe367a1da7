import type { Model } from '../../compile/model.ts'
import { allSections } from '../../compile/parse-model.ts'
import type { Path, Position } from '../../model/issue.ts'
import type { LocatedMap } from '../../model/located.ts'
import { type ParameterRow, parameterRows } from '../../model/parameter-rows.ts'
import { locate } from '../../model/reader.ts'
import { parameterOf } from '../model-parameters.ts'
import type { ParameterSummary } from '../summary.ts'
import { type ClaimsByPlace, claimsOn } from './carried-claims.ts'

/** A number of a model with its place in the text and the statements of the literature that its part carries. */
export interface TrustNumber extends ParameterSummary {
  /** Part of the model: "CD8", "anti-PD-1", "vessels". */
  readonly part: string
  /** What kind of part: "cell types"; empty where the part is a section. */
  readonly partOf: string
  /** Where it stands within the part: "rules > attacking decreases migration speed"; empty at its top. */
  readonly within: string
  /** Where it, or the sentence that it belongs to, is written; absent for defaults. */
  readonly at?: Position
  /** Ids of claims. */
  readonly claims: readonly string[]
  /** What ships in its place, with unit; empty where nothing does. Absent where it is as shipped. */
  readonly shipped?: string
}

/** What differs from the model as it ships. */
export interface TrustChanges {
  /** Changed and added ones; `is` is empty for those that were taken out. */
  readonly numbers: readonly { readonly name: string; readonly was: string; readonly is: string }[]
  /** Rules and edges, with subject. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** Sections whose keys are names that the author gave: each is a part of its own. */
const NAMED = new Set(['cell types', 'substrates', 'drugs', 'vesicles', 'therapies'])

/** Every number of a model that says something about biology, with what is known about it; `shipped` is what it is compared with. */
export function trustNumbers(
  model: Model,
  root: LocatedMap,
  claims: ClaimsByPlace,
  shipped?: Model,
): readonly TrustNumber[] {
  const before = shipped === undefined ? undefined : textsOf(shipped)
  return biologyRows(model).map((row) => {
    const summary = parameterOf(model, row)
    const isDefault = summary.isDefault === true
    const was = before?.get(nameOf(summary)) ?? ''
    return {
      ...summary,
      ...partOf(summary.path.split('.'), row.path),
      ...(isDefault ? {} : { at: locate(root, row.path) }),
      claims: isDefault ? [] : claimsOn(root, row.path, claims).map(({ claim }) => claim),
      ...(before === undefined || was === row.text ? {} : { shipped: was }),
    }
  })
}

/** What a reader has changed of a model that ships. */
export function trustChanges(
  model: Model,
  shipped: Model,
  sentences: { readonly now: readonly string[]; readonly before: readonly string[] },
): TrustChanges {
  const [now, then] = [textsOf(model), textsOf(shipped)]
  const names = [...new Set([...then.keys(), ...now.keys()])]
  return {
    numbers: names
      .map((name) => ({ name, was: then.get(name) ?? '', is: now.get(name) ?? '' }))
      .filter(({ was, is }) => was !== is),
    added: sentences.now.filter((text) => !sentences.before.includes(text)),
    removed: sentences.before.filter((text) => !sentences.now.includes(text)),
  }
}

function biologyRows(model: Model): readonly ParameterRow[] {
  return parameterRows(model.data, allSections()).filter(({ provenance }) => provenance.isSetting !== true)
}

/** Quantities as text by readable name: a rule keeps its name when another is put before it. */
function textsOf(model: Model): ReadonlyMap<string, string> {
  return new Map(biologyRows(model).map((row) => [nameOf(parameterOf(model, row)), row.text]))
}

function nameOf({ path, name }: ParameterSummary): string {
  return `${path}.${name}`
}

/** Names of parts may hold dots, which the readable path does not tell from its own: the first keys come from the path itself. */
function partOf(readable: readonly string[], path: Path): Pick<TrustNumber, 'part' | 'partOf' | 'within'> {
  const [section = '', name] = path.map(String)
  const isNamed = NAMED.has(section) && name !== undefined && path.length > 2
  const part = isNamed ? name : section
  const skipped = isNamed ? 1 + name.split('.').length : section.split('.').length
  return { part, partOf: isNamed ? section : '', within: readable.slice(skipped).join(' \u203a ') }
}
