import type { Predictor, Relation } from '../experiment/relation-sentence.ts'
import { areaUnderCurve, leastSeparatedArea } from '../math/association/roc.ts'
import { mean, meanInterval } from '../math/statistics.ts'
import { hazardRatio } from '../math/survival/hazard-ratio.ts'
import { logRankTest } from '../math/survival/log-rank.ts'
import type { SurvivalData } from '../math/survival/survival-data.ts'
import { variesBy } from './design-summary.ts'
import type { EndpointValues } from './endpoint-values.ts'
import type { EventTime } from './event-times.ts'
import {
  type Estimated,
  type Judgement,
  LEVEL,
  type RelationData,
  above,
  judgedBy,
  unjudged,
} from './judgement.ts'
import { lastOf } from './relations-of-arms.ts'
import { type RunPlace, type TrialShape, placeAt } from './run-places.ts'
import { firstPoints, meanOf, rankCorrelation } from './sweep.ts'

type Of<K extends Relation['kind']> = Extract<Relation, { readonly kind: K }>

/** What subjects are: patients where there are several, else replicates; settings where what differs between these is asked. */
interface Subjects {
  readonly count: number
  readonly word: string
  numberOf(place: RunPlace): number
}

function subjectsOf({ settings, patients, replicates }: TrialShape, by: 'subject' | 'setting'): Subjects {
  if (by === 'setting') return { count: settings, word: 'settings', numberOf: ({ setting }) => setting }
  return patients > 1
    ? { count: patients, word: 'patients', numberOf: ({ patient }) => patient }
    : { count: replicates, word: 'replicates', numberOf: ({ replicate }) => replicate }
}

/** Slots of each subject: its replicates, and settings. */
function slotsOf(subjects: Subjects, slots: number, shape: TrialShape): readonly (readonly number[])[] {
  const own = Array.from({ length: subjects.count }, (): number[] => [])
  for (let slot = 0; slot < slots; slot++) own[subjects.numberOf(placeAt(slot, shape))]?.push(slot)
  return own
}

function perSubject(values: Float64Array, subjects: Subjects, shape: TrialShape): readonly number[] {
  return slotsOf(subjects, values.length, shape).map((own) =>
    meanOf(own.map((slot) => values[slot] ?? Number.NaN)),
  )
}

/** What a predictor was in every subject. */
interface Predicted {
  readonly subjects: Subjects
  readonly values: readonly number[]
}

/** A number that varies, from the design; an endpoint, in one arm, at its first time. */
function predict({ name, isParameter }: Predictor, arm: string, found: RelationData): Predicted {
  const { design, endpoints, shape } = found
  const bySubject = subjectsOf(shape, 'subject')
  if (isParameter !== true) {
    const values = endpoints.find((endpoint) => endpoint.label === name)?.values.get(arm)
    return { subjects: bySubject, values: values === undefined ? [] : perSubject(values, bySubject, shape) }
  }
  const k = design?.parameters.findIndex((parameter) => parameter.name === name) ?? -1
  if (design === undefined || k < 0) return { subjects: bySubject, values: [] }
  const by = variesBy(design, k)
  const points = firstPoints(design, (point) => (by === 'setting' ? point.setting : point.patient))
  const subjects = by === 'setting' ? subjectsOf(shape, 'setting') : bySubject
  return { subjects, values: points.map((values) => values[k] ?? Number.NaN) }
}

function outcomeOf(
  endpoint: EndpointValues | undefined,
  arm: string,
  { subjects }: Predicted,
  shape: TrialShape,
): readonly number[] {
  const values = endpoint?.values.get(arm)
  return values === undefined ? [] : perSubject(values, subjects, shape)
}

/** Whether subjects with more of one thing have more, or less, of another: Spearman's rank correlation. */
export function judgeAssociation(
  { predictor, direction, endpoint, arm, rho: least = 0 }: Of<'goes with'>,
  found: RelationData,
): Judgement {
  const x = predict(predictor, arm, found)
  return judgeRanks(x, outcomeOf(lastOf(found.endpoints, endpoint), arm, x, found.shape), {
    isUp: direction === 'higher',
    least,
  })
}

interface Asked {
  readonly isUp: boolean
  readonly least: number
}

const RHO = 'rho'

function judgeRanks(
  { values, subjects }: Predicted,
  y: readonly number[],
  { isUp, least }: Asked,
): Judgement {
  const { rho, low, high, n } = rankCorrelation(values, y)
  if (rho === null || low === null || high === null)
    return unjudged(RHO, n, 'too few subjects, or one of both does not differ between them')
  const method = `Spearman over ${n} ${subjects.word}`
  const found: Estimated = { estimate: rho, low, high, n, method }
  const turned = isUp ? found : { ...found, low: -high, high: -low }
  return { met: above(turned, least), judgedBy: judgedBy(found, { statistic: RHO }) }
}

/**
 * Whether subjects with more of something have a larger effect: the difference within each subject, counted as large where it is far
 * in the direction of the mean difference.
 */
export function judgeEffectAssociation(
  { predictor, direction, arm, against, endpoint: label }: Of<'effect goes with'>,
  found: RelationData,
): Judgement {
  const x = predict(predictor, arm, found)
  const endpoint = lastOf(found.endpoints, label)
  const [a, b] = [arm, against].map((own) => outcomeOf(endpoint, own, x, found.shape))
  const differences = (a ?? []).map((value, k) => value - (b?.[k] ?? Number.NaN))
  const known = differences.filter(Number.isFinite)
  if (known.length < 2) return unjudged(RHO, known.length, 'too few subjects with both arms')
  const effect = meanInterval(known, LEVEL)
  const sign = Math.sign(effect.estimate)
  const judgement = judgeRanks(
    x,
    differences.map((value) => value * sign),
    { isUp: direction === 'larger', least: 0 },
  )
  if (effect.low > 0 || effect.high < 0) return judgement
  const note = `the effect of ${arm} against ${against} is itself not settled, so that larger has no meaning`
  return { met: 'unsettled', judgedBy: { ...judgement.judgedBy, note } }
}

const AREA = 'AUC'

/** Whether what a subject had tells those to whom the event came from those to whom it did not. */
export function judgeTelling(
  { predictor, isLow, event, arm, area = 0.5 }: Of<'tells'>,
  found: RelationData,
): Judgement {
  const { values, subjects } = predict(predictor, arm, found)
  const had = eventBySubject(eventTimesOf(event, arm, found), subjects, found.shape)
  const scores = (wanted: boolean): readonly number[] =>
    values
      .filter((value, k) => Number.isFinite(value) && had[k] === wanted)
      .map((value) => (isLow === true ? -value : value))
  const [positives, negatives] = [scores(true), scores(false)]
  const n = positives.length + negatives.length
  if (positives.length === 0 || negatives.length === 0)
    return unjudged(
      AREA,
      n,
      `${positives.length === 0 ? 'no subject' : 'every subject'} has ${event}: there is nothing to tell apart`,
    )
  const estimated = areaOf(positives, negatives)
  const counts = `${positives.length} with and ${negatives.length} without ${event}`
  return {
    met: above(estimated, area),
    judgedBy: judgedBy({ ...estimated, method: `${estimated.method}, ${counts}` }, { statistic: AREA }),
  }
}

/** DeLong's interval; where scores do not overlap, which leaves it without a width, the exact bound of as many pairs. */
function areaOf(positives: readonly number[], negatives: readonly number[]): Estimated {
  const found = areaUnderCurve(positives, negatives, LEVEL)
  const [m, n] = [positives.length, negatives.length]
  const method = 'exact bound of disjoint pairs'
  if (found.estimate === 1) return { ...found, low: leastSeparatedArea(m, n, LEVEL), high: 1, method }
  if (found.estimate === 0) return { ...found, low: 0, high: 1 - leastSeparatedArea(m, n, LEVEL), method }
  return { ...found, method: 'DeLong' }
}

function eventTimesOf(
  event: string,
  arm: string,
  { eventTimes }: RelationData,
): readonly (EventTime | undefined)[] {
  return eventTimes.find((own) => own.event.name === event)?.times.get(arm) ?? []
}

/**
 * Whether the event came to each subject: to at least half of its runs. Runs that were watched for a shorter time than others without
 * it do not count; undefined where none is left.
 */
function eventBySubject(
  times: readonly (EventTime | undefined)[],
  subjects: Subjects,
  shape: TrialShape,
): readonly (boolean | undefined)[] {
  const watched = Math.max(0, ...times.flatMap((own) => (own === undefined || own.isEvent ? [] : [own.time])))
  return slotsOf(subjects, times.length, shape).map((slots) => {
    const known = slots.flatMap((slot) => {
      const own = times[slot]
      return own === undefined || (!own.isEvent && own.time < watched) ? [] : [own.isEvent ? 1 : 0]
    })
    return known.length === 0 ? undefined : mean(known) >= 0.5
  })
}

const HAZARD = 'hazard ratio'
/** p below which a comparison of times counts as settled: what leaves zero outside an interval of 95 %. */
const SETTLED = 0.05
/** Fewest subjects in a third. */
const FEWEST = 3

/** Whether the event comes earlier or later where something is low (high) than where it is high (low): thirds of the subjects. */
export function judgeThirds(
  { event, direction, third, predictor, arm }: Of<'third'>,
  found: RelationData,
): Judgement {
  const { values, subjects } = predict(predictor, arm, found)
  const times = eventTimesOf(event, arm, found)
  const ordered = [...values.keys()]
    .filter((k) => Number.isFinite(values[k]))
    .toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const size = Math.floor(ordered.length / 3)
  if (size < FEWEST) return unjudged(HAZARD, ordered.length, `fewer than ${FEWEST} subjects in a third`)
  const [low, high] = [ordered.slice(0, size), ordered.slice(-size)]
  if (values[low.at(-1) ?? 0] === values[high[0] ?? 0])
    return unjudged(HAZARD, ordered.length, `more than a third have the same ${predictor.name}`)
  const slots = slotsOf(subjects, times.length, found.shape)
  const data = (numbers: readonly number[]): SurvivalData => {
    const own = numbers.flatMap((k) => (slots[k] ?? []).flatMap((slot) => times[slot] ?? []))
    return { times: own.map(({ time }) => time), events: own.map(({ isEvent }) => isEvent) }
  }
  const [named, other] = third === 'lowest' ? [data(low), data(high)] : [data(high), data(low)]
  return compareThirds(named, other, direction, `${size} ${subjects.word} in each third`)
}

function compareThirds(
  named: SurvivalData,
  other: SurvivalData,
  direction: 'earlier' | 'later',
  counts: string,
): Judgement {
  const n = named.times.length + other.times.length
  if (named.times.length === 0 || other.times.length === 0) return unjudged(HAZARD, n, 'runs are missing')
  const test = logRankTest([named, other])
  const ratio = hazardRatio(named, other, { level: LEVEL })
  if (test.freedom === 0) return unjudged(HAZARD, n, 'no event could be compared between the thirds')
  const method = `log-rank, p = ${Number(test.p.toPrecision(2))}; ${counts}`
  const isEarlier = ratio.estimate > 1
  const isSettled = test.p < SETTLED && !Number.isNaN(ratio.estimate)
  return {
    met: isSettled ? (isEarlier === (direction === 'earlier') ? 'met' : 'not met') : 'unsettled',
    judgedBy: judgedBy({ ...ratio, n, method }, { statistic: HAZARD }),
  }
}
