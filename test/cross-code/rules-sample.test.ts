import { beforeAll, describe, expect, it } from 'vitest'
import { runUntil } from '../../src/engine/step.ts'
import { mean, standardDeviation } from '../../src/math/statistics.ts'
import { readNumbers } from './read-csv.ts'
import { type Measures, TICKS_PER_MINUTE, measureRulesSample, startRulesSample } from './rules-sample-run.ts'

/** First recorded time of the reference [min]. */
const TIME = 60

/** What hardly varies between seeds in the first hour: spread below one per cent but for the few that die. */
const QUANTITIES = [
  'n_total',
  'n_live',
  'n_necrotic',
  'live:M0 macrophage',
  'live:effector T cell',
  'total_volume',
  'mean_live_volume',
  'rms_radius',
  'mean_speed',
  'mean:oxygen',
  'min:oxygen',
  'cellmean:oxygen',
] as const

describe('the first hour of the rules sample, against the reference program', () => {
  const reference = readNumbers('rules_sample').filter((row) => row['time_min'] === TIME)
  let ours: Measures
  beforeAll(() => {
    const stepper = startRulesSample(1)
    runUntil(stepper, TIME * TICKS_PER_MINUTE)
    ours = measureRulesSample(stepper.world)
  })

  it.each(QUANTITIES)('%s is one more draw from the reference', (name) => {
    const theirs = reference.map((row) => row[name] ?? NaN)
    expect(theirs).toHaveLength(8)
    // One run differs from a mean of eight by five standard deviations of that difference at most.
    const bound = 5 * standardDeviation(theirs) * Math.sqrt(1 + 1 / theirs.length)
    expect(Math.abs((ours[name] ?? NaN) - mean(theirs))).toBeLessThanOrEqual(bound)
  })
})
