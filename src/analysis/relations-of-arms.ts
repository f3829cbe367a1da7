import type { Relation } from '../experiment/relation-sentence.ts'
import { type GroupStatistic, bootstrapGroups } from '../math/bootstrap-groups.ts'
import { pairedTest, welchTest } from '../math/comparison/student-tests.ts'
import { fiellerRatio } from '../math/ratios/fieller.ts'
import { mean, meanInterval } from '../math/statistics.ts'
import { type EndpointValues, alignedSamples, overSettings, unitWord } from './endpoint-values.ts'
import {
  type Estimated,
  type Judgement,
  LEVEL,
  type RelationData,
  above,
  judgedBy,
  unjudged,
  within,
} from './judgement.ts'
import type { TrialShape } from './run-places.ts'
import { blissExcess } from './synergy.ts'

type Of<K extends Relation['kind']> = Extract<Relation, { readonly kind: K }>
type Pairing = 'twins' | 'independent'

/** The endpoint of that name; where it is read at several times, at the last one. */
export function lastOf(endpoints: readonly EndpointValues[], label: string): EndpointValues | undefined {
  return endpoints.filter((endpoint) => endpoint.label === label).at(-1)
}

/** Resamples; they put the ends of an interval within a few per cent of its width. */
const RESAMPLES = 2000
/** Fewest subjects from which an interval is made. */
const FEWEST = 3
/** Subjects below which a bootstrap, which can only draw what it has seen, is too narrow. */
const FEW = 10

const KEPT = 'share of the change'

/**
 * Share f = (arm - own)/(to - from) of the change between two arms that a third one keeps, by means; what it is counted
 * from is `from` unless said.
 */
export function judgeKept(
  { endpoint: label, arm, from, to, own, least, most }: Of<'keeps'>,
  { endpoints, shape }: RelationData,
  pairing: Pairing,
): Judgement {
  const arms = [arm, from, to, ...(own === undefined ? [] : [own])]
  const groups = groupsOf(lastOf(endpoints, label), arms, shape, pairing)
  const n = Math.min(...groups.map((group) => group.length))
  if (groups.length < arms.length || n < FEWEST)
    return unjudged(
      KEPT,
      groups.length < arms.length ? 0 : n,
      `no interval: fewer than ${FEWEST} runs in an arm`,
    )
  const [, start = [], end = []] = groups
  const change = (pairing === 'twins' ? pairedTest(end, start, LEVEL) : welchTest(end, start, LEVEL)).interval
  const found = keptShare(groups, pairing)
  const method = `${found.method} over ${unitWord(shape, pairing, n)}`
  const isChange = change.low > 0 || change.high < 0
  const notes = [
    ...(isChange ? [] : [`the change from ${from} to ${to} is itself not settled`]),
    ...(pairing === 'independent' && n < FEW
      ? [`with fewer than ${FEW} runs per arm this interval is too narrow`]
      : []),
  ]
  const naming = {
    statistic: KEPT,
    unit: '%',
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  }
  return {
    met: isChange ? within(found, least ?? -Infinity, most ?? Infinity) : 'unsettled',
    judgedBy: judgedBy({ ...inPercent(found), n, method }, naming),
  }
}

/**
 * Few twins by Fieller's interval of differences within pairs, all others by the bootstrap; groups: arm, from, to, and own
 * where it is another than from.
 */
function keptShare(groups: readonly (readonly number[])[], pairing: Pairing): Estimated {
  const [arm = [], from = [], to = [], own = from] = groups
  if (pairing === 'twins' && arm.length < FEW) {
    const minus = (values: readonly number[], start: readonly number[]): readonly number[] =>
      values.map((value, k) => value - (start[k] ?? Number.NaN))
    const found = fiellerRatio(minus(arm, own), minus(to, from), 'twins', LEVEL)
    return { ...found, method: "Fieller's interval" }
  }
  const statistic: GroupStatistic = ([x = [], y = [], z = [], o = y]) =>
    (mean(x) - mean(o)) / (mean(z) - mean(y))
  const found = bootstrapGroups(groups, pairing, statistic, { level: LEVEL, resamples: RESAMPLES, seed: 1 })
  return { ...found, method: 'BCa bootstrap' }
}

function inPercent({ estimate, low, high }: Estimated): Pick<Estimated, 'estimate' | 'low' | 'high'> {
  return { estimate: 100 * estimate, low: 100 * low, high: 100 * high }
}

/** Values of several arms by what they are compared over; fewer groups where an arm has none. */
function groupsOf(
  endpoint: EndpointValues | undefined,
  arms: readonly string[],
  shape: TrialShape,
  pairing: Pairing,
): readonly (readonly number[])[] {
  const found = arms.flatMap((arm) => {
    const values = endpoint?.values.get(arm)
    return values === undefined ? [] : [overSettings(values, shape)]
  })
  return alignedSamples(found, shape, pairing)
}

/** Two treatments inhibit together more than independent action lets one expect (Bliss). */
export function judgeSynergy(
  relation: Of<'synergistic'>,
  { endpoints, shape }: RelationData,
  pairing: Pairing,
): Judgement {
  const statistic = 'inhibition beyond Bliss'
  const endpoint = lastOf(endpoints, relation.endpoint)
  const found = endpoint && blissExcess(relation, endpoint, shape, pairing)
  if (found === undefined || found.excess === null)
    return unjudged(statistic, found?.n ?? 0, found?.note ?? 'an arm has no values')
  const estimated: Estimated = {
    estimate: 100 * found.excess,
    low: 100 * (found.low ?? -Infinity),
    high: 100 * (found.high ?? Infinity),
    n: found.n,
    method: found.method,
  }
  const note = found.note === undefined ? {} : { note: found.note }
  return {
    met: above(estimated, 0),
    judgedBy: judgedBy(estimated, { statistic, unit: 'points', ...note }),
  }
}

/** Minutes in a day: slopes are per day. */
const DAY = 1440

/** The slope of an endpoint over its times, by least squares in each subject, and its mean over subjects. */
export function judgeTrend(
  { endpoint: label, direction, arm }: Of<'trend'>,
  { endpoints, shape }: RelationData,
): Judgement {
  const own = endpoints.filter((endpoint) => endpoint.label === label)
  const statistic = 'slope'
  if (own.length < 2) return unjudged(statistic, 0, 'the endpoint is read at one time')
  const series = own.map(({ values }) => values.get(arm) ?? new Float64Array(0))
  const days = own.map(({ at }) => at / DAY)
  const slots = Float64Array.from(series[0] ?? [], (_, slot) =>
    slopeOf(
      days,
      series.map((values) => values[slot] ?? Number.NaN),
    ),
  )
  const [slopes = []] = alignedSamples([overSettings(slots, shape)], shape, 'independent')
  if (slopes.length < 2) return unjudged(statistic, slopes.length, 'no interval: fewer than two runs')
  const found = meanInterval(slopes, LEVEL)
  const method = `least squares over ${own.length} times; Student t over ${unitWord(shape, 'independent', slopes.length)}`
  const sign = direction === 'rises' ? 1 : -1
  const [low, high] = sign > 0 ? [found.low, found.high] : [-found.high, -found.low]
  return {
    met: above({ ...found, low, high }, 0),
    judgedBy: judgedBy({ ...found, method }, { statistic, unit: perDay(own[0]?.unit ?? '1') }),
  }
}

function perDay(unit: string): string {
  return unit === '1' ? '1/day' : `${unit}/day`
}

/** Least-squares slope of y [k] over x [k]; NaN where a value is missing. */
export function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [centreX, centreY] = [mean(x), mean(y)]
  let [xx, xy] = [0, 0]
  for (const [k, value] of x.entries()) {
    xx += (value - centreX) * (value - centreX)
    xy += (value - centreX) * ((y[k] ?? Number.NaN) - centreY)
  }
  return xy / xx
}
