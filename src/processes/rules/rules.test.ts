import { describe, expect, test } from 'vitest'
import { allSections } from '../../compile/parse-model.ts'
import { APOPTOTIC, NECROTIC } from '../../engine/columns.ts'
import { setClass } from '../../engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { writeModel } from '../../model/assemble.ts'
import { modelHash } from '../../model/model-hash.ts'
import { testKernels } from '../../testing/kernels.ts'
import { runPhase } from '../../testing/probe.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { PHYSICELL_SAMPLE_RULES, physicellSampleModel } from './physicell-rules.fixture.ts'
import { rulesSection } from './schema.ts'

test("every rule of PhysiCell's sample can be said, keeps its hash through a rewrite, and runs", () => {
  const { model, program, world } = runModel(physicellSampleModel(), { ticks: 2 })
  const count = model.data.cellTypes.reduce(
    (sum, type) => sum + (type.sections[rulesSection.key] as []).length,
    0,
  ) // a list of rules
  expect(count).toBe(PHYSICELL_SAMPLE_RULES.length)
  expect(program.signals.has('contact with malignant epithelial cell')).toBe(true)
  expect(world.tick).toBe(2)
  const written = modelFrom(writeModel(model.data, allSections()))
  expect(modelHash(written.data)).toBe(modelHash(model.data))
})

const MODEL = `
format: 1
title: two types
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/min, initial: 10 mmHg }
cell types:
  plain:
    motility: { speed: 3 um/min, persistence: 15 min }
  ruled:
    motility: { speed: 2 um/min, persistence: 15 min }
    exchange: { oxygen: { uptake: 10 1/min } }
    rules:
      - oxygen increases migration speed to 4 um/min, half at 10 mmHg, hill 3 [assumed]
      - oxygen decreases necrosis from 0.0028 1/min, half at 10 mmHg, hill 8 [assumed]
      - apoptotic increases oxygen secretion to 2 1/min, half at 1, hill 2, also when dead [assumed]
      - oxygen increases oxygen saturation from 5 mmHg to 6 mmHg, half at 10 mmHg, hill 1 [assumed]
      - apoptotic increases oxygen saturation to 8 mmHg, half at 1, hill 1, also when dead [assumed]
      - oxygen increases apoptosis from 0 1/min to 0.1 1/min, half at 10 mmHg, hill 1 [assumed]
      - time increases apoptosis to 0.5 1/min, half at 1 min, hill 1 [assumed]
      - oxygen decreases adhesion from 4 um/min to 3 um/min, half at 10 mmHg, hill 1 [assumed]
      - time decreases adhesion to 1 um/min, half at 1 min, hill 1 [assumed]
      - necrotic decreases oxygen uptake from 6 1/min to 2 1/min, half at 1, hill 2, also when dead [assumed]
initial:
  plain: { points: [[0 um, 0 um, 0 um], [40 um, 0 um, 0 um]] }
  ruled: { points: [[-40 um, 0 um, 0 um], [-40 um, 40 um, 0 um], [0 um, 40 um, 0 um]] }
`

describe('in a world', () => {
  const { world } = runModel(MODEL)
  // Slots: 0 and 1 plain, 2 to 4 ruled.
  setClass(world, 1, 0, NECROTIC)
  setClass(world, 3, 1, APOPTOTIC)
  setClass(world, 4, 1, NECROTIC)
  world.u32('cell.voxel').fill(0)
  world.f64('behaviour/migration speed').fill(-1)
  runPhase(world, 'sensing', 'sensing')
  runPhase(world, 'rules', 'response')
  const values = (name: string): readonly number[] => [
    ...world.f64(`behaviour/${name}`).subarray(0, world.count),
  ]

  const classBase = (name: string, slot: number): number => {
    const row = world.program.behaviours.get(name)?.index ?? 0
    // Two types, so eight classes.
    return world.f64('table.behaviours')[8 * row + (world.u16('cell.class')[slot] ?? 0)] ?? 0
  }

  test('types without rules and dead cells get the base of their class, others their response', () => {
    const speeds = values('migration speed')
    expect(speeds[0]).toBe(3)
    expect(speeds[1]).toBe(classBase('migration speed', 1))
    expect(speeds[2]).toBe(3) // 2 + (4 - 2) / 2
    expect(speeds[3]).toBe(classBase('migration speed', 3))
  })

  test('`from` is the value without the signal', () => {
    expect(values('necrosis')[2]).toBe(0.0014)
  })

  test('a rule for dead cells holds in the dead cells that have the signal', () => {
    expect(values('oxygen secretion')).toEqual([0, 0, 0, 1, 0])
  })

  test('`from` counts in dead cells when its rule does', () => {
    expect(values('oxygen uptake')).toEqual([0, 0, 6, 6, 4])
    // Live: 5 + (8 - 5) / 2; apoptotic: half of 8 from the base of its class, since that `from` does not hold there.
    expect(world.behaviourOf('oxygen saturation', 2)).toBe(6.5)
    const base = classBase('oxygen saturation', 3)
    expect(world.behaviourOf('oxygen saturation', 3)).toBe(base + (8 - base) / 2)
    expect(base).not.toBe(5)
  })

  test('rules in one direction share the saturation that goes farthest', () => {
    // The second rule has no signal at time 0, but its saturation counts.
    expect(values('apoptosis')[2]).toBe(0.25)
    expect(values('adhesion')[2]).toBe(2.5)
  })
})

const LIVELY = `
format: 1
title: rules, markers, traits and transitions at once
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 2 min, mechanics: 2 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 1000 um^2/min, decay: 0.1 1/min, initial: 10 mmHg, boundary: 10 mmHg }
cell types:
  calm: {}
  wild:
    markers: { PD-L1: 1 }
    traits: { grade: { value: 1, spread: 0.2, drift: 0.1, min: 0 } }
    motility: { speed: 1 um/min, persistence: 15 min }
    exchange: { oxygen: { uptake: 10 1/min } }
    cycle: { model: live, rate: 0.01 1/min }
    transitions: { calm: 0.001 1/min }
    asymmetric division: { calm: 0.2 }
    rules:
      - oxygen gradient increases PD-L1 expression to 3, half at 0.05 mmHg/um, hill 2 [assumed]
      - PD-L1 on neighbours increases transition to calm to 0.02 1/min, half at 2, hill 2 [assumed]
      - grade increases migration speed to 2 um/min, half at 1, hill 4 [assumed]
      - contact with live cell decreases cycle entry to 0 1/min, half at 4, hill 4 [assumed]
initial: { wild: { disc: { centre: [0 um, 0 um, 0 um], radius: 60 um } } }
`

test('a run that is saved and resumed ends in the same state, whatever the step it is cut at', () => {
  const whole = runModel(LIVELY, { ticks: 90 })
  for (const cut of [40, 45]) {
    const first = runModel(LIVELY, { ticks: cut })
    const world = loadSnapshot(first.program, saveSnapshot(first.world), testKernels())
    runUntil(createStepper(world), 90)
    expect(stateHash(world)).toBe(stateHash(whole.world))
  }
  // Something happened that the hash could miss.
  const types = new Set(whole.world.u16('cell.type').subarray(0, whole.world.count))
  expect(types).toEqual(new Set([0, 1]))
})
