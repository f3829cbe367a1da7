/** How a benchmark measures: warm-up, repeats, medians, and reference and subject in turn. */

/** What repeated measurements came to. */
export interface Timing {
  /** Median time for which cores were held [ms]. */
  readonly median: number
  /** The least of these times [ms]. */
  readonly fastest: number
  /** Median by the clock on the wall [ms]. */
  readonly wall: number
}

/** Times of two things that were measured in turn: noise of the machine meets both. */
export interface PairTiming {
  readonly subject: Timing
  /** Median of the ratios reference / subject, pair by pair: how many times faster the subject is. */
  readonly ratio: number
}

/** One measurement [ms]: time for which cores were held, and time that passed. */
export interface Elapsed {
  readonly cpu: number
  readonly wall: number
}

/** A clock that goes on while others use the core, too [ms]. */
export const wallTime = (): number => performance.now()

/**
 * Time for which cores were held [ms]: on a machine with other work far steadier than a clock on the wall. One thread
 * counts by itself, without the engine's own helpers; several are counted with all that the process did.
 */
function cpuTime(threads: number): number {
  const { user, system } = threads === 1 ? process.threadCpuUsage() : process.cpuUsage()
  return (user + system) / 1000
}

/** Middle of the values; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** Measures one call of `action`, which works on `threads` threads. */
export function once(action: () => void, threads = 1): Elapsed {
  const [cpu, wall] = [cpuTime(threads), wallTime()]
  action()
  return { cpu: cpuTime(threads) - cpu, wall: wallTime() - wall }
}

/** Calls that do not count go on for this long [ms]: the engine's compilers are done with a kernel by then. Measured. */
const WARM_UP = 400
/** A sample lasts at least this long [ms]: the clock of a thread moves in steps of some 4 ms. */
const SAMPLE = 120

/** Warms up; returns a function that measures one sample and gives the time of one call [ms]. */
function sampler(action: () => void, threads: number): () => Elapsed {
  const started = wallTime()
  let calls = 0
  do {
    action()
    calls += 1
  } while (wallTime() - started < WARM_UP)
  const batch = Math.ceil((SAMPLE * calls) / (wallTime() - started))
  return () => {
    const { cpu, wall } = once(() => {
      for (let call = 0; call < batch; call++) action()
    }, threads)
    return { cpu: cpu / batch, wall: wall / batch }
  }
}

/** Times `repeats` samples of what works on `threads` threads, after a warm-up. */
export function time(action: () => void, repeats: number, threads = 1): Timing {
  const sample = sampler(action, threads)
  return timingOf(Array.from({ length: repeats }, sample))
}

/** Times subject and reference in turn, after a warm-up of both; the reference works on one thread. */
export function timePair(
  subject: () => void,
  reference: () => void,
  repeats: number,
  threads = 1,
): PairTiming {
  const [first, second] = [sampler(subject, threads), sampler(reference, 1)]
  const pairs = Array.from({ length: repeats }, () => [first(), second()] as const)
  return {
    subject: timingOf(pairs.map(([one]) => one)),
    // By the wall: several threads are there to save time, not work. With one thread the clocks differ by noise only.
    ratio: median(pairs.map(([one, other]) => (threads === 1 ? other.cpu / one.cpu : other.wall / one.wall))),
  }
}

/** Medians of measurements. */
export function timingOf(times: readonly Elapsed[]): Timing {
  const cpu = times.map((each) => each.cpu)
  return { median: median(cpu), fastest: Math.min(...cpu), wall: median(times.map((each) => each.wall)) }
}
