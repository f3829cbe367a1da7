import { expect, test } from 'vitest'
import { modelFrom } from '../testing/run-model.ts'
import { testEnvironment } from '../testing/run-environment.ts'
import { planRun } from '../experiment/plan-runs.ts'
import { runJob } from '../experiment/run-job.ts'
import { profileTable } from './run-answer.ts'

test('a profile has the reports of parts of the engine below it, as columns', () => {
  const model = modelFrom(
    'format: 1\ntitle: x\ndomain: { size: [40 um, 40 um, 20 um] }\ntime: { stop: 1 h }\ncell types: { a: {} }',
  )
  const plan = planRun(model, { arm: 'a', replicate: 0, seed: 1, measures: [] })
  const result = runJob({ plan, model }, testEnvironment({ isProfiled: true }))
  const rows = [
    { substrate: 'oxygen', steps: 1200, quasi: '12 %' },
    { substrate: 'CXCL10', steps: 8, quasi: '' },
  ]
  const text = profileTable(result, [
    { title: 'transport', rows },
    { title: 'nothing', rows: [] },
  ])
  expect(text).toMatch(/in all .* ticks/)
  expect(text).not.toContain('nothing')
  expect(text.split('\n').slice(-4)).toEqual([
    '  transport',
    '  substrate  steps  quasi',
    '  oxygen     1,200  12 %',
    '  CXCL10         8',
  ])
})
