import { type TrialEvent, eventText, eventsOf } from '../experiment/event-schema.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { hazardRatio } from '../math/survival/hazard-ratio.ts'
import { kaplanMeier, medianSurvival } from '../math/survival/kaplan-meier.ts'
import { logRankTest } from '../math/survival/log-rank.ts'
import { longestHorizon, restrictedMeanDifference } from '../math/survival/restricted-mean.ts'
import { type SurvivalData, numbersAtRisk } from '../math/survival/survival-data.ts'
import { pairedDifference } from '../math/statistics.ts'
import { type ExpectedFor, expectationFor, expectedOutcome, unchangedOutcome } from './effects.ts'
import type { RunsBySlot } from './endpoint-values.ts'
import { type EventTime, eventTime, thresholdIn } from './event-times.ts'
import type { TrialShape } from './run-places.ts'
import type {
  ExpectedOutcome,
  JudgedBy,
  SurvivalComparison,
  SurvivalCurve,
  SurvivalSummary,
} from './summary-results.ts'
import { finite } from './finite.ts'

const LEVEL = 0.95

/** p below which a comparison of times counts as settled: what leaves zero outside an interval of 95 %. */
const SETTLED = 0.05

/** Times of one event: arm -> [slot]; undefined where a run is missing. */
export interface TrialEventTimes {
  readonly event: TrialEvent
  readonly times: ReadonlyMap<string, readonly (EventTime | undefined)[]>
}

/** The times of every event that an experiment asks for, in every run. */
export function trialEventTimes(
  { data }: Pick<Experiment, 'data'>,
  slots: RunsBySlot,
  units: Readonly<Record<string, string>>,
): readonly TrialEventTimes[] {
  return eventsOf(data['times to event']).map((event) => {
    const { condition } = event
    const unit = units[condition.measure]
    const threshold = unit === undefined ? Number.NaN : thresholdIn(condition, unit)
    const times = new Map(
      [...slots].map(([arm, runs]) => [
        arm,
        runs.map((run) => {
          const values = run?.values.get(condition.measure)
          return run === undefined || values === undefined
            ? undefined
            : eventTime(run.times, values, condition, threshold)
        }),
      ]),
    )
    return { event, times }
  })
}

/** Curves, numbers at risk and comparisons of one event. */
export function survivalSummary(
  experiment: Pick<Experiment, 'data'>,
  { event, times }: TrialEventTimes,
  shape: TrialShape,
): SurvivalSummary {
  const { pairing, compare } = experiment.data
  const arms = new Map([...times].map(([arm, list]) => [arm, armTimes(list)] as const))
  const filled = [...arms].filter(([, { data }]) => data.times.length > 0)
  const riskTimes = roundTimes(Math.max(0, ...filled.flatMap(([, { data }]) => data.times)))
  const comparisons = compare.flatMap((pair) => {
    const [a, b] = [arms.get(pair.arm), arms.get(pair.against)]
    if (a === undefined || b === undefined || a.slots.length === 0 || b.slots.length === 0) return []
    const found = compareTimes(a, b, pair, pairing)
    const expectation = expectationFor(experiment, event.name, pair, 'event')
    const expected =
      expectation === undefined
        ? {}
        : {
            expected: expectedOutcome(expectation, outcomeOf(found, expectation), judgedByTimes(found, a, b)),
          }
    return [{ ...found, ...expected }]
  })
  return {
    name: event.name,
    text: eventText(event.condition),
    isGood: event.isGood,
    arms: Object.fromEntries(filled.map(([arm, { data }]) => [arm, curveOf(data, riskTimes)])),
    riskTimes,
    comparisons,
    note: noteOf(event, shape, pairing),
  }
}

/** The runs of an arm that were watched, and which slots they are. */
interface ArmTimes {
  readonly data: SurvivalData
  readonly slots: readonly number[]
}

function armTimes(list: readonly (EventTime | undefined)[]): ArmTimes {
  const found = list.flatMap((own, slot) => (own === undefined ? [] : [{ ...own, slot }]))
  return {
    data: { times: found.map(({ time }) => time), events: found.map(({ isEvent }) => isEvent) },
    slots: found.map(({ slot }) => slot),
  }
}

function curveOf(data: SurvivalData, riskTimes: readonly number[]): SurvivalCurve {
  const found = kaplanMeier(data, LEVEL)
  const middle = medianSurvival(found)
  // Steps only where there were events, and where the curve ends.
  const steps = found.times.flatMap((time, k) =>
    time > 0 && ((found.events[k] ?? 0) > 0 || k === found.times.length - 1) ? [k] : [],
  )
  const isStepAtStart = found.times[0] === 0
  const at = (values: readonly number[], otherwise: (k: number) => number): readonly number[] => {
    const value = (k: number): number => {
      const own = values[k]
      return own === undefined || Number.isNaN(own) ? otherwise(k) : own
    }
    return [isStepAtStart ? value(0) : 1, ...steps.map(value)]
  }
  // No band is defined where the share is zero: from there on the upper end stays where it was.
  const lastHigh = found.high.findLast((value) => !Number.isNaN(value)) ?? 1
  return {
    time: [0, ...steps.map((k) => found.times[k] ?? 0)],
    share: at(found.survival, () => 0),
    low: at(found.low, () => 0),
    high: at(found.high, () => lastHigh),
    censored: found.times.filter((_, k) => (found.censored[k] ?? 0) > 0),
    atRisk: numbersAtRisk(data, riskTimes),
    n: found.n,
    events: data.events.filter(Boolean).length,
    median: finite(middle.estimate),
    medianLow: finite(middle.low),
    medianHigh: finite(middle.high),
  }
}

function compareTimes(
  a: ArmTimes,
  b: ArmTimes,
  { arm, against }: { readonly arm: string; readonly against: string },
  pairing: 'twins' | 'independent',
): SurvivalComparison {
  const strata = pairing === 'twins' ? ([a.slots, b.slots] as const) : undefined
  const test = logRankTest([a.data, b.data], strata)
  // Not within pairs, where luck that twins share makes the order of most pairs the same and the ratio infinite.
  const ratio = hazardRatio(a.data, b.data, { level: LEVEL })
  const isDecided = test.freedom !== 0
  const notes = [
    ...(isDecided ? [] : ['no event could be compared between the arms']),
    ...(ratio.estimate === 0 ? [`while both were watched, only ${against} had the event`] : []),
    ...(ratio.estimate === Number.POSITIVE_INFINITY
      ? [`while both were watched, only ${arm} had the event`]
      : []),
  ]
  const meanTime = meanTimeOf(a, b, pairing)
  return {
    arm,
    against,
    test: pairing === 'twins' ? 'log-rank, stratified by twin pair' : 'log-rank',
    chiSquare: isDecided ? finite(test.statistic) : null,
    p: isDecided ? finite(test.p) : null,
    hazardRatio: finite(ratio.estimate),
    low: Number.isNaN(ratio.estimate) ? null : finite(ratio.low),
    high: Number.isNaN(ratio.estimate) ? null : finite(ratio.high),
    ...(meanTime === undefined ? {} : { meanTime }),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  }
}

/**
 * Difference of mean times without the event up to where both arms are known. Between twins of which all were watched that
 * long it is taken pair by pair; otherwise the arms count as independent, which makes the interval rather too wide.
 */
function meanTimeOf(
  a: ArmTimes,
  b: ArmTimes,
  pairing: 'twins' | 'independent',
): SurvivalComparison['meanTime'] {
  const last = ({ data }: ArmTimes): number => Math.max(...data.times)
  const upTo = Math.min(longestHorizon(a.data), longestHorizon(b.data), Math.max(last(a), last(b)))
  if (!(upTo > 0)) return undefined
  const pairs = pairing === 'twins' ? restrictedPairs(a, b, upTo) : undefined
  const { estimate, low, high } =
    pairs === undefined
      ? restrictedMeanDifference(a.data, b.data, upTo, LEVEL).difference
      : pairedDifference(pairs.a, pairs.b, LEVEL)
  return Number.isFinite(low) && Number.isFinite(high) ? { difference: estimate, low, high, upTo } : undefined
}

/** Times up to the horizon of all pairs; undefined unless every one of them is known, and there are at least two. */
function restrictedPairs(
  a: ArmTimes,
  b: ArmTimes,
  upTo: number,
): { readonly a: readonly number[]; readonly b: readonly number[] } | undefined {
  const isKnown = ({ times, events }: SurvivalData): boolean =>
    times.every((time, k) => events[k] === true || time >= upTo)
  if (!isKnown(a.data) || !isKnown(b.data)) return undefined
  const other = new Map(b.slots.map((slot, k) => [slot, b.data.times[k] ?? 0]))
  const pairs = a.slots.flatMap((slot, k) => {
    const against = other.get(slot)
    return against === undefined
      ? []
      : [[Math.min(a.data.times[k] ?? 0, upTo), Math.min(against, upTo)] as const]
  })
  return pairs.length < 2 ? undefined : { a: pairs.map(([own]) => own), b: pairs.map(([, own]) => own) }
}

function outcomeOf(found: SurvivalComparison, { direction }: ExpectedFor): ExpectedOutcome['met'] {
  if (direction === 'unchanged') return unchangedOutcome(found.low ?? undefined, found.high ?? undefined)
  if (found.p === null || found.p >= SETTLED) return 'unsettled'
  // The hazard says who came earlier; where it is infinite, nobody but the arm had the event.
  const isLater = found.hazardRatio !== null && found.hazardRatio < 1
  return isLater === (direction === 'higher') ? 'met' : 'not met'
}

function judgedByTimes(
  { hazardRatio: estimate, low, high, test, p }: SurvivalComparison,
  a: ArmTimes,
  b: ArmTimes,
): JudgedBy {
  const n = a.slots.length + b.slots.length
  const method = p === null ? test : `${test}, p = ${Number(p.toPrecision(2))}`
  return { statistic: 'hazard ratio', estimate, low, high, unit: '1', method, n }
}

/** Most times beneath a curve; chosen: more do not fit side by side. */
const MOST_RISK_TIMES = 7

/** Steps between numbers at risk [min]: hours and days that people count in. */
const STEPS = [10, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 7200, 10_080, 14_400, 20_160, 43_200]

/** Round times from zero to the last, few enough to stand beneath a curve [min]. */
export function roundTimes(last: number): readonly number[] {
  const step = STEPS.find((own) => last / own < MOST_RISK_TIMES) ?? last / (MOST_RISK_TIMES - 1)
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => k * step)
}

function noteOf(
  { condition }: TrialEvent,
  { settings, patients, replicates }: TrialShape,
  pairing: 'twins' | 'independent',
): string {
  const counted =
    patients === 1
      ? 'Each replicate counts as a subject'
      : replicates === 1
        ? 'Each virtual patient counts as a subject'
        : `Each of ${replicates} replicates of a virtual patient counts as a subject`
  const pooled = settings > 1 ? `, of all ${settings} settings together` : ''
  const held = condition.hold === 0 ? '' : ' less the time for which the event must hold'
  const why =
    pairing === 'twins'
      ? ' Twins share their luck and are not independent, so the test compares them within pairs (stratified). The hazard ratio compares the arms as their curves do; its interval does not know about pairs, which makes it rather too wide.'
      : ''
  return `${counted}${pooled}. The event is seen at the recorded times; subjects without it are censored at the end of their run${held}, or where it was stopped.${why}`
}
