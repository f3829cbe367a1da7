import { expect, it } from 'vitest'
import { modelFrom } from '../testing/run-model.ts'
import { mechanismsOf } from './mechanisms.ts'

const model = modelFrom(`format: 1
title: two claims
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 1 h, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg }
cell types:
  tumour:
    cycle: { model: live, rate: 0 1/min }
    rules: ["oxygen increases cycle entry to 0.001 1/min, half at 21.5 mmHg, hill 4 [fitted, smith]"]
  CD8: {}
vessels:
  points: [[10 um, 10 um, 0 um]]
  exchange: { oxygen: { blood: 38 mmHg, rate: 1 1/min } }
  entry: { CD8: { rate: 1 1/day, gates: ["oxygen decreases entry to 0.2, half at 10 mmHg, hill 2 [assumed]"] } }
sources: { smith: "doi:10.1000/182" }
`)

it('states rules and gates as the model does, with whose they are and how they are known', () => {
  expect(mechanismsOf(model)).toEqual([
    {
      subject: 'tumour',
      text: 'oxygen increases cycle entry to 0.001 1/min, half at 21.5 mmHg, hill 4',
      kind: 'fitted',
      source: 'smith',
    },
    {
      subject: 'vessels',
      text: 'oxygen decreases entry of CD8 to 0.2, half at 10 mmHg, hill 2',
      kind: 'assumed',
    },
  ])
})
