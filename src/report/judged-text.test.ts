import { describe, expect, test } from 'vitest'
import type { JudgedBy } from '../analysis/summary-results.ts'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import { expectationLine, expectedOutcomes } from './answer.ts'
import { judgedText, relationFindings } from './judged-text.ts'

const rho: JudgedBy = {
  statistic: 'rho',
  estimate: 0.41,
  low: 0.18,
  high: 0.6,
  unit: '1',
  method: 'Spearman over 60 patients',
  n: 60,
}
const text = 'antigenicity goes with higher CD8 in anti-PD-1'

describe('what an expectation was judged by', () => {
  test('is a number with interval and method', () => {
    expect(judgedText({ judgedBy: rho })).toBe('rho 0.41 [0.18 to 0.60], Spearman over 60 patients')
    expect(judgedText({ judgedBy: { ...rho, note: 'few' } })).toContain('60 patients; few')
    expect(judgedText({ judgedBy: { ...rho, high: null } })).toContain('[0.18 to no bound]')
    expect(judgedText({ judgedBy: { ...rho, low: null, high: null } })).toContain('0.410 [no interval]')
    expect(judgedText({ judgedBy: { ...rho, estimate: null, note: 'too few' } })).toBe('rho: too few')
    expect(judgedText({})).toBe('')
  })

  test('stands beside it, and the outcome counts', () => {
    const relations = [
      { text, met: 'met', judgedBy: rho },
      { text, met: 'unsettled' },
    ] as const
    expect(relationFindings({ relations })[0]).toBe(`As expected: ${text} (${judgedText({ judgedBy: rho })})`)
    expect(relationFindings({ relations })[1]).toBe(`Unsettled: ${text}`)
    const before = expectedOutcomes(trialFixture()).length
    const summary = { ...trialFixture(), relations }
    expect(expectedOutcomes(summary)).toHaveLength(before + 2)
    expect(expectationLine(summary)).toContain(`Of ${before + 2} expected outcomes`)
  })
})
