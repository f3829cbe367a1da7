import { exp } from '../../math/elementary.ts'
import { decayIntegral, twoDecays } from '../../math/relaxation.ts'

/** Entries of the column of a pool; all relative to the cells in the blood of a healthy body. */
export const POOL = { blood: 0, marrow: 1, produced: 2, lost: 3, released: 4, cleared: 5 } as const
export const POOL_WIDTH = 6

/** Rates of a pool during a step [1/min]; production per cell in the blood of a healthy body. */
export interface PoolRates {
  readonly production: number
  readonly release: number
  /** Loss of cells that wait in the marrow. */
  readonly loss: number
  readonly clearance: number
}

/** Advances a pool with a marrow by `dt` [min]: exact for rates that do not change within it. */
export function advanceWithMarrow(
  state: Float64Array,
  { production, release, loss, clearance }: PoolRates,
  dt: number,
): void {
  const [blood = 0, marrow = 0] = state
  const leaving = release + loss
  const produced = production * dt
  const left = marrow * exp(-leaving * dt) + production * decayIntegral(leaving, dt)
  const gone = Math.max(marrow + produced - left, 0)
  const share = leaving === 0 ? 0 : release / leaving
  const released = gone * share
  const passing = twoDecays(leaving, clearance, dt)
  const gained = release * marrow * passing + share * production * (decayIntegral(clearance, dt) - passing)
  const there = blood * exp(-clearance * dt) + gained
  state[POOL.blood] = there
  state[POOL.marrow] = left
  add(state, POOL.produced, produced)
  add(state, POOL.lost, gone - released)
  add(state, POOL.released, released)
  add(state, POOL.cleared, blood + released - there)
}

/** Advances a pool that enters the blood as it is made. */
export function advanceWithout(
  state: Float64Array,
  { production, clearance }: Pick<PoolRates, 'production' | 'clearance'>,
  dt: number,
): void {
  const [blood = 0] = state
  const produced = production * dt
  const there = blood * exp(-clearance * dt) + production * decayIntegral(clearance, dt)
  state[POOL.blood] = there
  add(state, POOL.produced, produced)
  add(state, POOL.released, produced)
  add(state, POOL.cleared, blood + produced - there)
}

function add(state: Float64Array, entry: number, amount: number): void {
  state[entry] = (state[entry] ?? 0) + amount
}
