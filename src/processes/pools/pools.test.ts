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
import { POOL } from './balance.ts'

const HOURS = 24

const blood = (world: World): World => {
  const found = world.inner.get(BLOOD)
  if (found === undefined) throw new Error('no blood')
  return found
}
const level = (world: World, name: string): number => blood(world).f64(`level/${name}`)[0] ?? Number.NaN

const monocytes = (more = ''): string => `pools:
  monocytes:
    half-life: 24 h
    marrow: { reserve: 3, lives: 30 day }
    ${more}
`

test('a healthy body stays as it is', () => {
  const { world, run } = runModel(bodyModel({ body: monocytes() }), { ticks: 0 })
  expect(level(world, 'monocytes in blood')).toBe(1)
  expect(level(world, 'monocytes in marrow')).toBe(3)
  run(100 * HOURS)
  // 2400 steps, each to rounding.
  expect(Math.abs(level(world, 'monocytes in blood') - 1)).toBeLessThan(1e-12)
  expect(Math.abs(level(world, 'monocytes in marrow') - 3)).toBeLessThan(1e-12)
})

describe('a block of release', () => {
  const body = (more: string): string => monocytes(more) + steadyDrug(30, 2, 10)
  const blocked = body('blocked by: { drug: 1 nM }')

  it('empties the blood, fills the marrow, and the blood overshoots when it ends', () => {
    const { world, run } = runModel(bodyModel({ body: blocked }))
    const course: number[] = []
    run(30 * HOURS, (now) => {
      course.push(level(now, 'monocytes in blood'))
      return true
    })
    expect(Math.abs((course[2 * HOURS - 1] ?? 0) - 1)).toBeLessThan(1e-12)
    const during = Math.min(...course.slice(0, 12 * HOURS))
    const after = Math.max(...course.slice(12 * HOURS))
    expect(during).toBeLessThan(0.15)
    expect(after).toBeGreaterThan(1.2)
    expect(Math.abs(level(world, 'monocytes in blood') - 1)).toBeLessThan(0.1)
  })

  it('loses no cell between marrow and blood', () => {
    const { world, run } = runModel(bodyModel({ body: blocked }))
    let worst = 0
    run(30 * HOURS, (now) => {
      const state = blood(now).f64('pools/monocytes')
      const at = (entry: keyof typeof POOL): number => state[POOL[entry]] ?? 0
      const inMarrow = 3 + at('produced') - at('lost') - at('released') - at('marrow')
      const inBlood = 1 + at('released') - at('cleared') - at('blood')
      worst = Math.max(worst, Math.abs(inMarrow), Math.abs(inBlood))
      return true
    })
    // 720 steps; sums reach some fifty.
    expect(worst).toBeLessThan(720 * 50 * 2 ** -52)
    expect(level(world, 'monocytes in marrow')).toBe(blood(world).f64('pools/monocytes')[1])
  })

  it('is what a drug lifts that holds cells back', () => {
    const held = body('held back by: { CXCL12: { share: 0.8, blocked by: { drug: 1 nM } } }')
    const { world } = runModel(bodyModel({ body: held }), { ticks: 3 * HOURS })
    expect(level(world, 'monocytes in blood')).toBeGreaterThan(1.5)
    expect(level(world, 'monocytes in marrow')).toBeLessThan(2)
  })
})

test('what mobilises lowers the reserve and raises the blood; what raises production does not empty it', () => {
  const raised = (key: string): string =>
    bodyModel({ body: monocytes(`${key}: { drug: { to: 4, half: 1 nM } }`) + steadyDrug(1000, 0, 60) })
  const mobilised = runModel(raised('mobilised by'), { ticks: 2 * HOURS }).world
  expect(level(mobilised, 'monocytes in blood')).toBeGreaterThan(1.2)
  expect(level(mobilised, 'monocytes in marrow')).toBeLessThan(2)
  const produced = runModel(raised('production raised by'), { ticks: 50 * HOURS }).world
  // Four times as many less what 1000 nM of half 1 nM leaves to wish for: 3/1001 of them.
  const factor = 1 + (3 * 1000) / 1001
  // The level of the drug is that of infusions in steps: to about 1e-6.
  expect(Math.abs(level(produced, 'monocytes in blood') / factor - 1)).toBeLessThan(1e-5)
  expect(Math.abs(level(produced, 'monocytes in marrow') / (3 * factor) - 1)).toBeLessThan(1e-5)
})

describe('depletion', () => {
  const times = 'depletion: [{ from: 90 min, until: 20.5 day, to share: 0.1 }]'

  it('begins and ends between two steps, and leaves the share that it says', () => {
    const pool = `pools: { platelets: { half-life: 4 day, ${times} } }\n`
    const { world, run } = runModel(bodyModel({ body: pool }), { ticks: 2 })
    const rate = Math.LN2 / (4 * 1440)
    const expected = 0.1 + 0.9 * Math.exp(-10 * rate * 30)
    expect(Math.abs(level(world, 'platelets in blood') - expected)).toBeLessThan(1e-14)
    run(20.5 * HOURS)
    expect(Math.abs(level(world, 'platelets in blood') - 0.1)).toBeLessThan(1e-9)
    run(24.5 * HOURS)
    expect(Math.abs(level(world, 'platelets in blood') - 0.55)).toBeLessThan(1e-9)
  })

  it('by a drug clears the blood as many times as fast', () => {
    const pool = 'pools: { platelets: { half-life: 4 day, cleared by: { drug: { to: 21, half: 1 nM } } } }\n'
    const { world } = runModel(bodyModel({ body: pool + steadyDrug(1, 0, 60) }), { ticks: 40 * HOURS })
    expect(Math.abs(level(world, 'platelets in blood') - 1 / 11)).toBeLessThan(1e-5)
  })
})

describe('tissues', () => {
  const pool = `pools:
  T cells: { half-life: 24 h, enters: [CD8], depletion: [{ to share: 0.25 }] }
vessels: { points: [[0 um, 0 um, 0 um]], entry: { CD8: { rate: 0.5 1/day } } }
sites: { liver: { domain: { size: [20 um, 20 um, 20 um], voxel: 20 um } } }
`
  const model = bodyModel({ body: pool, cells: 'CD8: {}' })

  it('get as many as the blood has, the ones that are not there yet, too', () => {
    const { world, program } = runModel(model, { ticks: 10 * HOURS })
    const there = level(world, 'T cells in blood')
    expect(there).toBeLessThan(0.26)
    expect(world.f64('supply/CD8')[0]).toBe(there)
    const liver = program.organism?.sites[0]?.program
    expect(liver?.columns.some(({ name, isSystemic }) => name === 'supply/CD8' && isSystemic)).toBe(true)
  })

  it('let in fewer cells when the blood has fewer', () => {
    const arrived = (text: string): number => {
      const { run, world } = runModel(text, { seed: 3 })
      let count = 0
      run(200 * HOURS, ({ events }) => {
        count += events.filter(({ kind, cause }) => kind === 'arrival' && cause === 'vessel').length
        return true
      })
      expect(world.count).toBeGreaterThan(0)
      return count
    }
    const normal = arrived(model.replace('to share: 0.25', 'to share: 1'))
    const few = arrived(model)
    // 100 and about 25 are expected: five standard deviations.
    expect(Math.abs(normal - 100)).toBeLessThan(50)
    expect(few).toBeGreaterThan(2)
    expect(few).toBeLessThan(55)
  })
})

test('a state goes on after a snapshot and in a branch as if nothing had been', () => {
  const text = bodyModel({ body: monocytes('blocked by: { drug: 1 nM }') + steadyDrug(30, 1, 2) })
  const straight = runModel(text, { ticks: 6 * HOURS })
  const begun = runModel(text, { ticks: 50 })
  const kernels = testKernels()
  const resumed = loadSnapshot(begun.program, saveSnapshot(begun.world), kernels)
  expect(stateHash(runOn(resumed, 6 * HOURS))).toBe(stateHash(straight.world))
  const branch = branchWorld(begun.world, compile(modelFrom(text)), { kernels, seed: 1 }).world
  expect(stateHash(runOn(branch, 6 * HOURS))).toBe(stateHash(straight.world))
  const longer = compile(modelFrom(text.replace('half-life: 24 h', 'half-life: 48 h')))
  const changed = branchWorld(begun.world, longer, { kernels, seed: 1 }).world
  expect(level(changed, 'monocytes in blood')).toBe(level(begun.world, 'monocytes in blood'))
  runOn(changed, 6 * HOURS)
  expect(level(changed, 'monocytes in blood')).not.toBe(level(straight.world, 'monocytes in blood'))
})

test('rules read the blood in every world of an organism, and it is zero in tissues', () => {
  const rule =
    'tumour: { rules: ["monocytes in blood increases apoptosis to 0.1 1/min, half at 0.5, hill 8 [assumed]"] }'
  const sites = 'sites: { liver: { domain: { size: [20 um, 20 um, 20 um], voxel: 20 um } } }\n'
  const { world, program } = runModel(bodyModel({ body: monocytes() + sites, cells: rule }), { ticks: 3 })
  expect(world.has('signal/monocytes in blood')).toBe(true)
  const [site] = program.organism?.sites ?? []
  expect(site?.program.columns.some(({ name }) => name === 'signal/monocytes in blood')).toBe(true)
})

describe('mistakes', () => {
  it('are told', () => {
    expect(refusal(bodyModel({ body: monocytes() }).replace(/^body:.*\n/m, ''))).toContain("no 'body'")
    const twice = 'pools: { a: { half-life: 1 h, enters: [CD8] }, b: { half-life: 1 h, enters: [CD8] } }\n'
    expect(refusal(bodyModel({ body: twice, cells: 'CD8: {}' }))).toContain('enters from a, b')
    expect(
      refusal(bodyModel({ body: monocytes('depletion: [{ from: 2 day, until: 1 day, to share: 0.5 }]') })),
    ).toContain("'depletion' ends before it begins")
  })
})
