import { describe, expect, test } from 'vitest'
import { keepingSignals, signalsNamed } from '../../compile/kept-signals.ts'
import { compile } from '../../compile/compile.ts'
import { parseModel } from '../../compile/parse-model.ts'
import { createWorld } from '../../engine/create-world.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { NECROTIC } from '../../engine/columns.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { measure } from '../measure.ts'

const text = (record = '', rules = ''): string => `format: 1
title: what cells sense and do
domain: { size: [400 um, 400 um, 20 um], voxel: 20 um }
time: { stop: 2 h }
substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/min, initial: 20 mmHg }
  MIF: { unit: nM, diffusion: 0 um^2/min, initial: 3 nM }
cell types:
  tumour:
    display: { lineage: tumour }
    traits: { grade: { value: 0.5 } }
    motility: { speed: 0.4 um/min, persistence: 20 min }
    exchange: { MIF: { export: 100 molecules/min } }
${rules}
  CD8: { display: { lineage: lymphoid }, motility: { speed: 0.2 um/min }, exchange: { MIF: { export: 1 ymol/min } } }
initial:
  tumour: { points: [[-100 um, 0 um, 0 um], [-50 um, 0 um, 0 um], [0 um, 60 um, 0 um], [100 um, -60 um, 0 um]] }
  CD8: { points: [[150 um, 100 um, 0 um]] }
record: { series: [cell counts]${record} }
`

function worldOf(record = '', rules = ''): World {
  return createWorld(compile(modelFrom(text(record, rules))), { kernels: testKernels(), seed: 1 })
}

const value = (world: World, name: string): number => measure(world, name).value

describe('signals of cells', () => {
  const world = worldOf()
  // Types are in the order of their names: the lymphocyte comes first.
  world.f64('trait/grade').set([0, 0.1, 0.2, 0.6, 0.9])

  test('that they carry have statistics', () => {
    expect(value(world, 'mean grade of tumour')).toBeCloseTo(1.8 / 4, 12)
    expect(value(world, 'median grade of tumour cells')).toBeCloseTo(0.4, 12)
    expect(value(world, 'greatest grade of live cells')).toBe(0.9)
    // Between order statistics 2 and 3 of four: 0.75 x 3 = 2.25.
    expect(value(world, '75th percentile grade of tumour')).toBeCloseTo(0.6 + 0.25 * 0.3, 12)
    expect(measure(world, 'mean grade of tumour').unit).toBe('1')
  })

  test('tell shares of cells, the dead left out', () => {
    expect(value(world, 'fraction of tumour with grade above 0.5')).toBe(0.5)
    expect(value(world, 'fraction of tumour with grade below 20 %')).toBe(0.25)
    expect(value(world, 'fraction of live cells with grade above 0.1')).toBeCloseTo(3 / 5, 12)
    world.cells.state[4] = NECROTIC
    expect(value(world, 'fraction of tumour with grade above 0.5')).toBeCloseTo(1 / 3, 12)
    expect(value(world, 'mean grade of tumour')).toBeCloseTo(0.3, 12)
    world.cells.state[4] = 0
  })

  test.each([
    ['mean grad of tumour', "unknown signal 'grad'; did you mean 'grade'"],
    ['mean grade of tumor', "unknown cells 'tumor'; did you mean 'tumour'"],
    ['mean oxygen of tumour', 'write record: { signals: [oxygen] }'],
    ['mean internalised MIF of tumour', 'write track: true under exchange: MIF'],
    ['fraction of tumour with grade above 5 nM', "'5 nM' is in nM; grade is in no unit"],
    ['fraction of tumour with grad above 5', "unknown signal 'grad'"],
    ['export of MIV by tumour', "unknown substrate 'MIV'; did you mean 'MIF'"],
    ['tumor beyond x 5 um', "unknown cells 'tumor'"],
    ['tumour beyond x 5 min', "'5 min' is in min"],
  ])('%s: the part that is wrong is named', (name, problem) => {
    expect(() => value(world, name)).toThrow(problem)
  })
})

describe('a signal that no rule reads', () => {
  test('is kept where a series of the model names it, or where the model says so', () => {
    for (const record of [', signals: [oxygen]', '']) {
      const model = modelFrom(text(record))
      const kept = record === '' ? keepingSignals(model, ['mean oxygen of tumour', 'live cells']) : model
      expect(kept.hash).toBe(modelFrom(text()).hash)
      const world = createWorld(compile(kept), { kernels: testKernels(), seed: 1 })
      // Nothing was sensed yet.
      expect(value(world, 'mean oxygen of tumour')).toBeNaN()
      runUntil(createStepper(world), 60, () => true)
      expect(value(world, 'mean oxygen of tumour')).toBe(20)
      expect(value(world, 'fraction of tumour with oxygen below 21 mmHg')).toBe(1)
      expect(measure(world, 'mean oxygen of tumour').unit).toBe('mmHg')
    }
    const series = modelFrom(text().replace('[cell counts]', '[mean oxygen of tumour]'))
    expect(compile(series).signals.has('oxygen')).toBe(true)
  })

  test('changes nothing but what can be measured', () => {
    const places = [worldOf(), worldOf(', signals: [oxygen, displacement, contact with CD8]')].map(
      (world) => {
        runUntil(createStepper(world), 600, () => true)
        return [...world.cells.x.subarray(0, world.count), ...world.f32('field/MIF')]
      },
    )
    expect(places[1]).toEqual(places[0])
    expect(stateHash(worldOf())).toBe(stateHash(worldOf()))
  })

  test('is found in the names of measures', () => {
    const offered = ['oxygen', 'contact with CD8', 'grade']
    const named = (name: string): readonly string[] => signalsNamed([name], offered)
    expect(named('mean oxygen of tumour')).toEqual(['oxygen'])
    expect(named('95th percentile contact with CD8 of tumour')).toEqual(['contact with CD8'])
    expect(named('fraction of tumour with grade above 0.5')).toEqual(['grade'])
    expect(named('mean oxygen in tumour nests')).toEqual([])
    expect(named('oxygen of tumour')).toEqual([])
  })

  test.each([
    ['oxigen', "unknown signal 'oxigen'"],
    ['internalised MIF', "cells do not keep 'internalised MIF' only to be measured"],
  ])('%s in a model is a mistake', (name, problem) => {
    const { issues } = parseModel('m.yaml', () => ({ ok: true, text: text(`, signals: [${name}]`) }))
    expect(issues.map(({ message }) => message)).toContain(problem)
  })
})

describe('what cells do', () => {
  test('adds up and has a mean, by type or as rules make it', () => {
    const world = worldOf()
    // 1 molecule is 1e24/6.02214076e23 ymol.
    const each = 100 / 0.602214076
    expect(value(world, 'export of MIF by tumour')).toBeCloseTo(4 * each, 9)
    expect(value(world, 'mean export of MIF by tumour')).toBeCloseTo(each, 9)
    expect(value(world, 'export of MIF by live cells')).toBeCloseTo(4 * each + 1, 9)
    expect(measure(world, 'export of MIF by tumour').unit).toBe('ymol/min')
    expect(measure(world, 'export of oxygen by tumour').unit).toBe('mmHg um^3/min')
    expect(value(world, 'mean speed of live cells')).toBeCloseTo((4 * 0.4 + 0.2) / 5, 12)
    world.cells.state[0] = NECROTIC
    expect(value(world, 'mean export of MIF by CD8')).toBeNaN()
    const rule =
      '    rules:\n      - grade increases MIF export from 0 ymol/min to 10 ymol/min, half at 0.5, hill 2 [assumed]'
    const ruled = worldOf('', rule)
    runUntil(createStepper(ruled), 60, () => true)
    expect(value(ruled, 'mean export of MIF by tumour')).toBeCloseTo(5, 9)
  })

  test('leads beyond planes', () => {
    const world = worldOf()
    expect(value(world, 'tumour cells beyond x -50 um')).toBe(2)
    expect(value(world, 'tumour below x 0 um')).toBe(2)
    expect(value(world, 'live cells beyond y 0 um')).toBe(2)
    expect(value(world, 'CD8 beyond z 1 um')).toBe(0)
  })

  test('displaces them by what they moved, and daughters with their line', () => {
    const world = worldOf(', signals: [displacement]')
    const before = Array.from({ length: 4 }, (_, k) => [world.cells.x[k + 1] ?? 0, world.cells.y[k + 1] ?? 0])
    expect(value(world, 'mean displacement of tumour')).toBe(0)
    runUntil(createStepper(world), 1200, () => true)
    // The signal was made in the last step of the phenotype, at 114 min; cells move 0.4 um/min from there on.
    const far = before.map(([x = 0, y = 0], k) =>
      Math.hypot((world.cells.x[k + 1] ?? 0) - x, (world.cells.y[k + 1] ?? 0) - y),
    )
    const mean = far.reduce((sum, one) => sum + one, 0) / 4
    expect(mean).toBeGreaterThan(5)
    expect(Math.abs(value(world, 'mean displacement of tumour') - mean)).toBeLessThan(6 * 0.4 + 1e-9)
  })

  test('counts daughters from where their line began', () => {
    const more = '    cycle: { model: flow cytometry }'
    const source = text(', signals: [displacement]', more).replace('stop: 2 h', 'stop: 40 h')
    const world = createWorld(compile(modelFrom(source)), { kernels: testKernels(), seed: 1 })
    runUntil(createStepper(world), world.program.clock.stop, () => world.count < 6)
    expect(world.count).toBe(6)
    const origins = ['displacement.x', 'displacement.y'].map((name) => world.f64(name))
    const starts = world.program.initialCells.map(({ x, y }) => [x, y])
    // The daughter's line began at one of the places of the start, and so did her mother's.
    expect(starts).toContainEqual(origins.map((own) => own[5]))
  })
})

test('levels of a network are not numbers before its first step', () => {
  const network = '    network: { edges: ["grade activates N, half at 0.5, tau 1 h [assumed]"] }'
  const world = worldOf('', network)
  expect(value(world, 'mean N of tumour')).toBeNaN()
  expect(value(world, 'fraction of tumour with N above 0.1')).toBeNaN()
  runUntil(createStepper(world), 1)
  expect(value(world, 'mean N of tumour')).toBeCloseTo(0.5, 6)
})
