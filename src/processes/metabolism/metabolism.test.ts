import { describe, expect, test } from 'vitest'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'

const FIELDS = `
  oxygen: { unit: mmHg, diffusion: 1e5 um^2/min, initial: 3 mmHg }
  glucose: { unit: mM, diffusion: 2e4 um^2/min, initial: 2 mM }
  lactate: { unit: mM, diffusion: 2e4 um^2/min, initial: 8 mM }
  buffer: { unit: mM, diffusion: 0 um^2/min, initial: 4 mM }`
const WHOLE = `
    metabolism:
      oxygen: { most: 57 amol/s, half: 1 mmHg }
      glucose: { most: 50 amol/s, half: 0.5 mM }
      lactate: { per glucose: 1.8, pasteur: 2 }`

function text({ type = WHOLE, fields = FIELDS, rest = '', points = '[0 um, 0 um, 0 um]' } = {}): string {
  return `
format: 1
title: a cell that burns sugar
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
${rest}
substrates:${fields}
cell types:
  c:${type}
    mechanics: { adhesion: 0 um/min }
initial: { c: { points: [${points}] } }`
}

const SIGNALS = 'record: { signals: [ATP, glycolysis, pH] }\nacidity: { lactate: lactate, buffer: buffer }'

describe('signals', () => {
  const run = runModel(text({ rest: SIGNALS }), { ticks: 3 })
  const at = (name: string): number => run.world.f64(`signal/${name}`)[0] ?? Number.NaN
  const level = (name: string): number => run.world.f32(`field/${name}`)[12] ?? 0

  test('ATP is 2 per glucose and 5 per oxygen, relative to what plenty makes', () => {
    const [o, g] = [level('oxygen'), level('glucose') / 1e6]
    const glycolysis = ((1 + 1 / (1 + o)) * g) / (0.5 + g)
    expect(at('glycolysis')).toBeCloseTo(glycolysis, 12)
    expect(at('ATP')).toBeCloseTo((2 * 50 * glycolysis + 5 * 57 * (o / (1 + o))) / (2 * 50 + 5 * 57), 12)
    // Less oxygen and sugar than at the start.
    expect([o < 3, g < 2]).toEqual([true, true])
  })

  test('pH is that of bicarbonate and buffer less lactate', () => {
    const left = 24 + 4 - level('lactate') / 1e6
    expect(at('pH')).toBeCloseTo(6.1 + Math.log10(left / (40 * 0.0307)), 12)
    expect(at('pH')).toBeLessThan(6.1 + Math.log10(20 / (40 * 0.0307)))
  })

  test('the demand may be written', () => {
    const energy = `\n      energy: { per glucose: 2, per oxygen: 0, demand: 25 amol/s }`
    const { world } = runModel(text({ type: WHOLE + energy, rest: SIGNALS }), { ticks: 1 })
    const [atp, glycolysis] = ['ATP', 'glycolysis'].map((name) => world.f64(`signal/${name}`)[0] ?? 0)
    expect((atp ?? 0) / (glycolysis ?? 1)).toBeCloseTo(4, 12)
  })
})

describe('uptake', () => {
  const still = FIELDS.replaceAll(/diffusion: \S+/g, 'diffusion: 0')
  // So little that three mmHg last.
  const SLOW = WHOLE.replace('57 amol/s', '0.05 amol/s')
  const taken = (model: string, ticks = 1): number =>
    3 - (runModel(model, { ticks }).world.f32('field/oxygen')[12] ?? 0)

  test('follows rules', () => {
    const half = `\n    rules:\n      - time decreases oxygen consumption to 0.5, half at 1e-9 min, hill 8`
    const [whole, halved] = ['', half].map((more) => {
      const run = runModel(text({ type: SLOW + more, fields: still }))
      run.run(1)
      const before = run.world.f32('field/oxygen')[12] ?? 0
      run.run(4)
      return { before, after: run.world.f32('field/oxygen')[12] ?? 0 }
    })
    expect(halved?.before).toBe(whole?.before)
    expect(halved?.after).toBeGreaterThan(whole?.after ?? 0)
  })

  test('is in proportion to volume, and adds up over the cells of a voxel', () => {
    const two = text({ type: SLOW, fields: still, points: '[0 um, 0 um, 0 um], [2 um, 0 um, 0 um]' })
    const twice = text({ fields: still, type: WHOLE.replace('57 amol/s', '0.1 amol/s') })
    expect(taken(two)).toBeCloseTo(taken(twice), 6)
    expect(taken(twice)).toBeGreaterThan(taken(text({ type: SLOW, fields: still })))
  })

  test('stops in the dead', () => {
    const dying = '\n    death: { apoptosis: { rate: 1e6 1/min, duration: 1 day } }'
    const run = runModel(text({ type: SLOW + dying, fields: still }))
    run.run(2)
    const before = run.world.f32('field/oxygen').slice()
    run.run(9)
    expect(run.world.f32('field/oxygen')).toEqual(before)
  })
})

test('a run goes on from a snapshot to the same bits', () => {
  const model = text({ rest: SIGNALS })
  const whole = runModel(model, { ticks: 12 })
  const half = runModel(model, { ticks: 5 })
  const again = loadSnapshot(half.program, saveSnapshot(half.world), testKernels())
  runUntil(createStepper(again), 12)
  expect(stateHash(again)).toBe(stateHash(whole.world))
})

test('a model without metabolism has no trace of it', () => {
  const { program } = runModel(
    text({ type: ' {}' }).replace('{}\n    mechanics: { adhesion: 0 um/min }', '{}'),
  )
  const names = [
    ...program.columns.map(({ name }) => name),
    ...program.behaviours.keys(),
    ...program.offered.keys(),
  ]
  expect(names.filter((name) => /metabolism|consumption|ATP|acidity|^pH$/.test(name))).toEqual([])
  expect(
    Object.values(program.activities)
      .flat()
      .filter(({ process }) => process === 'metabolism'),
  ).toEqual([])
})

describe('mistakes', () => {
  test.each([
    [
      'a substrate that is not there',
      { fields: '\n  s: { unit: nM, diffusion: 0 um^2/min }' },
      "no substrate 'oxygen'",
    ],
    ['a half level in another unit', { type: WHOLE.replace('1 mmHg', '1 mM') }, 'dimension of oxygen'],
    ['lactate of nothing', { type: '\n    metabolism: { lactate: { per glucose: 1 } }' }, 'made of glucose'],
    ['lod', { rest: 'transport: { scheme: lod }' }, 'scheme: lod'],
    ['more lactate than there is', { type: WHOLE.replace('1.8', '2.1') }, 'at most 2'],
    ['a key that does not exist', { type: WHOLE.replace('pasteur', 'pasteurs') }, "'pasteur'"],
    [
      'no amounts',
      {
        fields: FIELDS.replace('glucose: { unit: mM', 'glucose: { unit: relative').replace(
          'initial: 2 mM',
          'initial: 2',
        ),
      },
      'glucose is in relative',
    ],
  ])('%s', (_, change, expected) => {
    expect(refusal(text(change))).toContain(expected)
  })

  test('the model of these tests has none', () => {
    expect(modelFrom(text({ rest: SIGNALS })).hash).not.toBe('')
  })
})
