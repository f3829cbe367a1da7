import type { Message, TextSpan } from '../../model/issue.ts'
import type { SentenceResult } from '../../model/schema-sentence.ts'
import {
  type Amount,
  clausesOf,
  failAt,
  readAmount,
  slice,
  trimmed,
  withoutSource,
  writeAmount,
} from '../../model/sentence-words.ts'
import { clauseTwice, missingClause, noBehaviour, noTarget, noVerb, unknownClause } from './messages.ts'

/**
 * The grammar of a rule:
 *
 *     rule      := signal ('increases' | 'decreases') behaviour [amount [amount]] { ',' clause }
 *     clause    := amount | 'half at' quantity | 'hill' number | 'also when dead'
 *     amount    := ('to' | 'from') quantity
 *
 * Names hold spaces, and some hold the words 'to' and 'from' ("transition to M1", "exit from cycle phase 1"): a 'to' or
 * 'from' opens an amount only where a number follows, and at most the last two, one of each, do. A comma separates
 * clauses unless a digit follows it, so that a decimal comma is seen as the mistake that it is.
 */

export type Direction = 'increases' | 'decreases'

/** What a rule says, without its source. */
export interface RuleWords {
  readonly signal: string
  readonly direction: Direction
  readonly behaviour: string
  /** Value of the behaviour without any signal; absent = the value that the cell type gives. */
  readonly from?: Amount
  /** Value that it approaches when the signal saturates. */
  readonly to: Amount
  /** Signal at which half of the change is reached. */
  readonly half: Amount
  /** Hill exponent. */
  readonly hill: Amount
  readonly alsoWhenDead: boolean
}

/** The parts of a rule whose place in the sentence can be asked for. */
export type RulePart = 'signal' | 'verb' | 'behaviour' | 'from' | 'to' | 'half' | 'hill' | 'dead'

/** Where each part stands: quantities without the word before them. */
export type RuleSpans = Partial<Record<RulePart, TextSpan>>

/** Reads a rule; says where the first mistake is. */
export function parseRule(text: string): SentenceResult<RuleWords> {
  const split = splitRule(text)
  if (!split.ok) return split
  const { spans, direction } = split.value
  const of = (part: RulePart): string => slice(text, spans[part])
  const half = readAmount(text, spans.half, { example: '21.5 mmHg', isPositive: true })
  if (!half.ok) return half
  const hill = readAmount(text, spans.hill, { example: '4', isPositive: true, isPlain: true })
  if (!hill.ok) return hill
  const values = readEnds(text, spans, direction)
  if (!values.ok) return values
  const alsoWhenDead = spans.dead !== undefined
  const names = { signal: of('signal'), direction, behaviour: of('behaviour') }
  return { ok: true, value: { ...names, ...values.value, half: half.value, hill: hill.value, alsoWhenDead } }
}

/** Reads `from` and `to`; a decrease that only says where it starts goes to zero. */
function readEnds(
  text: string,
  spans: RuleSpans,
  direction: Direction,
): SentenceResult<Pick<RuleWords, 'from' | 'to'>> {
  const example = '0.0033 1/min'
  const from = spans.from === undefined ? undefined : readAmount(text, spans.from, { example })
  if (from?.ok === false) return from
  const start = from === undefined ? {} : { from: from.value }
  if (spans.to !== undefined) {
    const to = readAmount(text, spans.to, { example })
    return to.ok ? { ok: true, value: { ...start, to: to.value } } : to
  }
  if (from === undefined || direction === 'increases') return failAt(noTarget(direction), spans.behaviour)
  return { ok: true, value: { ...start, to: { value: 0, unit: from.value.unit } } }
}

/** Takes a rule apart without reading its numbers. */
export function splitRule(
  text: string,
): SentenceResult<{ readonly spans: RuleSpans; readonly direction: Direction }> {
  const [first = { offset: 0, length: 0 }, ...rest] = clausesOf(text)
  const head = splitHead(text, first)
  if (!head.ok) return head
  const spans: Partial<Record<RulePart, TextSpan>> = { ...head.value.spans }
  for (const clause of rest) {
    const found = readClause(text, clause)
    if (found === undefined) return failAt(unknownClause(slice(text, clause)), clause)
    if (spans[found.part] !== undefined) return failAt(clauseTwice(CLAUSE_WORDS[found.part] ?? ''), clause)
    spans[found.part] = found.span
  }
  const end = { offset: text.trimEnd().length, length: 1 }
  if (spans.half === undefined) return failAt(missingClause('half at', 'half at 21.5 mmHg'), end)
  if (spans.hill === undefined) return failAt(missingClause('hill', 'hill 4'), end)
  return { ok: true, value: { spans, direction: head.value.direction } }
}

/** Where `part` of a rule stands in its text; undefined when the text is not a rule or has no such part. */
export function spanOf(text: string, part: RulePart): TextSpan | undefined {
  const split = splitRule(withoutSource(text))
  return split.ok ? split.value.spans[part] : undefined
}

const CLAUSE_WORDS: Partial<Record<RulePart, string>> = {
  to: 'to',
  from: 'from',
  half: 'half at',
  hill: 'hill',
  dead: 'also when dead',
}

function readClause(
  text: string,
  clause: TextSpan,
): { readonly part: RulePart; readonly span: TextSpan } | undefined {
  const written = slice(text, clause)
  if (/^also\s+when\s+dead$/.test(written)) return { part: 'dead', span: clause }
  const match = /^(to|from|half\s+at|hill)\s+/.exec(written)
  const word = match?.[1]?.replace(/\s.*/, '')
  if (match === null || (word !== 'to' && word !== 'from' && word !== 'half' && word !== 'hill'))
    return undefined
  return { part: word, span: trimmed(text, clause.offset + match[0].length, clause.offset + clause.length) }
}

/** Signal, verb, behaviour and the amounts that follow it before the first comma. */
function splitHead(
  text: string,
  first: TextSpan,
): SentenceResult<{ readonly spans: RuleSpans; readonly direction: Direction }> {
  const written = slice(text, first)
  const match = /^(\S.*?)\s+(increases|decreases)(?:\s+|$)/.exec(written)
  const [head = '', name = '', verb] = match ?? []
  if (verb !== 'increases' && verb !== 'decreases') return failAt(...wrongVerb(written, first))
  const end = first.offset + first.length
  const start = first.offset + head.length
  const amounts = amountsIn(text, start, end)
  const behaviour = trimmed(text, start, amounts[0]?.keyword ?? end)
  const verbSpan = { offset: first.offset + written.indexOf(verb, name.length), length: verb.length }
  if (behaviour.length === 0) return failAt(noBehaviour(verb), verbSpan)
  const spans: Partial<Record<RulePart, TextSpan>> = {
    signal: { offset: first.offset, length: name.length },
    verb: verbSpan,
    behaviour,
  }
  for (const amount of amounts) spans[amount.word] = amount.span
  return { ok: true, value: { spans, direction: verb } }
}

/** Points at a word that was probably meant as the verb, else at the whole beginning. */
function wrongVerb(written: string, first: TextSpan): readonly [Message, TextSpan] {
  const match = /\b(?:increas|decreas|rais|lower|promot|inhibit|activat|block)\w*\b/.exec(written)
  if (match === null || match.index === 0) return [noVerb(undefined), first]
  return [noVerb(match[0]), { offset: first.offset + match.index, length: match[0].length }]
}

interface WrittenAmount {
  readonly word: 'to' | 'from'
  /** Where the word begins. */
  readonly keyword: number
  readonly span: TextSpan
}

/** The amounts at the end of text[start, end): the last one, and the one before it if it has the other word. */
function amountsIn(text: string, start: number, end: number): readonly WrittenAmount[] {
  const found: WrittenAmount[] = []
  let stop = end
  for (const match of [
    ...text.slice(start, end).matchAll(/(?<=^|\s)(to|from)\s+(?=[+-]?\.?\d)/g),
  ].toReversed()) {
    const word = match[1] === 'to' ? 'to' : 'from'
    const keyword = start + match.index
    const span = trimmed(text, keyword + match[0].length, stop)
    // A name such as 4T1 begins with a digit but is no number: a number is not followed by letters and a digit again.
    const isName = /^\d+[A-Za-z]+\d/.test(slice(text, span))
    if (isName || found.length === 2 || found[0]?.word === word) break
    found.unshift({ word, keyword, span })
    stop = keyword
  }
  return found
}

/** Writes a rule as an author would, with every value spelled out; it reads back to the same rule. */
export function writeRule(rule: RuleWords): string {
  const start = rule.from === undefined ? '' : ` from ${writeAmount(rule.from)}`
  const effect = `${rule.signal} ${rule.direction} ${rule.behaviour}${start} to ${writeAmount(rule.to)}`
  const dead = rule.alsoWhenDead ? ', also when dead' : ''
  return `${effect}, half at ${writeAmount(rule.half)}, hill ${writeAmount(rule.hill)}${dead}`
}
