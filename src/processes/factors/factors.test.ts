import { describe, expect, it, test } from 'vitest'
import { BLOOD } from '../../engine/organism.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { bodyModel, steadyDrug } from '../../testing/body-model.ts'
import { testKernels } from '../../testing/kernels.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { runOn } from '../../testing/start-run.ts'

const HOURS = 24

const blood = (world: World): World => {
  const found = world.inner.get(BLOOD)
  if (found === undefined) throw new Error('no blood')
  return found
}
const level = (world: World, name: string): number => blood(world).f64(`level/${name}`)[0] ?? Number.NaN

/** A medium that is held at 2 nM. */
const HELD = `drug: { unit: nM, diffusion: 10 um^2/s }
  CCL2: { unit: nM, diffusion: 10 um^2/s, decay: 0.01 1/min, initial: 2 nM, boundary: 2 nM }`

const factor = (keys: string): string => `factors: { CCL2: { half-life: 30 min, ${keys} } }\n`

test('a healthy body keeps its level', () => {
  const { world } = runModel(bodyModel({ body: factor('normal: 0.5 nM') }), { ticks: 30 * HOURS })
  // 720 steps, each to rounding.
  expect(Math.abs(level(world, 'CCL2 in plasma') / 0.5 - 1)).toBeLessThan(1e-13)
  expect(world.f64('plasma/CCL2')[0]).toBe(level(world, 'CCL2 in plasma'))
})

describe('what tissues give', () => {
  const text = bodyModel({ body: factor('normal: 0.5 nM, enters blood: 0.001 1/min'), substrates: HELD })
  /** 100 mm^3 of 2 nM at 0.001/min into 1.1 mL: [nM/min]. */
  const source = (0.001 * 2 * 1e11) / (0.55 * 2e12)
  const rate = Math.LN2 / 30

  it('comes to the level at which as much is lost', () => {
    const { world, run } = runModel(text, { ticks: 1 })
    // The source rises evenly over the first step, as it does from none.
    const z = rate * 60
    const first = 0.5 + source * 60 * ((Math.exp(-z) - 1 + z) / (z * z))
    expect(Math.abs(level(world, 'CCL2 in plasma') / first - 1)).toBeLessThan(1e-7)
    run(2 * HOURS)
    // The medium is kept in numbers of 24 and more bits.
    expect(Math.abs(level(world, 'CCL2 in plasma') / (0.5 + source / rate) - 1)).toBeLessThan(1e-7)
  })

  it('grows with what the tissue stands for, and is less in a larger body', () => {
    const more = (from: string, to: string): number =>
      level(runModel(text.replace(from, to), { ticks: 2 * HOURS }).world, 'CCL2 in plasma') - 0.5
    const once = more('100 mm^3', '100 mm^3')
    expect(Math.abs(more('100 mm^3', '300 mm^3') / once - 3)).toBeLessThan(1e-6)
    expect(Math.abs(more('2 mL', '8 mL') / once - 0.25)).toBeLessThan(1e-6)
  })

  it('is counted: what entered is there or was cleared', () => {
    const { world, run } = runModel(text)
    let worst = 0
    run(10 * HOURS, (now) => {
      const [total = 0, , entered = 0, cleared = 0] = blood(now).f64('factors/CCL2')
      worst = Math.max(worst, Math.abs(0.5 + entered - cleared - total))
      return true
    })
    // 240 steps of sums of up to some hundred nM.
    expect(worst).toBeLessThan(240 * 200 * 2 ** -52)
    expect(level(world, 'CCL2 in plasma')).toBe(blood(world).f64('factors/CCL2')[0])
  })

  it('is what rows of the blood find in their voxel', () => {
    const { world } = runModel(text, { ticks: 5 })
    const field = blood(world).f32('field/CCL2')[0] ?? 0
    expect(Math.abs(field / level(world, 'CCL2 in plasma') - 1)).toBeLessThan(2 ** -24)
  })
})

test('vessels of other tissues bring what is in plasma', () => {
  const body = `${factor('normal: 3 nM')}vessels:
  points: [[0 um, 0 um, 0 um]]
  exchange: { CCL2: { blood: plasma, rate: 0.1 1/min } }
`
  const closed = HELD.replace('decay: 0.01 1/min, initial: 2 nM, boundary: 2 nM', 'decay: 0.05 1/min')
  const { world } = runModel(bodyModel({ body, substrates: closed, step: 1 }), { ticks: 1440 })
  // 0.1 (3 - c) = 0.05 c, of which the vessel exchange knows the same voxel.
  expect(Math.abs((world.f32('field/CCL2')[0] ?? 0) / 2 - 1)).toBeLessThan(0.02)
})

test('an antibody leaves its share free, and others read that', () => {
  const body = factor('normal: 2 nM, neutralised by: { drug: 1 nM }') + steadyDrug(3, 0, 60)
  const { world } = runModel(bodyModel({ body }), { ticks: 10 * HOURS })
  expect(Math.abs(level(world, 'CCL2 in plasma') - 0.5)).toBeLessThan(1e-5)
  expect(world.f64('plasma/CCL2')[0]).toBe(level(world, 'CCL2 in plasma'))
  expect(Math.abs((blood(world).f64('factors/CCL2')[0] ?? 0) - 2)).toBeLessThan(1e-12)
})

test('what is given adds up while it is given', () => {
  const body = factor(
    'given: [{ from: 1 day, until: 2.25 day, rate: 6 nM/h }, { from: 2 day, until: 2.25 day, rate: 6 nM/h }]',
  )
  const { world, run } = runModel(bodyModel({ body }), { ticks: HOURS })
  const rate = Math.LN2 / 30
  expect(level(world, 'CCL2 in plasma')).toBe(0)
  run(2 * HOURS)
  expect(Math.abs(level(world, 'CCL2 in plasma') / (0.1 / rate) - 1)).toBeLessThan(1e-13)
  run(2.25 * HOURS)
  const two = (0.1 / rate) * (2 - Math.exp(-rate * 6 * 60))
  expect(Math.abs(level(world, 'CCL2 in plasma') / two - 1)).toBeLessThan(1e-13)
  run(3 * HOURS)
  expect(Math.abs(level(world, 'CCL2 in plasma') / (two * Math.exp(-rate * 18 * 60)) - 1)).toBeLessThan(1e-12)
})

test('pools follow factors', () => {
  const pool =
    'pools: { monocytes: { half-life: 1 day, production raised by: { CCL2: { to: 5, half: 1 nM } } } }\n'
  const course = (normal: string, given: string): number =>
    level(
      runModel(bodyModel({ body: pool + factor(`normal: ${normal}, given: [{ rate: ${given} }]`) }), {
        ticks: 30 * HOURS,
      }).world,
      'monocytes in blood',
    )
  expect(Math.abs(course('1 nM', '0 nM/h') - 1)).toBeLessThan(1e-12)
  // 2 nM more: (1 + 4 x 3/4) / (1 + 4 x 1/2).
  const more = (2 * Math.LN2 * 60) / 30
  expect(Math.abs(course('1 nM', `${more} nM/h`) - 4 / 3)).toBeLessThan(1e-8)
})

test('a snapshot goes on to the same bits', () => {
  const text = bodyModel({ body: factor('normal: 0.5 nM, enters blood: 0.001 1/min'), substrates: HELD })
  const straight = runModel(text, { ticks: 40 })
  const begun = runModel(text, { ticks: 17 })
  const resumed = loadSnapshot(begun.program, saveSnapshot(begun.world), testKernels())
  expect(stateHash(runOn(resumed, 40))).toBe(stateHash(straight.world))
})

describe('mistakes', () => {
  it('are told', () => {
    expect(refusal(bodyModel({ body: factor('') }).replace(/^body:.*\n/m, ''))).toContain("no 'body'")
    expect(refusal(bodyModel({ body: factor('enters blood: 0.1 1/min') }))).toContain('it is no substrate')
    const drug = 'factors: { drug: { half-life: 30 min } }\n' + steadyDrug(1, 0, 1)
    expect(refusal(bodyModel({ body: drug }))).toContain('in the plasma twice')
  })
})
