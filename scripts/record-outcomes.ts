/**
 * Writes what came of the expectations of finished trials into `evidence/outcomes.csv`:
 *
 *     node scripts/record-outcomes.ts results/crc-anti-pd1=experiments/crc-anti-pd1.yaml ...
 *
 * Rows of other experiments stay. Without `=file` the experiment is the one of the folder's name. A trial is recorded only if it ran
 * the model that the experiment has now; that of a validation trial is held by `evidence/frozen.csv`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Ledger, readLedger, splitOf } from '../src/analysis/evidence/ledger.ts'
import type { OutcomeRow } from '../src/analysis/evidence/ledger-columns.ts'
import { parseExperiment } from '../src/experiment/experiment.ts'
import { outcomeRows, outcomeTable } from '../src/analysis/evidence/outcome-rows.ts'
import type { TrialSummary } from '../src/analysis/summary.ts'
import { readFile } from '../src/platform/node/read-file.ts'
import { expectedOutcomes } from '../src/report/answer.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const date = new Date().toISOString().slice(0, 10)

/** The rows of one trial: `FOLDER` or `FOLDER=EXPERIMENT`. */
function rowsOf(study: string, ledger: Ledger): readonly OutcomeRow[] {
  const [folder = '', experiment = `experiments/${basename(folder)}.yaml`] = study.split('=')
  if (!existsSync(join(root, experiment))) throw new Error(`there is no ${experiment}; write ${folder}=FILE`)
  // Written by milieu trial.
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as TrialSummary
  // What the control runs; that its model file is the frozen one is tested apart.
  const control = parseExperiment(experiment, readFile).experiment?.arms[0]?.model.hash
  const ran = summary.provenance.modelHash
  if (control !== ran)
    throw new Error(`${folder} ran a model with hash ${ran}; the control of ${experiment} has ${control}`)
  const outcomes = expectedOutcomes(summary)
  if (outcomes.length === 0) throw new Error(`${folder} expected nothing`)
  return outcomeRows(outcomes, {
    experiment,
    split: splitOf(ledger, experiment),
    replicates: String(summary.subjects ?? summary.replicates),
    version: summary.provenance.version,
    date,
  })
}

const studies = process.argv.slice(2)
if (studies.length === 0) {
  console.error('which trials? node scripts/record-outcomes.ts FOLDER[=EXPERIMENT] ...')
  process.exit(2)
}
const { ledger, issues } = readLedger(join(root, 'evidence'), readFile)
if (issues.length > 0) throw new Error(`the ledger has mistakes: ${JSON.stringify(issues)}`)
const now = studies.flatMap((study) => rowsOf(study, ledger))
writeFileSync(join(root, 'evidence/outcomes.csv'), outcomeTable(ledger.outcomes ?? [], now))
console.log(`${now.length} outcomes of ${studies.length} trials in evidence/outcomes.csv`)
