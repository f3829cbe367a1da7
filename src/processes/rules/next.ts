import type { SentenceSlot } from '../../model/kit.ts'
import { describeRule } from './describe.ts'
import { parseRule } from './sentence.ts'

const VERBS = ['increases', 'decreases']
const CLAUSES = ['half at', 'hill', 'also when dead', 'to', 'from']

/** What may follow the beginning of a rule. */
export function nextInRule(before: string): readonly SentenceSlot[] {
  const verb = /^(.*?)\s(increases|decreases)\s+/.exec(before)
  if (verb === null) return [{ from: before.search(/\S|$/), of: 'signal', followedBy: VERBS }]
  const [head, signal = ''] = verb
  const comma = lastComma(before)
  if (comma >= 0) return nextInClause(before, comma + 1, signal.trim(), behaviourIn(before, head.length))
  const amount = /^(.*\s)(to|from)\s+(?=[-+]?\.?\d)/.exec(before.slice(head.length))
  const behaviour = { from: head.length, of: 'behaviour', followedBy: ['to', 'from'] }
  if (amount === null) return [behaviour]
  const from = head.length + amount[0].length
  return [behaviour, { from, of: 'amount', unitOf: behaviourIn(before, head.length) }]
}

function nextInClause(
  before: string,
  from: number,
  signal: string,
  behaviour: string,
): readonly SentenceSlot[] {
  const start = from + (/^\s*/.exec(before.slice(from))?.[0].length ?? 0)
  const clause = before.slice(start)
  const half = /^half\s+at\s+/.exec(clause)
  if (half !== null) return [{ from: start + half[0].length, of: 'amount', unitOf: signal }]
  const amount = /^(?:to|from)\s+/.exec(clause)
  if (amount !== null) return [{ from: start + amount[0].length, of: 'amount', unitOf: behaviour }]
  if (/^hill\s/.test(clause)) return [{ from: start + 5, words: ['1', '2', '4', '8'] }]
  return [{ from: start, words: CLAUSES.filter((word) => !before.includes(`, ${word}`)) }]
}

function behaviourIn(before: string, from: number): string {
  return (
    before
      .slice(from)
      .split(/,|\s(?:to|from)\s+(?=[-+]?\.?\d)/)[0]
      ?.trim() ?? ''
  )
}

/** The last comma that separates clauses. */
function lastComma(text: string): number {
  return [...text.matchAll(/,(?!\d)/g)].at(-1)?.index ?? -1
}

/** A rule in plain words; undefined when it does not read. */
export function explainRule(text: string): string | undefined {
  const rule = parseRule(text)
  return rule.ok ? describeRule(rule.value) : undefined
}
