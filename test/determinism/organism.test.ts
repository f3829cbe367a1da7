import { afterEach, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { branchWorld } from '../../src/engine/branch.ts'
import type { CellEvent } from '../../src/engine/events.ts'
import { innerWorlds } from '../../src/engine/organism.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import type { Team, TeamOptions } from '../../src/parallel/team.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { inBlocksOf, runOn, startWorld } from '../../src/testing/start-run.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { SEEDING } from '../../src/testing/seeding-organism.ts'

/* The worlds of an organism: the same bits whatever the threads and blocks, after a snapshot, on a branch. */

/** Thirty steps of the phenotype. */
const TICKS = 180
/** The hash is compared here: before any site is laid out, between two meetings, at one. */
const LOOKS = [0, 1, 7, 20, 36, 100, TICKS]
const ROOMS = ['liver', 'lung']

const program = compile(modelFrom(SEEDING))

interface Course {
  readonly hashes: readonly string[]
  readonly counts: readonly (readonly (readonly [string, number])[])[]
  readonly events: readonly CellEvent[]
  readonly bytes: Uint8Array
}

/** Runs a world to the end; everything that may not depend on how it is computed. */
function courseOf(world: World, prepare: (world: World) => void = () => {}): Course {
  const hashes: string[] = []
  const counts: (readonly (readonly [string, number])[])[] = []
  const events: CellEvent[] = []
  const note = (current: World): void => {
    for (const each of allOf(current)) prepare(each)
    events.push(...current.events)
    counts.push(innerWorlds(current).map(({ name, world: { count } }) => [name, count]))
    if (LOOKS.includes(current.tick)) hashes.push(stateHash(current))
  }
  note(world)
  runOn(world, TICKS, note)
  return { hashes, counts, events, bytes: saveSnapshot(world) }
}

function allOf(world: World): readonly World[] {
  return [world, ...innerWorlds(world).map((inner) => inner.world)]
}

const alone = startWorld(program, { seed: 5 })
const expected = courseOf(alone)

const teams: Team[] = []
afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()))
})

async function teamOf(threads: number, options: TeamOptions = {}): Promise<Team> {
  const team = await startNodeTeam(threads, testKernels(), { sharesAll: true, rooms: ROOMS, ...options })
  teams.push(team)
  return team
}

test('cells leave, travel, settle and divide', () => {
  expect(new Set(expected.hashes).size).toBe(LOOKS.length)
  expect(innerWorlds(alone).map(({ name }) => name)).toEqual(['blood', 'liver', 'lung'])
  const happened = new Set(
    expected.events.map(({ kind, cause, site }) => `${kind} ${cause ?? ''} ${site ?? 'primary'}`),
  )
  for (const what of ['intravasation blood primary', 'arrival departure blood', 'arrival arrest blood'])
    expect(happened).toContain(what)
  for (const site of ['liver', 'lung'])
    for (const what of ['arrival colony', 'division ']) expect(happened).toContain(`${what} ${site}`)
})

test.each([1, 2, 3])('%d threads give the same bits, in every world', async (threads) => {
  const team = await teamOf(threads)
  expect(courseOf(startWorld(program, { seed: 5, team }))).toEqual(expected)
})

test('workers alone, which compute all worlds but the blood, give the same bits', async () => {
  const team = await teamOf(3, { doesCallerHelp: false })
  const world = startWorld(program, { seed: 5, team })
  runOn(world, TICKS)
  expect(stateHash(world)).toBe(expected.hashes.at(-1))
  const [caller = 0, ...workers] = team.computed()
  expect(caller).toBe(0)
  expect(Math.min(...workers)).toBeGreaterThan(0)
})

test('a team without rooms for the sites gives the same bits', async () => {
  const team = await teamOf(2, { rooms: [] })
  expect(courseOf(startWorld(program, { seed: 5, team }))).toEqual(expected)
})

test.each([1, 37])('blocks of %d items give the same bits', (block) => {
  const seen = new Set<World>()
  const cut = (world: World): void => {
    if (!seen.has(world)) world.pool = inBlocksOf(block, world.pool)
    seen.add(world)
  }
  expect(courseOf(startWorld(program, { seed: 5 }), cut)).toEqual(expected)
})

// At the start, after the first meeting (which lays a site out), between meetings, before, at and after one.
test.each([0, 1, 5, 6, 7, 8, 61, 121])(
  'saved at tick %d, loaded and run on gives the same bytes',
  async (tick) => {
    const saved = saveSnapshot(runOn(startWorld(program, { seed: 5 }), tick))
    for (const team of [undefined, await teamOf(2)]) {
      const world = loadSnapshot(program, saved, testKernels(), team)
      expect(saveSnapshot(world)).toEqual(saved)
      expect(stateHash(runOn(world, TICKS))).toBe(expected.hashes.at(-1))
    }
  },
)

test.each([0, 8, 100])('a branch of the same model at tick %d is the run itself', async (tick) => {
  const from = runOn(startWorld(program, { seed: 5 }), tick)
  const team = await teamOf(2)
  const { world, added, removed } = branchWorld(from, program, { kernels: testKernels(), seed: 5, team })
  expect([...added, ...removed]).toEqual([])
  expect(stateHash(runOn(world, TICKS))).toBe(expected.hashes.at(-1))
})

test('worlds that follow each other in the memories of a team have the same bits', async () => {
  const team = await teamOf(2)
  const memories = new Set<WebAssembly.Memory>()
  for (let round = 0; round < 3; round++) {
    const world = startWorld(program, { seed: 5, team })
    expect(stateHash(runOn(world, TICKS))).toBe(expected.hashes.at(-1))
    for (const { memory } of allOf(world)) memories.add(memory)
    team.leave()
  }
  expect(memories.size).toBe(allOf(alone).length)
})

test('sites that are not laid out cost no memory and no call', () => {
  const calls = (text: string): number => {
    const world = startWorld(text, { seed: 5 })
    let count = 0
    for (const each of allOf(world)) {
      const { pool } = each
      each.pool = {
        workers: pool.workers,
        run: (...all) => ((count += 1), pool.run(...all)),
        batch: (list) => ((count += list.length), pool.batch(list)),
      }
    }
    runOn(world, TICKS)
    expect(innerWorlds(world).map(({ name }) => name)).toEqual(['blood'])
    return count
  }
  const still = SEEDING.replace('intravasation: "0.02 ', 'intravasation: "0 ')
  const without = still.slice(0, still.indexOf('sites:')).replaceAll(/, field: \{ lesions: \d+ \}/g, '')
  expect(calls(still)).toBe(calls(without))
})
