import { describe, expect, test } from 'vitest'
import { trialFixture } from '../../../test/report/trial-fixture.ts'
import { expectedOutcomes } from '../../report/answer.ts'
import type { ExpectedOutcome } from '../summary-results.ts'
import { type Ledger, readLedger, splitOf } from './ledger.ts'
import { outcomeRows, outcomeTable, outcomeText } from './outcome-rows.ts'
import { createResolver } from './resolve.ts'
import { trialClaims } from './trial-claims.ts'

const EXPERIMENT = 'experiments/x.yaml'
const TRIAL = {
  experiment: EXPERIMENT,
  split: 'C',
  replicates: '4',
  version: '0.1.0',
  date: '2026-01-02',
} as const

/** A ledger whose one claim is shown by one expectation. */
function ledgerFor(expectation: string, outcomes?: string): { ledger: Ledger; issues: readonly unknown[] } {
  const files: Readonly<Record<string, string | undefined>> = {
    'e/claims.csv':
      'claim,document,sentence,type,statement,citation,mechanisms,status,carried by,shown by,note\n' +
      `C1,D,D.1,outcome,Something is so.,doi:10.1/x,M01,implemented,,"${EXPERIMENT}: ${expectation}",\n`,
    'e/entities.csv': 'entity,name,kind,states,documents,mention,status,carried by,note\n',
    'e/documents.csv': 'document,title,citation,read as\nD,A title,doi:10.1/x,whole\n',
    'e/mechanisms.csv': 'mechanism,name,what it covers\nM01,transport,all\n',
    'e/frozen.csv': `experiment,model,hash,frozen,note\n${EXPERIMENT},models/x.yaml,00,2026-01-01,\n`,
    'e/outcomes.csv': outcomes,
  }
  return readLedger('e', (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  })
}

function judged(
  text: string,
  met: ExpectedOutcome['met'],
  statistic: string,
  [estimate, low, high]: readonly (number | null)[],
  unit = '1',
): ExpectedOutcome {
  const ends = { estimate: estimate ?? null, low: low ?? null, high: high ?? null }
  return { text, met, judgedBy: { statistic, ...ends, unit, method: 'made up', n: 4 } }
}

/** One of each kind of sentence that an experiment may expect; no number means anything. */
const KINDS: readonly ExpectedOutcome[] = [
  judged('burden is lower in a than in b', 'met', 'difference', [-12.34567, -20, -5], 'cells'),
  judged('burden is at least 2 times lower in a than in b', 'unsettled', 'ratio', [0.5, 0.3, 0.8]),
  judged('burden is unchanged in a against b', 'not met', 'ratio', [2, 1.9, 2.1]),
  judged('progression is later in a than in b', 'met', 'hazard ratio', [0.4, 0.2, null]),
  judged(
    'burden in a keeps at most 50 % of the change from b to c',
    'met',
    'share of the change',
    [31, 20, 42],
    '%',
  ),
  judged('a and b are synergistic in c against d, on burden', 'unsettled', 'excess', [0.1, -0.1, 0.3]),
  judged('SPP1 goes with lower burden in a', 'not met', 'rho', [0.41, 0.18, 0.6]),
  judged('SPP1 goes with a smaller effect of a against b on burden', 'unsettled', 'rho', [null, null, null]),
  judged('SPP1 before tells progression in a, AUC above 0.6', 'met', 'area under the curve', [0.8, 0.7, 0.9]),
  judged('progression is earlier in the lowest third of MIIP in a', 'met', 'hazard ratio', [3.2, 1.5, 7]),
  judged('colonisation rises over time in a', 'met', 'slope', [0.02, 0.01, 0.03], '1/day'),
]

describe('rows of outcomes', () => {
  test('every expectation of a trial becomes a row: of endpoints, of times to events, of relations', () => {
    const relations = KINDS.slice(4)
    const outcomes = expectedOutcomes({ ...trialFixture(), relations })
    const rows = outcomeRows(outcomes, TRIAL)
    expect(new Set(rows.map(({ expectation }) => expectation))).toEqual(
      new Set(outcomes.map(({ text }) => text)),
    )
    expect(rows.map(({ expectation }) => expectation)).toEqual(
      expect.arrayContaining(relations.map(({ text }) => text)),
    )
  })

  test('a row has what was estimated, with interval and unit, to four digits', () => {
    const [difference] = outcomeRows(KINDS, TRIAL)
    expect(difference).toEqual({
      ...TRIAL,
      expectation: 'burden is lower in a than in b',
      outcome: 'met',
      statistic: 'difference',
      estimate: '-12.35',
      low: '-20',
      high: '-5',
      unit: 'cells',
    })
  })

  test('in words', () => {
    expect(outcomeRows(KINDS, TRIAL).map(outcomeText)).toEqual([
      'difference -12.35 [-20 to -5] cells',
      'ratio 0.5 [0.3 to 0.8]',
      'ratio 2 [1.9 to 2.1]',
      'hazard ratio 0.4 [0.2 to no bound]',
      'share of the change 31 [20 to 42] %',
      'excess 0.1 [-0.1 to 0.3]',
      'rho 0.41 [0.18 to 0.6]',
      '',
      'area under the curve 0.8 [0.7 to 0.9]',
      'hazard ratio 3.2 [1.5 to 7]',
      'slope 0.02 [0.01 to 0.03] 1/day',
    ])
  })

  test('of an expectation at several times the last counts', () => {
    const [first] = KINDS
    if (first === undefined) throw new Error('no kinds')
    const rows = outcomeRows([first, { ...first, met: 'not met' }], TRIAL)
    expect(rows).toMatchObject([{ outcome: 'not met' }])
  })
})

describe('the table of outcomes', () => {
  test('reads back as it was written', () => {
    const rows = outcomeRows(KINDS, TRIAL)
    const { ledger, issues } = ledgerFor('burden is lower', outcomeTable([], rows))
    expect(issues).toEqual([])
    const byText = (a: { expectation: string }, b: { expectation: string }): number =>
      a.expectation < b.expectation ? -1 : 1
    expect(ledger.outcomes?.toSorted(byText)).toEqual(rows.toSorted(byText))
  })

  test('rows of a trial replace those of before, of which none stays; other trials stay', () => {
    const before = outcomeRows(KINDS, TRIAL)
    const other = outcomeRows(KINDS.slice(0, 1), { ...TRIAL, experiment: 'experiments/y.yaml' })
    const again = outcomeRows(KINDS.slice(1), { ...TRIAL, date: '2026-02-03' })
    const table = outcomeTable([...before, ...other], again)
    expect(table.match(/2026-02-03/g)).toHaveLength(KINDS.length - 1)
    expect(table.match(/2026-01-02/g)).toHaveLength(1)
    expect(table).toContain('experiments/y.yaml')
  })

  test('does not hang on the order in which trials were recorded', () => {
    const rows = outcomeRows(KINDS, TRIAL)
    expect(outcomeTable([], rows.toReversed())).toBe(outcomeTable([], rows))
  })
})

test('a trial whose model was frozen is one of validation', () => {
  const { ledger } = ledgerFor('burden is lower')
  expect(splitOf(ledger, EXPERIMENT)).toBe('V')
  expect(splitOf(ledger, 'experiments/y.yaml')).toBe('C')
})

test('a trial tells what came of the claims that it shows, and nothing of others', () => {
  for (const wanted of KINDS) {
    const { ledger } = ledgerFor(wanted.text)
    const resolver = createResolver('', () => ({ ok: false, reason: 'no such file' }))
    expect(trialClaims(`somewhere/${EXPERIMENT}`, KINDS, ledger, resolver)).toMatchObject([
      { claim: 'C1', expectation: wanted.text, met: wanted.met },
    ])
    expect(trialClaims(EXPERIMENT, [], ledger, resolver)[0]).not.toHaveProperty('met')
    expect(trialClaims('experiments/xx.yaml', KINDS, ledger, resolver)).toEqual([])
  }
})
