import { exp, log } from '../elementary.ts'
import { entry } from '../entry.ts'
import { dot } from '../linear-algebra.ts'
import { checkSurvival, placesByLabel, type SurvivalData } from './survival-data.ts'

/**
 * The partial likelihood of proportional hazards and its derivatives.
 *
 *     l(b) = sum over events [ b x - ln sum over those at risk exp(b x) ]
 *
 * D. R. Cox, J. R. Statist. Soc. B 34 (1972), doi:10.1111/j.2517-6161.1972.tb00899.x. Of d events at one time the m-th
 * sees the others' weight in the risk set reduced by m/d (Efron 1977, doi:10.1080/01621459.1977.10480613) or not at all
 * (Breslow). Each stratum has risk sets of its own.
 */
export interface CoxData extends SurvivalData {
  /** p covariates of each subject [n][p]. */
  readonly covariates: readonly (readonly number[])[]
  /** Only subjects of equal strata are compared [n]. */
  readonly strata?: readonly (string | number)[]
}

/** How events at one time share their risk set. */
export type Ties = 'efron' | 'breslow'

/** Subjects of one stratum, latest first, with covariates minus their means. */
interface Stratum {
  readonly times: readonly number[]
  readonly events: readonly boolean[]
  readonly rows: readonly (readonly number[])[]
}

/** Data in the order in which the likelihood needs them. */
export interface CoxProblem {
  readonly strata: readonly Stratum[]
  readonly covariates: number
  readonly subjects: number
  readonly events: number
  readonly ties: Ties
}

/** What one time with events adds; the arrays are used again for the next one. */
export interface EventTime {
  readonly time: number
  /** Sum of the covariates of those with an event minus their expectations under the risk set [p]. */
  readonly residual: Float64Array
  /** Sum of the covariances of the covariates in the risk set, rows one after the other [p p]. */
  readonly information: Float64Array
  readonly logLikelihood: number
}

/** Log-likelihood with gradient [p] and information, the negative second derivatives [p][p]. */
export interface CoxDerivatives {
  readonly logLikelihood: number
  readonly score: readonly number[]
  readonly information: readonly (readonly number[])[]
}

/** Checks the data (RangeError) and sorts them by stratum and time. */
export function coxProblem(data: CoxData, ties: Ties): CoxProblem {
  checkSurvival(data)
  const n = data.times.length
  const p = data.covariates[0]?.length ?? 0
  if (data.covariates.length !== n || data.covariates.some((row) => row.length !== p))
    throw new RangeError('every subject needs the same number of covariates')
  if (data.covariates.some((row) => !row.every(Number.isFinite)))
    throw new RangeError('covariates must be finite')
  if (data.strata !== undefined && data.strata.length !== n)
    throw new RangeError('every subject needs a stratum')
  const labels = data.strata ?? data.times.map(() => 0)
  const centre = Array.from(
    { length: p },
    (_, j) => data.covariates.reduce((s, row) => s + entry(row, j), 0) / n,
  )
  const strata = [...placesByLabel(labels).values()].map((places) => stratumOf(data, places, centre))
  const events = data.events.filter(Boolean).length
  return { strata, covariates: p, subjects: n, events, ties }
}

function stratumOf(data: CoxData, members: readonly number[], centre: readonly number[]): Stratum {
  const places = members.toSorted((i, j) => entry(data.times, j) - entry(data.times, i))
  return {
    times: places.map((i) => entry(data.times, i)),
    events: places.map((i) => data.events[i] === true),
    rows: places.map((i) => (data.covariates[i] ?? []).map((x, j) => x - entry(centre, j))),
  }
}

/** Returns log-likelihood, gradient and information at coefficients b [p]. */
export function coxDerivatives(problem: CoxProblem, b: readonly number[]): CoxDerivatives {
  const p = b.length
  let logLikelihood = 0
  const score = new Float64Array(p)
  const information = new Float64Array(p * p)
  forEachEventTime(problem, b, (at) => {
    logLikelihood += at.logLikelihood
    add(score, at.residual, 1)
    add(information, at.information, 1)
  })
  const rows = b.map((_, i) => Array.from(information.subarray(i * p, (i + 1) * p)))
  return { logLikelihood, score: Array.from(score), information: rows }
}

/** Calls `visit` for every time with events, stratum by stratum, latest first. */
export function forEachEventTime(
  problem: CoxProblem,
  b: readonly number[],
  visit: (at: EventTime) => void,
): void {
  const [risk, deaths] = [emptyMoments(b.length), emptyMoments(b.length)]
  const buffers = { residual: new Float64Array(b.length), information: new Float64Array(b.length * b.length) }
  for (const stratum of problem.strata) {
    const predictors = stratum.rows.map((row) => dot(row, b))
    // Shifted by the largest, no exponential overflows.
    const shift = predictors.reduce((most, value) => Math.max(most, value), -Infinity)
    clear(risk)
    for (let start = 0; start < stratum.times.length;) {
      const time = entry(stratum.times, start)
      clear(deaths)
      let end = start
      for (; end < stratum.times.length && stratum.times[end] === time; end += 1) {
        const predictor = entry(predictors, end) - shift
        const weight = exp(predictor)
        const row = stratum.rows[end] ?? []
        addSubject(risk, row, weight, predictor)
        if (stratum.events[end] === true) addSubject(deaths, row, weight, predictor)
      }
      if (deaths.count > 0) visit(eventTime(time, { risk, deaths, ...buffers }, problem.ties))
      start = end
    }
  }
}

/** Sums over subjects: weights, weighted covariates and their products; unweighted covariates and predictors. */
interface Moments {
  count: number
  weight: number
  predictor: number
  readonly plain: Float64Array
  readonly first: Float64Array
  readonly second: Float64Array
}

function emptyMoments(p: number): Moments {
  const arrays = { plain: new Float64Array(p), first: new Float64Array(p), second: new Float64Array(p * p) }
  return { count: 0, weight: 0, predictor: 0, ...arrays }
}

function clear(sums: Moments): void {
  sums.count = 0
  sums.weight = 0
  sums.predictor = 0
  sums.plain.fill(0)
  sums.first.fill(0)
  sums.second.fill(0)
}

function addSubject(sums: Moments, row: readonly number[], weight: number, predictor: number): void {
  const p = row.length
  sums.count += 1
  sums.weight += weight
  sums.predictor += predictor
  for (let i = 0; i < p; i += 1) {
    const x = entry(row, i)
    sums.plain[i] = entry(sums.plain, i) + x
    sums.first[i] = entry(sums.first, i) + weight * x
    for (let j = 0; j < p; j += 1)
      sums.second[i * p + j] = entry(sums.second, i * p + j) + weight * x * entry(row, j)
  }
}

/** sums += factor values */
function add(sums: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < sums.length; i += 1) sums[i] = entry(sums, i) + factor * entry(values, i)
}

interface EventSums {
  readonly risk: Moments
  readonly deaths: Moments
  readonly residual: Float64Array
  readonly information: Float64Array
}

function eventTime(time: number, { risk, deaths, residual, information }: EventSums, ties: Ties): EventTime {
  const p = residual.length
  residual.set(deaths.plain)
  information.fill(0)
  let logLikelihood = deaths.predictor
  for (let m = 0; m < deaths.count; m += 1) {
    const share = ties === 'efron' ? m / deaths.count : 0
    const weight = risk.weight - share * deaths.weight
    const average = (i: number): number => (entry(risk.first, i) - share * entry(deaths.first, i)) / weight
    logLikelihood -= log(weight)
    add(information, risk.second, 1 / weight)
    add(information, deaths.second, -share / weight)
    for (let i = 0; i < p; i += 1) {
      const centre = average(i)
      residual[i] = entry(residual, i) - centre
      for (let j = 0; j < p; j += 1)
        information[i * p + j] = entry(information, i * p + j) - centre * average(j)
    }
  }
  return { time, residual, information, logLikelihood }
}
