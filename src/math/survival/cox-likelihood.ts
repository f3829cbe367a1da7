import { exp, log } from '../elementary.ts'
import { dot, entry } from '../matrix.ts'
import { checkSurvival, type SurvivalData } from './survival-data.ts'

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

/** What one time with events adds. */
export interface EventTime {
  readonly time: number
  /** Sum of the covariates of those with an event minus their expectations under the risk set [p]. */
  readonly residual: readonly number[]
  /** Sum of the covariances of the covariates in the risk set [p][p]. */
  readonly information: readonly (readonly number[])[]
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
  const strata = [...new Set(labels)].map((label) => stratumOf(data, labels, label, centre))
  const events = data.events.filter(Boolean).length
  return { strata, covariates: p, subjects: n, events, ties }
}

function stratumOf(
  data: CoxData,
  labels: readonly (string | number)[],
  label: string | number,
  centre: readonly number[],
): Stratum {
  const places = labels.flatMap((own, i) => (own === label ? [i] : []))
  places.sort((i, j) => entry(data.times, j) - entry(data.times, i))
  return {
    times: places.map((i) => entry(data.times, i)),
    events: places.map((i) => data.events[i] === true),
    rows: places.map((i) => (data.covariates[i] ?? []).map((x, j) => x - entry(centre, j))),
  }
}

/** Returns log-likelihood, gradient and information at coefficients b [p]. */
export function coxDerivatives(problem: CoxProblem, b: readonly number[]): CoxDerivatives {
  let logLikelihood = 0
  const score = b.map(() => 0)
  const information = b.map(() => b.map(() => 0))
  forEachEventTime(problem, b, (at) => {
    logLikelihood += at.logLikelihood
    addTo(score, at.residual, 1)
    for (const [i, row] of information.entries()) addTo(row, at.information[i] ?? [], 1)
  })
  return { logLikelihood, score, information }
}

/** Calls `visit` for every time with events, stratum by stratum, latest first. */
export function forEachEventTime(
  problem: CoxProblem,
  b: readonly number[],
  visit: (at: EventTime) => void,
): void {
  for (const stratum of problem.strata) {
    const predictors = stratum.rows.map((row) => dot(row, b))
    // Shifted by the largest, no exponential overflows.
    const shift = Math.max(...predictors)
    const risk = emptyMoments(b.length)
    for (let start = 0; start < stratum.times.length;) {
      const time = entry(stratum.times, start)
      const deaths = emptyMoments(b.length)
      let end = start
      for (; end < stratum.times.length && stratum.times[end] === time; end += 1) {
        const weight = exp(entry(predictors, end) - shift)
        addSubject(risk, stratum.rows[end] ?? [], weight, entry(predictors, end) - shift)
        if (stratum.events[end] === true)
          addSubject(deaths, stratum.rows[end] ?? [], weight, entry(predictors, end) - shift)
      }
      if (deaths.count > 0) visit(eventTime(time, risk, deaths, problem.ties))
      start = end
    }
  }
}

/** Sums over subjects: weights, weighted covariates and their products; unweighted covariates and predictors. */
interface Moments {
  count: number
  weight: number
  predictor: number
  readonly plain: number[]
  readonly first: number[]
  readonly second: number[][]
}

function emptyMoments(p: number): Moments {
  const zeros = (): number[] => Array.from({ length: p }, () => 0)
  const second = Array.from({ length: p }, zeros)
  return { count: 0, weight: 0, predictor: 0, plain: zeros(), first: zeros(), second }
}

function addSubject(sums: Moments, row: readonly number[], weight: number, predictor: number): void {
  sums.count += 1
  sums.weight += weight
  sums.predictor += predictor
  addTo(sums.plain, row, 1)
  addTo(sums.first, row, weight)
  for (const [i, products] of sums.second.entries()) addTo(products, row, weight * entry(row, i))
}

/** sums += factor values */
function addTo(sums: number[], values: readonly number[], factor: number): void {
  for (let i = 0; i < sums.length; i += 1) sums[i] = entry(sums, i) + factor * entry(values, i)
}

function eventTime(time: number, risk: Moments, deaths: Moments, ties: Ties): EventTime {
  const residual = Array.from(deaths.plain)
  const information = residual.map(() => residual.map(() => 0))
  let logLikelihood = deaths.predictor
  for (let m = 0; m < deaths.count; m += 1) {
    const share = ties === 'efron' ? m / deaths.count : 0
    const weight = risk.weight - share * deaths.weight
    const average = risk.first.map((value, i) => (value - share * entry(deaths.first, i)) / weight)
    logLikelihood -= log(weight)
    addTo(residual, average, -1)
    for (const [i, row] of information.entries()) {
      addTo(row, risk.second[i] ?? [], 1 / weight)
      addTo(row, deaths.second[i] ?? [], -share / weight)
      addTo(row, average, -entry(average, i))
    }
  }
  return { time, residual, information, logLikelihood }
}
