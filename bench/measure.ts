/** How a benchmark measures: warm-up, repeats, medians, and reference and subject in turn. */

export interface Timing {
  /** Median [ms]. */
  readonly median: number
  /** [ms] */
  readonly fastest: number
}

/** Times of two things that were measured in turn: noise of the machine meets both. */
export interface PairTiming {
  readonly subject: Timing
  readonly reference: Timing
  /** Median of the ratios reference / subject, pair by pair: how many times faster the subject is. */
  readonly ratio: number
}

/** A clock that goes on while others use the core, too [ms]. */
export const wallTime = (): number => performance.now()

/** Time that this thread had a core to itself [ms]: on a machine with other work, far steadier than a wall clock. */
export function now(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Middle of the values; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** Time of one call [ms]. */
export function once(action: () => void, clock: () => number = now): number {
  const started = clock()
  action()
  return clock() - started
}

/** Calls that do not count go on for this long [ms]: the engine's compilers are done with a kernel by then. Measured. */
const WARM_UP = 400
/** A sample lasts at least this long [ms]: the clock of a thread moves in steps of some 4 ms. */
const SAMPLE = 120

/** Warms up; returns a function that measures one sample and gives the time of one call [ms]. */
function sampler(action: () => void): () => number {
  const started = now()
  let calls = 0
  do {
    action()
    calls += 1
  } while (now() - started < WARM_UP)
  const batch = Math.ceil((SAMPLE * calls) / (now() - started))
  return () =>
    once(() => {
      for (let call = 0; call < batch; call++) action()
    }) / batch
}

/** Times `repeats` samples after a warm-up. */
export function time(action: () => void, repeats: number): Timing {
  const sample = sampler(action)
  return timingOf(Array.from({ length: repeats }, sample))
}

/** Times subject and reference in turn, after a warm-up of both. */
export function timePair(subject: () => void, reference: () => void, repeats: number): PairTiming {
  const [first, second] = [sampler(subject), sampler(reference)]
  return pairTiming(Array.from({ length: repeats }, () => [first(), second()] as const))
}

/** Medians of pairs of times [ms]. */
export function pairTiming(pairs: readonly (readonly [number, number])[]): PairTiming {
  return {
    subject: timingOf(pairs.map(([first]) => first)),
    reference: timingOf(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => second / first)),
  }
}

/** Median and fastest of times [ms]. */
export function timingOf(times: readonly number[]): Timing {
  return { median: median(times), fastest: Math.min(...times) }
}
