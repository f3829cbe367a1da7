/** The page of the test of `run.worker.ts`: passes on what the test asks, and adds what only a page has. */
import type { Frame, FrameRequest } from '../../src/browser.ts'
import { kernels } from '../workers/kernels.ts'
import { type RunHandle, openRun } from '../workers/open-run.ts'
import type { OpenRun } from '../workers/run-api.ts'

let handle: RunHandle | undefined

/** What of a frame can leave the page. */
function summary({ tick, count, spheres, fields }: Frame, milliseconds: number) {
  const bytes = [spheres, ...fields.map(({ values }) => values)].reduce(
    (sum, { buffer }) => sum + buffer.byteLength,
    0,
  )
  const xs = spheres.filter((_, k) => k % 4 === 0)
  return { tick, count, bytes, milliseconds, middle: xs.reduce((sum, x) => sum + x, 0) / count }
}

const page = {
  isIsolated: () => crossOriginIsolated,
  open: async (options: Omit<OpenRun, 'kernels'>) => {
    handle?.close()
    handle = openRun()
    return handle.run.open({ ...options, kernels: await kernels() })
  },
  ask: async (name: string, ...args: readonly unknown[]) => {
    if (handle === undefined) throw new Error('open a run first')
    // The test names methods of the worker, with the arguments that they take.
    const run = handle.run as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>
    return run[name]?.(...args)
  },
  /** Two frames, the second in the buffers of the first. */
  frames: async (request: FrameRequest) => {
    if (handle === undefined) throw new Error('open a run first')
    const first = await handle.frame(request)
    const before = summary(first, 0)
    const started = performance.now()
    const second = await handle.frame(request, first)
    const milliseconds = performance.now() - started
    return { first: before, second: summary(second, milliseconds), isHandedOver: first.spheres.length === 0 }
  },
  /** Advances as a page does, in requests of `budget` [ms]; says how long the longest took. */
  advance: async (until: number, budget: number) => {
    if (handle === undefined) throw new Error('open a run first')
    const started = performance.now()
    let longest = 0
    let tick = -1
    for (let last = -2; tick < until && tick !== last;) {
      last = tick
      const asked = performance.now()
      tick = (await handle.run.advance(until, budget)).tick
      longest = Math.max(longest, performance.now() - asked)
    }
    return { tick, milliseconds: performance.now() - started, longest }
  },
  /** A run whose worker runs `script` instead: what it says to questions before and after it has failed. */
  fail: async (script: string, options: Omit<OpenRun, 'kernels'>) => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
    const { run, close } = openRun(() => new Worker(script === '' ? 'nowhere.js' : url))
    const given = { ...options, kernels: await kernels() }
    const pending = [run.open(given), run.hash().catch(String)] as const
    const answers = [...(await Promise.all(pending)), await run.advance(9, 9), await run.seek(3)]
    const later = await run.session().catch(String)
    close()
    return { answers, later }
  },
  /** Wants to be elsewhere twice in a row: says how each wish ended. */
  seekTwice: async (first: number, second: number) => {
    if (handle === undefined) throw new Error('open a run first')
    const answers = await Promise.all([handle.run.seek(first), handle.run.seek(second)])
    return answers.map((answer) => (answer.ok ? answer.value.tick : -1))
  },
}

export type RunPage = typeof page
Object.assign(globalThis, { page })
