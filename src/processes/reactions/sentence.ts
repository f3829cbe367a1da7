import type { TextSpan } from '../../model/issue.ts'
import type { Names } from '../../model/kit.ts'
import { unknownName } from '../../model/messages.ts'
import type { SentenceMistake, SentenceResult } from '../../model/schema-sentence.ts'
import {
  type Amount,
  failAt,
  readAmount,
  slice,
  trimmed,
  unitMistake,
  writeAmount,
} from '../../model/sentence-words.ts'
import { noReaction, reactsWithItself } from './messages.ts'

/**
 * The grammar of a reaction:
 *
 *     reaction := enzyme 'turns' precursor 'into' product 'at' rate
 *               | substrate 'binds' substrate 'at' rate
 *
 * Names may hold spaces; the first of each word divides.
 */

/** What a reaction says, without its source. */
export type ReactionWords =
  | {
      readonly kind: 'turns'
      readonly enzyme: string
      readonly precursor: string
      readonly product: string
      readonly rate: Amount
    }
  | { readonly kind: 'binds'; readonly first: string; readonly second: string; readonly rate: Amount }

const TURNS = /^(?<a>\S.*?)\s+turns\s+(?<b>\S.*?)\s+into\s+(?<c>\S.*?)\s+at\s+(?<rate>\S.*)$/d
const BINDS = /^(?<a>\S.*?)\s+binds\s+(?<b>\S.*?)\s+at\s+(?<rate>\S.*)$/d

/** Unit of the rate of every reaction between two substrates. */
export const RATE_UNIT = '1/(nM min)'

/** Reads a reaction between substrates of the document; says where the first mistake is. */
export function parseReaction(text: string, names: Names): SentenceResult<ReactionWords> {
  const turns = TURNS.exec(text)
  const match = turns ?? BINDS.exec(text)
  if (match === null) return failAt(noReaction(), trimmed(text, 0, text.length))
  const spans = spansOf(text, match)
  const parts = (turns === null ? ['a', 'b'] : ['a', 'b', 'c']).map((part) => spans.get(part))
  const mistake = wrongName(text, parts, names)
  if (mistake !== undefined) return mistake
  const rate = readAmount(text, spans.get('rate'), { example: `0.06 ${RATE_UNIT}` })
  if (!rate.ok) return rate
  const wrong = unitMistake(rate.value, RATE_UNIT)
  if (wrong !== undefined) return failAt(wrong, spans.get('rate'))
  const [first = '', second = '', product = ''] = parts.map((part) => slice(text, part))
  if (first === second || second === product) return failAt(reactsWithItself(second), spans.get('b'))
  return {
    ok: true,
    value:
      turns === null
        ? { kind: 'binds', first, second, rate: rate.value }
        : { kind: 'turns', enzyme: first, precursor: second, product, rate: rate.value },
  }
}

function spansOf(text: string, match: RegExpExecArray): ReadonlyMap<string, TextSpan> {
  const groups = Object.entries(match.indices?.groups ?? {})
  return new Map(groups.map(([name, [start, end]]) => [name, trimmed(text, start, end)]))
}

function wrongName(
  text: string,
  parts: readonly (TextSpan | undefined)[],
  names: Names,
): SentenceMistake | undefined {
  const known = names.get('substrate')
  const wrong = parts.find((part) => known !== undefined && !known.includes(slice(text, part)))
  return wrong === undefined || known === undefined
    ? undefined
    : failAt(unknownName('substrate', slice(text, wrong), known), wrong)
}

/** Writes a reaction as an author would; it reads back to the same. */
export function writeReaction(reaction: ReactionWords): string {
  const rate = writeAmount(reaction.rate)
  return reaction.kind === 'binds'
    ? `${reaction.first} binds ${reaction.second} at ${rate}`
    : `${reaction.enzyme} turns ${reaction.precursor} into ${reaction.product} at ${rate}`
}

/** What a reaction does, without how fast: two that agree in it are the same hypothesis. */
export function reactionKey(reaction: ReactionWords): string {
  return reaction.kind === 'binds'
    ? ['binds', ...[reaction.first, reaction.second].toSorted()].join('\n')
    : ['turns', reaction.enzyme, reaction.precursor, reaction.product].join('\n')
}
