import { describe, expect, test } from 'vitest'
import { createColors } from 'picocolors'
import { manyArmsFixture } from '../../test/report/many-arms-fixture.ts'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import { createTerminal } from './terminal.ts'
import { trialAnswer } from './trial-answer.ts'

const options = { report: 'report.html', again: 'milieu trial experiment.yaml', isQuiet: false }

function answer(summary: Parameters<typeof trialAnswer>[0], width: number, isColoured = false): string[] {
  const terminal = { ...createTerminal(), colours: createColors(isColoured), width, answerWidth: width }
  return trialAnswer(summary, terminal, options).split('\n')
}

describe('the end of a trial with many arms', () => {
  const summary = manyArmsFixture()

  test.each([80, 100])('is no wider than a terminal of %i columns', (width) => {
    expect(Math.max(...answer(summary, width).map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  test('begins with what was expected, by endpoint', () => {
    const [first = '', ...rest] = answer(summary, 100)
    expect(first).toContain('Of 19 expected outcomes: 12 met, 1 not met, 6 unsettled.')
    const marks = rest.filter((line) => /^ {2}[\u2713\u2717?] /.test(line))
    expect(marks).toHaveLength(19)
    expect(marks[0]).toMatch(/✓ met +is lower in anti-PD-1 than in untreated +difference -1,283 \[/)
    // What is about an endpoint stands with that endpoint, whatever kind of expectation it is.
    expect(marks[6]).toMatch(/✗ not met +in anti-SPP1 keeps at most 20 %/)
    const heads = ['Tumour cells', 'CD8 in tumour nests', 'Hypoxic fraction']
    expect(rest.filter((line) => heads.includes(line.trim())).map((line) => line.trim())).toEqual(heads)
  })

  test('has arms and comparisons of the primary endpoint from top to bottom, and counts the others', () => {
    const text = answer(summary, 100).join('\n')
    expect(text).toMatch(/9 of 9 comparisons settle a difference in tumour cells at day 7: 9\s+lower\.\n/)
    for (const against of ['untreated', 'CXCR4 antagonist', 'anti-PD-1', 'anti-SPP1'])
      expect(text).toContain(`\n    against ${against}\n`)
    expect(text.match(/-1,283 \[-1,420 to -1,146\] +lower/g)).toHaveLength(9)
    expect(text).toMatch(/CD8 in tumour nests \/mm2, day 7 +9 higher\n/)
    expect(text).toMatch(/Hypoxic fraction %, day 7 +9 unsettled\n/)
    expect(text).not.toContain('As expected:')
  })

  test('says met and not met by colour too', () => {
    const lines = answer(summary, 80, true)
    expect(lines.filter((line) => line.includes('\u001B[32m\u2713 met'))).toHaveLength(12)
    expect(lines.filter((line) => line.includes('\u001B[31m\u2717 not met'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('\u001B[33m? unsettled'))).toHaveLength(6)
  })
})

test('a trial of two arms has them side by side', () => {
  const lines = answer(trialFixture(), 100)
  expect(lines[0]).toMatch(/^ {2}In this tissue, anti-PD-1 changed tumour cells/)
  expect(lines.find((line) => line.includes('difference (95 % CI)'))).toMatch(
    /untreated +anti-PD-1 +difference/,
  )
  expect(lines.join('\n')).not.toContain('\u2713')
})
