import { entry } from '../entry.ts'
import { coxDerivatives, type CoxProblem } from './cox-likelihood.ts'
import { maximise } from './cox-newton.ts'

/** Ends of likelihood intervals: where the profile likelihood of one coefficient has lost a given amount. */

/** Doublings of the distance in search of an end; beyond, the likelihood never loses that much. */
const mostDoublings = 30

/** Most steps within the bracket; the square root of the loss is nearly a line, and about six are taken. */
const mostSteps = 60

/** An end is found when the root of the loss is right to this part [1]; chosen: 1e-9 of the half width of the interval. */
const smallestHeight = 1e-9

/** From where and how far to search. */
export interface ProfileSearch {
  /** Coefficients of the maximum [p], or a point from which the likelihood falls in the direction of the search. */
  readonly b: readonly number[]
  /** The largest log-likelihood, or its limit. */
  readonly logLikelihood: number
  /** Which coefficient. */
  readonly index: number
  /** First distance to try, with the sign of the side, e.g. that of Wald's interval. */
  readonly step: number
  /** Loss of log-likelihood that marks the end, e.g. half the chi-square quantile. */
  readonly loss: number
}

/** Returns the value of the coefficient where the profile has lost `loss`; infinite where it never does. */
export function profileEnd(problem: CoxProblem, search: ProfileSearch): number {
  const start = entry(search.b, search.index)
  // Signed so that it rises from -1 at the maximum through zero at the end.
  const height = (distance: number): number => {
    const lost = search.logLikelihood - profileAt(problem, search, start + distance)
    return Math.sqrt(Math.max(lost, 0) / search.loss) - 1
  }
  let [inner, outer] = [0, search.step]
  let [below, above] = [-1, height(outer)]
  for (let k = 0; above < 0; k += 1) {
    if (k === mostDoublings) return search.step > 0 ? Infinity : -Infinity
    ;[inner, below, outer] = [outer, above, 2 * outer]
    above = height(outer)
  }
  return start + crossing(height, [inner, below], [outer, above])
}

/** Where `height` is zero between two points of opposite signs: false position, with the Illinois rule for a stuck end. */
function crossing(
  height: (x: number) => number,
  [inner, below]: readonly [number, number],
  [outer, above]: readonly [number, number],
): number {
  let [a, ya, b, yb] = [inner, below, outer, above]
  for (let k = 0; k < mostSteps; k += 1) {
    const x = (a * yb - b * ya) / (yb - ya)
    const y = height(x)
    if (Math.abs(y) < smallestHeight) return x
    if (y > 0 === yb > 0) ya /= 2
    else [a, ya] = [b, yb]
    ;[b, yb] = [x, y]
  }
  return b
}

/** The largest log-likelihood with one coefficient held. */
function profileAt(problem: CoxProblem, { b, index }: ProfileSearch, value: number): number {
  const held = b.with(index, value)
  const free = [...b.keys()].filter((i) => i !== index)
  if (free.length === 0) return coxDerivatives(problem, held).logLikelihood
  const found = maximise(problem, held, free)
  return found.kind === 'maximum' ? found.at.logLikelihood : Number.NaN
}
