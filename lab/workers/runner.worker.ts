/** A worker that computes runs of one trial, one after the other, with their files in memory. */
import { expose, transfer } from 'comlink'
import { type Experiment, type RunFiles, jobsOf, openTrial, runInMemory } from '../../src/browser.ts'
import type { RunnerApi, RunnerRequest } from './runner-api.ts'

let experiment: Experiment | undefined
let request: RunnerRequest | undefined

const api: RunnerApi = {
  open(asked) {
    request = asked
    experiment = openTrial(asked.file, asked.texts).experiment
  },
  async run(plan, files, onProgress, onCheckpoint) {
    const [job] = experiment === undefined ? [] : jobsOf(experiment, [plan])
    if (job === undefined || request === undefined) throw new Error('the experiment does not read')
    const { kernels, cores, stop } = request
    const flag = stop === undefined ? undefined : new Int32Array(stop)
    const end = await runInMemory(job, {
      kernels,
      cores,
      files,
      onProgress,
      // Copied, not handed over: the run goes on with them.
      onCheckpoint,
      isStopping: () => flag !== undefined && Atomics.load(flag, 0) !== 0,
    })
    return end.kind === 'done' ? transfer(end, buffersOf(end.files)) : end
  },
}

/** Each once: two names may be the same bytes. */
function buffersOf(files: RunFiles): ArrayBuffer[] {
  const buffers = new Set(Object.values(files).map(({ buffer }) => buffer))
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer)
}

expose(api)
