import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import { columnHashes } from '../../engine/state-hash.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'
import { runOn } from '../../testing/start-run.ts'

/** Vessel points on a line, two of them in one voxel; the place takes the first three. */
const POINTS = [-90, -85, -50, 10, 90]
const TIED = [0, 1, 2]

const model = (more = '', scheme = 'lod', diffusion = 0): string => `format: 1
title: ligation
domain: { size: [200 um, 40 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 2 min, mechanics: 2 min, phenotype: 6 min }
transport: { scheme: ${scheme} }
substrates:
  drug: { unit: nM, diffusion: ${diffusion} um^2/min, decay: 0.01 1/min }
cell types:
  CD8: {}
vessels:
  points: [${POINTS.map((x) => `[${x} um, 5 um, 0 um]`).join(', ')}]
  exchange: { drug: { blood: 5 nM, rate: 0.02 1/min } }
  entry: { CD8: { rate: 200 1/day } }
${more}`

const TIE = 'ligations: { left: { at: 1 h, centre: [-100 um, 0 um, 0 um], radius: 60 um } }\n'
/** Ticks of 2 min until the vessels are tied. */
const TICKS = 30

describe.each(['lod', 'adaptive'])('a ligation, with transport by the scheme %s', (scheme) => {
  const tied = runModel(model(TIE, scheme), { ticks: TICKS })
  const free = runModel(model('', scheme), { ticks: TICKS })

  test('changes nothing until it is due, and is no state', () => {
    expect(columnHashes(tied.world)).toEqual(columnHashes(free.world))
  })

  test('stops what the vessels there give, and leaves the others to the bit', () => {
    const { world, run } = runModel(model(TIE, scheme), { ticks: TICKS })
    const reference = runModel(model('', scheme), { ticks: TICKS })
    const before = [...world.f64('vessel.delivered/drug')].slice(0, POINTS.length)
    run(2 * TICKS)
    reference.run(2 * TICKS)
    const after = [...world.f64('vessel.delivered/drug')].slice(0, POINTS.length)
    const given = [...reference.world.f64('vessel.delivered/drug')].slice(0, POINTS.length)
    POINTS.forEach((_, point) => {
      // Without diffusion the voxels know nothing of each other: open ones must give the same bits.
      if (TIED.includes(point)) expect(after[point]).toBe(before[point])
      else expect(after[point]).toBe(given[point])
      expect(given[point]).toBeGreaterThan(before[point] ?? 0)
    })
  })

  test('leaves the drug to its decay: exp(-k t)', () => {
    const { world, run } = runModel(model(TIE, scheme), { ticks: TICKS })
    // Voxel of the first point; its value when the vessels are tied is where the decay begins.
    const voxel = world.u32('vessel.voxel')[0] ?? 0
    const start = world.f32('field/drug')[voxel] ?? 0
    expect(start).toBeGreaterThan(1)
    run(TICKS + 50)
    const logarithm = Math.log((world.f32('field/drug')[voxel] ?? 0) / start)
    // 100 min of decay at 0.01 1/min. Backward Euler, as the split scheme has it, is off by t k^2 dt / 2 = 0.01 at most; the
    // adaptive one may be one step of a substrate ahead of the clock, here 2 min or 0.02.
    expect(Math.abs(logarithm + 1)).toBeLessThan(scheme === 'lod' ? 0.01 : 0.02 + 1e-5)
  })

  test('shuts out cells there from then on', () => {
    const { world, run } = runModel(model(TIE, scheme), { ticks: TICKS })
    const count = { tied: 0, open: 0 }
    run(20 * TICKS, (current) => {
      for (const { kind, x } of current.events) if (kind === 'arrival') count[x < -30 ? 'tied' : 'open'] += 1
      return true
    })
    // 190 steps of 6 min, in each of which a cell comes to each open point with p = 0.56: 213 are expected.
    expect(count.open).toBeGreaterThan(100)
    expect(count.tied).toBe(0)
    expect(world.program.vessels.length).toBe(POINTS.length)
  })

  test('may be tied in a branch, and untied in another', () => {
    const kernels = testKernels()
    const at = (text: string, from = runModel(model('', scheme), { ticks: TICKS + 1, seed: 3 }).world) =>
      branchWorld(from, compile(modelFrom(text)), { kernels, seed: 3 })
    const here = TIE.replace('1 h', '62 min')
    const branch = at(model(here, scheme))
    expect([branch.added, branch.removed]).toEqual([[], []])
    const whole = runModel(model(here, scheme), { ticks: TICKS + 40, seed: 3 }).world
    expect(columnHashes(runOn(branch.world, TICKS + 40))).toEqual(columnHashes(whole))
    const delivered = branch.world.f64('vessel.delivered/drug')[0] ?? 0
    const untied = runOn(at(model('', scheme), branch.world).world, TICKS + 60)
    expect(untied.f64('vessel.delivered/drug')[0]).toBeGreaterThan(delivered)
  })
})

test('decisions between two steps of the fields see what was tied in the last one', () => {
  // Fields every 20 min, decisions every 6: tied at 20 min, and a branch at 22 min decides at 24 min, before the fields.
  const slow = (more: string) =>
    model(more).replace('fields: 2 min', 'fields: 20 min').replace('mechanics: 2 min', 'mechanics: 2 min')
  const tie = TIE.replace('1 h', '20 min')
  const whole = runModel(slow(tie), { ticks: 30, seed: 9 }).world
  const from = runModel(slow(tie), { ticks: 11, seed: 9 }).world
  const { world } = branchWorld(from, compile(modelFrom(slow(tie))), { kernels: testKernels(), seed: 9 })
  expect(columnHashes(runOn(world, 30))).toEqual(columnHashes(whole))
})

test.each([
  [TIE.replace('1 h', '3 min'), /'at' of 3 min is not a whole multiple/],
  [TIE.replace('60 um', '0 um'), /more than zero/],
])('says what is wrong with %s', (more, expected) => {
  expect(refusal(model(more))).toMatch(expected)
})
