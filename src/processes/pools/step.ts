import { LEVEL_PREFIX, bindLevels } from '../../engine/body-levels.ts'
import type { Organism } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { pieceAt } from '../../math/faster-loss.ts'
import { POOL, type PoolRates, advanceWithMarrow, advanceWithout } from './balance.ts'
import { type CompiledPool, type PoolsTables, inBlood, inMarrow } from './compile.ts'
import { modulate } from './response.ts'

/** All pools of a healthy body. */
export function startPools(world: World, { pools }: PoolsTables): void {
  for (const { column, reserve } of pools) {
    world.f64(column)[POOL.blood] = 1
    world.f64(column)[POOL.marrow] = reserve ?? 0
  }
}

/** At a meeting: advances all pools to it. */
export function gatherPools({ blood }: Organism, { pools, dt }: PoolsTables): void {
  const level = (column: string): number => (blood.has(column) ? (blood.f64(column)[0] ?? 0) : 0)
  for (const pool of pools) {
    const now = [pool.productionBy, pool.releaseBy, pool.clearanceBy].map((by) => modulate(by, level))
    const before = blood.f64(pool.before)
    // The mean of both ends of the step: of second order in time.
    const [production = 1, release = 1, clearance = 1] = now.map((at, k) => ((before[k] ?? 1) + at) / 2)
    before.set(now)
    advance(blood, pool, { production, release, clearance }, dt)
  }
}

type Factors = Pick<PoolRates, 'production' | 'release' | 'clearance'>

/** One step of `dt` [min], in pieces where depletions begin or end within it. */
function advance(blood: World, pool: CompiledPool, by: Factors, dt: number): void {
  const state = blood.f64(pool.column)
  const end = blood.time + dt
  for (let from = blood.time; from < end;) {
    const { until, times } = pieceAt(pool.depletions, from, end)
    const clearance = pool.clearance * by.clearance * times
    if (pool.reserve === undefined) {
      const production = pool.production * by.production * by.release
      advanceWithout(state, { production, clearance }, until - from)
    } else {
      const production = pool.production * by.production
      const release = pool.release * by.release
      advanceWithMarrow(state, { production, release, loss: pool.loss, clearance }, until - from)
    }
    from = until
  }
  blood.f64(LEVEL_PREFIX + inBlood(pool.name))[0] = state[POOL.blood] ?? 0
  if (pool.reserve !== undefined) blood.f64(LEVEL_PREFIX + inMarrow(pool.name))[0] = state[POOL.marrow] ?? 0
}

/** At the end of a meeting: vessels of all tissues let in what there is in the blood. */
export function deliverPools({ blood, tissues }: Organism, { pools }: PoolsTables): void {
  for (const { column, supplies } of pools) {
    const level = blood.f64(column)[POOL.blood] ?? 0
    for (const supply of supplies) {
      blood.f64(supply)[0] = level
      for (const { world } of tissues()) world.f64(supply)[0] = level
    }
  }
}

/** Binds what rows of the blood sense of the pools. */
export function bindPoolSignals(world: World, { signals }: PoolsTables): () => void {
  return bindLevels(world, signals)
}
