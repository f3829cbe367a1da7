import type { Draws } from '../draws.ts'
import { exp, log } from '../elementary.ts'
import { cholesky, dot, solveLower, times, type Matrix } from '../linear-algebra.ts'
import { normalised, weightedCovariance } from './weighted.ts'

/** An accepted point of an approximate posterior. */
export interface Particle {
  /** Index of the proposal that it was. */
  readonly index: number
  /** Values of the parameters [n], each in its own unit. */
  readonly values: readonly number[]
  /** The same point in coordinates that are standard normal and independent under the prior [n]. */
  readonly latent: readonly number[]
  readonly distance: number
  /** Share of the posterior [1]; those of a population sum to one. */
  readonly weight: number
}

/** The step from one population to proposals of the next. */
export interface PerturbationKernel {
  /** Draws a point [n]: a particle by its weight, moved by a normal step; all draws stand at (index, use + 0 .. n, ...). */
  readonly propose: (draws: Draws, index: number) => readonly number[]
  /** Returns normalised weights [m] of points [m][n] that were proposed and accepted. */
  readonly weights: (points: readonly (readonly number[])[]) => readonly number[]
}

/** Added to the kernel's variances, relative to themselves [1]; chosen: keeps a factor of a population with few distinct points. */
const ridge = 1e-9

/** Second counter words of draws: what they are for. */
const use = { ancestor: 0, step: 1 } as const

/**
 * Makes the normal kernel with twice the weighted covariance of the population: M. A. Beaumont et al., Biometrika 96 (2009),
 * doi:10.1093/biomet/asp052; for a normal posterior it accepts most among normal kernels as the tolerance falls (S. Filippi et
 * al., Stat. Appl. Genet. Mol. Biol. 12 (2013), doi:10.1515/sagmb-2012-0069).
 *
 * The weight of a point z is that of importance sampling, prior(z) / sum_j w_j K(z | z_j), with a standard normal prior.
 */
export function perturbationKernel(particles: readonly Particle[]): PerturbationKernel {
  const shares = particles.map(({ weight }) => weight)
  const upTo = cumulative(shares)
  const factor = cholesky(kernelCovariance(particles, shares))
  const whitened = particles.map(({ latent }) => solveLower(factor, latent))
  const logWeight = (point: readonly number[]): number => {
    const at = solveLower(factor, point)
    let density = 0
    for (let j = 0; j < whitened.length; j += 1)
      density += (shares[j] ?? 0) * exp(-0.5 * squaredDistance(at, whitened[j] ?? []))
    return -0.5 * dot(point, point) - log(density)
  }
  return {
    propose: (draws, index) => {
      const ancestor = particles[firstAtLeast(upTo, draws.uniform(index, use.ancestor))]
      const step = times(
        factor,
        factor.map((_, d) => draws.normal(index, use.step, d)),
      )
      return step.map((value, d) => value + (ancestor?.latent[d] ?? Number.NaN))
    },
    weights: (points) => {
      const logs = points.map(logWeight)
      // Subtracting the largest keeps the exponentials in range; it cancels in the sum.
      const largest = Math.max(...logs)
      return normalised(logs.map((value) => exp(value - largest)))
    },
  }
}

function kernelCovariance(particles: readonly Particle[], shares: readonly number[]): Matrix {
  const covariance = weightedCovariance(
    particles.map(({ latent }) => latent),
    shares,
  )
  return covariance.map((row, i) => row.map((value, j) => 2 * value * (i === j ? 1 + ridge : 1)))
}

function cumulative(shares: readonly number[]): readonly number[] {
  let below = 0
  return shares.map((share) => {
    below += share
    return below
  })
}

/** Returns the first place whose value is at least u, by bisection; the last one when rounding left the sum below u. */
function firstAtLeast(ascendingValues: readonly number[], u: number): number {
  let low = 0
  let high = ascendingValues.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascendingValues[middle] ?? 0) >= u) high = middle
    else low = middle + 1
  }
  return low
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let d = 0; d < a.length; d += 1) sum += ((a[d] ?? 0) - (b[d] ?? 0)) * ((a[d] ?? 0) - (b[d] ?? 0))
  return sum
}
