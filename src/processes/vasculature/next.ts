import type { SentenceSlot } from '../../model/kit.ts'

const EFFECTS = ['increases entry', 'decreases entry']

/** What may follow the beginning of a gate. */
export function nextInGate(before: string): readonly SentenceSlot[] {
  const head = /^(.*?)\s(?:increases|decreases)\s+entry/.exec(before)
  if (head === null) return [{ from: before.search(/\S|$/), of: 'substrate', followedBy: EFFECTS }]
  const comma = before.lastIndexOf(',')
  if (comma < 0) return [{ from: before.length, words: [', half at'] }]
  const start = comma + 1 + (/^\s*/.exec(before.slice(comma + 1))?.[0].length ?? 0)
  const clause = before.slice(start)
  const half = /^half\s+at\s+/.exec(clause)
  if (half !== null) return [{ from: start + half[0].length, of: 'amount', unitOf: head[1]?.trim() ?? '' }]
  const blocked = /^blocked\s+by\s+/.exec(clause)
  if (blocked !== null) return [{ from: start + blocked[0].length, of: 'substrate', followedBy: ['at'] }]
  return [{ from: start, words: ['half at', 'hill', 'blocked by'] }]
}
