/** Cells per day that pass parts of the circulation, as a strip of dots shows them. */
export interface Flows {
  /** Before each organ, and behind the last. */
  readonly along: readonly number[]
  /** What stays at each organ. */
  readonly staying: readonly number[]
}

/** What leaves a tissue passes the organs one after the other, and some of it stays at each. */
export function flowsOf(shed: number, staying: readonly number[]): Flows {
  const kept = staying.map((rate) => positive(rate))
  const along = [positive(shed)]
  for (const rate of kept) along.push(Math.max(0, (along.at(-1) ?? 0) - rate))
  return { along, staying: kept }
}

function positive(rate: number): number {
  return rate > 0 ? rate : 0
}

/** Most dots on one part. Chosen: they can still be told apart. */
const MOST_DOTS = 8

/** Cells per day that one dot stands for: 1, 2 or 5 times a power of ten, so that the fullest part has at most `MOST_DOTS`. */
export function dotScale({ along, staying }: Flows): number {
  const largest = Math.max(...along, ...staying)
  if (!(largest > 0)) return 1
  const least = largest / MOST_DOTS
  const decade = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((digit) => digit * decade).find((each) => each >= least) ?? 10 * decade
}
