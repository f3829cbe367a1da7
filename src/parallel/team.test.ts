import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { stateHash } from '../engine/state-hash.ts'
import { PAGE_BYTES } from '../kernels/kernels.ts'
import { spawnNodeThread, startNodeTeam } from '../platform/node/node-team.ts'
import { testKernels } from '../testing/kernels.ts'
import { runOn, startWorld } from '../testing/start-run.ts'
import { MOST_CALLS } from './control.ts'
import { soloTeam } from './solo-team.ts'
import { type SpawnThread, type Team, type TeamOptions, startTeam } from './team.ts'

const teams: Team[] = []
afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()))
})

/** A team that is closed after the test, its pool and room for f64 numbers in its memory. */
async function enter(threads: number, options: TeamOptions = {}) {
  const team = await startNodeTeam(threads, testKernels(), { sharesAll: true, ...options })
  teams.push(team)
  const { kernels, pool } = team.enter()
  const at = Math.ceil(kernels.heapBase / 8) * 8
  const values = (length: number): Float64Array => {
    const missing = Math.ceil((at + 8 * length) / PAGE_BYTES) - kernels.memory.buffer.byteLength / PAGE_BYTES
    if (missing > 0) kernels.memory.grow(missing)
    return new Float64Array(kernels.memory.buffer, at, length)
  }
  return { team, pool, at, values }
}

/** An address at which no memory is. */
const NOWHERE = 4_000_000_000
const MODES = [
  ['together', {}],
  ['without the caller', { doesCallerHelp: false }],
] as const

describe.each(MODES)('a team that works %s', (_, options) => {
  test.each([2, 3, 8])('of %d threads computes every item of many small batches once', async (threads) => {
    const { pool, at, values, team } = await enter(threads, options)
    const numbers = values(500)
    const [classes, rate, repair] = [at + 8 * 200, at + 8 * 400, at + 8 * 401]
    numbers[400] = 1
    const rounds = 300
    for (let round = 0; round < rounds; round++) {
      // Damage that grows by one and is not repaired: a block that is done twice or never is seen.
      pool.run('interaction_damage', [at, classes, rate, 0, repair, 0, 1], 100, 1 + (round % 9))
    }
    expect([...numbers.subarray(0, 100)]).toEqual(Array.from({ length: 100 }, () => rounds))
    if ('doesCallerHelp' in options) expect(team.computed()[0]).toBe(0)
  })

  test('computes all calls of a batch, also more than it can post at once', async () => {
    const { pool, at, values } = await enter(3, options)
    const calls = 2 * MOST_CALLS + 3
    const numbers = values(10 * calls)
    pool.batch(
      Array.from({ length: calls }, (_call, k) => ({
        kernel: 'sensing_constant',
        args: [at + 80 * k, k + 0.5],
        count: k % 11 === 5 ? 0 : 10,
        block: 1 + (k % 4),
      })),
    )
    const expected = Array.from({ length: 10 * calls }, (_item, n) =>
      Math.floor(n / 10) % 11 === 5 ? 0 : Math.floor(n / 10) + 0.5,
    )
    expect([...numbers]).toEqual(expected)
  })

  test('reaches memory that grew since it began', async () => {
    const { pool, at, values } = await enter(2, options)
    const numbers = values(1_000_000)
    pool.run('sensing_constant', [at, 2.5], numbers.length)
    expect(numbers.every((value) => value === 2.5)).toBe(true)
  })

  test('reports a kernel that fails, and goes on', async () => {
    const { pool, at, values } = await enter(3, options)
    for (let round = 0; round < 20; round++) {
      expect(() => pool.run('sensing_constant', [NOWHERE, 1], 50, 3)).toThrow(
        /^kernel 'sensing_constant' failed in thread \d: memory access out of bounds$/,
      )
      pool.run('sensing_constant', [at, round], 50, 3)
      expect([...values(50)]).toEqual(Array.from({ length: 50 }, () => round))
    }
  })

  test('can be closed while its workers sleep, and more than once', async () => {
    const { team, pool, at } = await enter(3, options)
    pool.run('sensing_constant', [at, 1], 50, 3)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await team.close()
    await team.close()
    expect(() => pool.run('sensing_constant', [at, 1], 50, 3)).toThrow('closed')
  })
})

describe('a team', () => {
  test('leaves single blocks to the caller', async () => {
    const { team, pool, at } = await enter(2, { sharesAll: false })
    pool.run('sensing_constant', [at, 1], 50, 50)
    pool.batch([{ kernel: 'sensing_constant', args: [at, 1], count: 39 }])
    expect(team.computed()).toEqual([0, 0])
    pool.run('sensing_constant', [at, 1], 40, 10)
    pool.batch(
      Array.from({ length: 3 }, (_, k) => ({
        kernel: 'sensing_constant',
        args: [at + 400 * k, 1],
        count: 39,
      })),
    )
    expect(team.computed().reduce((sum, blocks) => sum + blocks, 0)).toBe(4 + 3)
  })

  test('serves one world', async () => {
    const { team } = await enter(1)
    expect(() => team.enter()).toThrow('one world')
  })

  test('serves the next world in a memory as if it were new', async () => {
    for (const team of [(await enter(2)).team, soloTeam(testKernels())]) {
      team.leave()
      const create = () => startWorld(livingTissue(), { seed: 5, team })
      const hashes = [0, 1].map(() => {
        const hash = stateHash(runOn(create(), 30))
        team.leave()
        return hash
      })
      expect(hashes[1]).toBe(hashes[0])
      create()
      expect(create).toThrow('one world')
      await team.close()
    }
  })

  test('knows its kernels and the limits of a call', async () => {
    const { pool } = await enter(2)
    expect(() => pool.run('flying', [], 4)).toThrow("no kernel 'flying'")
    expect(() =>
      pool.run(
        'sensing_constant',
        Array.from({ length: 65 }, () => 0),
        4,
      ),
    ).toThrow('65 arguments')
  })

  test('is not started when one of its threads cannot be', async () => {
    const ended: number[] = []
    const spawn: SpawnThread = async (request) => {
      if (request.index === 2) throw new Error('no more threads')
      const thread = await spawnNodeThread(request)
      return { end: async () => (await thread.end(), void ended.push(request.index)) }
    }
    const error: unknown = await startTeam(4, testKernels(), spawn).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      message: 'a thread of the team did not start',
      cause: { message: 'no more threads' },
    })
    expect(ended.toSorted((a, b) => a - b)).toEqual([1, 3])
  })

  test('does without a worker that is gone', async () => {
    const { pool, at, values } = await startWithLost({ sharesAll: true })
    pool.run('sensing_constant', [at, 7], 50, 3)
    expect([...values(50)]).toEqual(Array.from({ length: 50 }, () => 7))
  })

  test('gives up a batch that no thread finishes', async () => {
    const { pool, at } = await startWithLost({ doesCallerHelp: false, patience: 0 })
    expect(() => pool.run('sensing_constant', [at, 7], 50, 3)).toThrow('no block has come back for 0 s')
    expect(() => pool.run('sensing_constant', [at, 7], 50, 3)).toThrow('a thread of it was lost')
  })

  test.each(['', 'await team.close()'])('does not keep a process alive (%j)', (close) => {
    const file = join(import.meta.dirname, '../platform/node/node-team.ts')
    const script = `import { startNodeTeam } from ${JSON.stringify(file)}
      const team = await startNodeTeam(3, undefined, { sharesAll: true })
      const { kernels, pool } = team.enter()
      pool.run('sensing_constant', [kernels.heapBase, 1], 20, 1)
      ${close}
      process.stdout.write('end')`
    const args = ['--input-type=module', '--eval', script]
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })).toBe('end')
  })
})

/** A team whose only worker ended as soon as it had said that it was ready. */
async function startWithLost(options: TeamOptions) {
  const spawn: SpawnThread = async (request) => {
    const thread = await spawnNodeThread(request)
    await thread.end()
    return thread
  }
  const team = await startTeam(2, testKernels(), spawn, options)
  teams.push(team)
  const { kernels, pool } = team.enter()
  const at = Math.ceil(kernels.heapBase / 8) * 8
  return { pool, at, values: (length: number) => new Float64Array(kernels.memory.buffer, at, length) }
}
