import { expect, test } from 'vitest'
import { layOutSites, organismProgram } from '../../src/bench/organism-scene.ts'
import { innerWorlds, siteNames } from '../../src/engine/organism.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'

/* The scene of the benchmark in small pieces: every process of the ecosystem in three tissues, with the threads that compute them. */

const PIECE = { size: [280, 280, 20], radius: 60 } as const
/** Three hours: decisions every 24th. */
const TICKS = 360

const program = organismProgram({ primary: PIECE, liver: PIECE, lung: { ...PIECE, radius: 30 } })
const alone = runOn(layOutSites(startWorld(program, { seed: 5 })), TICKS)
const expected = stateHash(alone)

test('tissues of the same size are not copies of each other', () => {
  const hashes = innerWorlds(alone).map(({ world }) => stateHash(world))
  expect(new Set(hashes).size).toBe(3)
})

test.each([2, 3])('%d threads give the same bits', async (threads) => {
  const options = { sharesAll: true, rooms: siteNames(program) }
  const team = await startNodeTeam(threads, testKernels(), options)
  try {
    const world = runOn(layOutSites(startWorld(program, { seed: 5, team })), TICKS)
    expect(stateHash(world)).toBe(expected)
  } finally {
    await team.close()
  }
})

test('saved between two decisions, loaded and run on gives the same bits', () => {
  const saved = saveSnapshot(runOn(layOutSites(startWorld(program, { seed: 5 })), 100))
  expect(stateHash(runOn(loadSnapshot(program, saved, testKernels()), TICKS))).toBe(expected)
})
