import { normalCdf, normalQuantile } from '../distributions.ts'
import { cholesky, element, times, type Matrix } from '../linear-algebra.ts'
import type { UnitDesign } from './design.ts'
import { quantileOf, type Distribution } from './distribution.ts'

/**
 * Correlated samples through a Gaussian copula: coordinates become standard normal, are mixed by L with L L' = R, and go back.
 * Marginals stay uniform, and ranks correlate as asked, since a pair of normal variables with correlation r has Spearman's
 * rho = (6/pi) asin(r/2): W. H. Kruskal, J. Am. Stat. Assoc. 53 (1958), doi:10.1080/01621459.1958.10501481.
 */
export interface Copula {
  /** L [n][n] of the correlations of the normal variables. */
  readonly factor: Matrix
}

/**
 * Makes a copula from Spearman's rank correlations [n][n], symmetric with ones on the diagonal. Throws a RangeError that names the
 * pair when that is not a possible set of correlations; `names` [n] says what the variables are called.
 */
export function gaussianCopula(rankCorrelations: Matrix, names?: readonly string[]): Copula {
  checkCorrelations(rankCorrelations, (i) => names?.[i] ?? `row ${i + 1}`)
  const mixed = rankCorrelations.map((row, i) => row.map((rho, j) => (i === j ? 1 : pearsonOfSpearman(rho))))
  return { factor: cholesky(mixed, names) }
}

/** Returns the design [points][n] with correlated coordinates, each still uniform on (0, 1). */
export function correlated(design: UnitDesign, { factor }: Copula): UnitDesign {
  // The first coordinate keeps its strata exactly; of the others only their even spread remains.
  return design.map((point) => times(factor, point.map(normalQuantile)).map(openNormalCdf))
}

/** Returns the normal probability of z, kept strictly between 0 and 1: beyond 8 standard deviations rounding would reach 1. */
export function openNormalCdf(z: number): number {
  return Math.min(Math.max(normalCdf(z), 2 ** -53), 1 - 2 ** -53)
}

/** Returns samples [points][n] of distributions [n]: each coordinate of the design through the quantile of its distribution. */
export function samplesOf(
  distributions: readonly Distribution[],
  design: UnitDesign,
): readonly (readonly number[])[] {
  return design.map((point) => {
    if (point.length !== distributions.length)
      throw new RangeError(
        `a point has ${point.length} coordinates for ${distributions.length} distributions`,
      )
    return distributions.map((distribution, d) => quantileOf(distribution, point[d] ?? Number.NaN))
  })
}

/** Returns the correlation of normal variables [1] whose ranks correlate by rho [1]: 2 sin(pi rho / 6). */
export function pearsonOfSpearman(rho: number): number {
  const x = (Math.PI * rho) / 6
  // Taylor's series of the sine: for |x| <= pi/6 the first term left out, x^17/17!, is below 1e-19.
  let sum = 1
  for (let n = 14; n >= 2; n -= 2) sum = 1 - (sum * x * x) / (n * (n + 1))
  return 2 * x * sum
}

function checkCorrelations(correlations: Matrix, name: (row: number) => string): void {
  for (let i = 0; i < correlations.length; i += 1) {
    const row = correlations[i] ?? []
    if (row.length !== correlations.length)
      throw new RangeError('a matrix of correlations has as many columns as rows')
    if (row[i] !== 1) throw new RangeError(`the correlation of ${name(i)} with itself is 1, found ${row[i]}`)
    for (let j = 0; j < i; j += 1)
      checkPair(row[j] ?? Number.NaN, element(correlations, j, i), `${name(j)} and ${name(i)}`)
  }
}

function checkPair(rho: number, mirrored: number, pair: string): void {
  if (!(rho >= -1 && rho <= 1))
    throw new RangeError(`a correlation lies between -1 and 1, found ${rho} between ${pair}`)
  if (rho !== mirrored)
    throw new RangeError(`two correlations, ${rho} and ${mirrored}, are given for ${pair}`)
}
