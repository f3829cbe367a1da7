import { isSeq, isScalar, Document, visit } from 'yaml'
import type { Issue } from './issue.ts'
import { completeDocument } from './derive.ts'
import type { Schema, Section, SectionPlace } from './kit.ts'
import type { Located, LocatedMap } from './located.ts'
import { expectedForm, unknownFormat, unusedDefinition } from './messages.ts'
import { checkNames, collectNames, collectSourceKinds } from './names.ts'
import { createReader, issueAt, type CollectingReader } from './reader.ts'
import { checked, map, optional, record, type Children } from './schema.ts'
import { count, text } from './schema-scalar.ts'
import { sourcesSchema, type Source } from './schema-sources.ts'

/** A substrate or cell type: its name and what each section read. */
export interface NamedSections {
  readonly name: string
  readonly sections: Readonly<Record<string, unknown>>
}

/** A complete model in canonical units with every default explicit; plain JSON, lists sorted by name. */
export interface ModelData {
  readonly format: 1
  readonly title: string
  readonly description?: string
  readonly substrates: readonly NamedSections[]
  readonly cellTypes: readonly NamedSections[]
  /** What the sections at the top of the model read, by key. */
  readonly sections: Readonly<Record<string, unknown>>
  /** The sites of an organism in full, by name; absent where there are none. */
  readonly sites?: Readonly<Record<string, ModelData>>
  readonly sources: Readonly<Record<string, Source>>
}

/** What reading a model gives: the model when there is no error, and everything worth saying about it. */
export interface ReadModel {
  readonly model?: ModelData
  readonly issues: readonly Issue[]
}

/** The model as its schema reads it, before parts become lists. */
interface WrittenModel {
  readonly format: 1
  readonly title: string
  readonly description?: string
  readonly substrates: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly 'cell types': Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly sources: Readonly<Record<string, Source>>
}

const formatSchema: Schema<number> = {
  ...checked(count({ doc: '1' }), (value) => (value === 1 ? undefined : unknownFormat(String(value)))),
  jsonSchema: () => ({ const: 1, description: 'version of the model format' }),
}

/** Keys at the top of every model, before and after what the sections contribute. */
const firstKeys: Children = {
  format: formatSchema,
  title: text({ doc: 'what the model is, in a few words' }),
  description: optional(text({ doc: 'what the model is for' })),
}

/** Builds the schema of a whole model from what the processes contribute at the three places. */
export function assembleSchema(sections: readonly Section[], core: readonly Section[] = []): Schema<unknown> {
  const all = [...core, ...sections]
  const substrate = record(childrenAt('substrate', all), { doc: 'a substrate: what diffuses' })
  const cellType = record(childrenAt('cell type', all), { doc: 'a cell type' })
  const children = {
    ...firstKeys,
    ...childrenAt('model', all),
    substrates: map(undefined, substrate, { doc: 'substrates by name', default: {} }),
    'cell types': map(undefined, cellType, { doc: 'cell types by name', default: {} }),
    sources: sourcesSchema,
  }
  const wanted = Object.keys(firstKeys).length + Object.keys(childrenAt('model', all)).length + 3
  if (Object.keys(children).length !== wanted) throw new Error('a section takes a key that every model has')
  return record(children, { doc: 'a model' })
}

/** The keys that sections contribute at one place; two sections may not claim the same key. */
function childrenAt(place: SectionPlace, sections: readonly Section[]): Children {
  const children: Record<string, Schema<unknown>> = {}
  for (const section of sections.filter((candidate) => candidate.place === place)) {
    for (const [key, schema] of Object.entries(ownChildren(section))) {
      if (Object.hasOwn(children, key)) throw new Error(`two sections claim the key '${key}' of a ${place}`)
      children[key] = schema
    }
  }
  return children
}

/** A section's key with its schema; a section without a key stands for the keys of its record. */
function ownChildren(section: Section): Children {
  if (section.key !== '') return { [section.key]: section.schema }
  if (section.schema.kind !== 'record' || section.schema.children === undefined)
    throw new Error(`a section of a ${section.place} without a key must be a record`)
  return section.schema.children
}

/** Returns what a section read at its owner: the model, a substrate or a cell type. */
export function sectionOf<T>(owner: Pick<NamedSections, 'sections'>, section: Section<T>): T {
  const keys = Object.keys(ownChildren(section))
  const present = keys.filter((key) => Object.hasOwn(owner.sections, key))
  const value =
    section.key === ''
      ? Object.fromEntries(present.map((key) => [key, owner.sections[key]]))
      : owner.sections[section.key]
  // The cast states that the section's own schema read this value.
  return value as T
}

/** Reads a model from a parsed document; reports every mistake at its place. */
export function readModel(written: Located, sections: readonly Section[]): ReadModel {
  if (written.kind !== 'map') {
    const message = expectedForm('a map', written, 'a model starts with format: 1')
    return { issues: [issueAt(message, written, [])] }
  }
  const root = completeDocument(written, sections)
  const reader = createReader(collectNames(root, sections), { sourceKinds: collectSourceKinds(root) })
  const hasGoodNames = checkNames(root, sections, reader)
  const value = assembleSchema(sections).read(root, [], reader)
  const issues = [...withoutEchoes(reader.issues), ...unusedSources(root, reader)]
  if (value === undefined || !hasGoodNames) return { issues }
  // The cast states what the assembled schema has just checked.
  return { model: modelOf(value as WrittenModel), issues }
}

/** What was derived stands where it follows from: a mistake that is read twice is told once. */
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>()
  return issues.filter(({ message, position }) => {
    const key = JSON.stringify([message, position])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function modelOf(written: WrittenModel): ModelData {
  const { format, title, description, substrates, 'cell types': cellTypes, sources, ...sections } = written
  const named = (entries: WrittenModel['substrates']) =>
    Object.entries(entries)
      .map(([name, values]) => ({ name, sections: values }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    format,
    title,
    ...(description === undefined ? {} : { description }),
    substrates: named(substrates),
    cellTypes: named(cellTypes),
    sections,
    sources,
  }
}

/** Warns of sources that the model's own file defines for nothing; a library's sources may well stay unused. */
function unusedSources(root: LocatedMap, reader: CollectingReader): readonly Issue[] {
  const sources = root.entries.get('sources')?.node
  if (sources?.kind !== 'map') return []
  return [...sources.entries]
    .filter(([key, entry]) => entry.key.file === root.position.file && !reader.used.has(`source/${key}`))
    .map(([key]) => issueAt(unusedDefinition('source', key), root, ['sources', key]))
}

/** Writes a model as YAML with every default spelled out; it reads back to a model with the same hash. */
export function writeModel(model: ModelData, sections: readonly Section[]): string {
  const schema = assembleSchema(sections)
  const full = (part: ModelData): Record<string, unknown> => Object(schema.write(writtenForm(part)))
  const sites = Object.entries(model.sites ?? {}).map(([name, site]) => [name, full(site)])
  return printYaml(
    sites.length === 0 ? full(model) : { ...full(model), 'site models': Object.fromEntries(sites) },
  )
}

/** Puts a model back into the shape of its file: sections at the top, parts as maps by name. */
export function writtenForm(model: ModelData): Readonly<Record<string, unknown>> {
  const { format, title, description, sources } = model
  const substrates = mapByName(model.substrates)
  const cellTypes = mapByName(model.cellTypes)
  return { ...model.sections, format, title, description, substrates, 'cell types': cellTypes, sources }
}

function mapByName(parts: readonly NamedSections[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(parts.map((part) => [part.name, part.sections]))
}

/** Longest list that is printed on one line [characters]; chosen: fits behind its key in a terminal. */
const inlineLength = 70

/** Prints plain data as YAML, with short lists of values on one line. */
export function printYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Seq(_key, node) {
      const length = node.items.reduce<number>(
        (sum, item) => sum + (isScalar(item) ? String(item.value).length : Infinity),
        0,
      )
      if (isSeq(node) && length <= inlineLength) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}

/** JSON Schema of a whole model file, for editors. */
export function jsonSchema(sections: readonly Section[]): Record<string, unknown> {
  const schema = assembleSchema(sections).jsonSchema()
  const include = {
    type: 'array',
    items: { type: 'string' },
    description: 'files whose content stands below this one',
  }
  const sites = {
    type: 'object',
    additionalProperties: { type: 'object' },
    description:
      'tissues of an organism by the name of their organ: what is different there, laid over the model without its places',
  }
  const properties = { include, sites, ...Object(schema['properties']) }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Milieu model',
    ...schema,
    properties,
  }
}
