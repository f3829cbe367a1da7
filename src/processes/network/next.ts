import type { SentenceSlot } from '../../model/kit.ts'

const VERBS = ['activates', 'inhibits', 'becomes', 'and']
const CLAUSES = ['half at', 'hill', 'in proportion', 'strength', 'tau', 'delay', 'by']

/** What may follow the beginning of an edge. */
export function nextInEdge(before: string): readonly SentenceSlot[] {
  const verb = /^(.*?)\s(activate|inhibit|become)s?\s+/.exec(before)
  if (verb === null) {
    const from = startOfInput(before)
    return [
      { from, of: 'network node', followedBy: VERBS },
      { from, of: 'signal', followedBy: VERBS },
    ]
  }
  const comma = [...before.matchAll(/,(?!\d)/g)].at(-1)?.index ?? -1
  if (comma < 0)
    return [{ from: verb[0].length, of: 'network node', followedBy: verb[2] === 'become' ? ['at'] : [] }]
  return nextInClause(before, comma + 1, verb[1]?.trim() ?? '')
}

function startOfInput(before: string): number {
  const joined = [...before.matchAll(/(?:^|\sand\s+)(?:not\s+)?/g)].at(-1)
  return joined === undefined ? 0 : joined.index + joined[0].length
}

function nextInClause(before: string, from: number, input: string): readonly SentenceSlot[] {
  const start = from + (/^\s*/.exec(before.slice(from))?.[0].length ?? 0)
  const clause = before.slice(start)
  const time = /^(?:tau|delay)\s+/.exec(clause)
  if (time !== null) return [{ from: start + time[0].length, of: 'amount', unit: 'min' }]
  const half = /^half\s+at\s+/.exec(clause)
  if (half !== null) return [{ from: start + half[0].length, of: 'amount', unitOf: input }]
  if (/^hill\s/.test(clause)) return [{ from: start + 5, words: ['1', '2', '4'] }]
  return [{ from: start, words: CLAUSES.filter((word) => !before.includes(`, ${word}`)) }]
}
