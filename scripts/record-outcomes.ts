/**
 * Writes what came of the expectations of finished trials into `evidence/outcomes.csv`:
 *
 *     node scripts/record-outcomes.ts results/crc-anti-pd1=experiments/crc-anti-pd1.yaml ...
 *
 * Rows of other experiments stay. Without `=file` the experiment is the one of the folder's name.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLedger } from '../src/analysis/evidence/ledger.ts'
import { outcomeRows, outcomeTable } from '../src/analysis/evidence/outcome-rows.ts'
import type { TrialSummary } from '../src/analysis/summary.ts'
import { readFile } from '../src/platform/node/read-file.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const studies = process.argv.slice(2)
if (studies.length === 0) {
  console.error('which trials? node scripts/record-outcomes.ts FOLDER[=EXPERIMENT] ...')
  process.exit(2)
}
const date = new Date().toISOString().slice(0, 10)
const now = studies.flatMap((study) => {
  const [folder = '', experiment = `experiments/${basename(folder)}.yaml`] = study.split('=')
  if (!existsSync(join(root, experiment))) throw new Error(`there is no ${experiment}; write ${folder}=FILE`)
  // Written by milieu trial.
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as TrialSummary
  return outcomeRows(summary, experiment, date)
})
const { ledger } = readLedger(join(root, 'evidence'), readFile)
writeFileSync(join(root, 'evidence/outcomes.csv'), outcomeTable(ledger.outcomes ?? [], now))
console.log(`${now.length} outcomes of ${studies.length} trials in evidence/outcomes.csv`)
