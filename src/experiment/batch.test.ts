import { expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { memoryFiles } from '../store/memory-files.ts'
import { batchIds, batchOf, readBatch, writeBatch } from './batch.ts'
import type { Design } from './design.ts'
import { amendedModel, parseExperiment } from './experiment.ts'
import { jobsOf, planRuns } from './plan-runs.ts'
import { layStudy, openStudy } from './open-study.ts'

const EXPERIMENT = `format: 1
question: Does it matter?
model: tissue.yaml
replicates: 2
arms: { control: {}, slow: { set: { time.stop: 2 h } } }
endpoints: { burden: { measure: live cells } }
`

const read = (path: string) => {
  const text = { 'a.yaml': EXPERIMENT, 'tissue.yaml': livingTissue({ therapy: '{}' }) }[path]
  return text === undefined ? ({ ok: false, reason: 'no such file' } as const) : ({ ok: true, text } as const)
}

function experimentOf() {
  const { experiment } = parseExperiment('a.yaml', read)
  if (experiment === undefined) throw new Error('has mistakes')
  return experiment
}

const design: Design = {
  parameters: [
    {
      name: 'interval',
      paths: ['time.phenotype'],
      unit: 'min',
      text: 'one of 6, 12 min',
      provenance: { kind: 'assumed' },
    },
  ],
  points: [
    { index: 0, setting: 0, values: [6] },
    { index: 1, setting: 1, values: [12] },
  ],
}

test('a point changes the model, the key and nothing of the luck', () => {
  const experiment = experimentOf()
  const plans = planRuns(experiment, { design })
  expect(plans).toHaveLength(2 * 2 * 2)
  expect(new Set(plans.map(({ key }) => key)).size).toBe(8)
  expect(new Set(plans.map(({ seed }) => seed)).size).toBe(2)
  const twelve = amendedModel(experiment, 'control', plans[2]?.overrides ?? [])
  expect(twelve.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  const hashes = jobsOf(experiment, plans).map(({ model }) => model.hash)
  expect(new Set(hashes).size).toBe(4)
  expect(hashes[2]).toBe(twelve.model?.hash)
})

test('patients have luck of their own, the same in every arm', () => {
  const points = [0, 1, 2].map((patient) => ({ index: patient, patient, values: [6] }))
  const plans = planRuns(experimentOf(), { design: { ...design, points }, replicates: 1 })
  const seeds = (arm: string) => plans.filter((plan) => plan.arm === arm).map(({ seed }) => seed)
  expect(new Set(seeds('control')).size).toBe(3)
  expect(seeds('slow')).toEqual(seeds('control'))
})

test('a point that makes no valid model says what it was', () => {
  const bad = { ...design, points: [{ index: 0, values: [-6] }] }
  const [job] = jobsOf(experimentOf(), planRuns(experimentOf(), { design: bad }))
  expect(() => job?.model).toThrow(/arm control has no valid model with time\.phenotype: -6 min/)
})

test('a study and its batches come back from their folder as they were', () => {
  const files = memoryFiles()
  const experiment = experimentOf()
  const plans = planRuns(experiment, { design })
  layStudy(files, 'results/a', experiment, { kind: 'trial', options: { replicates: 2 } })
  const batch = batchOf(plans)
  writeBatch(files, 'results/a', batch)
  const { experiment: again, record } = openStudy(files, 'results/a')
  expect(record.options).toEqual({ replicates: 2 })
  expect(batchIds(files, 'results/a')).toEqual([batch.id])
  expect(readBatch(files, 'results/a', batch.id)).toEqual(batch)
  expect(planRuns(again, { design })).toEqual(plans)
})

test('a folder without a study says how to make one', () => {
  expect(() => openStudy(memoryFiles(), 'nowhere')).toThrow(/nowhere holds no trial/)
})
