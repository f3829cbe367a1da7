import type { BodyRole } from '../../src/browser.ts'
import type { RunInfo } from '../workers/run-api.ts'

/** What is compared of a body beside what the model records. Chosen: what treatments are for; Watch has the rest. */
const COMPARED: readonly BodyRole[] = ['circulating', 'micro', 'macro', 'pool']

/** The series that arms are compared by: those that the model records, and of an organism those that matter most. */
export function comparedSeries({ series, organism }: RunInfo): RunInfo['series'] {
  const left = new Set(
    organism?.numbers.filter(({ role }) => !COMPARED.includes(role)).map(({ name }) => name),
  )
  return series.filter(({ name }) => !left.has(name))
}
