import { expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { createWorld } from '../../engine/create-world.ts'
import { REQUEST_TYPE } from '../../engine/columns.ts'
import { request } from '../../engine/population.ts'
import { createStepper } from '../../engine/step.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { volumeProcess } from '../volume/index.ts'
import { cycleProcess } from './index.ts'

const MODEL = `
format: 1
title: two types
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  small: { volume: { total: 2000 um^3, nuclear: 400 um^3 }, cycle: { model: Ki67 basic, phases: { Ki67-: { duration: 6 min, distribution: fixed }, Ki67+: { duration: 12 min, distribution: fixed } } } }
  wide: { volume: { total: 4000 um^3, nuclear: 1000 um^3 }, cycle: { model: live, rate: 0 1/min } }
initial: { small: { points: [[0 um, 0 um, 0 um]] } }
`

test('a cell that becomes another type begins that cycle anew and does not divide in the same step', () => {
  const world = createWorld(compile(modelFrom(MODEL), [volumeProcess, cycleProcess]), {
    kernels: testKernels(),
    seed: 1,
  })
  const stepper = createStepper(world)
  stepper.step()
  expect([world.u8('cycle.phase')[0], world.f64('volume.nuclearSolidTarget')[0]]).toEqual([1, 200])
  stepper.step()
  world.u16('cell.requestedType')[0] = 1
  request(world, 0, REQUEST_TYPE) // in the step in which Ki67+ ends and asks for division
  stepper.step()
  expect(world.count).toBe(1)
  expect([world.u16('cell.type')[0], world.u8('cycle.phase')[0]]).toEqual([1, 0])
  expect([world.f64('cycle.elapsed')[0], world.f64('volume.nuclearSolidTarget')[0]]).toEqual([0, 250])
})
