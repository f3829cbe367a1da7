import { describe, expect, test } from 'vitest'
import type { RunState } from '../workers/run-api.ts'
import { Lockstep, type OpenedRun } from './lockstep.ts'

/** A run that goes on by `pace` ticks per request, and opens at tick `first`. */
function runOf(
  pace: number,
  failsAt = Number.POSITIVE_INFINITY,
  first = 0,
): OpenedRun & { readonly ticks: number[] } {
  let tick = first
  const ticks: number[] = []
  const state = (): RunState => ({
    tick,
    time: tick,
    cells: 1,
    branch: 'first',
    ...(tick < failsAt ? {} : { problem: { code: 'NumericalFailure', message: 'not finite', issues: [] } }),
  })
  // Only what the comparison asks; the rest of the interface is never called.
  const api = {
    open: async () => ({ ok: true, value: { state: state() } }),
    advance: async (until: number) => {
      tick = Math.min(until, tick + pace)
      ticks.push(tick)
      return state()
    },
    seek: async (to: number) => {
      tick = to
      return { ok: true, value: state() }
    },
  } as unknown as OpenedRun['api']
  return { api, ticks, close: () => undefined }
}

async function opened(runs: readonly OpenedRun[]): Promise<Lockstep> {
  const names = runs.map((_, index) => ({ name: `arm ${index}`, change: '' }))
  const left = [...runs]
  const lockstep = new Lockstep(names, () => left.shift() ?? runOf(1))
  // No worker reads it here.
  const base = { files: {}, threads: 1, historyBudget: 0, store: 'test' } as never
  await lockstep.open(base, { format: 1, model: 'm', seed: 1, actions: [] })
  return lockstep
}

describe('arms in lockstep', () => {
  test('come to the same tick, however fast each is', async () => {
    const lockstep = await opened([runOf(7), runOf(1), runOf(100)])
    await lockstep.advance(20)
    expect(lockstep.views.map(({ state }) => state?.tick)).toEqual([20, 20, 20])
    expect(lockstep.isTogether).toBe(true)
  })

  test('begin together, though one with actions opens at its last one', async () => {
    const lockstep = await opened([runOf(1), runOf(1, Number.POSITIVE_INFINITY, 9)])
    expect(lockstep.views.map(({ state }) => state?.tick)).toEqual([0, 0])
  })

  test('say that they are apart when they were stopped on the way', async () => {
    const lockstep = await opened([runOf(20), runOf(1)])
    let looks = 0
    await lockstep.advance(20, () => (looks += 1) < 6)
    expect(lockstep.isTogether).toBe(false)
    expect(lockstep.tick).toBeLessThan(20)
    await lockstep.advance(20)
    expect(lockstep.isTogether).toBe(true)
  })

  test('go on without an arm that failed, and keep why', async () => {
    const lockstep = await opened([runOf(1), runOf(1, 5)])
    await lockstep.advance(20)
    const [whole, failed] = lockstep.views
    expect(whole?.state?.tick).toBe(20)
    expect(failed?.problem?.code).toBe('NumericalFailure')
    expect([lockstep.tick, lockstep.isTogether]).toEqual([20, true])
    await lockstep.seek(3)
    expect(lockstep.views.map(({ state }) => state?.tick)).toEqual([3, 5])
  })
})
