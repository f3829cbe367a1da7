import type { Model } from '../../compile/model.ts'
import { allSections } from '../../compile/parse-model.ts'
import { assembleSchema, sectionOf, writtenForm } from '../../model/assemble.ts'
import type { Path } from '../../model/issue.ts'
import { parameterRows } from '../../model/parameter-rows.ts'
import { isSourceKind, splitSource } from '../../model/provenance.ts'
import type { SourceKind } from '../../model/kit.ts'
import { rulesSection } from '../../processes/rules/schema.ts'
import { type RuleNames, mechanismsAt } from './mechanism-map.ts'

/** A sentence of a model: a rule, an edge of a network, a gate. */
export interface Sentence {
  readonly path: Path
  /** Whose it is: a cell type, or the section at the top of the model. */
  readonly subject: string
  /** Without its source. */
  readonly text: string
  readonly kind: SourceKind
  readonly source?: string
  readonly mechanisms: readonly string[]
}

/** A part of a model that holds numbers of its author, and how many of each kind. */
export interface Part {
  readonly subject: string
  /** The section: `motility`, `exchange`. */
  readonly section: string
  readonly mechanisms: readonly string[]
  readonly numbers: Readonly<Record<SourceKind, number>>
}

/** Numbers of each kind that authors state, in one mechanism or in all. */
export type Counts = Readonly<Record<SourceKind, number>>

/** What a model consists of, as far as evidence asks. */
export interface ModelElements {
  readonly sentences: readonly Sentence[]
  readonly parts: readonly Part[]
  /** Mechanism -> its numbers, those in sentences included. */
  readonly numbers: ReadonlyMap<string, Counts>
  /** Sentences that belong to no mechanism. */
  readonly homeless: readonly Sentence[]
}

/** The model as an author would write it out: maps, lists, and sentences and quantities as texts. */
export type WrittenNode = unknown

/** Reads the sentences and numbers of a model, each with the mechanisms that it implements. */
export function modelElements(model: Model): ModelElements {
  const written = writtenModel(model)
  const vesicles = Object.keys(Object(Object(written)['vesicles']))
  const rules = rulesByPlace(model)
  const mechanismsOf = (path: Path): readonly string[] =>
    mechanismsAt(path, rules.get(path.slice(0, 4).join('\n')), vesicles)
  const sentences = sentencesIn(written, []).map(([path, text]) => sentenceOf(path, text, mechanismsOf(path)))
  const rows = parameterRows(model.data, allSections()).filter(
    ({ provenance }) => provenance.isSetting !== true && provenance.isDefault !== true,
  )
  const numbers = new Map<string, Record<SourceKind, number>>()
  const parts = new Map<string, Part & { readonly numbers: Record<SourceKind, number> }>()
  for (const { path, provenance } of rows) {
    const mechanisms = mechanismsOf(path)
    for (const mechanism of mechanisms) countIn(numbers, mechanism, provenance.kind)
    if (isInSentence(sentences, path) || mechanisms.length === 0) continue
    const { subject, section } = placeOf(path)
    const key = `${subject}\n${section}\n${mechanisms.join()}`
    const part = parts.get(key) ?? { subject, section, mechanisms, numbers: none() }
    part.numbers[provenance.kind] += 1
    parts.set(key, part)
  }
  const homeless = sentences.filter(({ mechanisms }) => mechanisms.length === 0)
  return { sentences, parts: [...parts.values()], numbers, homeless }
}

/** The model as an author would write it out. */
export function writtenModel(model: Model): WrittenNode {
  return assembleSchema(allSections()).write(writtenForm(model.data))
}

/** Places of rules -> what they read and change. */
function rulesByPlace(model: Model): ReadonlyMap<string, RuleNames> {
  return new Map(
    model.data.cellTypes.flatMap((type) =>
      sectionOf(type, rulesSection).map((rule, index): [string, RuleNames] => [
        ['cell types', type.name, 'rules', index].join('\n'),
        rule,
      ]),
    ),
  )
}

/** Texts that stand in a list and have a source: sentences. Lists of names have none. */
function sentencesIn(node: WrittenNode, path: Path): readonly (readonly [Path, string])[] {
  if (typeof node !== 'object' || node === null) return []
  const isList = Array.isArray(node)
  return Object.entries(node).flatMap(([key, item]) => {
    const at = [...path, isList ? Number(key) : key]
    const isSentence = isList && typeof item === 'string' && splitSource(item).inside !== undefined
    if (isSentence && splitSource(item).body.includes(' ') && !/^[\d.\-+]/.test(item)) return [[at, item]]
    return sentencesIn(item, at)
  })
}

function sentenceOf(path: Path, written: string, mechanisms: readonly string[]): Sentence {
  const { body, inside = '' } = splitSource(written)
  const words = inside.split(',').map((word) => word.trim())
  const source = words.find((word) => !isSourceKind(word) && word !== '')
  return {
    path,
    subject: placeOf(path).subject,
    text: body,
    kind: words.find(isSourceKind) ?? 'assumed',
    ...(source === undefined ? {} : { source }),
    mechanisms,
  }
}

/** Sections at the top whose entries authors name. */
const NAMED = new Set(['drugs', 'therapy', 'depletion', 'vesicles', 'membranes'])

function placeOf(path: Path): { readonly subject: string; readonly section: string } {
  const [top = '', name = '', section = ''] = path.map(String)
  if (top === 'cell types') return { subject: name, section }
  if (top === 'substrates') return { subject: name, section: 'substrate' }
  if (NAMED.has(top)) return { subject: name, section: top }
  return { subject: top, section: name }
}

function isInSentence(sentences: readonly Sentence[], path: Path): boolean {
  return sentences.some((sentence) => sentence.path.every((key, index) => key === path[index]))
}

function none(): Record<SourceKind, number> {
  return { measured: 0, fitted: 0, assumed: 0 }
}

function countIn(
  numbers: Map<string, Record<SourceKind, number>>,
  mechanism: string,
  kind: SourceKind,
): void {
  const counts = numbers.get(mechanism) ?? none()
  counts[kind] += 1
  numbers.set(mechanism, counts)
}
