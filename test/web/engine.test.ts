import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { livingTissue } from '../../src/testing/living-tissue.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { crowd } from './crowd.ts'
import type { EngineJob, EngineResult } from './engine-jobs.ts'
import { type EngineServer, type Mode, startEngineServer } from './engine-server.ts'
import { openFirefox } from './firefox.ts'

const SEED = 20
/** Until a page counts as silent [ms]; a page takes seconds, and a machine that is shared by many some times as long. */
const PATIENCE = 60_000
/** Threads that the isolated page asks for. */
const THREADS = [1]

interface Scene {
  readonly model: string
  /** Texts by path: the model and what it includes. */
  readonly files: Readonly<Record<string, string>>
  /** Far enough for divisions, deaths and attacks. */
  readonly ticks: readonly number[]
}

const scenes: Readonly<Record<string, Scene>> = {
  'a living tissue in two dimensions': { ...written(livingTissue()), ticks: [1, 30, 180] },
  'a living tissue in three': { ...written(livingTissue({ dimensions: 3 })), ticks: [1, 30, 180] },
  'a crowd of several blocks': { ...written(crowd()), ticks: [1, 12, 40] },
  'a shipped model with its parts': { ...shipped('models/tumour-spheroid/model.yaml'), ticks: [1, 330] },
}

const jobs: Readonly<Record<Mode, readonly EngineJob[]>> = {
  isolated: [...THREADS.flatMap((threads) => jobsFor(threads)), ...behaviour()],
  plain: jobsFor(2),
}

/** Opens a page and waits for what it reports. */
type Visit = (path: string, server: EngineServer) => Promise<Readonly<Record<Mode, readonly EngineResult[]>>>

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
afterAll(() => server.close())

for (const name of ['chromium', 'firefox'] as const) {
  const found = findBrowser(name)
  if ('reason' in found) process.stderr.write(`tests of the engine in ${name} are skipped: ${found.reason}\n`)

  describe.skipIf('reason' in found)(`the engine in ${name}`, () => {
    let results: Readonly<Record<Mode, readonly EngineResult[]>>
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
          const result = resultOf('isolated', scene, threads)
          expect(result).toEqual({ support: { threads }, hashes: hashesInNode(scene) })
          expect(new Set(result.hashes).size).toBe(ticks.length)
        })
      }

      test(`${scene}: the same bits on a page that may not share memory`, () => {
        const { support, hashes } = resultOf('plain', scene, 2)
        expect(hashes).toEqual(hashesInNode(scene))
        expect(support).toEqual({ threads: 1, reason: expect.stringContaining('Cross-Origin-Opener-Policy') })
      })
    }

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
  return Object.entries(scenes).map(([name, scene]) => ({ name, ...scene, seed: SEED, threads }))
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
