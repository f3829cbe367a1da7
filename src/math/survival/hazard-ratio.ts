import { normalQuantile } from '../distributions.ts'
import { exp } from '../elementary.ts'
import { checkSample, type Interval } from '../statistics.ts'
import { coxDerivatives, coxProblem, type CoxData, type CoxProblem, type Ties } from './cox-likelihood.ts'
import { fitCox, ratioTest } from './cox.ts'
import { profileEnd } from './cox-profile.ts'
import type { SurvivalData } from './survival-data.ts'

/** A hazard ratio [1] with its likelihood interval; ends may be 0 or Infinity, where the data leave them open. */
export interface HazardRatio extends Interval {
  /** Likelihood-ratio p of equal hazards. */
  readonly p: number
  /** Events of both arms. */
  readonly events: number
  /** Why there is no finite estimate, for readers; absent when there is one. */
  readonly remark?: string
}

/** Options of a comparison of two arms. */
export interface HazardRatioOptions {
  readonly level: number
  readonly ties?: Ties
  /** Labels of the subjects of both arms, e.g. of virtual patients; only equal ones are compared. */
  readonly strata?: readonly [readonly (string | number)[], readonly (string | number)[]]
}

/** Log hazard ratio that stands for an infinite one [1]: exp(-40) is below the rounding of 1. */
const beyond = 40

/**
 * Returns the ratio of the hazard in `treated` to that in `control` with its profile-likelihood interval (Cox, Efron's
 * ties unless told otherwise). Where one arm alone has all comparable events the estimate is 0 or Infinity and only one
 * end is finite; without any it is NaN and the interval says nothing. Throws a RangeError for an empty arm.
 */
export function hazardRatio(
  treated: SurvivalData,
  control: SurvivalData,
  options: HazardRatioOptions,
): HazardRatio {
  checkSample(treated.times, options.level)
  checkSample(control.times, options.level)
  const data = twoArms(treated, control, options.strata)
  const { level, ties = 'efron' } = options
  const fit = fitCox(data, { level, ties })
  const { n, events } = fit
  const common = { n, level, events, method: `Cox, profile likelihood` }
  if (fit.kind === 'undetermined') {
    if (fit.reason === 'monotone')
      return oneSided(coxProblem(data, ties), Math.sign(fit.direction?.[0] ?? 0), level)
    const remark = fit.reason === 'no events' ? 'no events' : 'no event could be compared between the arms'
    return { ...common, estimate: Number.NaN, low: 0, high: Infinity, p: 1, remark }
  }
  const [found] = fit.coefficients
  if (found === undefined) throw new RangeError('a hazard ratio has one coefficient')
  const { estimate, low, high } = found.likelihood
  return { ...common, estimate: exp(estimate), low: exp(low), high: exp(high), p: fit.likelihoodRatio.p }
}

function twoArms(
  treated: SurvivalData,
  control: SurvivalData,
  strata: HazardRatioOptions['strata'],
): CoxData {
  const covariates = [...treated.times.map(() => [1]), ...control.times.map(() => [0])]
  const times = [...treated.times, ...control.times]
  const events = [...treated.events, ...control.events]
  return strata === undefined
    ? { times, events, covariates }
    : { times, events, covariates, strata: strata.flat() }
}

/** The likelihood grows towards an infinite coefficient, but loses in the other direction: one end is known. */
function oneSided(problem: CoxProblem, sign: number, level: number): HazardRatio {
  const z = normalQuantile(0.5 + level / 2)
  const b = [sign * beyond]
  const limit = coxDerivatives(problem, b).logLikelihood
  const end = exp(profileEnd(problem, { b, logLikelihood: limit, index: 0, step: -sign, loss: (z * z) / 2 }))
  const test = ratioTest(limit - coxDerivatives(problem, [0]).logLikelihood, 1, problem.subjects)
  const open = sign > 0 ? Infinity : 0
  return {
    estimate: open,
    low: sign > 0 ? end : 0,
    high: sign > 0 ? Infinity : end,
    n: problem.subjects,
    level,
    events: problem.events,
    p: test.p,
    method: 'Cox, profile likelihood, one end open',
    remark: `every event that could be compared fell into the ${sign > 0 ? 'treated' : 'control'} arm`,
  }
}
