import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseModel } from '../../src/compile/parse-model.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { replaySession } from '../../src/session/replay.ts'
import type { Session } from '../../src/session/session.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { SEEDING } from '../../src/testing/seeding-organism.ts'
import { LAST_KEPT, LEAKING_MODEL } from '../../src/testing/leaking-model.ts'
import { findBrowser, startBrowser } from '../web/browser.ts'
import { type RunServer, startRunServer } from './run-server.ts'

/** What the page offers; it is compiled apart, with the types of a browser. */
interface RunPage {
  open(options: object): Promise<OpenedRun>
  ask(name: string, ...args: readonly unknown[]): Promise<never>
  frames(request: object): Promise<{
    readonly first: FrameSummary
    readonly second: FrameSummary
    readonly isHandedOver: boolean
  }>
  advance(until: number, budget: number): Promise<{ readonly tick: number; readonly longest: number }>
  fail(script: string, options: object): Promise<{ readonly answers: unknown; readonly later: unknown }>
  seekTwice(first: number, second: number): Promise<readonly number[]>
}
interface OpenedRun {
  readonly ok: boolean
  readonly value: {
    readonly threads: number
    readonly threadNote?: string
    readonly state: { readonly tick: number; readonly cells: number }
    readonly handles: { readonly drugs: readonly { readonly name: string; readonly include?: string }[] }
  }
  readonly problem?: { readonly code: string; readonly message: string }
}
interface FrameSummary {
  readonly tick: number
  readonly count: number
  readonly bytes: number
  readonly milliseconds: number
}
declare const page: RunPage

const MODEL = 'models/colorectal/model.yaml'
const session: Session = { format: 1, model: MODEL, seed: 3, actions: [] }
/** Brings a drug that the model does not have, and gives it. */
const DOSE = '{ include: [library/plerixafor], therapy: { plerixafor: { dose: 1.92 mg/kg, start: 6 min } } }'
const KNOCK = 'knock down: { cell types.tumour.cycle.rate: 80 % }'
/** A tenth of a minute each: far enough for steps of the phenotype on both sides of all actions. */
const LAST = 260
/** Rows of the series: this model has one every two hours, so far that of the start. */
const ROWS = 1

const found = findBrowser()
const open = 'path' in found ? { path: found.path } : undefined

describe.skipIf(open === undefined)('the worker of a run', () => {
  let browser: Browser
  let server: RunServer
  let files: Readonly<Record<string, string>>

  beforeAll(async () => {
    server = await startRunServer()
    browser = await startBrowser(open?.path ?? '')
    const { model } = parseModel(MODEL, readFile)
    const parts = ['models/library/plerixafor.yaml', 'models/library/vessels.yaml']
    files = {
      ...Object.fromEntries((model?.files ?? []).map(({ file, text }) => [file, text])),
      ...Object.fromEntries(parts.map((path) => [path, readFileSync(path, 'utf8')])),
    }
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function visit(address: string): Promise<Page> {
    const visited = await browser.newPage()
    await visited.goto(address)
    await visited.waitForFunction(() => typeof page === 'object')
    return visited
  }

  const opening = (threads: number, of: Session = session) => ({
    files,
    session: of,
    threads,
    historyBudget: 64e6,
    store: 'test',
  })

  test.each([
    ['isolated', 1, 1],
    ['isolated', 2, 2],
    ['plain', 2, 1],
  ] as const)('on a page that is %s, asked for %i threads', async (mode, asked, threads) => {
    const visited = await visit(server[mode])
    const opened = await visited.evaluate((options) => page.open(options), opening(asked))
    expect(opened.problem).toBeUndefined()
    expect(opened.value).toMatchObject({ threads, state: { tick: 0, cells: 962 } })
    expect(opened.value.threadNote === undefined).toBe(asked === threads)
    expect(opened.value.handles.drugs).toContainEqual(
      expect.objectContaining({ name: 'plerixafor', include: 'library/plerixafor' }),
    )
    const result = await visited.evaluate(
      async ({ dose, knock, last }) => {
        const { tick, longest } = await page.advance(60, 20)
        const frames = await page.frames({ fields: ['oxygen'], lineages: true })
        const acted: { readonly ok: boolean } = await page.ask('act', dose, 'plerixafor')
        await page.advance(130, 40)
        await page.ask('act', knock, 'slower cycle')
        await page.advance(last, 40)
        const first: Session = await page.ask('session')
        await page.ask('seek', 75)
        const card: { readonly facts: readonly object[] } = await page.ask('inspectSlot', 5)
        const branched: { readonly ok: boolean } = await page.ask('act', '', 'another way')
        await page.advance(last, 40)
        const second: Session = await page.ask('session')
        const seen: { readonly tick: number } = await page.ask('preview', 0, { fields: [] })
        const back = await page.seekTwice(250, 61)
        const again: { readonly ok: boolean } = await page.ask('seek', last, '0')
        const hash: string = await page.ask('hash')
        const history: { readonly branches: readonly object[] } = await page.ask('history')
        return {
          tick,
          longest,
          frames,
          acted,
          first,
          card,
          branched,
          second,
          seen,
          back,
          again,
          hash,
          history,
        }
      },
      { dose: DOSE, knock: KNOCK, last: LAST },
    )
    expect(result).toMatchObject({
      tick: 60,
      acted: { ok: true },
      branched: { ok: true },
      again: { ok: true },
      frames: { first: { tick: 60 }, isHandedOver: true },
    })
    const { milliseconds: _, ...drawn } = result.frames.first
    expect(result.frames.second).toMatchObject(drawn)
    expect(result.card.facts.length).toBeGreaterThan(10)
    expect(result.history.branches.length).toBe(2)
    expect([result.first.actions.length, result.second.actions.length]).toEqual([2, 1])
    expect(result.back[1]).toBe(61)
    // The same bits as on the command line, whatever was done in between.
    for (const made of [result.first, result.second]) {
      const replayed = await replaySession(made, readFile, { kernels: testKernels() })
      expect(replayed).toMatchObject({ tick: LAST, isSame: true, isSameModel: true })
    }
    expect(result.hash).toBe(result.first.reached?.hash)
    // A session is opened again, as after a reload.
    await visited.evaluate(async () => {
      await page.ask('session')
      await page.ask('close')
    })
    const again = await visited.evaluate((options) => page.open(options), opening(asked, result.first))
    expect(again.value.state.tick).toBe(LAST)
    const stored = await visited.evaluate(async () => {
      const made: Session = await page.ask('session')
      const rows: { readonly times: object } = await page.ask('series')
      return { made, times: Object.keys(rows.times).length }
    })
    expect(stored).toEqual({ made: result.first, times: ROWS })
    await visited.close()
  })

  test.each([1, 2])('goes back and forth in an organism with %i threads', async (threads) => {
    const visited = await visit(server.isolated)
    const seeding: Session = { ...session, model: 'seeding.yaml', files: { 'seeding.yaml': SEEDING } }
    const opened = await visited.evaluate((options) => page.open(options), opening(threads, seeding))
    expect(opened.problem).toBeUndefined()
    expect(opened.value).toMatchObject({ threads })
    const { first, second, hash } = await visited.evaluate(async () => {
      await page.advance(90, 40)
      const early: string = await page.ask('hash')
      await page.ask('act', 'set: { cell types.tumour.cycle.rate: 0 1/min }', 'no cycle')
      await page.advance(150, 40)
      const acted: Session = await page.ask('session')
      await page.ask('seek', 30)
      await page.ask('seek', 90, '0', true)
      const back: string = await page.ask('hash')
      await page.ask('seek', 150, '0')
      const end: string = await page.ask('hash')
      return { first: acted, second: { early, back }, hash: end }
    })
    expect(second.back).toBe(second.early)
    expect(hash).toBe(first.reached?.hash)
    const replayed = await replaySession(first, readFile, { kernels: testKernels() })
    expect(replayed).toMatchObject({ tick: 150, isSame: true, isSameModel: true })
    await visited.close()
  })

  test('says what is wrong with a model or an action, and keeps what there was', async () => {
    const visited = await visit(server.isolated)
    const broken = { ...session, files: { [MODEL]: 'format: 1\ntitle: broken\ncell typs: {}\n' } }
    const refused = await visited.evaluate((options) => page.open(options), opening(1, broken))
    expect(refused).toMatchObject({ ok: false, problem: { code: 'ModelHasErrors' } })
    const small = await visited.evaluate((options) => page.open(options), { ...opening(1), memoryLimit: 1e5 })
    expect(small).toMatchObject({ ok: false, problem: { code: 'TooLarge' } })
    await visited.evaluate((options) => page.open(options), opening(1))
    const result = await visited.evaluate(async () => {
      await page.advance(20, 20)
      const before: string = await page.ask('hash')
      const answer: OpenedRun = await page.ask('act', 'set: { nothing.here: 1 }', 'a mistake')
      const after: string = await page.ask('hash')
      return { answer, before, after }
    })
    expect(result.answer).toMatchObject({ ok: false, problem: { code: 'ModelHasErrors' } })
    expect(result.after).toBe(result.before)
    await visited.close()
  })

  test('says where a model fails, and goes on from the last state kept', async () => {
    const visited = await visit(server.isolated)
    const leaking: Session = { ...session, model: 'leak.yaml', files: { 'leak.yaml': LEAKING_MODEL } }
    const close = 'set: { cell types.leaking.exchange.poison.export: 0 amol/min }'
    await visited.evaluate((options) => page.open(options), opening(2, leaking))
    const result = await visited.evaluate(
      async ({ change, kept }) => {
        await page.advance(240, 50)
        const failed: object = await page.ask('advance', 240, 50)
        const frames = await page.frames({ fields: ['poison'] })
        const refused: object = await page.ask('act', change, 'too late')
        const went: object = await page.ask('seek', kept)
        const acted: object = await page.ask('act', change, 'the leak is closed')
        await page.advance(120, 50)
        const made: Session = await page.ask('session')
        return { failed, frames, refused, went, acted, made }
      },
      { change: close, kept: LAST_KEPT },
    )
    expect(result).toMatchObject({
      failed: {
        problem: {
          code: 'NumericalFailure',
          lastKept: LAST_KEPT,
          message: expect.stringMatching(/field\/poison of voxel \d+ .* um, tick \d+/) as string,
        },
      },
      refused: { ok: false, problem: { code: 'RunStopped' } },
      went: { ok: true, value: { tick: LAST_KEPT } },
      acted: { ok: true },
      made: { reached: { tick: 120 } },
    })
    expect(result.frames.first.count).toBe(1)
    const replayed = await replaySession(result.made, readFile, { kernels: testKernels() })
    expect(replayed).toMatchObject({ tick: 120, isSame: true })
    await visited.close()
  })

  test.each([
    [
      'throws',
      'throw new Error("the disc is gone")',
      'failed at its start: Uncaught Error: the disc is gone',
    ],
    ['cannot be loaded', '', 'could not start: its script did not load'],
    [
      'throws while it is asked',
      'addEventListener("message", () => { throw new Error("no room") })',
      'failed at its start: Uncaught Error: no room',
    ],
  ])('whose script %s leaves no question open', async (_, script, why) => {
    const visited = await visit(server.isolated)
    const { answers, later } = await visited.evaluate(([text, options]) => page.fail(text, options), [
      script,
      opening(1),
    ] as const)
    const problem = { code: 'WorkerEnded', message: expect.stringContaining(why) as string }
    const inWords = expect.stringContaining(`The worker that computes this run ${why}`) as string
    expect(answers).toMatchObject([
      { ok: false, problem },
      inWords,
      { tick: 0, problem },
      { ok: false, problem },
    ])
    expect(later).toEqual(inWords)
    await visited.close()
  })
})
