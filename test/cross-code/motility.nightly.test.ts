import { describe, expect, it } from 'vitest'
import {
  positionsOf,
  squaredDisplacements,
  startWalkers,
  type WalkerSetting,
} from '../../src/testing/walkers.ts'
import { readNumbers } from './read-csv.ts'

/*
 * Random walk and chemotaxis of 400 cells against PhysiCell 1.14.2, eight seeds each. Chance decides about each seed:
 * means over seeds are compared, in units of the standard error of their difference.
 */

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7]
/** Two-sided quantile of Student's t for 14 degrees of freedom that is as rare as five sigmas (6e-7): 8.6. */
const BOUND = 8.6

/** 20 x 20 cells, 60 um apart: the order of the reference's list does not matter. */
const GRID = Array.from(
  { length: 400 },
  (_, k) => [(k % 20) * 60 - 570, Math.floor(k / 20) * 60 - 570, 0] as const,
)

interface Row {
  readonly time: number
  /** Mean squared displacement [um^2]. */
  readonly msd: number
  /** Mean displacement along x [um]. */
  readonly drift: number
}

function ours(setting: Omit<WalkerSetting, 'cells' | 'points'>, times: readonly number[]): readonly Row[] {
  const { world, run } = startWalkers({ ...setting, cells: 400, points: GRID })
  const start = positionsOf(world)
  return times.map((time) => {
    run(Math.round(time / 0.1))
    const now = positionsOf(world)
    const msd = mean(squaredDisplacements(start, now))
    const drift = mean([...(now[0] ?? [])].map((x, slot) => x - (start[0]?.[slot] ?? 0)))
    return { time, msd, drift }
  })
}

function theirs(file: string, seed: number, times: readonly number[]): readonly Row[] {
  const rows = readNumbers(file).filter((row) => row['seed'] === seed)
  return times.map((time) => {
    const row = rows.find((candidate) => candidate['time_min'] === time)
    return { time, msd: row?.['msd_from_start'] ?? NaN, drift: row?.['cx'] ?? NaN }
  })
}

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length
}

function variance(sample: readonly number[]): number {
  const centre = mean(sample)
  return sample.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (sample.length - 1)
}

/** Difference of two means in units of its standard error. */
function studentT(a: readonly number[], b: readonly number[]): number {
  return (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length)
}

function compare(
  file: string,
  setting: Omit<WalkerSetting, 'cells' | 'points' | 'seed'>,
  times: readonly number[],
): void {
  const runs = SEEDS.map((seed) => ours({ ...setting, seed: seed + 1 }, times))
  const reference = SEEDS.map((seed) => theirs(file, seed, times))
  times.forEach((_, k) => {
    for (const quantity of ['msd', 'drift'] as const) {
      const pick = (rows: readonly (readonly Row[])[]): number[] =>
        rows.map((row) => row[k]?.[quantity] ?? NaN)
      expect(Math.abs(studentT(pick(runs), pick(reference)))).toBeLessThan(BOUND)
    }
  })
}

describe('400 walkers', () => {
  it('spread like those of the reference', () => {
    const motility = '{ speed: 1 um/min, persistence: 15 min }'
    compare('motility_random', { motility, size: [4000, 4000, 20] }, [60, 120, 240, 480, 960, 1440])
  })

  it('drift up a gradient like those of the reference', () => {
    const motility = '{ speed: 1 um/min, persistence: 15 min, bias: 0.5, chemotaxis: { signal: 1 } }'
    const substrates =
      '{ signal: { unit: nM, diffusion: 100000 um^2/min, decay: 0 1/min, initial: 0.5 nM, boundary: { x low: 0 nM, x high: 1 nM } } }'
    compare('motility_chemotaxis', { motility, substrates, size: [2000, 2000, 20] }, [30, 60, 120, 300, 600])
  })
})
