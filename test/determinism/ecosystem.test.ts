import { afterEach, expect, test } from 'vitest'
import { ecosystemProgram } from '../../src/bench/ecosystem-scene.ts'
import { branchWorld } from '../../src/engine/branch.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { columnHashes } from '../../src/engine/state-hash.ts'
import type { Team } from '../../src/parallel/team.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { inBlocksOf, runOn, startWorld } from '../../src/testing/start-run.ts'

/* The whole of the ecosystem on a small piece of tissue: the same bits whatever the threads and blocks, after a snapshot, on a branch. */

/** Six hours in ticks of the model; decisions every 24th. */
const TICKS = 720

const program = ecosystemProgram({ size: [280, 280, 20], radius: 60 })
const serial = runOn(startWorld(program, { seed: 5 }), TICKS)
const expected = columnHashes(serial)

const teams: Team[] = []
afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()))
})

test('much of what the model has happened', () => {
  const most = (column: string): number => Math.max(...serial.f64(column).map(Math.abs))
  expect(serial.count).toBeGreaterThan(100)
  expect(new Set(serial.u16('cell.type').subarray(0, serial.count)).size).toBeGreaterThan(4)
  for (const column of ['reactions.owed/TIMP/MMP', 'reactions.rate/plasmin/pro-MMP/MMP/pro-MMP'])
    expect(most(column), column).toBeGreaterThan(0)
})

test.each([1, 37])('blocks of %d items give the same bits', (block) => {
  const world = startWorld(program, { seed: 5 })
  world.pool = inBlocksOf(block, world.pool)
  expect(columnHashes(runOn(world, TICKS))).toEqual(expected)
})

test.each([2, 3])('%d threads give the same bits', async (threads) => {
  const team = await startNodeTeam(threads, testKernels(), { sharesAll: true })
  teams.push(team)
  expect(columnHashes(runOn(startWorld(program, { seed: 5, team }), TICKS))).toEqual(expected)
})

// At the start, between two steps of fields, between two decisions, at one.
test.each([0, 1, 100, 180])('saved at tick %d, loaded and run on gives the same bits', (tick) => {
  const saved = saveSnapshot(runOn(startWorld(program, { seed: 5 }), tick))
  expect(columnHashes(runOn(loadSnapshot(program, saved, testKernels()), TICKS))).toEqual(expected)
})

test('a branch of the same model is the run itself', () => {
  const from = runOn(startWorld(program, { seed: 5 }), 100)
  const { world, added, removed } = branchWorld(from, program, { kernels: testKernels(), seed: 5 })
  expect([...added, ...removed]).toEqual([])
  expect(columnHashes(runOn(world, TICKS))).toEqual(expected)
})
