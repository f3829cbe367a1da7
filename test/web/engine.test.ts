import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { SEEDING } from '../../src/testing/seeding-organism.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { crowd } from './crowd.ts'
import type { EngineJob, EngineResult } from './engine-jobs.ts'
import { type EngineServer, type Mode, type Results, startEngineServer } from './engine-server.ts'
import { openFirefox } from './firefox.ts'
import { inside } from './inside.ts'

const SEED = 20
/** The scene in which a loop has several blocks. */
const CROWD = 'a crowd of several blocks'
/** Until a page counts as silent [ms]; a page takes seconds, and a machine that is shared by many some times as long. */
const PATIENCE = 60_000
/** Threads that the isolated page asks for. */
const THREADS = [1, 2, 3]
/** With so many threads the engine's own leaves all to the others; who computes a block is chance otherwise. */
const LEFT_TO_WORKERS = 3

interface Scene {
  readonly model: string
  /** Texts by path: the model and what it includes. */
  readonly files: Readonly<Record<string, string>>
  /** Far enough for divisions, deaths and attacks. */
  readonly ticks: readonly number[]
}

const scenes: Readonly<Record<string, Scene>> = {
  'a living tissue in two dimensions': { ...written(livingTissue()), ticks: [1, 60, 120] },
  'a living tissue in three': { ...written(livingTissue({ dimensions: 3 })), ticks: [1, 60, 120] },
  [CROWD]: { ...written(crowd()), ticks: [1, 20, 40] },
  'networks, vesicles and a membrane': { ...written(inside()), ticks: [1, 60, 120] },
  'a shipped model with its parts': { ...shipped('models/tumour-spheroid/model.yaml'), ticks: [1, 100, 330] },
  // Sites are laid out before the second look: from there on they are computed, too.
  'an organism that seeds': { ...written(SEEDING), ticks: [1, 60, 120] },
  'the ecosystem': { ...shipped('models/ecosystem/model.yaml'), ticks: [1, 60, 120] },
}

const jobs: Readonly<Record<Mode, readonly EngineJob[]>> = {
  isolated: [...THREADS.flatMap((threads) => jobsFor(threads)), ...behaviour()],
  childless: jobsFor(2).filter(({ name }) => name === CROWD),
  plain: jobsFor(2),
}

/** Opens the server's pages and waits for what they report. */
type Visit = (path: string, server: EngineServer) => Promise<Results>

const visits: Readonly<Record<'chromium' | 'firefox', Visit>> = {
  chromium: async (path, server) => {
    const browser = await startBrowser(path)
    try {
      const results = server.results()
      const page = await browser.newPage()
      const broken = new Promise<never>((_, reject) => void page.on('pageerror', reject))
      await page.goto(server.address)
      return await Promise.race([results, broken, silence()])
    } finally {
      await browser.close()
    }
  },
  firefox: async (path, server) => {
    const results = server.results()
    const browser = openFirefox(path, server.address)
    try {
      return await Promise.race([results, browser.ended, silence()])
    } finally {
      await browser.close()
    }
  },
}

/** Rejects when a page has reported nothing for too long, so that its browser is closed. */
function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new Error(`the page has not reported for ${PATIENCE / 1000} s`)),
      PATIENCE,
    ).unref()
  })
}

let server: EngineServer
beforeAll(async () => {
  server = await startEngineServer(jobs)
}, PATIENCE)
afterAll(() => server?.close())

for (const name of ['chromium', 'firefox'] as const) {
  const found = findBrowser(name)
  if ('reason' in found) process.stderr.write(`tests of the engine in ${name} are skipped: ${found.reason}\n`)

  describe.skipIf('reason' in found)(`the engine in ${name}`, () => {
    let results: Results
    beforeAll(async () => {
      results = await visits[name]('path' in found ? found.path : '', server)
    }, 2 * PATIENCE)

    const resultOf = (mode: Mode, job: string, threads: number): EngineResult => {
      const index = jobs[mode].findIndex((other) => other.name === job && other.threads === threads)
      return results[mode][index] ?? { error: 'no result' }
    }

    for (const [scene, { ticks }] of Object.entries(scenes)) {
      for (const threads of THREADS) {
        test(`${scene}: the same bits as in Node with ${threads} threads`, () => {
          const { support, hashes } = resultOf('isolated', scene, threads)
          const looks = looksFor(threads, ticks).length
          expect(hashes).toEqual(hashesInNode(scene).slice(0, looks))
          expect(new Set(hashes).size).toBe(looks)
          expect(support).toEqual({ threads })
        })
      }

      test(`${scene}: threads compute what is left to them`, () => {
        expect(resultOf('isolated', scene, 1).blocks).toBeUndefined()
        const { tick = Infinity, blocks = [] } = resultOf('isolated', scene, LEFT_TO_WORKERS)
        const [own, ...others] = blocks
        expect(own).toBe(0)
        // Each tick has more than one loop.
        expect(others.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(tick)
      })

      test(`${scene}: the same bits on a page that may not share memory`, () => {
        const { support, hashes, blocks } = resultOf('plain', scene, 2)
        expect(hashes).toEqual(hashesInNode(scene))
        expect(support).toEqual({ threads: 1, reason: expect.stringContaining('Cross-Origin-Opener-Policy') })
        expect(blocks).toBeUndefined()
      })
    }

    test('what several blocks have is shared out by itself', () => {
      const blocks = resultOf('isolated', CROWD, 2).blocks ?? []
      expect(blocks.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0)
    })

    test('threads that may not start are done without, and the page hears why', () => {
      const { support, hashes } = resultOf('childless', CROWD, 2)
      expect(hashes).toEqual(hashesInNode(CROWD))
      expect(support).toEqual({ threads: 1, reason: expect.stringContaining('did not start') })
    })

    test('a run that is stopped stands at a tick of its own, and the world there is whole', () => {
      const { tick = -1, hashes } = resultOf('isolated', 'stopped', 1)
      expect(tick).toBeGreaterThan(0)
      expect(hashes).toEqual([stateHash(runOn(worldOf('a living tissue in two dimensions'), tick))])
    })

    test('mistakes in a model come back to the page', () => {
      const { error, issues } = resultOf('isolated', 'refused', 1)
      expect(error).toContain('model.yaml')
      expect(issues).toContain('unknown-key')
    })
  })
}

function jobsFor(threads: number): readonly EngineJob[] {
  return Object.entries(scenes).map(([name, scene]) => ({
    name,
    ...scene,
    ticks: looksFor(threads, scene.ticks),
    seed: SEED,
    threads,
    leavesAllToWorkers: threads === LEFT_TO_WORKERS,
  }))
}

/** Ticks at which a scene is hashed: not to its end where every loop waits until another thread has woken up. */
function looksFor(threads: number, ticks: readonly number[]): readonly number[] {
  return threads === LEFT_TO_WORKERS ? ticks.slice(0, -1) : ticks
}

/** What an engine does beside running. */
function behaviour(): readonly EngineJob[] {
  const common = { seed: SEED, threads: 1, ticks: [] }
  return [
    { name: 'stopped', ...written(livingTissue()), ...common, isStopped: true },
    { name: 'refused', ...written('format: 1\ncolour: red\n'), ...common },
  ]
}

function written(text: string): Omit<Scene, 'ticks'> {
  return { model: 'model.yaml', files: { 'model.yaml': text } }
}

/** Hashes by scene, computed once. */
const known = new Map<string, readonly string[]>()

function hashesInNode(name: string): readonly string[] {
  const hashes = known.get(name) ?? hashesOf(worldOf(name), scenes[name]?.ticks ?? [])
  known.set(name, hashes)
  return hashes
}

function hashesOf(world: World, ticks: readonly number[]): readonly string[] {
  return ticks.map((tick) => stateHash(runOn(world, tick)))
}

function worldOf(name: string): World {
  const { model = '', files = {} } = scenes[name] ?? {}
  return startWorld(compile(modelFrom(files[model] ?? '', model)), { seed: SEED })
}

function shipped(model: string): Omit<Scene, 'ticks'> {
  const read = new Map<string, string>()
  parseModel(model, (path) => {
    try {
      read.set(path, readFileSync(path, 'utf8'))
    } catch {
      return { ok: false, reason: 'no such file' }
    }
    return { ok: true, text: read.get(path) ?? '' }
  })
  return { model, files: Object.fromEntries(read) }
}
