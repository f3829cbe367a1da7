import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseExperiment } from '../../src/experiment/experiment.ts'
import { planRuns } from '../../src/experiment/plan-runs.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { armsOfQuestion, momentsOf, questionOfArms, withCommon } from '../../lab/arms/arms-question.ts'

const FILE = 'experiments/question.yaml'

function keysOf(file: string, text: string): readonly string[] {
  const { experiment, issues } = parseExperiment(file, (path) =>
    path === file ? { ok: true, text } : readFile(path),
  )
  if (experiment === undefined) throw new Error(JSON.stringify(issues))
  return planRuns(experiment).map(({ arm, key }) => `${arm} ${key}`)
}

const asked = {
  model: 'models/colorectal/model.yaml',
  seed: 1,
  changes: '',
  replicates: 8,
  measures: ['tumour cells', 'CD8 cells'],
  at: ['12 h'],
}

test('arms of a trial that are compared and asked about again are the same models', () => {
  const shipped = readFileSync('experiments/e0-5-sting-and-anti-pd-1.yaml', 'utf8')
  const { arms, common } = armsOfQuestion(shipped)
  const model = /model: \.\.\/(.*)/.exec(shipped)?.[1] ?? ''
  const list = Object.entries(arms).map(([name, change]) => ({ name, change }))
  const text = questionOfArms({ ...asked, model, changes: common, arms: list })
  expect(armsOfQuestion(text)).toEqual({ arms, common })
  // What is recorded is part of a key, and what is asked decides what is recorded: the models are compared.
  const modelsOf = (file: string, from: string) =>
    parseExperiment(file, (path) =>
      path === file ? { ok: true, text: from } : readFile(path),
    ).experiment?.arms.map(({ name, model: read }) => `${name} ${read.hash}`)
  expect(modelsOf(FILE, text)).toEqual(modelsOf('experiments/e0-5-sting-and-anti-pd-1.yaml', shipped))
})

test('a comparison is a question that reads, whatever its arms are called', () => {
  const arms = [
    { name: 'as it stands', change: '' },
    { name: 'anti-PD-1', change: 'therapy: { anti-PD-1: { dose: 3 mg/kg, start: 0 day } }' },
    { name: 'without CAF', change: 'without: [CAF]' },
  ]
  const text = questionOfArms({ ...asked, arms })
  expect(keysOf(FILE, text)).toHaveLength(24)
  expect(text).toContain('question: How do anti-PD-1 and without CAF differ from as it stands?')
  expect(keysOf(FILE, questionOfArms({ ...asked, arms: arms.slice(0, 1) }))).toHaveLength(8)
})

test('moments lie between start and end', () => {
  expect(momentsOf(4320)).toEqual(['12 h', '24 h', '36 h', '48 h', '60 h'])
  expect(momentsOf(60)).toEqual(['10 min', '20 min', '30 min', '40 min', '50 min'])
  expect(momentsOf(2)).toEqual(['1 min'])
})

test('an arm keeps what is common to all', () => {
  const common = 'time: { stop: 12 h }\nwithout: [CAF]\n'
  expect(withCommon(common, '')).toBe(common)
  expect(withCommon('', 'a: 1')).toBe('a: 1')
  expect(parse(withCommon(common, 'without: [CD8]\ntime: { stop: 6 h }\nset: { a: 1 h }'))).toEqual({
    time: { stop: '6 h' },
    without: ['CAF', 'CD8'],
    set: { a: '1 h' },
  })
})
