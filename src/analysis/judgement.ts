import type { Design } from '../experiment/design.ts'
import type { EndpointValues } from './endpoint-values.ts'
import { finite } from './finite.ts'
import type { TrialShape } from './run-places.ts'
import type { ExpectedOutcome, JudgedBy } from './summary-results.ts'
import type { TrialEventTimes } from './survival.ts'

/** What relations are judged by: endpoints and times to events of every run. */
export interface RelationData {
  readonly shape: TrialShape
  readonly design?: Design | undefined
  readonly endpoints: readonly EndpointValues[]
  readonly eventTimes: readonly TrialEventTimes[]
}

/** What came of an expectation, and by which number. */
export interface Judgement {
  readonly met: ExpectedOutcome['met']
  readonly judgedBy: JudgedBy
}

/** Confidence of every interval that expectations are judged by. */
export const LEVEL = 0.95

/** An estimate and its interval, as statistics give them: infinite or not a number where there are no ends. */
export interface Estimated {
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly n: number
  readonly method: string
}

/** Says what a number is of which an expectation speaks. */
export interface Naming {
  readonly statistic: string
  readonly unit?: string
  readonly note?: string
}

/** The number that decides, as summaries keep it. */
export function judgedBy(
  { estimate, low, high, n, method }: Estimated,
  { statistic, unit = '1', note }: Naming,
): JudgedBy {
  return {
    statistic,
    estimate: finite(estimate),
    low: finite(low),
    high: finite(high),
    unit,
    method,
    n,
    ...(note === undefined ? {} : { note }),
  }
}

/** Nothing could be computed, and why. */
export function unjudged(statistic: string, n: number, note: string): Judgement {
  return {
    met: 'unsettled',
    judgedBy: { statistic, estimate: null, low: null, high: null, unit: '1', method: 'none', n, note },
  }
}

/** Met when the interval lies in the range, not met when it lies outside of it, else unsettled; so where it has no ends. */
export function within({ low, high }: Estimated, least: number, most: number): ExpectedOutcome['met'] {
  if (low >= least && high <= most) return 'met'
  return high < least || low > most ? 'not met' : 'unsettled'
}

/** Met when the interval lies above a bound, not met when it lies below. */
export function above({ low, high }: Estimated, bound: number): ExpectedOutcome['met'] {
  if (low > bound) return 'met'
  return high < bound ? 'not met' : 'unsettled'
}
