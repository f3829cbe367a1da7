import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type OutcomeRow, readLedger } from '../../src/analysis/evidence/ledger.ts'
import { outcomeRows } from '../../src/analysis/evidence/outcome-rows.ts'
import type { TrialSummary } from '../../src/analysis/summary.ts'
import { readFile } from '../../src/platform/node/read-file.ts'

/*
 * Every trial of the three loops, with all its replicates. Calibration experiments must meet what they expect, since models were set to do
 * so. Of validation experiments nothing is demanded: their outcomes are what evidence/outcomes.csv says, met or not, to the last digit.
 */

const CALIBRATION = ['e0-1-monoculture', 'e0-2-coculture', 'e1-1-loop', 'e2-1-caf', 'e2-2-emt']

const trials = readdirSync('experiments')
  .filter((name) => /^(e\d-\d-.*|spp1-liver-metastasis)\.yaml$/.test(name) && !name.includes('sensitivity'))
  .map((name) => name.replace('.yaml', ''))

const folder = mkdtempSync(join(tmpdir(), 'milieu-trials-'))
const { ledger } = readLedger('evidence', readFile)

describe.each(trials)('%s', (name) => {
  const experiment = `experiments/${name}.yaml`
  const recorded = (ledger.outcomes ?? []).filter((row) => row.experiment === experiment)

  test('comes out as recorded', () => {
    const out = join(folder, name)
    const ran = spawnSync(process.execPath, ['bin/milieu.js', 'trial', experiment, '--out', out], {
      encoding: 'utf8',
    })
    expect(ran.status, ran.stderr).toBe(0)
    // Written by milieu trial.
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as TrialSummary
    const found = outcomeRows(summary, experiment, '')
    console.log(found.map((row) => `${row.outcome.padEnd(10)} ${row.expectation}`).join('\n'))
    expect(inOrder(found)).toEqual(inOrder(recorded))
    if (CALIBRATION.includes(name))
      expect(found.filter(({ outcome }) => outcome !== 'met').map((row) => row.expectation)).toEqual([])
  })
})

/** What must be the same again, in one order: all but the day and the version. */
function inOrder(rows: readonly OutcomeRow[]): readonly Partial<OutcomeRow>[] {
  const same = rows.map(({ version: _version, date: _date, ...row }) => row)
  return same.toSorted((a, b) => (a.expectation < b.expectation ? -1 : 1))
}
