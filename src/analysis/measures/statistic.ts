/** Makes one number of many; NaN of none. Sorts what it gets. */
export type Statistic = (values: Float64Array) => number

/** The statistic that a word stands for: `mean`, `median`, `greatest`, `95th percentile`. */
export function statisticOf(word: string): Statistic | undefined {
  if (word === 'mean') return meanOf
  if (word === 'median') return (values) => quantileOf(values, 0.5)
  if (word === 'greatest') return (values) => quantileOf(values, 1)
  const percent = /^(\d{1,2})(?:st|nd|rd|th) percentile$/.exec(word)?.[1]
  return percent === undefined ? undefined : (values) => quantileOf(values, Number(percent) / 100)
}

/** Arithmetic mean. */
export function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? Number.NaN : sum / values.length
}

/** Quantile with linear interpolation between order statistics: number (n - 1) q, from 0. */
export function quantileOf(values: Float64Array, q: number): number {
  if (values.length === 0) return Number.NaN
  values.sort()
  const at = (values.length - 1) * q
  const below = Math.floor(at)
  const low = values[below] ?? Number.NaN
  const high = values[below + 1] ?? low
  return low + (high - low) * (at - below)
}
