import { MilieuError } from '../../engine/errors.ts'
import type { RecordedRun } from './event-measure.ts'

/** Throws when a run did not keep the events and series that something is made from. */
export function requireKept(run: RecordedRun, kinds: readonly string[], series: readonly string[]): void {
  const kind = kinds.find((each) => !run.kinds.has(each))
  if (kind !== undefined)
    throw new MilieuError(
      'NotRecorded',
      `the run did not keep events of kind '${kind}': add it to record: events`,
    )
  const missing = series.find((name) => !run.values.has(name))
  const at = run.site === undefined ? '' : ` in ${run.site}`
  if (missing !== undefined)
    throw new MilieuError(
      'NotRecorded',
      `the run has no series '${missing}${at}': add ${asked(missing)}${at} to record: series`,
    )
}

/** What brings a series: numbers of cells come together. */
function asked(series: string): string {
  return series.endsWith(' cells') ? 'cell counts' : series
}

/** Integral of a series from one time to another, linear between its times [unit of the series x min]. */
export function integral(run: RecordedRun, name: string, from: number, to: number): number {
  const { times } = run
  const values = run.values.get(name) ?? []
  let sum = 0
  for (let k = 1; k < times.length; k++) {
    const [t0, t1] = [times[k - 1] ?? 0, times[k] ?? 0]
    const [begin, end] = [Math.max(t0, from), Math.min(t1, to)]
    if (end <= begin) continue
    const slope = ((values[k] ?? 0) - (values[k - 1] ?? 0)) / (t1 - t0)
    const middle = (values[k - 1] ?? 0) + slope * ((begin + end) / 2 - t0)
    sum += middle * (end - begin)
  }
  return sum
}
