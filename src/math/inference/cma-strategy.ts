import { exp, log } from '../elementary.ts'
import { dot, identity, symmetricEigen, times, transpose, type Matrix } from '../linear-algebra.ts'

/**
 * The mathematics of CMA-ES: a normal distribution that moves towards better points and takes the shape of the valley. All names and
 * numbers of equations are those of N. Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772.
 *
 *     x_k = m + s y_k,   y_k = B D z_k,   C = B D^2 B'                                            (38) - (40)
 *     m  += s y_w,       y_w = sum w_i y_(i) over the best half, in order                         (41), (42)
 *     p_s = (1 - c_s) p_s + sqrt(c_s (2 - c_s) mu) C^-1/2 y_w                                     (43)
 *     s  *= exp(c_s / d_s (|p_s| / E|N(0, I)| - 1))                                               (44)
 *     p_c = (1 - c_c) p_c + h sqrt(c_c (2 - c_c) mu) y_w                                          (45)
 *     C   = (1 + c_1 d(h) - c_1 - c_mu sum w) C + c_1 p_c p_c' + c_mu sum w_i' y_(i) y_(i)'       (47)
 */
export interface CmaConstants {
  /** Points per generation [1]; lambda. */
  readonly population: number
  /** Recombination weights [lambda]; negative ones belong to the worse half. */
  readonly weights: readonly number[]
  /** Points of positive weight [1]; mu. */
  readonly parents: number
  /** Variance effective selection mass [1]. */
  readonly selectionMass: number
  readonly pathRate: number
  readonly sizeRate: number
  readonly sizeDamping: number
  readonly rankOneRate: number
  readonly rankMuRate: number
  /** E|N(0, I)| [1]. */
  readonly expectedNorm: number
}

/** The distribution of the next generation, and the two paths behind it. */
export interface CmaState {
  readonly generation: number
  readonly mean: readonly number[]
  /** s, the overall step. */
  readonly stepSize: number
  readonly covariance: Matrix
  /** Standard deviations D along the axes, descending. */
  readonly scales: readonly number[]
  /** Axes, one per row: B'. */
  readonly axes: Matrix
  readonly sizePath: readonly number[]
  readonly shapePath: readonly number[]
}

/** Returns the settings of the tutorial's table 1 for dimensions n [1] and a population [1]. */
export function cmaConstants(n: number, population: number): CmaConstants {
  const raw = Array.from({ length: population }, (_, i) => log((population + 1) / 2) - log(i + 1))
  const parents = Math.floor(population / 2)
  const selectionMass = massOf(raw.slice(0, parents))
  const negativeMass = massOf(raw.slice(parents))
  const sizeRate = (selectionMass + 2) / (n + selectionMass + 5)
  const rankOneRate = 2 / ((n + 1.3) * (n + 1.3) + selectionMass)
  const rankMu = (2 * (0.25 + selectionMass + 1 / selectionMass - 2)) / ((n + 2) * (n + 2) + selectionMass)
  const rankMuRate = Math.min(1 - rankOneRate, rankMu)
  // Negative weights are scaled so that C stays positive definite.
  const negativeSum = Math.min(
    1 + rankOneRate / rankMuRate,
    1 + (2 * negativeMass) / (selectionMass + 2),
    (1 - rankOneRate - rankMuRate) / (n * rankMuRate),
  )
  return {
    population,
    weights: scaledWeights(raw, negativeSum),
    parents,
    selectionMass,
    pathRate: (4 + selectionMass / n) / (n + 4 + (2 * selectionMass) / n),
    sizeRate,
    sizeDamping: 1 + 2 * Math.max(0, Math.sqrt((selectionMass - 1) / (n + 1)) - 1) + sizeRate,
    rankOneRate,
    rankMuRate,
    expectedNorm: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  }
}

/** (sum w)^2 / sum w^2. */
function massOf(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return (total * total) / dot(weights, weights)
}

function scaledWeights(raw: readonly number[], negativeSum: number): readonly number[] {
  const positive = raw.reduce((sum, weight) => sum + Math.max(weight, 0), 0)
  const negative = raw.reduce((sum, weight) => sum + Math.max(-weight, 0), 0)
  return raw.map((weight) => (weight >= 0 ? weight / positive : (weight * negativeSum) / negative))
}

/** Returns the state before the first generation: a sphere of standard deviation `stepSize` around a point [n]. */
export function startOfCma(mean: readonly number[], stepSize: number): CmaState {
  const nothing = mean.map(() => 0)
  const axes = identity(mean.length)
  const scales = mean.map(() => 1)
  return {
    generation: 0,
    mean,
    stepSize,
    covariance: axes,
    scales,
    axes,
    sizePath: nothing,
    shapePath: nothing,
  }
}

/** Returns the step y = B D z [n] of standard normal numbers z [n]. */
export function stepOf({ axes, scales }: CmaState, z: readonly number[]): readonly number[] {
  return times(
    transpose(axes),
    z.map((value, i) => value * (scales[i] ?? 0)),
  )
}

/** Returns the state of the next generation from the steps y [lambda][n] of this one, best first. */
export function nextState(
  state: CmaState,
  constants: CmaConstants,
  steps: readonly (readonly number[])[],
): CmaState {
  const { weights, parents, selectionMass, sizeRate, pathRate, expectedNorm } = constants
  const columns = transpose(steps.slice(0, parents))
  const mover = columns.map((column) => dot(weights.slice(0, parents), column))
  const whitened = whiten(state, mover)
  const generation = state.generation + 1
  const sizePath = pathStep(state.sizePath, whitened, sizeRate, selectionMass)
  const length = Math.sqrt(dot(sizePath, sizePath))
  const isShort = isPathShort(length, generation, state.mean.length, constants)
  const shapePath = pathStep(state.shapePath, isShort ? mover : mover.map(() => 0), pathRate, selectionMass)
  const covariance = nextCovariance({ ...state, shapePath }, constants, steps, isShort)
  const { values, vectors } = symmetricEigen(covariance)
  return {
    generation,
    mean: state.mean.map((value, d) => value + state.stepSize * (mover[d] ?? 0)),
    stepSize: state.stepSize * exp((sizeRate / constants.sizeDamping) * (length / expectedNorm - 1)),
    covariance,
    // Rounding may push the smallest eigenvalue of a long valley to zero or below.
    scales: values.map((value) => Math.sqrt(Math.max(value, 0))),
    axes: vectors,
    sizePath,
    shapePath,
  }
}

/** C^-1/2 y = B D^-1 B' y. */
function whiten({ axes, scales }: CmaState, y: readonly number[]): readonly number[] {
  const along = times(axes, y).map((value, i) => value / (scales[i] ?? 1))
  return times(transpose(axes), along)
}

function pathStep(
  path: readonly number[],
  by: readonly number[],
  rate: number,
  mass: number,
): readonly number[] {
  const gain = Math.sqrt(rate * (2 - rate) * mass)
  return path.map((value, d) => (1 - rate) * value + gain * (by[d] ?? 0))
}

/** h of (45): the shape's path stalls while the step size grows fast, lest the covariance grow too. */
function isPathShort(
  length: number,
  generation: number,
  n: number,
  { sizeRate, expectedNorm }: CmaConstants,
): boolean {
  const start = Math.sqrt(1 - exp(2 * generation * log(1 - sizeRate)))
  return length / start < (1.4 + 2 / (n + 1)) * expectedNorm
}

function nextCovariance(
  state: CmaState,
  { weights, rankOneRate, rankMuRate, pathRate }: CmaConstants,
  steps: readonly (readonly number[])[],
  isShort: boolean,
): Matrix {
  const n = state.mean.length
  const lost = isShort ? 0 : pathRate * (2 - pathRate)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const kept = 1 + rankOneRate * lost - rankOneRate - rankMuRate * total
  // (46): a bad point far away must not count more than one at the distance of a typical step.
  const adjusted = steps.map((step, i) => {
    const weight = weights[i] ?? 0
    if (weight >= 0) return weight
    const along = whiten(state, step)
    return (weight * n) / Math.max(dot(along, along), 1e-300)
  })
  return state.covariance.map((row, i) =>
    row.map((value, j) => {
      let sum = 0
      for (const [k, step] of steps.entries()) sum += (adjusted[k] ?? 0) * (step[i] ?? 0) * (step[j] ?? 0)
      const path = (state.shapePath[i] ?? 0) * (state.shapePath[j] ?? 0)
      return kept * value + rankOneRate * path + rankMuRate * sum
    }),
  )
}
