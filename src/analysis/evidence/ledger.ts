import type { ReadFile } from '../../model/include.ts'
import type { Issue } from '../../model/issue.ts'
import { type FrozenRow, type OutcomeRow, ledgerColumns } from './ledger-columns.ts'
import { type Field, type TableRow, issue, piecesOf, readTable } from './read-table.ts'

/** What became of a statement: in models, to come, needs no element, or not taken up. */
export const claimStates = ['implemented', 'planned', 'context', 'left out'] as const
export type ClaimState = (typeof claimStates)[number]

const claimTypes = ['mechanism', 'observation', 'intervention', 'outcome', 'biomarker', 'background'] as const

/** An element of a model, or an expectation of an experiment, that the ledger names. */
export interface Reference {
  /** File from the root of the repository. */
  readonly file: string
  /** Beginning of a sentence, or a path of keys with points between them. */
  readonly what: string
  /** Where the ledger names it. */
  readonly at: Field
}

/** One statement of a document, in our words. */
export interface Claim {
  readonly claim: string
  readonly document: string
  readonly sentence: string
  readonly type: (typeof claimTypes)[number]
  readonly statement: string
  readonly citation: string
  readonly mechanisms: readonly string[]
  readonly state: ClaimState
  readonly carriedBy: readonly Reference[]
  readonly shownBy: readonly Reference[]
  readonly note: string
  readonly at: Field
}

/** Something that a document names: a cell, a substance, a drug. */
export interface Entity {
  readonly entity: string
  readonly name: string
  readonly kind: string
  readonly documents: readonly string[]
  readonly state: ClaimState
  readonly carriedBy: readonly Reference[]
  readonly note: string
  readonly at: Field
}

/** A document whose statements are in the ledger. */
export interface SourceDocument {
  readonly document: string
  readonly title: string
  readonly citation: string
  readonly readAs: string
}

/** A mechanism that models are made of. */
export interface Mechanism {
  readonly mechanism: string
  readonly name: string
  readonly covers: string
}

/** The tables of `evidence/`. */
export interface Ledger {
  readonly claims: readonly Claim[]
  readonly entities: readonly Entity[]
  readonly documents: readonly SourceDocument[]
  readonly mechanisms: readonly Mechanism[]
  /** Models of validation trials; empty where there are none. */
  readonly frozen: readonly FrozenRow[]
  /** Absent when no trial was recorded yet. */
  readonly outcomes?: readonly OutcomeRow[]
}

/** `V` where the model of an experiment was frozen before the experiment ran, else `C`: numbers may have been tuned on it. */
export function splitOf({ frozen }: Pick<Ledger, 'frozen'>, experiment: string): 'C' | 'V' {
  return frozen.some((row) => row.experiment === experiment) ? 'V' : 'C'
}

/** Reads the tables in a folder; whatever is wrong with them is told with its place. */
export function readLedger(
  folder: string,
  read: ReadFile,
): { readonly ledger: Ledger; readonly issues: Issue[] } {
  const issues: Issue[] = []
  const rowsOf = (name: keyof typeof ledgerColumns, isOptional = false): readonly TableRow[] | undefined => {
    const file = `${folder}/${name}.csv`
    const result = read(file)
    if (!result.ok && isOptional) return undefined
    if (!result.ok) {
      issues.push(issue('no-table', `no table: ${result.reason}`, { file, line: 1, column: 1, length: 1 }))
      return []
    }
    const table = readTable(result.text, file, ledgerColumns[name])
    issues.push(...table.issues)
    return table.rows
  }
  const documents = (rowsOf('documents') ?? []).map(documentOf)
  const mechanisms = (rowsOf('mechanisms') ?? []).map(mechanismOf)
  const claims = (rowsOf('claims') ?? []).map((row) => claimOf(row, issues))
  const entities = (rowsOf('entities') ?? []).map((row) => entityOf(row, issues))
  const frozen = (rowsOf('frozen', true) ?? []).map(frozenOf)
  const outcomes = rowsOf('outcomes', true)?.map(outcomeOf)
  const optional = outcomes === undefined ? {} : { outcomes }
  const ledger = { claims, entities, documents, mechanisms, frozen, ...optional }
  return { ledger, issues: [...issues, ...namesAndTwins(ledger)] }
}

function claimOf(row: TableRow, issues: Issue[]): Claim {
  const of = (column: string): string => row.field(column).text
  return {
    claim: of('claim'),
    document: of('document'),
    sentence: of('sentence'),
    type: oneOf(row.field('type'), claimTypes, issues),
    statement: of('statement'),
    citation: of('citation'),
    mechanisms: piecesOf(row.field('mechanisms')).map(({ text }) => text),
    state: oneOf(row.field('status'), claimStates, issues),
    carriedBy: referencesOf(row.field('carried by'), issues),
    shownBy: referencesOf(row.field('shown by'), issues),
    note: of('note'),
    at: row.field('claim'),
  }
}

function entityOf(row: TableRow, issues: Issue[]): Entity {
  return {
    entity: row.field('entity').text,
    name: row.field('name').text,
    kind: row.field('kind').text,
    documents: piecesOf(row.field('documents'), ' ').map(({ text }) => text),
    state: oneOf(row.field('status'), claimStates, issues),
    carriedBy: referencesOf(row.field('carried by'), issues),
    note: row.field('note').text,
    at: row.field('entity'),
  }
}

function documentOf(row: TableRow): SourceDocument {
  const of = (column: string): string => row.field(column).text
  return {
    document: of('document'),
    title: of('title'),
    citation: of('citation'),
    readAs: of('read as'),
  }
}

function mechanismOf(row: TableRow): Mechanism {
  const of = (column: string): string => row.field(column).text
  return { mechanism: of('mechanism'), name: of('name'), covers: of('what it covers') }
}

function outcomeOf(row: TableRow): OutcomeRow {
  const values = ledgerColumns.outcomes.map((column) => [column, row.field(column).text])
  return Object.fromEntries(values) as OutcomeRow // its keys are these columns
}

function frozenOf(row: TableRow): FrozenRow {
  const values = ledgerColumns.frozen.map((column) => [column, row.field(column).text])
  return Object.fromEntries(values) as FrozenRow // its keys are these columns
}

function oneOf<T extends string>(field: Field, known: readonly T[], issues: Issue[]): T {
  const found = known.find((word) => word === field.text)
  if (found === undefined)
    issues.push(issue('unknown-word', `'${field.text}' is none of ${known.join(', ')}`, field.position))
  return found ?? (known[0] as T) // lists of words are not empty
}

function referencesOf(field: Field, issues: Issue[]): readonly Reference[] {
  return piecesOf(field).flatMap((at) => {
    const match = /^(\S+\.yaml):\s+(.+)$/.exec(at.text)
    const [, file = '', what = ''] = match ?? []
    if (match !== null) return [{ file, what, at }]
    const hint = 'for example models/library/cd8.yaml: CXCL12 decreases entry'
    issues.push(issue('bad-reference', 'this is not <file>.yaml: <sentence or path>', at.position, hint))
    return []
  })
}

/** Names that no other table knows, and ids that stand twice. */
function namesAndTwins({ claims, entities, documents, mechanisms }: Ledger): readonly Issue[] {
  const knownDocuments = new Set(documents.map(({ document }) => document))
  const knownMechanisms = new Set(mechanisms.map(({ mechanism }) => mechanism))
  const seen = new Set<string>()
  const twins = [...claims, ...entities].flatMap(({ at }) => {
    const isTwin = seen.has(at.text)
    seen.add(at.text)
    return isTwin ? [issue('twice', `${at.text} stands here twice`, at.position)] : []
  })
  const unknown = claims.flatMap(({ document, mechanisms: used, at }) => [
    ...(knownDocuments.has(document)
      ? []
      : [issue('unknown-document', `no document '${document}'`, at.position)]),
    ...used
      .filter((name) => !knownMechanisms.has(name))
      .map((name) => issue('unknown-mechanism', `no mechanism '${name}'`, at.position)),
  ])
  return [...twins, ...unknown]
}
