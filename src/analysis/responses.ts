import type { Experiment } from '../experiment/experiment.ts'
import type { RunsBySlot } from './endpoint-values.ts'
import { type TrialShape, placeAt } from './run-places.ts'
import { EXAMPLES, longestTimes } from './series-summary.ts'
import type { MaybeNumber, ResponseSummary, SubjectResponse } from './summary-results.ts'
import { type AnalysedRun, valueAt } from './trial-runs.ts'

/** Significant digits of a change; chosen: more than a figure shows, and summaries stay small. */
const DIGITS = 6

/** Change from the start of every subject, for each of the responses that an experiment asks for. */
export function responseSummaries(
  { data }: Pick<Experiment, 'data'>,
  slots: RunsBySlot,
  shape: TrialShape,
  units: Readonly<Record<string, string>>,
): readonly ResponseSummary[] {
  const runs = [...slots.values()].flatMap((own) => own.filter((run) => run !== undefined))
  const times = [...longestTimes(runs)]
  return Object.entries(data.responses ?? {}).map(([name, asked]) => {
    const { measure, 'progression above': above, 'response below': below } = asked
    const arms = [...slots].map(([arm, own]) => {
      const subjects = own.flatMap((run, slot) =>
        run === undefined ? [] : [responseOf(run, measure, times, subjectName(slot, shape, data.pairing))],
      )
      const shown = subjects.map((subject, k) => (k < EXAMPLES ? subject : { ...subject, change: [] }))
      return [arm, shown] as const
    })
    return {
      name,
      measure,
      unit: units[measure] ?? '1',
      times,
      arms: Object.fromEntries(arms),
      ...(above === undefined ? {} : { progressionAbove: percent(above.value) }),
      ...(below === undefined ? {} : { responseBelow: percent(below.value) }),
    }
  })
}

function percent(fraction: number): number {
  return Number((fraction * 100).toPrecision(DIGITS))
}

function responseOf(
  run: AnalysedRun,
  measure: string,
  times: readonly number[],
  subject: string,
): SubjectResponse {
  const start = run.values.get(measure)?.[0] ?? Number.NaN
  const change = times.map((time): MaybeNumber => {
    const value = valueAt(run, measure, time)
    // Nothing is a percentage of zero.
    return value === undefined || !Number.isFinite(value) || !(Math.abs(start) > 0)
      ? null
      : percent((value - start) / Math.abs(start))
  })
  const after = change.slice(1).filter((value) => value !== null)
  return {
    subject,
    change,
    best: after.length === 0 ? null : after.reduce((least, value) => Math.min(least, value)),
    last: after.at(-1) ?? null,
  }
}

/** What a subject is called: `twin 3`, `patient 12`, `patient 12, replicate 2`, with its setting where there are several. */
export function subjectName(slot: number, shape: TrialShape, pairing: 'twins' | 'independent'): string {
  const { setting, patient, replicate } = placeAt(slot, shape)
  const single = `${pairing === 'twins' ? 'twin' : 'replicate'} ${replicate + 1}`
  const parts = [
    ...(shape.patients > 1 ? [`patient ${patient + 1}`] : []),
    ...(shape.patients === 1 || shape.replicates > 1 ? [single] : []),
    ...(shape.settings > 1 ? [`setting ${setting + 1}`] : []),
  ]
  return parts.join(', ')
}
