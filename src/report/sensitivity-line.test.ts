import { describe, expect, test } from 'vitest'
import type { SensitivitySummary } from '../analysis/summary.ts'
import { hangsOn, isAboveLuck, sensitivityLine } from './sensitivity-line.ts'

const entry = (
  parameter: string,
  index: number,
  more: Partial<SensitivitySummary> = {},
): SensitivitySummary => ({
  endpoint: 'burden',
  parameter,
  index,
  method: 'Morris screening',
  sigma: 0,
  ...more,
})
const known = { kind: 'measured' } as const
const guessed = { kind: 'assumed' } as const
const kindOf = ({ kind }: SensitivitySummary) => kind

describe('what an answer hangs on, in a sentence', () => {
  test('names the first three and says which of them are assumed', () => {
    const entries = [
      entry('d', 1, guessed),
      entry('a', 4, known),
      entry('b', 3, guessed),
      entry('half of c', 2, known),
    ]
    expect(hangsOn(entries, kindOf)).toBe(
      'the answer hangs most on a, b and \u201chalf of c\u201d (of which assumed: b).',
    )
    expect(hangsOn([entry('a', 4, guessed), entry('b', 3, guessed)], kindOf)).toBe(
      'the answer hangs most on a and b (all assumed).',
    )
    expect(hangsOn([entry('a', 4, known), entry('b', 3, known)], kindOf)).toContain('none of them is assumed')
    expect(hangsOn([entry('a', 4, guessed)], kindOf)).toBe('the answer hangs most on a (assumed).')
  })

  test('names nothing that luck would do, too', () => {
    expect(isAboveLuck(entry('a', 4, { low: 3, luck: 2 }))).toBe(true)
    expect(isAboveLuck(entry('a', 4, { low: 1, luck: 2 }))).toBe(false)
    expect(isAboveLuck(entry('a', 0))).toBe(false)
    expect(hangsOn([entry('a', 4, { low: 1, luck: 2 }), entry('b', 0)], kindOf)).toBe(
      'none of the 2 numbers that were varied can be told apart from luck.',
    )
    expect(hangsOn([entry('a', 0), entry('b', 0)], kindOf)).toBe(
      'it did not move, whichever of the 2 numbers was varied.',
    )
  })

  test('speaks of the primary comparison, and not at all where nobody looked', () => {
    const summary = { effects: [], endpoints: [], parameters: [], sensitivity: [] }
    expect(sensitivityLine(summary)).toBe('')
    const rows = [
      entry('a', 1, { endpoint: 'other', arm: 'x', against: 'y' }),
      entry('b', 1, { endpoint: 'burden', arm: 'x', against: 'y', ...known }),
    ]
    const effects = [{ endpoint: 'burden', arm: 'x', against: 'y' }]
    // The cast states that nothing else of an effect is read.
    const line = sensitivityLine({ ...summary, sensitivity: rows, effects } as unknown as Parameters<
      typeof sensitivityLine
    >[0])
    expect(line).toBe('Which numbers matter (burden, x \u2212 y): the answer hangs most on b.')
  })
})
