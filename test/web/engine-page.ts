/** The page of the engine's test: asks its server for jobs, does them in workers, posts the results, and goes where it is sent. */
import { EngineError } from '../../src/platform/browser/engine-error.ts'
import { EngineHost } from '../../src/platform/browser/engine-host.ts'
import type { EngineState } from '../../src/platform/browser/engine-messages.ts'
import type { WebWorker } from '../../src/platform/browser/web-worker.ts'
import type { EngineJob, EngineResult } from './engine-jobs.ts'

declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker
declare const location: { href: string }

/** More ticks than any test waits for. */
const FOR_EVER = 1e9
/** Until a run is stopped [ms]; chosen: some slices of a run. */
const SOON = 120

const kernels = await WebAssembly.compile(
  await (await fetch(new URL('../../src/kernels/milieu.wasm', import.meta.url))).arrayBuffer(),
)
const jobs = (await (await fetch('jobs')).json()) as readonly EngineJob[] // written by the test
const results: EngineResult[] = []
for (const job of jobs) results.push(await resultOf(job))
const next = await fetch('results', { method: 'POST', body: JSON.stringify(results) })
location.href = await next.text()

async function resultOf(job: EngineJob): Promise<EngineResult> {
  const engine = new EngineHost(
    new Worker(new URL('../../src/platform/browser/engine-worker.ts', import.meta.url), { type: 'module' }),
  )
  try {
    const { files, model, seed, threads } = job
    const team = job.leavesAllToWorkers === true ? { fewestItems: 0, doesCallerHelp: false } : {}
    const support = await engine.start({ kernels, files, model, seed, threads, team })
    return { support, ...(job.isStopped === true ? await stopped(engine) : await hashed(engine, job)) }
  } catch (error) {
    const issues = error instanceof EngineError ? error.issues.map(({ code }) => code) : []
    return { error: String(error), issues }
  } finally {
    engine.close()
  }
}

async function hashed(engine: EngineHost, { ticks }: EngineJob): Promise<EngineResult> {
  const hashes: string[] = []
  let state: EngineState | undefined
  for (const tick of ticks) {
    state = await engine.run(tick)
    hashes.push(await engine.hash())
  }
  return { hashes, ...state }
}

/** Two runs wait behind each other: both end where the first stood, and the world can be asked as before. */
async function stopped(engine: EngineHost): Promise<EngineResult> {
  const runs = [engine.run(FOR_EVER), engine.run(FOR_EVER)]
  await new Promise((resolve) => setTimeout(resolve, SOON))
  engine.stop()
  const [first, second] = await Promise.all(runs)
  if (first?.tick !== second?.tick) throw new Error('a run that was stopped went on')
  return { ...first, hashes: [await engine.hash()] }
}
