import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import type { Model } from '../compile/model.ts'
import { runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { isInBall } from '../engine/place.ts'
import { numberAt } from '../experiment/model-numbers.ts'
import { readFile } from '../platform/node/read-file.ts'
import { testKernels } from '../testing/kernels.ts'
import { type SessionWorld, act, beginSession } from './replay.ts'
import { sessionModel } from './session-model.ts'
import type { Session } from './session.ts'
import {
  ablationChange,
  doseChange,
  injectionChange,
  knockDownChange,
  ligationChange,
  nextStep,
  overexpressChange,
} from './write-change.ts'

const env = { kernels: testKernels() }
/** Fields every 2 min, mechanics every minute: a tick of a minute is not always a step of the fields. */
const tissue: Session = {
  format: 1,
  model: 'tissue.yaml',
  files: { 'tissue.yaml': livingTissue({ therapy: '{}' }).replace('fields: 1 min', 'fields: 2 min') },
  seed: 3,
  actions: [],
}

/** A session under way: does what it is asked, and says what it refuses. */
function steer(session: Session = tissue) {
  const begun = beginSession(session, readFile, env)
  if (begun.world === undefined) throw new Error(JSON.stringify(begun.issues))
  let current: SessionWorld = begun
  let done = session
  return {
    world: (): World => current.world,
    model: (): Model => current.model,
    session: (): Session => done,
    to: (tick: number): void => runUntil(current.stepper, tick),
    do: (change: string): void => {
      const acted = act(current.world, done, { tick: current.world.tick, change, label: '' }, readFile, env)
      if (acted.world === undefined) throw new Error(`${change}\n${JSON.stringify(acted.issues)}`)
      current = acted
      done = acted.session
    },
  }
}

const plasma = (world: World): number => world.f64('plasma/anti-PD-1')[0] ?? 0

describe('a dose', () => {
  test.each([10, 11])('at tick %i acts in the next step of the fields', (tick) => {
    const run = steer()
    run.to(tick)
    run.do(doseChange(run.model(), { drug: 'anti-PD-1', dose: '3 mg/kg', tick }))
    expect(plasma(run.world())).toBe(0)
    const step = 2 * Math.ceil(tick / 2)
    run.to(step)
    expect(plasma(run.world())).toBe(0)
    run.to(step + 1)
    // 210 mg / 146 kDa / 3.63 L = 396 nM, less two minutes of clearance of 0.23 L/day: a share of 9e-5, 0.035 nM.
    expect(plasma(run.world())).toBeCloseTo((210 * 1000) / 146 / 3.63, 1)
  })

  test('after a dose adds to it, also in the same tick', () => {
    const once = steer()
    const twice = steer()
    for (const [run, count] of [
      [once, 1],
      [twice, 2],
    ] as const) {
      run.to(10)
      for (let k = 0; k < count; k++)
        run.do(doseChange(run.model(), { drug: 'anti-PD-1', dose: '1 mg/kg', tick: 10 }))
      run.to(11)
    }
    expect(plasma(twice.world()) / plasma(once.world())).toBeCloseTo(2, 10)
    const names = twice.session().actions.map(({ change }) => /^ {2}(.+):$/m.exec(change)?.[1])
    expect(names).toEqual(['anti-PD-1 at tick 10', 'anti-PD-1 at tick 10 (2)'])
  })

  test('may flow in over a time, and bring its drug', () => {
    const run = steer()
    run.to(10)
    const dose = {
      drug: 'anti-IL-10',
      dose: '3 mg/kg',
      infusion: '30 min',
      include: 'library/anti-il-10',
      tick: 10,
    }
    run.do(doseChange(run.model(), dose))
    run.to(60)
    expect(run.world().f64('plasma/anti-IL-10')[0]).toBeGreaterThan(1)
  })
})

describe('numbers', () => {
  const rate = 'cell types.tumour.cycle.rate'
  const valueOf = (session: Session): number => {
    const data = sessionModel(session, readFile).model?.data
    const found = data === undefined ? undefined : numberAt(data, rate)
    return found?.kind === 'number' ? found.number.value : Number.NaN
  }

  test('are knocked down and overexpressed from what they are', () => {
    const run = steer()
    run.do(knockDownChange(rate, 0.07))
    expect(run.session().actions[0]?.change).toContain('7 %')
    run.do(knockDownChange(rate, 0.5))
    run.do(overexpressChange(rate, 3))
    // Three roundings of a product of numbers near 0.003.
    expect(valueOf(run.session())).toBeCloseTo(0.002 * 0.93 * 0.5 * 3, 12)
  })
})

describe('what happens at a place', () => {
  const place = { centre: [10, 0, 0], radius: 40 } as const
  const inside = (world: World, type?: string): number =>
    Array.from({ length: world.count }, (_, slot) => slot).filter(
      (slot) =>
        (type === undefined || world.program.cellTypes[world.cells.type[slot] ?? 0] === type) &&
        isInBall(world.program.space, place, world.cells.x[slot] ?? 0, world.cells.y[slot] ?? 0, 0),
    ).length

  test('cells are taken out, of all types or of some', () => {
    const run = steer()
    run.to(10)
    run.do(ablationChange(run.model(), { ...place, tick: 10, cellTypes: ['tumour'] }))
    run.to(11)
    // Who lay at the rim may have moved in.
    expect(inside(run.world(), 'tumour')).toBeLessThan(4)
    run.do(ablationChange(run.model(), { ...place, radius: 20, tick: 11, share: 0.5 }))
    run.do(ablationChange(run.model(), { ...place, tick: 11 }))
    run.to(13)
    expect(inside(run.world())).toBeLessThan(4)
  })

  test('cells come, and come again', () => {
    const run = steer()
    run.to(10)
    const before = inside(run.world(), 'CD8')
    run.do(injectionChange(run.model(), { ...place, tick: 10, cellType: 'CD8', count: 40 }))
    run.do(injectionChange(run.model(), { ...place, tick: 10, cellType: 'CD8', count: 10 }))
    run.to(11)
    // Those at the rim may be pushed out within the tick.
    expect(inside(run.world(), 'CD8') - before).toBeGreaterThan(40)
  })

  test('vessels are tied', () => {
    const run = steer()
    run.to(10)
    run.do(ligationChange(run.model(), { centre: [-80, 60, 0], radius: 5, tick: 10 }))
    run.to(11)
    expect([...run.world().u8('vessel.open')].slice(0, 2)).toEqual([0, 1])
  })
})

test('the next step is that of the tick itself where the fields are due', () => {
  const model = steer().model()
  expect([0, 1, 2, 3].map((tick) => nextStep(model, tick))).toEqual(['0 min', '2 min', '2 min', '4 min'])
})
