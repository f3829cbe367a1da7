/**
 * Writes down which models validation trials run, so that it can be seen later whether a number moved after their outcome was known:
 *
 *     node scripts/freeze-models.ts experiments/e0-3-orthotopic.yaml ...
 *
 * A row of an experiment that is there already is never written over; take it out by hand, and say why in the note of the new one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readCsv } from '../src/compile/csv.ts'
import { parseModel } from '../src/compile/parse-model.ts'
import { readFile } from '../src/platform/node/read-file.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const file = join(root, 'evidence/frozen.csv')
const text = readFileSync(file, 'utf8')
const rows = readCsv(text)
if (!Array.isArray(rows)) throw new Error('evidence/frozen.csv is no table')
const known = new Set(rows.map(({ fields }) => fields[0]))
const date = new Date().toISOString().slice(0, 10)
const added = process.argv.slice(2).map((experiment) => {
  if (known.has(experiment)) throw new Error(`${experiment} is frozen already`)
  const written = parse(readFileSync(join(root, experiment), 'utf8')) as { model: string } // an experiment that was checked
  const model = posix.join(posix.dirname(experiment), written.model)
  const hash = parseModel(model, readFile).model?.hash
  if (hash === undefined) throw new Error(`${model} has mistakes`)
  return `${[experiment, model, hash, date, ''].join(',')}\n`
})
writeFileSync(file, text + added.join(''))
