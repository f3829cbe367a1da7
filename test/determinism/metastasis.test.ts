import { expect, test } from 'vitest'
import { layOutSites } from '../../src/bench/organism-scene.ts'
import { compile } from '../../src/compile/compile.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { innerWorlds, siteNames } from '../../src/engine/organism.ts'
import type { Program } from '../../src/engine/program.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'

/* The shipped organisms for two hours, with their tissues laid out from the start: first colonies would take days. */

/** Two hours in ticks of the model; decisions every 24th. */
const TICKS = 240

const program = programOf('models/metastasis/model.yaml')
const alone = runOn(layOutSites(startWorld(program)), TICKS)
const expected = stateHash(alone)

function programOf(path: string): Program {
  const { model } = parseModel(path, readFile)
  if (model === undefined) throw new Error('the model has mistakes')
  return compile(model)
}

test('liver and lung are tissues of their own kind', () => {
  const counts = new Map(innerWorlds(alone).map(({ name, world }) => [name, world.count] as const))
  expect([...counts.keys()]).toEqual(['blood', 'liver', 'lung'])
  expect(counts.get('liver')).toBeGreaterThan(500)
  expect(counts.get('lung')).toBeGreaterThan(500)
})

test('two threads give the same bits as one', async () => {
  const team = await startNodeTeam(2, testKernels(), { sharesAll: true, rooms: siteNames(program) })
  try {
    expect(stateHash(runOn(layOutSites(startWorld(program, { team })), TICKS))).toBe(expected)
  } finally {
    await team.close()
  }
})

test('saved between two decisions, loaded and run on gives the same bits', () => {
  const saved = saveSnapshot(runOn(layOutSites(startWorld(program)), 100))
  expect(stateHash(runOn(loadSnapshot(program, saved, testKernels()), TICKS))).toBe(expected)
})

test('a field of a slide is the primary of the same organism, with the same bits on two threads', async () => {
  const slide = programOf('models/metastasis/slide.yaml')
  const start = layOutSites(startWorld(slide))
  expect(start.count).toBeGreaterThan(600)
  expect(innerWorlds(start).map(({ name }) => name)).toEqual(['blood', 'liver', 'lung'])
  const few = 24 // a decision of everybody
  const hash = stateHash(runOn(start, few))
  const team = await startNodeTeam(2, testKernels(), { sharesAll: true, rooms: siteNames(slide) })
  try {
    expect(stateHash(runOn(layOutSites(startWorld(slide, { team })), few))).toBe(hash)
  } finally {
    await team.close()
  }
})
