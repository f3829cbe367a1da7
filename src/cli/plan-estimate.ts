import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Experiment } from '../experiment/experiment.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import { probeRun } from '../experiment/probe-run.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { formatTime } from '../figures/number-format.ts'
import { nodeEnvironment } from '../platform/node/environment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { MANIFEST, type RunManifest, readManifest } from '../store/run-store.ts'
import { counted } from './terminal.ts'

/** What runs cost, and how that is known. */
export interface Estimate {
  /** Wall time of what is left to do on `cores` cores [s]. */
  readonly seconds: number
  /** What the runs that are left to do will take on disk [bytes]. */
  readonly bytes: number
  readonly cores: number
  /** What it rests on, in words. */
  readonly basis: string
}

/** Costs of one run: time in proportion to what it simulates, and once per run. */
interface Costs {
  /** [s] per simulated minute. */
  readonly perMinute: number
  /** [s] */
  readonly perRun: number
  /** [bytes] */
  readonly bytes: number
  readonly basis: string
}

/** Finished runs that are looked at for an estimate; chosen: their mean is as good as that of all. */
const LOOKED_AT = 20

/** Wall time of a probe [ms]; chosen: nobody waits long, and it lasts many steps. */
const PROBE_TIME = 1500

/** Finished runs of a study's folder, of those that are planned. */
export function finishedPlans(runs: string, plans: readonly RunPlan[]): readonly RunPlan[] {
  // The folder is listed once: most of ten thousand runs are not there.
  const names = new Set(nodeFiles.list(runs))
  return plans.filter(({ key }) => names.has(key) && isFinished(join(runs, key)))
}

function isFinished(folder: string): boolean {
  return nodeFiles.exists(join(folder, MANIFEST)) && readManifest(nodeFiles, folder).status === 'finished'
}

/** Estimates what the runs that are left will take: from finished ones, or from a short probe of the first. */
export function estimate(
  experiment: Experiment,
  left: readonly RunPlan[],
  finished: readonly RunPlan[],
  runs: string,
  cores: number,
): Estimate {
  const used = Math.min(cores, Math.max(1, left.length))
  const [first] = left
  if (first === undefined) return { seconds: 0, bytes: 0, cores: used, basis: 'every run is finished' }
  const costs = finished.length > 0 ? costsOfFinished(runs, finished) : probe(experiment, first)
  const minutes = left.reduce((sum, { duration = 0 }) => sum + duration, 0)
  const seconds = (costs.perMinute * minutes + costs.perRun * left.length) / used
  return { seconds, bytes: costs.bytes * left.length, cores: used, basis: costs.basis }
}

function costsOfFinished(runs: string, finished: readonly RunPlan[]): Costs {
  const looked = finished.slice(0, LOOKED_AT).map(({ key }) => join(runs, key))
  const manifests = looked.map((folder): RunManifest => readManifest(nodeFiles, folder))
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const seconds = sum(manifests.map(({ wallSeconds }) => wallSeconds))
  const minutes = sum(manifests.map(({ time, origin }) => time - (origin?.time ?? 0)))
  const sizes = looked.map((folder) =>
    sum(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => sizeOf(join(folder, name)))),
  )
  return {
    perMinute: minutes > 0 ? seconds / minutes : 0,
    perRun: 0,
    bytes: sum(sizes) / looked.length,
    basis: `from ${counted(looked.length, 'finished run')} of this folder`,
  }
}

/** [bytes]; nothing for a folder. */
function sizeOf(path: string): number {
  const stats = statSync(path)
  return stats.isFile() ? stats.size : 0
}

/** Runs the beginning of a run in memory. */
function probe(experiment: Experiment, plan: RunPlan): Costs {
  const [job] = jobsOf(experiment, [plan])
  if (job === undefined) throw new Error('a plan has a job')
  const { perMinute, perRun, bytes, time, isWhole } = probeRun(
    job,
    nodeEnvironment(loadKernels()),
    PROBE_TIME,
  )
  const part = isWhole ? 'one run' : `the first ${formatTime(time, plan.duration ?? time)} of one run`
  return {
    perMinute,
    perRun,
    bytes,
    basis: `from ${part}, computed just now; runs in which more cells grow take longer`,
  }
}
