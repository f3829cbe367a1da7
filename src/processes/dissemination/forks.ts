import { bindDraws } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { binomial, multinomial } from '../../math/binomial.ts'
import { exp } from '../../math/elementary.ts'

/** Below this 1 - exp(-x) is x - x^2/2 to 2e-11, and loses digits otherwise. */
const SMALL = 1e-5

/** Probability [1] of what happens at a rate whose integral is `x` [1]. */
export function probabilityOf(x: number): number {
  return x < SMALL ? x - (x * x) / 2 : 1 - exp(-x)
}

/** Outcomes that compete for the particles of a state: `rates` [1/min] in, numbers out. */
export interface Fork {
  readonly rates: Float64Array
  readonly drawn: Float64Array
  readonly expected: Float64Array
  /** Streams of the draws: who leaves, then one for each outcome. */
  readonly streams: readonly number[]
  /** Integral of the rates, and the probability that follows from it, as they were last: most rows have the same. */
  readonly last: Float64Array
}

/** Room for a fork with these streams. */
export function createFork(streams: readonly number[]): Fork {
  const outcomes = streams.length - 1
  return {
    rates: new Float64Array(outcomes),
    drawn: new Float64Array(outcomes),
    expected: new Float64Array(outcomes),
    streams,
    last: new Float64Array(2),
  }
}

function leavesOf({ last }: Fork, x: number): number {
  if (last[0] !== x) {
    last[0] = x
    last[1] = probabilityOf(x)
  }
  return last[1] ?? 0
}

/** Fewer expected particles than this, where there is none, are none. Chosen: far below what any sum shows, and above numbers that are slow to compute with. */
export const FEW = 1e-30

/** Draws of rows: by their lineage, the tick and a stream. */
export interface Draws {
  /** How many of `n` particles of a row have what happens with probability `p` [1]. */
  readonly some: (slot: number, n: number, p: number, stream: number) => number
  /** Lets `n` particles, of which `mean` are expected, leave a state of a row within `dt` [min]: fills `drawn` and `expected` of the fork. */
  readonly part: (slot: number, fork: Fork, n: number, mean: number, dt: number) => void
}

/** Binds draws to a world; makes no garbage when they are used. */
export function bindRowDraws(world: World): Draws {
  const draw = bindDraws(world)
  const { lineageLow, lineageHigh } = world.cells
  let [low, high, stream] = [0, 0, 0]
  let streams: readonly number[] = []
  const uniform = (index: number): number => draw(low, high, stream + index)
  const ofOutcome = (outcome: number, index: number): number =>
    draw(low, high, (streams[outcome + 1] ?? 0) + index)
  const address = (slot: number): void => {
    low = lineageLow[slot] ?? 0
    high = lineageHigh[slot] ?? 0
  }
  const some: Draws['some'] = (slot, n, p, named) => {
    address(slot)
    stream = named
    return binomial(n, p, uniform)
  }
  return {
    some,
    part: (slot, fork, n, mean, dt) => {
      if (n === 0 && mean < FEW) {
        fork.drawn.fill(0)
        fork.expected.fill(0)
        return
      }
      let sum = 0
      for (let k = 0; k < fork.rates.length; k++) sum += fork.rates[k] ?? 0
      const leaves = leavesOf(fork, sum * dt)
      for (let k = 0; k < fork.rates.length; k++)
        fork.expected[k] = sum > 0 ? (mean * leaves * (fork.rates[k] ?? 0)) / sum : 0
      const gone = n > 0 ? some(slot, n, leaves, fork.streams[0] ?? 0) : 0
      if (gone === 0) {
        fork.drawn.fill(0)
        return
      }
      streams = fork.streams
      multinomial(gone, fork.rates, fork.drawn, ofOutcome)
    },
  }
}
