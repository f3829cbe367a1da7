import {
  type LogRankDesign,
  logRankEvents,
  logRankPower,
  logRankSubjects,
} from '../math/power/log-rank-power.ts'
import { proportionPower, proportionSize } from '../math/power/proportion-power.ts'
import { tTestPower, tTestSize } from '../math/power/t-test-power.ts'
import { proportionDifference } from '../math/proportions/proportions.ts'
import { mean, variance } from '../math/statistics.ts'
import type { EffectSummary, EndpointSummary, TrialSummary } from './summary.ts'
import type { MaybeNumber, ResponseSummary, SurvivalComparison, SurvivalSummary } from './summary-results.ts'

/**
 * How large a real study must be to see what a trial found. Real subjects have no twins: two independent groups of equal
 * size, analysed by a t test (means), a comparison of shares (responders) or a log-rank test (times to an event).
 */
export interface StudySize {
  readonly endpoint: string
  readonly arm: string
  readonly against: string
  readonly kind: 'mean' | 'share' | 'time to event'
  /** What would be analysed: `unpaired t test, standard deviation 12 cells`. */
  readonly method: string
  /** What scatters between subjects, in words. */
  readonly spread: string
  /** Difference of means or shares, or hazard ratio; with the ends of its interval nearest to and furthest from no effect. */
  readonly likely: MaybeNumber
  readonly optimistic: MaybeNumber
  readonly pessimistic: MaybeNumber
  readonly sizes: readonly SizeAtPower[]
  /** Why some of it is missing, or to be taken with care. */
  readonly notes: readonly string[]
}

/** Subjects per group, rounded up; null where no number is enough, or where it cannot be said. */
export interface SizeAtPower {
  readonly power: number
  readonly likely: MaybeNumber
  readonly optimistic: MaybeNumber
  readonly pessimistic: MaybeNumber
}

/** What is asked of a study. */
export interface StudyDemand {
  /** Chances to see the effect [1], such as 0.8 and 0.9. */
  readonly powers: readonly number[]
  /** Two-sided bound on p [1]. */
  readonly significance: number
  /** Coefficient of variation between real subjects [1], added to what the trial's subjects scatter. */
  readonly betweenSubjects?: number
}

/** A study whose power can be asked for at any size. */
export interface PlannedStudy {
  readonly size: StudySize
  /** Power [1] with n subjects per group, if the effect is as large as one of the three. */
  readonly powerAt: (n: number, effect: 'likely' | 'optimistic' | 'pessimistic') => MaybeNumber
}

/** Plans a real study for every effect, responder endpoint and time to an event that a trial compares. */
export function plannedStudies(summary: TrialSummary, demand: StudyDemand): readonly PlannedStudy[] {
  const means = summary.effects.flatMap((effect) => {
    const endpoint = summary.endpoints.find(({ name }) => name === effect.endpoint)
    return endpoint === undefined ? [] : [ofMeans(effect, endpoint, summary, demand)]
  })
  const pairs = [...new Map(summary.effects.map((one) => [`${one.arm}\n${one.against}`, one])).values()]
  const shares = (summary.responses ?? []).flatMap((response) =>
    response.responseBelow === undefined
      ? []
      : pairs.map(({ arm, against }) => ofShares(response, arm, against, demand)),
  )
  const times = (summary.survival ?? []).flatMap((event) =>
    event.comparisons.map((comparison) => ofTimes(event, comparison, demand)),
  )
  return [...means, ...shares, ...times]
}

const SELDOM = 'virtual subjects differ only in what the model lets differ; real ones differ in more'

function ofMeans(
  effect: EffectSummary,
  endpoint: EndpointSummary,
  summary: TrialSummary,
  demand: StudyDemand,
): PlannedStudy {
  const { arm, against, estimate } = effect
  const cv = demand.betweenSubjects ?? 0
  const own = [arm, against].map((name) => numbers(endpoint.values[name] ?? []))
  // Equal groups: the variance of the difference depends on the mean of both variances alone.
  const within = mean(own.map(variance))
  const between = mean(own.map((values) => (cv * mean(values)) ** 2))
  const deviation = Math.sqrt(within + between)
  const patients = summary.design?.patients ?? 0
  const subjects = patients > 0 ? 'virtual patients' : 'replicates'
  const stated = cv > 0 ? ` and ${percent(cv)} between subjects, as stated` : ''
  const notes = [
    ...(patients > 0
      ? [SELDOM]
      : cv > 0
        ? []
        : [
            'replicates of one virtual subject scatter by luck alone; real subjects differ much more: state --between-subject-cv',
          ]),
    ...(deviation > 0 ? [] : ['the values do not scatter, so that no size follows from them']),
  ]
  const test = (difference: number) => ({
    kind: 'two-sample' as const,
    difference,
    deviation,
    significance: demand.significance,
  })
  const isKnown = deviation > 0
  return planned(
    {
      endpoint: effect.endpoint,
      arm,
      against,
      kind: 'mean',
      method: 'unpaired t test',
      spread: `standard deviation of ${patients > 0 ? patients : effect.n} ${subjects}${stated}`,
      ...threeOf(estimate, effect.low, effect.high, 0),
      notes,
    },
    demand,
    {
      sizeFor: (difference, power) => (isKnown ? tTestSize(test(difference), power) : null),
      powerAt: (difference, n) => (isKnown && n >= 2 ? tTestPower(test(difference), n) : null),
    },
  )
}

function ofShares(
  { name, arms, responseBelow = Number.NaN }: ResponseSummary,
  arm: string,
  against: string,
  demand: StudyDemand,
): PlannedStudy {
  const [a, b] = [arm, against].map((each) => {
    const best = (arms[each] ?? []).flatMap((subject) => (subject.best === null ? [] : [subject.best]))
    return { count: best.filter((change) => change <= responseBelow).length, of: best.length }
  }) as [Counted, Counted] // two names give two counts
  const isKnown = a.of > 0 && b.of > 0
  const interval = isKnown ? proportionDifference(a, b, 0.95) : undefined
  const middle = isKnown ? (a.count / a.of + b.count / b.of) / 2 : Number.NaN
  const design = (difference: number) => ({
    first: inside(middle + difference / 2),
    second: inside(middle - difference / 2),
    significance: demand.significance,
  })
  return planned(
    {
      endpoint: `${name}: responders`,
      arm,
      against,
      kind: 'share',
      method: 'comparison of two shares',
      spread: `${a.count} of ${a.of} against ${b.count} of ${b.of} respond`,
      ...threeOf(interval?.estimate ?? null, interval?.low ?? null, interval?.high ?? null, 0),
      notes: isKnown ? [SELDOM] : ['nobody whose response is known in one of the arms'],
    },
    demand,
    {
      sizeFor: (difference, power) => proportionSize(design(difference), power),
      powerAt: (difference, n) => proportionPower(design(difference), n),
    },
  )
}

interface Counted {
  readonly count: number
  readonly of: number
}

/** Least share, and least distance from 1, that a real study would count on [1]; chosen: one in two hundred. */
const LEAST_SHARE = 0.005

function inside(share: number): number {
  return Math.min(Math.max(share, LEAST_SHARE), 1 - LEAST_SHARE)
}

function ofTimes(event: SurvivalSummary, comparison: SurvivalComparison, demand: StudyDemand): PlannedStudy {
  const { arm, against, hazardRatio, low, high } = comparison
  const chances = [arm, against].map((name) => {
    const curve = event.arms[name]
    return curve === undefined || curve.n === 0 ? 0 : curve.events / curve.n
  }) as [number, number] // two names give two chances
  const design = (ratio: number): LogRankDesign => ({
    hazardRatio: ratio,
    share: 0.5,
    significance: demand.significance,
  })
  const perGroup = (events: number): number => logRankSubjects(design(1), events, chances) / 2
  const happened = (chances[0] + chances[1]) / 2
  return planned(
    {
      endpoint: `time to ${event.name}`,
      arm,
      against,
      kind: 'time to event',
      method: "log-rank test, Schoenfeld's formula",
      spread: `${percent(chances[0])} and ${percent(chances[1])} of subjects have the event while watched`,
      ...threeOf(hazardRatio, low, high, 1),
      notes: happened > 0 ? [SELDOM] : ['nobody had the event'],
    },
    demand,
    {
      sizeFor: (ratio, power) =>
        happened > 0 && ratio > 0 ? perGroup(logRankEvents(design(ratio), power)) : null,
      powerAt: (ratio, n) =>
        happened > 0 && ratio > 0 ? logRankPower(design(ratio), 2 * n * happened) : null,
    },
  )
}

type Three = Pick<StudySize, 'likely' | 'optimistic' | 'pessimistic'>

/** The effect with the end of its interval that lies nearer to `none`, and the one that lies further from it. */
function threeOf(estimate: MaybeNumber, low: MaybeNumber, high: MaybeNumber, none: number): Three {
  const isHigher = estimate !== null && estimate > none
  return {
    likely: estimate,
    pessimistic: isHigher ? low : high,
    optimistic: isHigher ? high : low,
  }
}

interface Formulae {
  readonly sizeFor: (effect: number, power: number) => MaybeNumber
  readonly powerAt: (effect: number, n: number) => MaybeNumber
}

function planned(
  study: Omit<StudySize, 'sizes'>,
  { powers }: StudyDemand,
  { sizeFor, powerAt }: Formulae,
): PlannedStudy {
  const none = study.kind === 'time to event' ? 1 : 0
  const { likely } = study
  /** An end beyond no effect means that there may be none: no study is large enough for that. */
  const isReal = (effect: MaybeNumber): effect is number =>
    effect !== null && likely !== null && (effect - none) * (likely - none) > 0
  const sizeOf = (effect: MaybeNumber, power: number): MaybeNumber => {
    const size = isReal(effect) ? sizeFor(effect, power) : null
    return size !== null && Number.isFinite(size) ? Math.max(2, Math.ceil(size - ROUNDING)) : null
  }
  const sizes = powers.map((power) => ({
    power,
    likely: sizeOf(study.likely, power),
    optimistic: sizeOf(study.optimistic, power),
    pessimistic: sizeOf(study.pessimistic, power),
  }))
  return {
    size: { ...study, sizes },
    powerAt: (n, which) => {
      const effect = study[which]
      return isReal(effect) ? powerAt(effect, n) : null
    },
  }
}

/** A size that is whole up to the ten digits of the search is not rounded up further [subjects]. */
const ROUNDING = 1e-6

function numbers(values: readonly MaybeNumber[]): readonly number[] {
  return values.flatMap((value) => (value === null ? [] : [value]))
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}
