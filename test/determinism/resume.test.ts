import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { columnHashes, stateHash } from '../../src/engine/state-hash.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'

const TICKS = 200
/** Before the first tick, between decisions, on a decision, within an infusion, between infusions. */
const INSTANTS = [0, 1, 5, 6, 30, 97, 186]

describe.each([2, 3] as const)('a run in %d dimensions', (dimensions) => {
  const program = compile(modelFrom(livingTissue({ dimensions })))
  const snapshots = new Map<number, Uint8Array>()
  const world = startWorld(program, { seed: 7 })
  snapshots.set(0, saveSnapshot(world))
  runOn(world, TICKS, (current) => {
    if (INSTANTS.includes(current.tick)) snapshots.set(current.tick, saveSnapshot(current))
  })
  const end = columnHashes(world)

  test('has divisions, deaths and cells of every type in it', () => {
    const types = new Set(world.u16('cell.type').subarray(0, world.count))
    const states = new Set(world.u8('cell.state').subarray(0, world.count))
    expect(types.size).toBe(4)
    expect(states.size).toBeGreaterThan(1)
    expect(Math.max(...world.u32('cell.births').subarray(0, world.count))).toBeGreaterThan(0)
  })

  test.each(INSTANTS)('saved at tick %d, loaded and run on gives the same bits', (tick) => {
    const restored = loadSnapshot(program, snapshots.get(tick) ?? new Uint8Array(), testKernels())
    expect(restored.tick).toBe(tick)
    expect(columnHashes(runOn(restored, TICKS))).toEqual(end)
  })

  test('a snapshot of a loaded snapshot is the same file', () => {
    const bytes = snapshots.get(97) ?? new Uint8Array()
    expect(saveSnapshot(loadSnapshot(program, bytes, testKernels()))).toEqual(bytes)
  })

  test('to save a run does not change it', () => {
    const watched = runOn(startWorld(program, { seed: 7 }), TICKS, (current) => void saveSnapshot(current))
    expect(stateHash(watched)).toBe(stateHash(world))
  })
})
