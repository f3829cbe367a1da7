import type { Outcome } from '../experiment/executor.ts'
import type { FailedRun, RunsSummary } from './summary-results.ts'

/** Failed runs that a summary names; the others it counts. Chosen: whoever reads ten has seen the pattern. */
const NAMED = 10

/** What became of the planned runs; `broken` names those whose files are not what they wrote. */
export function runsSummary(
  outcomes: readonly Outcome[],
  broken: ReadonlyMap<string, string> = new Map(),
): RunsSummary {
  const failed = outcomes.flatMap((outcome): readonly FailedRun[] => {
    const error = failureOf(outcome, broken)
    if (error === undefined) return []
    const { key, arm, replicate, point } = outcome.job.plan
    return [{ key, arm, replicate, ...(point === undefined ? {} : { point }), error }]
  })
  const finished = outcomes.filter(
    ({ manifest, job }) => manifest?.status === 'finished' && !broken.has(job.plan.key),
  )
  return {
    planned: outcomes.length,
    finished: finished.length,
    failed: failed.slice(0, NAMED),
    failures: failed.length,
  }
}

function failureOf(
  { job, manifest, error }: Outcome,
  broken: ReadonlyMap<string, string>,
): string | undefined {
  if (error !== undefined) return error
  if (manifest?.status === 'failed') return manifest.error ?? 'it stopped without saying why'
  return broken.get(job.plan.key)
}

/** What is not complete, in sentences for the limits of an answer: failed runs, runs that stopped, runs that are not there. */
export function incompleteness(
  outcomes: readonly Outcome[],
  broken: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const { planned, finished, failed, failures } = runsSummary(outcomes, broken)
  if (finished === planned) return []
  const stopped = outcomes.filter(
    ({ manifest, job }) => manifest?.status === 'stopped' && !broken.has(job.plan.key),
  ).length
  const missing = planned - finished - failures - stopped
  const named = failed.map(
    ({ arm, replicate, point, error }) =>
      `Run ${replicate + 1} of arm ${arm}${point === undefined ? '' : `, point ${point + 1},`} is not complete: ${error}.`,
  )
  const further = failures - failed.length
  return [
    ...named,
    ...(further > 0 ? [`${further} further runs failed.`] : []),
    ...(failures > 0 ? ['Failed runs count nowhere, not as zero either.'] : []),
    ...(stopped > 0 ? [`${runs(stopped)} stopped before the end; what was recorded until then counts.`] : []),
    ...(missing > 0
      ? [
          `${runs(missing)} of ${planned} planned ${missing === 1 ? 'is' : 'are'} not there yet: this is the answer so far.`,
        ]
      : []),
  ]
}

function runs(count: number): string {
  return `${count} run${count === 1 ? '' : 's'}`
}
