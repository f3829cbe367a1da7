import type { Message, TextSpan } from '../../model/issue.ts'
import type { SentenceMistake, SentenceResult } from '../../model/schema-sentence.ts'
import { clausesOf, failAt, slice, trimmed, withoutSource } from '../../model/sentence-words.ts'
import {
  badDelay,
  edgeClauseTwice,
  eitherClause,
  emptyInput,
  noEdgeTarget,
  noEdgeVerb,
  noRate,
  oneSource,
  unknownEdgeClause,
} from './messages.ts'

/**
 * The grammar of an edge:
 *
 *     edge       := inputs ('activates' | 'inhibits') node { ',' clause }
 *                 | node 'becomes' node 'at' rate { ',' clause }
 *     inputs     := ['not'] name { 'and' ['not'] name }
 *     clause     := 'half at' values | 'hill' values | 'in proportion'
 *                 | 'strength' share | 'tau' time | 'delay' time 'in' n 'stages'     (activates, inhibits)
 *                 | 'by' inputs                                                      (becomes)
 *     values     := value { 'and' value }
 *
 * `activate`, `inhibit` and `become` are the same words. Here an edge is taken apart; sentence.ts reads its numbers.
 */
export type Verb = 'activates' | 'inhibits' | 'becomes'

/** Something that an edge looks at: the signal itself, or its absence. */
export interface EdgeInput {
  readonly name: string
  readonly isNot: boolean
}

/** Where the parts of an edge stand. */
export interface EdgeSpans {
  readonly verb: TextSpan
  /** Names of the inputs, without 'not'. */
  readonly inputs: readonly TextSpan[]
  readonly target: TextSpan
  readonly from?: TextSpan
  readonly rate?: TextSpan
  readonly half?: readonly TextSpan[]
  readonly hill?: readonly TextSpan[]
  readonly proportion?: TextSpan
  readonly strength?: TextSpan
  readonly tau?: TextSpan
  readonly delay?: TextSpan
  readonly stages?: TextSpan
}

/** An edge without its numbers. */
export interface SplitEdge {
  readonly spans: EdgeSpans
  readonly verb: Verb
  readonly inputs: readonly EdgeInput[]
}

/** A part of an edge whose place can be asked for; `inputs`, `half` and `hill` have one for each. */
export type EdgePart = keyof EdgeSpans

/** Where a part of an edge stands in its text; undefined when the text is not an edge or has no such part. */
export function spanOf(text: string, part: EdgePart, index = 0): TextSpan | undefined {
  const split = splitEdge(withoutSource(text))
  const span = split.ok ? split.value.spans[part] : undefined
  if (span === undefined || 'offset' in span) return span
  return span[index] ?? span[0]
}

type Clauses = { -readonly [K in keyof EdgeSpans]?: EdgeSpans[K] } & { by?: TextSpan }

/** Takes an edge apart without reading its numbers. */
export function splitEdge(text: string): SentenceResult<SplitEdge> {
  const [first = { offset: 0, length: 0 }, ...rest] = clausesOf(text)
  const head = splitHead(text, first)
  if (!head.ok) return head
  const { verb, verbSpan, before, target, rate } = head.value
  const clauses = readClauses(text, rest, verb)
  if (!clauses.ok) return clauses
  const { by, ...found } = clauses.value
  const isConversion = verb === 'becomes'
  const inputs = splitInputs(text, isConversion ? by : before)
  if (!inputs.ok) return inputs
  if (isConversion && /^not\s|\sand(\s|$)/.test(slice(text, before))) return failAt(oneSource(), before)
  const own = { verb: verbSpan, inputs: inputs.value.map(({ span }) => span), target }
  const ends = isConversion ? { from: before, ...(rate === undefined ? {} : { rate }) } : {}
  return {
    ok: true,
    value: {
      spans: { ...found, ...own, ...ends },
      verb,
      inputs: inputs.value.map(({ name, isNot }) => ({ name, isNot })),
    },
  }
}

interface Head {
  readonly verb: Verb
  readonly verbSpan: TextSpan
  readonly before: TextSpan
  readonly target: TextSpan
  readonly rate?: TextSpan
}

const VERBS: Readonly<Record<string, Verb>> = {
  activate: 'activates',
  inhibit: 'inhibits',
  become: 'becomes',
}

/** What stands before the verb, the verb, the target, and the rate of a conversion. */
function splitHead(text: string, first: TextSpan): SentenceResult<Head> {
  const written = slice(text, first)
  const match = /^(\S.*?)\s+(activate|inhibit|become)s?(?:\s+|$)/.exec(written)
  const [head = '', name = '', stem = ''] = match ?? []
  const verb = VERBS[stem]
  if (verb === undefined) return failAt(...wrongVerb(written, first))
  const verbAt = first.offset + written.indexOf(stem, name.length)
  const verbSpan = {
    offset: verbAt,
    length: slice(text, trimmed(text, verbAt, first.offset + head.length)).length,
  }
  const before = { offset: first.offset, length: name.length }
  const rest = trimmed(text, first.offset + head.length, first.offset + first.length)
  if (rest.length === 0) return failAt(noEdgeTarget(slice(text, verbSpan)), verbSpan)
  const parts = { verb, verbSpan, before }
  if (verb !== 'becomes') return { ok: true, value: { ...parts, target: rest } }
  const at = /\s+at\s+(?=[+-]?\.?\d)/.exec(slice(text, rest))
  if (at === null) return failAt(noRate(), rest)
  const target = { offset: rest.offset, length: at.index }
  const rate = trimmed(text, rest.offset + at.index + at[0].length, rest.offset + rest.length)
  return { ok: true, value: { ...parts, target, rate } }
}

/** Points at a word that was probably meant as the verb, else at the whole beginning. */
function wrongVerb(written: string, first: TextSpan): readonly [Message, TextSpan] {
  const match =
    /\s(increas|decreas|rais|lower|promot|inhibit|activ|block|induc|repress|suppress|stimulat|becom|convert)\w*/.exec(
      written,
    )
  if (match === null) return [noEdgeVerb(undefined), first]
  const word = match[0].trim()
  return [noEdgeVerb(word), { offset: first.offset + match.index + 1, length: word.length }]
}

const INPUT_CLAUSES = ['half at <value>', 'hill <number>', 'in proportion']

/** Clauses that each kind of edge may have. */
const CLAUSES_OF: Readonly<Record<Verb, readonly string[]>> = {
  activates: [...INPUT_CLAUSES, 'strength <share>', 'tau <time>', 'delay <time> in <n> stages'],
  inhibits: [...INPUT_CLAUSES, 'strength <share>', 'tau <time>', 'delay <time> in <n> stages'],
  becomes: ['by <input>', ...INPUT_CLAUSES],
}

function readClauses(text: string, spans: readonly TextSpan[], verb: Verb): SentenceResult<Clauses> {
  const found: Clauses = {}
  for (const span of spans) {
    const written = slice(text, span)
    const [head = '', word = ''] =
      /^(in\s+proportion$|half\s+at\s|hill\s|strength\s|tau\s|delay\s|by\s)\s*/.exec(written) ?? []
    const key = word.replace(/\s[^]*$/, '')
    if (key === '' || !CLAUSES_OF[verb].some((clause) => clause.startsWith(key)))
      return failAt(unknownEdgeClause(written, CLAUSES_OF[verb]), span)
    const rest = trimmed(text, span.offset + head.length, span.offset + span.length)
    const mistake = addClause(found, text, { key, span, rest })
    if (mistake !== undefined) return mistake
  }
  const curve = found.half?.[0] ?? found.hill?.[0]
  if (found.proportion !== undefined && curve !== undefined)
    return failAt(eitherClause(found.half ? 'half at' : 'hill', 'in proportion'), found.proportion)
  return { ok: true, value: found }
}

interface Clause {
  readonly key: string
  readonly span: TextSpan
  readonly rest: TextSpan
}

/** Notes one clause; returns a mistake when it is there already or cannot be taken apart. */
function addClause(found: Clauses, text: string, { key, span, rest }: Clause): SentenceMistake | undefined {
  const twice = (before: unknown, word: string): SentenceMistake | undefined =>
    before === undefined ? undefined : failAt(edgeClauseTwice(word), span)
  switch (key) {
    case 'half':
    case 'hill': {
      const mistake = twice(found[key], key === 'half' ? 'half at' : key)
      found[key] = pieces(text, rest)
      return mistake
    }
    case 'in': {
      const mistake = twice(found.proportion, 'in proportion')
      found.proportion = span
      return mistake
    }
    case 'delay':
      return twice(found.delay, key) ?? addDelay(found, text, rest)
    default: {
      // The clauses that are left hold one piece each.
      const part = key as 'strength' | 'tau' | 'by'
      const mistake = twice(found[part], part)
      found[part] = rest
      return mistake
    }
  }
}

function addDelay(found: Clauses, text: string, rest: TextSpan): SentenceMistake | undefined {
  const match = /^(.*\S)(\s+in\s+)(\S+)\s+stages?$/.exec(slice(text, rest))
  const [, time = '', between = '', count = ''] = match ?? []
  if (match === null) return failAt(badDelay(slice(text, rest)), rest)
  found.delay = { offset: rest.offset, length: time.length }
  found.stages = { offset: rest.offset + time.length + between.length, length: count.length }
  return undefined
}

/** The pieces between 'and'. */
function pieces(text: string, span: TextSpan): readonly TextSpan[] {
  const written = slice(text, span)
  const spans: TextSpan[] = []
  let from = 0
  for (const match of written.matchAll(/(?<=^|\s)and(?=\s|$)/g)) {
    spans.push(trimmed(text, span.offset + from, span.offset + match.index))
    from = match.index + match[0].length
  }
  return [...spans, trimmed(text, span.offset + from, span.offset + span.length)]
}

interface SplitInput extends EdgeInput {
  readonly span: TextSpan
}

function splitInputs(text: string, span: TextSpan | undefined): SentenceResult<readonly SplitInput[]> {
  if (span === undefined) return { ok: true, value: [] }
  const inputs: SplitInput[] = []
  for (const piece of pieces(text, span)) {
    const [not = ''] = /^not(\s+|$)/.exec(slice(text, piece)) ?? []
    const name = { offset: piece.offset + not.length, length: piece.length - not.length }
    if (name.length <= 0) return failAt(emptyInput(), piece.length > 0 ? piece : span)
    inputs.push({ name: slice(text, name), isNot: not !== '', span: name })
  }
  return { ok: true, value: inputs }
}
