import { describe, expect, it, test } from 'vitest'
import { BLOOD } from '../../src/engine/organism.ts'
import type { World } from '../../src/engine/world.ts'
import { exponentialMinusIdentity } from '../../src/math/matrix-exponential.ts'
import { POOL, advanceWithMarrow, advanceWithout } from '../../src/processes/pools/balance.ts'
import { bodyModel } from '../../src/testing/body-model.ts'
import { runModel } from '../../src/testing/run-model.ts'

/* Pools, factors and niches of a body against the closed forms of their equations, and their order in the step. */

const DAY = 1440

function level(world: World, name: string): number {
  return world.inner.get(BLOOD)?.f64(`level/${name}`)[0] ?? Number.NaN
}

const at = (state: Float64Array, entry: keyof typeof POOL): number => state[POOL[entry]] ?? 0

describe('a pool', () => {
  /** Blood and marrow after `dt`, from the exponential of the matrix that acts on (blood, marrow, 1). */
  const exact = (
    rates: Parameters<typeof advanceWithMarrow>[1],
    [b, r]: readonly [number, number],
    dt: number,
  ) => {
    const { production, release, loss, clearance } = rates
    const rows = [
      [-clearance, release, 0],
      [0, -(release + loss), production],
      [0, 0, 0],
    ]
    const change = exponentialMinusIdentity(rows.map((row) => row.map((value) => value * dt)))
    return [0, 1].map((to) => {
      const [fromBlood = 0, fromMarrow = 0, made = 0] = change[to] ?? []
      return (to === 0 ? b : r) + fromBlood * b + fromMarrow * r + made
    })
  }

  test.each([
    ['at rest', { production: 1 / DAY, release: 0.3 / DAY, loss: 0.01 / DAY, clearance: 1 / DAY }],
    ['that is blocked', { production: 1 / DAY, release: 0, loss: 0, clearance: 1 / DAY }],
    ['that is all but blocked', { production: 1 / DAY, release: 1e-13, loss: 0, clearance: 1 / DAY }],
    ['with equal rates', { production: 2 / DAY, release: 1 / DAY, loss: 0, clearance: 1 / DAY }],
    [
      'with all but equal rates',
      { production: 2 / DAY, release: 1 / DAY, loss: 1e-12 / DAY, clearance: 1 / DAY },
    ],
    ['that is fast', { production: 30 / DAY, release: 50 / DAY, loss: 3 / DAY, clearance: 90 / DAY }],
  ])('%s is the exponential of its matrix, whatever the step', (_, rates) => {
    for (const dt of [0.1, 6, 60, DAY]) {
      const state = Float64Array.from([0.4, 5, 0, 0, 0, 0])
      advanceWithMarrow(state, rates, dt)
      const [blood = 0, marrow = 0] = exact(rates, [0.4, 5], dt)
      // Both of some fifty operations; products of the matrix lose a few digits more.
      expect(Math.abs(at(state, 'blood') / blood - 1)).toBeLessThan(1e-11)
      expect(Math.abs(at(state, 'marrow') / marrow - 1)).toBeLessThan(1e-11)
      expect(
        Math.abs(5 + at(state, 'produced') - at(state, 'lost') - at(state, 'released') - marrow),
      ).toBeLessThan(1e-11)
      expect(Math.abs(0.4 + at(state, 'released') - at(state, 'cleared') - blood)).toBeLessThan(1e-11)
    }
  })

  it('overshoots after a block as its equations say, by what has waited', () => {
    const [k, m, reserve] = [1 / DAY, 1 / (3 * DAY), 3]
    const state = Float64Array.from([1, reserve, 0, 0, 0, 0])
    for (let hour = 0; hour < 240; hour++)
      advanceWithMarrow(state, { production: k, release: 0, loss: 0, clearance: k }, 60)
    expect(Math.abs(at(state, 'blood') / Math.exp(-10) - 1)).toBeLessThan(1e-12)
    expect(Math.abs(at(state, 'marrow') - 13)).toBeLessThan(1e-12)
    let [peak, when] = [0, 0]
    for (let minute = 1; minute < 10 * DAY; minute++) {
      advanceWithMarrow(state, { production: k, release: m, loss: 0, clearance: k }, 1)
      if (at(state, 'blood') <= peak) continue
      peak = at(state, 'blood')
      when = minute
    }
    // B(t) = 1 + (b0 - 1) e^-kt + m (13 - 3) (e^-mt - e^-kt)/(k - m).
    const [b0, more] = [Math.exp(-10), (m * 10) / (k - m)]
    const course = (t: number): number =>
      1 + (b0 - 1) * Math.exp(-k * t) + more * (Math.exp(-m * t) - Math.exp(-k * t))
    // Its slope is nought where e^((k - m) t) = k (b0 - 1 - more) / (-m more).
    const top = Math.log((k * (1 - b0 + more)) / (m * more)) / (k - m)
    expect(Math.abs(when - top)).toBeLessThanOrEqual(1)
    // Within half a minute of the top the course falls by less than k^2/4 of some units.
    expect(Math.abs(peak - course(top))).toBeLessThan(1e-6)
    expect(peak).toBeGreaterThan(2.4)
  })

  it('without marrow falls by its half-life', () => {
    const state = Float64Array.from([1, 0, 0, 0, 0, 0])
    for (let k = 0; k < 7; k++) advanceWithout(state, { production: 0, clearance: Math.LN2 / 420 }, 60)
    expect(Math.abs(at(state, 'blood') - 0.5)).toBeLessThan(1e-15)
  })
})

/** Errors at a time [day] against a fine step, for steps of `steps` [min]. */
function errors(text: (step: number) => string, name: string, day: number, steps: readonly number[]) {
  const end = (step: number): number => level(runModel(text(step), { ticks: (day * DAY) / step }).world, name)
  const fine = end(15)
  return steps.map((step) => Math.abs(end(step) - fine))
}

/** Second order or better: half the step, a quarter of the error, within what the next terms and the fine step leave. */
function expectSecondOrder(found: readonly number[]): void {
  for (const [index, error] of found.slice(1).entries())
    expect((found[index] ?? 0) / error).toBeGreaterThan(3.4)
}

const DRUG = `drugs:
  drug: { substrate: drug, half-life: 2 day, central volume: 1 L, molar mass: 1 kDa }
therapy: { drug: { dose: 50 nmol, infusion: 4 day } }
`

test('a pool is of second order where levels change', () => {
  const pool = `pools:
  monocytes:
    half-life: 24 h
    marrow: { reserve: 3, lives: 8 day }
    blocked by: { drug: 3 nM }
    cleared by: { drug: { to: 3, half: 20 nM } }
`
  const text = (step: number): string => bodyModel({ body: pool + DRUG, step })
  expectSecondOrder(errors(text, 'monocytes in blood', 8, [480, 240, 120]))
})

test('a factor follows what is in the medium, of second order in the step', () => {
  // A medium that falls by 0.002/min: two exponentials.
  const substrates = 'CCL2: { unit: nM, diffusion: 0 um^2/s }'
  const body = 'factors: { CCL2: { half-life: 300 min, enters blood: 0.001 1/min } }\n'
  const k = Math.LN2 / 300
  const source = (0.001 * 2 * 1e11) / (0.55 * 2e12)
  const course = (t: number): number => (source * (Math.exp(-0.002 * t) - Math.exp(-k * t))) / (k - 0.002)
  const error = (step: number): number => {
    const { run, world } = runModel(bodyModel({ body, substrates, step }))
    const hold = (): void => void world.f32('field/CCL2').fill(2 * Math.exp(-0.002 * (world.time + step)))
    hold()
    let [first, from] = [0, 0]
    run(DAY / step, () => {
      // The first step begins from tissues that give nothing: what differs from there on is of the scheme.
      if (from === 0) [first, from] = [level(world, 'CCL2 in plasma'), world.time]
      hold()
      return true
    })
    const expected = course(DAY) + (first - course(from)) * Math.exp(-k * (DAY - from))
    return Math.abs(level(world, 'CCL2 in plasma') / expected - 1)
  }
  const found = [120, 60, 30].map(error)
  // A straight line above an exponential errs by up to (rate x step)^2/12, and what came early is weighed by what is left of it.
  expect(found[0]).toBeLessThan(((0.002 * 120) ** 2 / 12) * 1.5)
  expectSecondOrder(found)
})

describe('organs', () => {
  const body = `factors: { VEGF-A: { half-life: 600 min, given: [{ rate: 0.2 nM/h }] } }
pools: { progenitors: { half-life: 12 h, marrow: { reserve: 5 }, mobilised by: { VEGF-A: { to: 5, half: 0.5 nM } } } }
niches:
  lung:
    progenitors:
      lasts: 5 day
      drives: { recruitment: { rate: 0.3 1/day, in proportion to: [progenitors in blood], raised by: { VEGF-A in plasma: { half: 0.5 nM, hill: 2 } } } }
    fibronectin: { lasts: 4 day, drives: { fibroblasts: { rate: 0.8 1/day, raised by: { progenitors: { half: 0.3, hill: 2 } } } } }
    neutrophils: { normal: 0.2, lasts: 1 day, drives: { calls: { rate: 2 1/day, raised by: { fibronectin: { half: 0.2 } }, lowered by: { neutrophils: { half: 0.9 } } } } }
`

  it('are of second order in the step', () => {
    const text = (step: number): string => bodyModel({ body, step })
    for (const name of ['progenitors in lung', 'fibronectin in lung', 'neutrophils in lung'])
      expectSecondOrder(errors(text, name, 8, [480, 240, 120]))
  })

  it('come to the state in which as much is gained as lost', () => {
    const { world } = runModel(bodyModel({ body, step: 240 }), { ticks: 99 * 6 })
    const [vegf, blood] = ['VEGF-A in plasma', 'progenitors in blood'].map((name) => level(world, name)) as [
      number,
      number,
    ] // two names
    const c = (0.2 / 60) * (600 / Math.LN2)
    expect(Math.abs(vegf / c - 1)).toBeLessThan(1e-12)
    const gain = 0.3 * blood * (c ** 2 / (c ** 2 + 0.25))
    expect(Math.abs(level(world, 'progenitors in lung') / (gain / (gain + 0.2)) - 1)).toBeLessThan(1e-6)
  })

  it('stay between 0 and 1 for steps of a day and rates of a hundred a day', () => {
    const fast = body
      .replace('0.3 1/day', '300 1/day')
      .replace('0.8 1/day', '80 1/day')
      .replace('2 1/day', '200 1/day')
      .replace('lasts: 1 day', 'lasts: 20 min')
    const { run } = runModel(bodyModel({ body: fast, step: DAY }))
    let [low, high] = [Infinity, -Infinity]
    run(60, (world) => {
      for (const name of ['progenitors in lung', 'fibronectin in lung', 'neutrophils in lung']) {
        low = Math.min(low, level(world, name))
        high = Math.max(high, level(world, name))
      }
      return true
    })
    expect(low).toBeGreaterThanOrEqual(0)
    expect(high).toBeLessThanOrEqual(1)
    expect(high).toBeGreaterThan(0.9)
  })
})
