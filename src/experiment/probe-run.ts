import { type RunEnvironment, runJob } from './run-job.ts'
import type { RunJob } from './run-plan.ts'

/** What one run costs, from the beginning of one. */
export interface ProbedRun {
  /** [s] per simulated minute. */
  readonly perMinute: number
  /** Once per run [s]. */
  readonly perRun: number
  /** What a whole run leaves [bytes]. */
  readonly bytes: number
  /** How far the probe came [min]. */
  readonly time: number
  /** The whole run fitted into the probe. */
  readonly isWhole: boolean
}

/** Runs the beginning of a run in memory, for `most` [ms] of wall time. */
export function probeRun(job: RunJob, environment: RunEnvironment, most: number): ProbedRun {
  const { plan } = job
  const looks: { readonly at: number; readonly ticks: number }[] = []
  const started = environment.now()
  const result = runJob(job, {
    ...environment,
    onProgress: (ticks) => {
      looks.push({ at: environment.now() - started, ticks })
      return environment.now() - started < most
    },
  })
  const { duration = result.time } = plan
  const rate = perTick(looks) ?? result.wallSeconds / Math.max(1, result.ticks)
  const minutesPerTick = result.time / Math.max(1, result.ticks)
  const { snapshots, values, times } = result.recording
  const texts = [result.model, ...result.documents.map(({ text }) => text)]
  const kept = Math.floor(duration / plan.snapshotEvery) + 1
  const rows = Math.floor(duration / plan.seriesEvery) + 1
  const bytes =
    kept * (snapshots[0]?.bytes.length ?? 0) +
    rows * (values.size + Math.min(1, times.length)) * Float64Array.BYTES_PER_ELEMENT +
    texts.reduce((total, text) => total + text.length, 0)
  return {
    perMinute: rate / minutesPerTick,
    perRun: Math.max(0, result.wallSeconds - rate * result.ticks),
    bytes,
    time: result.time,
    isWhole: result.time >= duration,
  }
}

/** Seconds per tick between the first look at a run and the last: without what happens once. */
function perTick(looks: readonly { readonly at: number; readonly ticks: number }[]): number | undefined {
  const [first, last] = [looks[0], looks.at(-1)]
  if (first === undefined || last === undefined || last.ticks <= first.ticks) return undefined
  return (last.at - first.at) / 1000 / (last.ticks - first.ticks)
}
