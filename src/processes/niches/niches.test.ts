import { describe, expect, it, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import { BLOOD } from '../../engine/organism.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { bodyModel, steadyDrug } from '../../testing/body-model.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'
import { runOn } from '../../testing/start-run.ts'

const HOURS = 24

const blood = (world: World): World => {
  const found = world.inner.get(BLOOD)
  if (found === undefined) throw new Error('no blood')
  return found
}
const level = (world: World, name: string): number => blood(world).f64(`level/${name}`)[0] ?? Number.NaN

/** A tumour gives VEGF-A; progenitors come to the lung, make fibronectin, and both make it a niche. The liver has its own cells. */
const BODY = `factors: { VEGF-A: { normal: 0.02 nM, half-life: 30 min, given: [{ from: 2 day, rate: 1 nM/h }] } }
pools:
  progenitors: { half-life: 12 h, marrow: { reserve: 5 }, mobilised by: { VEGF-A: { to: 5, half: 0.1 nM } } }
niches:
  lung:
    progenitors:
      lasts: 5 day
      drives:
        recruitment:
          rate: 0.2 1/day
          in proportion to: [progenitors in blood]
          raised by: { VEGF-A in plasma: { half: 0.1 nM, hill: 2 } }
          blocked by: { drug: 1 nM }
    fibronectin:
      lasts: 10 day
      drives: { fibroblasts: { rate: 0.3 1/day, raised by: { progenitors: { half: 0.3, hill: 2 } } } }
    niche:
      lasts: 5 day
      drives: { adhesion: { rate: 0.5 1/day, raised by: { fibronectin: { half: 0.3 }, progenitors: { half: 0.3 } } } }
  liver:
    Kupffer cells: { normal: 0.5, lasts: 30 day }
    fibronectin:
      lasts: 10 day
      drives: { from the lung: { rate: 1 1/day, raised by: { niche in lung: { half: 0.3, hill: 4 } } } }
`

/** First time at which a level is above a threshold [day]. */
function reaches(text: string, name: string, threshold: number, days = 40): number {
  const { run } = runModel(text)
  let found = Infinity
  run(days * HOURS, (now) => {
    if (level(now, name) > threshold) found = Math.min(found, now.tick / HOURS)
    return found === Infinity
  })
  return found
}

describe('an organ', () => {
  const text = bodyModel({ body: BODY })

  it('stays as it is in a healthy body', () => {
    const { world } = runModel(text.replace('1 nM/h', '0 nM/h'), { ticks: 60 * HOURS })
    for (const name of ['progenitors', 'fibronectin', 'niche']) {
      // The level of a healthy body is kept to rounding, of which hill 2 of what is no excess makes no more.
      expect(level(world, `${name} in lung`)).toBeLessThan(1e-12)
    }
    expect(Math.abs(level(world, 'Kupffer cells in liver') - 0.5)).toBeLessThan(1e-12)
  })

  it('fills in the order of what drives what, within days', () => {
    const times = ['progenitors in lung', 'fibronectin in lung', 'niche in lung', 'fibronectin in liver'].map(
      (name) => reaches(text, name, 0.1),
    )
    expect(times.every((time) => time < 15)).toBe(true)
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
    expect(times[0]).toBeGreaterThan(2)
  })

  it('stays empty where its first cells are blocked', () => {
    const { world } = runModel(bodyModel({ body: BODY + steadyDrug(1000, 0, 60) }), { ticks: 40 * HOURS })
    const free = runModel(text, { ticks: 40 * HOURS }).world
    expect(level(world, 'niche in lung')).toBeLessThan(0.01)
    expect(level(free, 'niche in lung')).toBeGreaterThan(0.3)
    expect(level(world, 'progenitors in blood')).toBe(level(free, 'progenitors in blood'))
  })

  it('is emptied of one thing alone', () => {
    const body = BODY.replace(
      'Kupffer cells: {',
      'Kupffer cells: { depletion: [{ from: 3 day, until: 40 day, to share: 0.1 }],',
    )
    const { world } = runModel(bodyModel({ body }), { ticks: 40 * HOURS })
    const free = runModel(text, { ticks: 40 * HOURS }).world
    // Gain of 1/30 a day, loss of 10/30 a day: 1/11, to which 37 days lead up to e^-13.
    expect(Math.abs(level(world, 'Kupffer cells in liver') - 1 / 11)).toBeLessThan(1e-5)
    expect(level(world, 'niche in lung')).toBe(level(free, 'niche in lung'))
  })

  it('is emptied by a drug and by other levels', () => {
    const cleared = (by: string): number =>
      level(
        runModel(
          bodyModel({
            body:
              BODY.replace('Kupffer cells: {', `Kupffer cells: { cleared by: { ${by} },`) +
              steadyDrug(1, 0, 99),
          }),
          { ticks: 90 * HOURS },
        ).world,
        'Kupffer cells in liver',
      )
    // Ten times the loss: half of (19 - 1) more.
    expect(Math.abs(cleared('drug in plasma: { to: 19, half: 1 nM }') - 1 / 11)).toBeLessThan(1e-5)
    expect(cleared('niche in lung: { to: 3, half: 0.3 }')).toBeLessThan(0.45)
  })

  it('holds back what a level lowers', () => {
    const lowered = BODY.replace(
      'raised by: { fibronectin',
      'lowered by: { Kupffer cells in liver: { half: 0.1 } }, raised by: { fibronectin',
    )
    // In a healthy body it is as it is: only more Kupffer cells than there hold back.
    const same = runModel(bodyModel({ body: lowered }), { ticks: 20 * HOURS }).world
    const free = runModel(text, { ticks: 20 * HOURS }).world
    expect(Math.abs(level(same, 'niche in lung') - level(free, 'niche in lung'))).toBeLessThan(1e-12)
    const more = lowered.replace('Kupffer cells: {', 'Kupffer cells: { drives: { more: { rate: 1 1/day } },')
    const held = runModel(bodyModel({ body: more }), { ticks: 20 * HOURS }).world
    expect(level(held, 'niche in lung')).toBeLessThan(0.9 * level(free, 'niche in lung'))
  })
})

test('a state goes on after a snapshot, and in a branch with another number', () => {
  const text = bodyModel({ body: BODY })
  const straight = runModel(text, { ticks: 12 * HOURS })
  const begun = runModel(text, { ticks: 100 })
  const kernels = testKernels()
  const resumed = loadSnapshot(begun.program, saveSnapshot(begun.world), kernels)
  expect(stateHash(runOn(resumed, 12 * HOURS))).toBe(stateHash(straight.world))
  const slower = compile(modelFrom(text.replace('rate: 0.2 1/day', 'rate: 0.1 1/day')))
  const { world: branch } = branchWorld(begun.world, slower, { kernels, seed: 1 })
  expect(level(branch, 'progenitors in lung')).toBe(level(begun.world, 'progenitors in lung'))
  expect(level(runOn(branch, 12 * HOURS), 'progenitors in lung')).toBeLessThan(
    level(straight.world, 'progenitors in lung'),
  )
})

test('a branch whose drives read more goes on from what there is', () => {
  const text = bodyModel({ body: BODY })
  const begun = runModel(text, { ticks: 240 }).world
  const more = text.replace(
    'Kupffer cells: {',
    'Kupffer cells: { drives: { blood: { rate: 1 1/day, raised by: { VEGF-A in plasma: { half: 1 nM }, progenitors in blood: { half: 1 } } } },',
  )
  const { world } = branchWorld(begun, compile(modelFrom(more)), { kernels: testKernels(), seed: 1 })
  const known = [...blood(world).f64('niches.before')]
  expect(known).toContain(level(begun, 'VEGF-A in plasma'))
  expect(known).toContain(level(begun, 'progenitors in blood'))
})

describe('mistakes', () => {
  const wrong = (from: string, to: string): string => refusal(bodyModel({ body: BODY.replace(from, to) }))

  it('are told with the nearest name, and in the unit of the level', () => {
    expect(wrong('[progenitors in blood]', '[progenitor in blood]')).toContain("'progenitors in blood'")
    expect(wrong('{ half: 0.1 nM, hill: 2 }', '{ half: 0.1 }')).toContain('is in nM')
    expect(wrong('niche in lung: { half: 0.3,', 'niche in lung: { half: 0.3 nM,')).toContain('is relative')
    expect(refusal(bodyModel({ body: BODY }).replace(/^body:.*\n/m, ''))).toContain("no 'body'")
  })
})
