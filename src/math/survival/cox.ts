import type { TestResult } from '../comparison/test-result.ts'
import { normalQuantile } from '../distributions.ts'
import { entry } from '../entry.ts'
import { inverseOf, type Matrix } from '../linear-algebra.ts'
import { checkSample, type Interval } from '../statistics.ts'
import { chiSquareTail, twoSidedNormal } from '../test-distributions.ts'
import { coxDerivatives, coxProblem, type CoxData, type CoxProblem, type Ties } from './cox-likelihood.ts'
import { maximise } from './cox-newton.ts'
import { profileEnd } from './cox-profile.ts'

/** Cox's regression of times to an event on a few covariates. The method and its sources stand in `cox-likelihood.ts`. */
export interface CoxOptions {
  /** Confidence level, e.g. 0.95. */
  readonly level: number
  /** How events at one time share their risk set; Efron's way is hardly more work and less biased. */
  readonly ties: Ties
}

/** One coefficient: the logarithm of the hazard ratio per unit of its covariate. */
export interface CoxCoefficient {
  readonly coefficient: number
  readonly error: number
  /** Of the hypothesis that it is zero. */
  readonly test: TestResult
  /** Wald's interval, estimate +- z error. */
  readonly wald: Interval
  /** Where twice the loss of profile likelihood stays below the chi-square bound; better than Wald's with few events. */
  readonly likelihood: Interval
}

/** A fit, or why there is none. */
export type CoxFit =
  | {
      readonly kind: 'fitted'
      readonly coefficients: readonly CoxCoefficient[]
      /** Covariance of the coefficients [p][p]. */
      readonly covariance: Matrix
      readonly logLikelihood: number
      /** Log-likelihood when all coefficients are zero. */
      readonly nullLogLikelihood: number
      /** Test that all coefficients are zero. */
      readonly likelihoodRatio: TestResult
      readonly events: number
      readonly n: number
    }
  | {
      readonly kind: 'undetermined'
      /**
       * `no events`: nothing to learn from. `no contrast`: a covariate, or a combination, is the same for all at risk.
       * `monotone`: whoever had an event had the largest predictor of all at risk, so that the estimate is infinite along
       * `direction`. `not converged`: the search gave up.
       */
      readonly reason: 'no events' | 'no contrast' | 'monotone' | 'not converged'
      /** Along which coefficients the likelihood grows without end [p]; with `monotone` only. */
      readonly direction?: readonly number[]
      readonly events: number
      readonly n: number
    }

/** Fits proportional hazards to n subjects with p covariates; throws a RangeError when shapes disagree or n is 0. */
export function fitCox(data: CoxData, options: CoxOptions): CoxFit {
  checkSample(data.times, options.level)
  const problem = coxProblem(data, options.ties)
  const [n, events] = [problem.subjects, problem.events]
  if (events === 0) return { kind: 'undetermined', reason: 'no events', events, n }
  const zero = Array.from({ length: problem.covariates }, () => 0)
  const found = maximise(problem, zero, [...zero.keys()])
  if (found.kind === 'monotone')
    return { kind: 'undetermined', reason: 'monotone', direction: found.direction, events, n }
  if (found.kind === 'not converged') return { kind: 'undetermined', reason: 'not converged', events, n }
  const covariance = found.kind === 'singular' ? undefined : inverseOf(found.at.information)
  if (found.kind === 'singular' || covariance === undefined)
    return { kind: 'undetermined', reason: 'no contrast', events, n }
  const logLikelihood = found.at.logLikelihood
  const nullLogLikelihood = coxDerivatives(problem, zero).logLikelihood
  const fit = { problem, b: found.b, covariance, logLikelihood, level: options.level }
  const coefficients = found.b.map((_, i) => coefficientOf(fit, i))
  const likelihoodRatio = ratioTest(logLikelihood - nullLogLikelihood, zero.length, n)
  return {
    kind: 'fitted',
    coefficients,
    covariance,
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio,
    events,
    n,
  }
}

interface Fitted {
  readonly problem: CoxProblem
  readonly b: readonly number[]
  readonly covariance: Matrix
  readonly logLikelihood: number
  readonly level: number
}

function coefficientOf({ problem, b, covariance, logLikelihood, level }: Fitted, i: number): CoxCoefficient {
  const estimate = entry(b, i)
  const error = Math.sqrt(entry(covariance[i] ?? [], i))
  const n = problem.subjects
  const z = normalQuantile(0.5 + level / 2)
  const statistic = estimate / error
  const end = (side: -1 | 1): number =>
    profileEnd(problem, { b, logLikelihood, index: i, step: side * z * error, loss: (z * z) / 2 })
  return {
    coefficient: estimate,
    error,
    test: { statistic, p: twoSidedNormal(statistic), n, method: 'Wald' },
    wald: { estimate, low: estimate - z * error, high: estimate + z * error, n, level, method: 'Cox, Wald' },
    likelihood: { estimate, low: end(-1), high: end(1), n, level, method: 'Cox, profile likelihood' },
  }
}

/** Twice a gain in log-likelihood is chi-square with as many degrees of freedom as coefficients were let free. */
export function ratioTest(gain: number, freedom: number, n: number): TestResult {
  const statistic = 2 * Math.max(gain, 0)
  return { statistic, p: chiSquareTail(statistic, freedom), freedom, n, method: 'likelihood ratio' }
}
