import { mean } from '../statistics.ts'

/**
 * Stochastic models in a variance decomposition: the seed is one more factor w beside the parameters x.
 *
 *     y(x, w) = f(x) + g(w) + h(x, w)        f(x) = expected response, g = what a seed shifts everywhere alike, h = the rest
 *
 * Indices are those of f. With one replicate, h counts as interaction: it raises every total index and the variance. With R
 * replicates we replace every product of outputs by the mean of products over pairs of *different* replicates, whose noise is
 * independent: numerators and variance are then without bias whatever the noise, for two replicates already. That holds for
 * seeds of any kind; twins (the same R seeds at all points) remove g altogether and much of h, since nearby points share it.
 *
 * The sizes of g and h follow from a two-way layout without repetition, points times seeds (H. Scheffé, The Analysis of Variance,
 * Wiley 1959): the mean square between seeds estimates h + points g, the residual one h. Without twins g comes
 * out as 0 within its error and all noise as h.
 */
export interface SeedNoise {
  readonly replicates: number
  /** Share of the variance of a single run that follows from its seed [1]: (g + h) / (f + g + h). */
  readonly share: number
  /** Variance of g [unit of the output, squared]: what twins take out of comparisons. */
  readonly common: number
  /** Variance of h [unit of the output, squared]: what differs from point to point even between twins. */
  readonly interaction: number
}

/**
 * Returns the mean of a_r b_s over all pairs of different replicates r, s, for a [replicates] and b [replicates]; with a single
 * replicate the plain product.
 */
export function crossProduct(a: readonly number[], b: readonly number[]): number {
  const n = a.length
  if (n === 1) return (a[0] ?? Number.NaN) * (b[0] ?? Number.NaN)
  let sumA = 0
  let sumB = 0
  let same = 0
  for (let r = 0; r < n; r += 1) {
    const [x = Number.NaN, y = Number.NaN] = [a[r], b[r]]
    sumA += x
    sumB += y
    same += x * y
  }
  return (sumA * sumB - same) / (n * (n - 1))
}

/** Returns the components of noise from outputs [points][replicates]; undefined below two points or replicates. */
export function seedNoise(outputs: readonly (readonly number[])[]): SeedNoise | undefined {
  const points = outputs.length
  const replicates = outputs[0]?.length ?? 0
  if (points < 2 || replicates < 2) return undefined
  const ofPoints = outputs.map(mean)
  const ofSeeds = Array.from({ length: replicates }, (_, r) =>
    mean(outputs.map((row) => row[r] ?? Number.NaN)),
  )
  const centre = mean(ofPoints)
  const betweenSeeds = (points * squaresAround(ofSeeds, centre)) / (replicates - 1)
  const betweenPoints = (replicates * squaresAround(ofPoints, centre)) / (points - 1)
  const residuals = outputs.flatMap((row, i) =>
    row.map((value, r) => value - (ofPoints[i] ?? 0) - (ofSeeds[r] ?? 0) + centre),
  )
  const interaction = squaresAround(residuals, 0) / ((points - 1) * (replicates - 1))
  // Estimates of variances; below zero they are zero within their error.
  const common = Math.max((betweenSeeds - interaction) / points, 0)
  const response = Math.max((betweenPoints - interaction) / replicates, 0)
  const total = response + common + interaction
  return { replicates, share: total > 0 ? (common + interaction) / total : 0, common, interaction }
}

function squaresAround(values: readonly number[], centre: number): number {
  let sum = 0
  for (const value of values) sum += (value - centre) * (value - centre)
  return sum
}
