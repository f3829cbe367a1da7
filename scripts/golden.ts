/** Compares the pinned runs of test/golden with what the program computes now; `--update` writes them anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GOLDEN_CASES, goldenRun } from '../src/testing/golden-runs.ts'

const isUpdate = process.argv.includes('--update')
process.chdir(join(import.meta.dirname, '..'))

const results = GOLDEN_CASES.map((one) => {
  const file = `test/golden/${one.name}.json`
  const text = `${JSON.stringify(goldenRun(one), undefined, 2)}\n`
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === text
  if (!isSame && isUpdate) writeFileSync(file, text)
  process.stdout.write(`${file}: ${isSame ? 'as it was' : isUpdate ? 'written' : 'different'}\n`)
  return isSame || isUpdate
})
if (!results.every(Boolean)) {
  process.stdout.write('results moved; when they should, run: npm run golden -- --update\n')
  process.exitCode = 1
}
