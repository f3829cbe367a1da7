import { describe, expect, test } from 'vitest'
import { APOPTOTIC, LIVE } from '../../src/engine/columns.ts'
import { createStepper } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { mean, variance } from '../../src/math/statistics.ts'
import { cycleProcess } from '../../src/processes/cycle/index.ts'
import { deathProcess } from '../../src/processes/death/index.ts'
import { volumeProcess } from '../../src/processes/volume/index.ts'
import { runCells } from '../../src/testing/run-cells.ts'
import { readNumbers } from './read-csv.ts'

/** Replicates of ours: enough that the spread of the reference's eight seeds decides. */
const SEEDS = 24
const HOURS = 24

/** What the reference recorded, per seed and hour; counts and volumes do not depend on forces, which are left out. */
const MEASURES = ['n_total', 'n_live', 'n_apoptotic', 'total_volume', 'mean_live_volume'] as const
type Measures = Readonly<Record<(typeof MEASURES)[number], number>>

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function measure(world: World): Measures {
  const states = Array.from(world.u8('cell.state').subarray(0, world.count))
  const volumes = Array.from(world.f64('cell.volume').subarray(0, world.count))
  const live = volumes.filter((_, slot) => states[slot] === LIVE)
  return {
    n_total: world.count,
    n_live: live.length,
    n_apoptotic: states.filter((state) => state === APOPTOTIC).length,
    total_volume: sum(volumes),
    mean_live_volume: sum(live) / live.length,
  }
}

/** One replicate: the state at each full hour. */
function trajectory(seed: number): readonly Measures[] {
  const cell = [
    'cycle: { model: live, rate: 0.00072 1/min }',
    'death: { apoptosis: { rate: 5.31667e-5 1/min } }',
  ]
  const processes = [volumeProcess, deathProcess, cycleProcess]
  const { world } = runCells({ cell, processes, cells: 400, seed })
  const stepper = createStepper(world)
  return Array.from({ length: HOURS }, () => {
    for (let k = 0; k < 10; k++) stepper.step()
    return measure(world)
  })
}

describe('400 cells of the live cycle for a day, against the reference program', () => {
  const ours = Array.from({ length: SEEDS }, (_, seed) => trajectory(seed))
  const theirs = readNumbers('cycle_live')

  // Bound: 5 standard errors of the difference of the two means, from the spread over seeds. The reference's first-order
  // probabilities add 0.22 % to the rates of division, hence at most 0.22 % x 0.00072 /min x 1440 min = 0.23 % to counts.
  const FIRST_ORDER = 0.0023

  test.each(MEASURES)('%s agrees at every hour', (name) => {
    for (let hour = 1; hour <= HOURS; hour++) {
      const reference = theirs.filter((row) => row['time_min'] === 60 * hour).map((row) => row[name] ?? NaN)
      const values = ours.map((run) => run[hour - 1]?.[name] ?? NaN)
      expect(reference.length).toBe(8)
      const error = Math.sqrt(variance(values) / SEEDS + variance(reference) / reference.length)
      const bound = 5 * error + FIRST_ORDER * mean(reference)
      expect(Math.abs(mean(values) - mean(reference)), `hour ${hour}`).toBeLessThan(bound)
    }
  })
})
