import { afterEach, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { columnHashes } from '../../src/engine/state-hash.ts'
import type { Team } from '../../src/parallel/team.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { inBlocksOf, runOn, startWorld } from '../../src/testing/start-run.ts'

/* Matrix, reactions and motion in matrix: the same bits whatever the threads and blocks, and after a snapshot. */

const TICKS = 60

const program = compile(
  modelFrom(`
format: 1
title: fibroblasts and tumour cells in matrix
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um, boundary: { x: periodic, y: closed } }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  plasmin: { unit: nM, diffusion: 600 um^2/min, initial: 1 nM }
  pro-MMP: { unit: nM, diffusion: 600 um^2/min }
  MMP: { unit: nM, diffusion: 600 um^2/min, decay: 0.01 1/min }
  TIMP: { unit: nM, diffusion: 600 um^2/min }
  CXCL12: { unit: nM, diffusion: 1200 um^2/min, initial: 2 nM }
  IgG: { unit: nM, diffusion: 3600 um^2/min, initial: 2 nM, boundary: 10 nM, hindrance: { radius: 50 nm } }
reactions:
  - plasmin turns pro-MMP into MMP at 0.06 1/(nM min) [assumed]
  - TIMP binds MMP at 0.1 1/(nM min) [assumed]
matrix:
  density: { initial: 5 %, regions: [ { rim: { centre: [0 um, 0 um, 0 um], radius: 90 um, thickness: 40 um }, value: 20 % } ] }
  membrane: { regions: [ { layer: { axis: x, at: 50 um, thickness: 20 um }, value: 1 } ] }
  turnover: 0.5 1/day
  proteases: { MMP: { density: 0.01 1/(nM min), membrane: 0.01 1/(nM min), links resist: 5, blocked by: { TIMP: 5 nM } } }
  binds: { CXCL12: { sites: 100 nM, on: 0.05 1/(nM min), off: 1 1/min } }
cell types:
  tumour:
    cycle: { model: live, rate: 0.002 1/min }
    exchange: { pro-MMP: { export: 20 molecules/s } }
    motility: { speed: 1 um/min, persistence: 5 min, contact guidance: 80 %, pore: { smallest: 2 um, free: 6 um }, membrane stops: 50 % }
    rules: ["matrix density decreases cycle entry to 0 1/min, half at 10 %, hill 4 [assumed]", "fibre alignment increases migration speed to 2 um/min, half at 0.3, hill 2 [assumed]"]
  CAF:
    exchange: { TIMP: { export: 5 molecules/s } }
    motility: { speed: 0.5 um/min, persistence: 30 min }
    matrix: { deposition: 2 1/day, linking: 3 1/day, alignment: 10 1/day, membrane: 1 1/day }
    rules: ["pore size increases matrix deposition to 4 1/day, half at 4 um, hill 2 [assumed]"]
initial:
  tumour: { box: { low: [-140 um, -140 um, 0 um], high: [140 um, 140 um, 0 um], count: 120 } }
  CAF: { box: { low: [-140 um, -140 um, 0 um], high: [140 um, 140 um, 0 um], count: 60 } }
`),
)

const serial = runOn(startWorld(program, { seed: 3 }), TICKS)
const expected = columnHashes(serial)

const teams: Team[] = []
afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()))
})

test('something of everything happened', () => {
  const spread = (column: string): number =>
    new Set(serial.f64(column).map((value) => Math.round(1e6 * value))).size
  for (const column of ['density', 'links', 'fibres', 'membrane', 'bound/CXCL12'])
    expect(spread(`matrix.${column}`), column).toBeGreaterThan(20)
  expect(serial.count).toBeGreaterThan(180)
  expect(serial.u32('transport.hindranceVersion')[0]).toBeGreaterThan(1)
})

test('blocks of other sizes give the same bits', () => {
  const world = startWorld(program, { seed: 3 })
  world.pool = inBlocksOf(37, world.pool)
  expect(columnHashes(runOn(world, TICKS))).toEqual(expected)
})

test('two threads give the same bits', async () => {
  const team = await startNodeTeam(2, testKernels(), { sharesAll: true })
  teams.push(team)
  expect(columnHashes(runOn(startWorld(program, { seed: 3, team }), TICKS))).toEqual(expected)
})

test.each([0, 7, 30])('saved at tick %d, loaded and run on gives the same bits', (tick) => {
  const saved = saveSnapshot(runOn(startWorld(program, { seed: 3 }), tick))
  expect(columnHashes(runOn(loadSnapshot(program, saved, testKernels()), TICKS))).toEqual(expected)
})
