import { afterEach, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { innerWorlds } from '../engine/organism.ts'
import { saveSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import { runUntil } from '../engine/step.ts'
import { soloTeam } from '../parallel/solo-team.ts'
import { startNodeTeam } from '../platform/node/node-team.ts'
import { testKernels } from '../testing/kernels.ts'
import { modelFrom } from '../testing/run-model.ts'
import { SEEDING } from '../testing/seeding-organism.ts'
import { RunWorlds } from './run-worlds.ts'

/* The worlds of an organism live one after the other in the same memories, as its host's do. */

const program = compile(modelFrom(SEEDING))
const kernels = testKernels()
const { Memory } = WebAssembly

afterEach(() => {
  WebAssembly.Memory = Memory
})

/** Counts the memories that are made from here on. */
function countMemories(): () => number {
  let made = 0
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: ConstructorParameters<typeof Memory>[0]) {
      super(descriptor)
      made += 1
    }
  }
  return () => made
}

test.each([
  ['one thread', () => Promise.resolve(soloTeam(kernels))],
  ['two threads', () => startNodeTeam(2, kernels, { rooms: ['liver', 'lung'] })],
])('going back, changing and looking makes no memory twice: %s', async (_, start) => {
  const home = await start()
  try {
    const worlds = new RunWorlds(kernels, 5, home)
    worlds.begin(program)
    runUntil(worlds.stepper, 60)
    const early = saveSnapshot(worlds.stepper.world)
    runUntil(worlds.stepper, 80)
    const late = stateHash(worlds.stepper.world)
    worlds.change(program, early, program)
    const made = countMemories()
    for (let round = 0; round < 5; round++) {
      worlds.look(program, early)
      worlds.load(program, early)
      runUntil(worlds.stepper, 70)
      worlds.change(program, early, program)
      runUntil(worlds.stepper, 80)
      expect(stateHash(worlds.stepper.world)).toBe(late)
    }
    expect(innerWorlds(worlds.stepper.world).map(({ name }) => name)).toEqual(['blood', 'liver', 'lung'])
    expect(made()).toBe(0)
  } finally {
    await home.close()
  }
})
