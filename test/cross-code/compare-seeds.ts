import { expect } from 'vitest'
import { mean, variance } from '../../src/math/statistics.ts'

/** Largest difference of means that counts as agreement, in standard errors of the difference. */
const MOST_ERRORS = 5
/** Seeds of the reference program. */
const REFERENCE_SEEDS = 8

type Row = Readonly<Record<string, number>>

/**
 * Times at which the means over seeds of both programs differ by more than five standard errors of their difference,
 * which come from the spread of both samples. `ours` holds by time [min] one row per seed.
 */
export function disagreements(
  reference: readonly Row[],
  ours: ReadonlyMap<number, readonly Row[]>,
  name: string,
): readonly { time: number; theirs: number; ours: number; bound: number }[] {
  const compared = [...ours].map(([time, runs]) => {
    const theirs = reference.filter((row) => row['time_min'] === time).map((row) => row[name] ?? NaN)
    const mine = runs.map((run) => run[name] ?? NaN)
    expect(theirs).toHaveLength(REFERENCE_SEEDS)
    const error = Math.sqrt(variance(theirs) / theirs.length + variance(mine) / mine.length)
    return { time, theirs: mean(theirs), ours: mean(mine), bound: MOST_ERRORS * error }
  })
  // Written so that a number that is not a number counts as wrong.
  return compared.filter((at) => !(Math.abs(at.ours - at.theirs) <= at.bound))
}
