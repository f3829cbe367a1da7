import { exponentialMinusIdentity } from '../../math/matrix-exponential.ts'

/** What becomes of cells in one organ: rates [1/min] and shares. */
export interface Chain {
  /** Loss of circulating cells, to everything [1/min], and to this organ. */
  readonly leaving: number
  readonly arrest: number
  readonly extravasation: number
  readonly survive: number
  readonly initiation: number
  readonly initiate: number
  readonly dormant: number
  readonly outgrowth: number
  readonly grow: number
}

/** States of the chain; the first is shared by all organs of a pool, the others are the organ's. */
export const STATE = {
  circulating: 0,
  arrested: 1,
  diedArrested: 2,
  single: 3,
  dormant: 4,
  diedSingle: 5,
  micro: 6,
  diedMicro: 7,
  macro: 8,
  count: 9,
} as const

/** The exact change of the states in `dt` [min]: [to][from], flat. Sums and products only: the same bits everywhere. */
export function chainStep(chain: Chain, dt: number): readonly number[] {
  const rates = generator(chain).map((row) => row.map((value) => value * dt))
  return exponentialMinusIdentity(rates).flatMap((row, i) =>
    row.map((value, j) => (i === j ? value + 1 : value)),
  )
}

function generator(chain: Chain): number[][] {
  const rows = Array.from({ length: STATE.count }, () => Array.from({ length: STATE.count }, () => 0))
  const flow = (from: number, to: number, rate: number): void => {
    const [source, target] = [rows[from], rows[to]]
    if (source === undefined || target === undefined) return
    target[from] = (target[from] ?? 0) + rate
    source[from] = (source[from] ?? 0) - rate
  }
  const { extravasation, survive, initiation, initiate, dormant, outgrowth, grow } = chain
  flow(STATE.circulating, STATE.arrested, chain.arrest)
  // What dies in the blood or goes to other organs is counted there.
  const circulating = rows[STATE.circulating]
  if (circulating !== undefined) circulating[STATE.circulating] = -chain.leaving
  flow(STATE.arrested, STATE.single, extravasation * survive)
  flow(STATE.arrested, STATE.diedArrested, extravasation * (1 - survive))
  flow(STATE.single, STATE.micro, initiation * initiate)
  flow(STATE.single, STATE.dormant, initiation * dormant)
  flow(STATE.single, STATE.diedSingle, initiation * (1 - initiate - dormant))
  flow(STATE.micro, STATE.macro, outgrowth * grow)
  flow(STATE.micro, STATE.diedMicro, outgrowth * (1 - grow))
  return rows
}

/** For each state, the share of it that is a metastasis in the end. */
export function eventual(chain: Chain): readonly number[] {
  const weights = Array.from({ length: STATE.count }, () => 0)
  weights[STATE.macro] = 1
  weights[STATE.micro] = chain.grow
  weights[STATE.single] = chain.initiate * chain.grow
  weights[STATE.arrested] = chain.survive * (weights[STATE.single] ?? 0)
  const reached = chain.leaving > 0 ? chain.arrest / chain.leaving : 0
  weights[STATE.circulating] = reached * (weights[STATE.arrested] ?? 0)
  return weights
}
