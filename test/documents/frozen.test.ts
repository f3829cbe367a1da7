import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCsv } from '../../src/compile/csv.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { readFile } from '../../src/platform/node/read-file.ts'

/* Validation trials are not tuned on: their models are those that were written down before the trials ran. */

const read = readCsv(readFileSync('evidence/frozen.csv', 'utf8'))
const rows = Array.isArray(read) ? read.slice(1).map(({ fields }) => fields) : []

test('there are frozen models', () => {
  expect(rows.length).toBeGreaterThan(0)
})

test.each(rows)('%s still runs the model that was frozen', (_experiment, model = '', hash) => {
  expect(parseModel(model, readFile).model?.hash, `${model} moved after its validation trial had run`).toBe(
    hash,
  )
})
