import { expect, test } from 'vitest'
import { trialFixture } from '../../../test/report/trial-fixture.ts'
import { type Ledger, readLedger } from './ledger.ts'
import { outcomeRows, outcomeTable } from './outcome-rows.ts'
import { createResolver } from './resolve.ts'
import { trialClaims } from './trial-claims.ts'

const EXPERIMENT = 'experiments/x.yaml'

/** A ledger whose one claim is shown by the first expectation of the fixture. */
function ledgerFor(expectation: string, outcomes?: string): { ledger: Ledger; issues: readonly unknown[] } {
  const files: Readonly<Record<string, string | undefined>> = {
    'e/claims.csv':
      'claim,document,sentence,type,statement,citation,mechanisms,status,carried by,shown by,note\n' +
      `C1,D,D.1,outcome,Something is so.,doi:10.1/x,M01,implemented,,"${EXPERIMENT}: ${expectation}",\n`,
    'e/entities.csv': 'entity,name,kind,states,documents,mention,status,carried by,note\n',
    'e/documents.csv': 'document,title,citation,read as\nD,A title,doi:10.1/x,whole\n',
    'e/mechanisms.csv': 'mechanism,name,what it covers\nM01,transport,all\n',
    'e/outcomes.csv': outcomes,
  }
  return readLedger('e', (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  })
}

const summary = trialFixture()
const expected = summary.effects.flatMap((effect) => (effect.expected === undefined ? [] : [effect]))
const [first] = expected
if (first?.expected === undefined) throw new Error('the fixture expects nothing')
const { expected: wanted, estimate } = first

test('every expectation of a trial becomes a row, with effect and interval', () => {
  const rows = outcomeRows(summary, EXPERIMENT, '2026-01-02')
  expect(rows.length).toBeGreaterThanOrEqual(expected.length)
  expect(rows[0]).toMatchObject({
    experiment: EXPERIMENT,
    expectation: wanted.text,
    outcome: wanted.met,
    replicates: String(summary.subjects ?? summary.replicates),
    version: summary.provenance.version,
    date: '2026-01-02',
  })
  expect(Number(rows[0]?.estimate)).toBeCloseTo(
    estimate ?? Number.NaN,
    3 - Math.ceil(Math.log10(Math.abs(estimate ?? 1))),
  )
})

test('the table reads back, and rows computed anew replace those of before', () => {
  const rows = outcomeRows(summary, EXPERIMENT, '2026-01-02')
  const { ledger, issues } = ledgerFor(wanted.text, outcomeTable([], rows))
  expect(issues).toEqual([])
  expect(ledger.outcomes?.toSorted()).toHaveLength(rows.length)
  const again = rows.map((row) => ({ ...row, date: '2026-02-03' }))
  const other = { ...again[0], experiment: 'experiments/y.yaml', date: '2025-01-01' } as (typeof rows)[number] // a whole row
  const table = outcomeTable([...(ledger.outcomes ?? []), other], again)
  expect(table).not.toContain('2026-01-02')
  expect(table).toContain('experiments/y.yaml')
  expect(outcomeTable([], [...rows].toReversed())).toBe(outcomeTable([], rows))
})

test('a trial tells what came of the claims that it shows, and nothing of others', () => {
  const { ledger } = ledgerFor(wanted.text)
  const resolver = createResolver('', () => ({ ok: false, reason: 'no such file' }))
  expect(trialClaims(`somewhere/${EXPERIMENT}`, [wanted], ledger, resolver)).toMatchObject([
    { claim: 'C1', expectation: wanted.text, met: wanted.met },
  ])
  expect(trialClaims(EXPERIMENT, [], ledger, resolver)[0]).not.toHaveProperty('met')
  expect(trialClaims('experiments/xx.yaml', [wanted], ledger, resolver)).toEqual([])
})
