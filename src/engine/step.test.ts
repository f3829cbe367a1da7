import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { modelFrom } from '../testing/run-model.ts'
import { testKernels } from '../testing/kernels.ts'
import { plainWorld } from '../testing/plain-world.ts'
import { REQUEST_DIVIDE, REQUEST_REMOVE } from './columns.ts'
import { createWorld } from './create-world.ts'
import { request } from './population.ts'
import { defineProcess } from './process.ts'
import { STEP_PHASES } from './program.ts'
import { createStepper, runUntil } from './step.ts'
import type { World } from './world.ts'

const yaml = (time: string): string => `format: 1
title: steps
domain: { size: [200 um, 200 um, 20 um] }
time: ${time}
cell types: { a: {} }
initial: { a: { points: [[0 um, 0 um, 0 um], [50 um, 0 um, 0 um]] } }
`

/** A world with one activity in each phase, which writes down when it is called and with which step. */
function spied(time: string, act: (world: World) => void = () => undefined) {
  const calls: string[] = []
  let bound = 0
  const spy = defineProcess({
    name: 'spy',
    doc: 'writes down its calls',
    sections: [],
    compile: () => ({}),
    activities: STEP_PHASES.map((phase) => ({
      name: phase,
      phase,
      bind: (world: World, _tables: unknown, dt: number) => {
        bound += 1
        const { layoutVersion } = world
        return () => {
          if (layoutVersion !== world.layoutVersion)
            throw new Error('called with pointers of an older layout')
          calls.push(`${world.tick} ${phase} ${dt}`)
          if (phase === 'decisions') act(world)
        }
      },
    })),
    hooks: (world) => ({ commit: () => void calls.push(`${world.tick} commit`) }),
  })
  const program = compile(modelFrom(yaml(time)), [spy])
  const world = createWorld(program, { kernels: testKernels(), seed: 1 })
  calls.length = 0
  return { world, calls, bound: () => bound }
}

describe('a step', () => {
  test('runs its phases in order, each with the step of its cadence', () => {
    const { world, calls } = spied(
      '{ stop: 1 day, fields: 1 min, mechanics: 2 min, phenotype: 6 min }',
      (current) => request(current, 0, 0),
    )
    runUntil(createStepper(world), 3)
    expect(calls).toEqual([
      '0 interventions 1',
      '0 sources 1',
      '0 fields 1',
      '0 forces 2',
      '0 contacts 2',
      '0 motion 2',
      '0 sensing 6',
      '0 response 6',
      '0 growth 6',
      '0 decisions 6',
      '0 commit',
      '1 interventions 1',
      '1 sources 1',
      '1 fields 1',
      '2 interventions 1',
      '2 sources 1',
      '2 fields 1',
      '2 forces 2',
      '2 contacts 2',
      '2 motion 2',
    ])
    expect(world.tick).toBe(3)
    expect(world.time).toBe(3)
  })

  test('takes the shortest cadence as its tick, whichever it is', () => {
    const { world, calls } = spied('{ stop: 1 day, fields: 6 min, mechanics: 0.5 min, phenotype: 3 min }')
    runUntil(createStepper(world), 13)
    expect(calls.filter((call) => call.includes('fields'))).toEqual(['0 fields 6', '12 fields 6'])
    expect(calls.filter((call) => call.includes('forces')).length).toBe(13)
    expect(calls.filter((call) => call.includes('sensing'))).toEqual([
      '0 sensing 3',
      '6 sensing 3',
      '12 sensing 3',
    ])
    expect(world.time).toBe(6.5)
  })

  test('binds its activities anew when the memory moved, and only then', () => {
    const { world, bound } = spied(
      '{ stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
      (current) => {
        for (let slot = 0; slot < current.count; slot++) request(current, slot, REQUEST_DIVIDE)
      },
    )
    const stepper = createStepper(world)
    runUntil(stepper, 7)
    // 2 x 2^7 = 256 cells: there is just room for them.
    expect([world.count, bound()]).toEqual([256, STEP_PHASES.length])
    runUntil(stepper, 9)
    expect(world.count).toBe(1024)
    expect(bound()).toBe(STEP_PHASES.length * 2)
    runUntil(stepper, 10)
    expect(bound()).toBe(STEP_PHASES.length * 3)
  })

  test('binds hooks anew when the memory moved, and only then', () => {
    let bound = 0
    const world = plainWorld({ cells: 100, hooks: [() => ((bound += 1), {})] })
    const divideAll = (): void => {
      for (let slot = 0; slot < world.count; slot++) request(world, slot, REQUEST_DIVIDE)
    }
    const stepper = createStepper(world)
    bound = 0
    divideAll()
    stepper.step()
    request(world, 0, REQUEST_REMOVE)
    stepper.step()
    expect([world.count, bound]).toEqual([199, 0])
    // 398 cells are more than there is room for.
    divideAll()
    stepper.step()
    stepper.step()
    expect([world.count, bound]).toEqual([398, 1])
  })

  test('forgets the events of the tick before', () => {
    const { world } = spied('{ stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 2 min }', (current) =>
      request(current, 0, REQUEST_DIVIDE),
    )
    const stepper = createStepper(world)
    const counts = [1, 2, 3].map((tick) => {
      runUntil(stepper, tick)
      return world.events.length
    })
    expect(counts).toEqual([1, 0, 1])
  })

  test('is timed by phase with the clock that it is given', () => {
    const { world } = spied('{ stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 2 min }')
    let ms = 0
    const stepper = createStepper(world, () => (ms += 1))
    runUntil(stepper, 4)
    expect(stepper.profile).toMatchObject({ fields: 4, forces: 4, sensing: 2, commit: 4 })
  })
})

describe('a run', () => {
  test('ends at its tick, or when it is told to, and does nothing when it is there', () => {
    const { world } = spied('{ stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 2 min }')
    const stepper = createStepper(world)
    runUntil(stepper, 10, (current) => current.tick < 4)
    expect(world.tick).toBe(4)
    runUntil(stepper, 6)
    runUntil(stepper, 3)
    expect(world.tick).toBe(6)
  })
})
