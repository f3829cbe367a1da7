import type {
  CalibrationCheck,
  CalibrationSummary,
  DensitySummary,
} from '../../src/analysis/calibration/summary.ts'
import { generator, trialFixture } from './trial-fixture.ts'

const days = 1440

/** A made-up calibration of four parameters to two quantities in two conditions; no number in it means anything. */
export function calibrationFixture(): CalibrationSummary {
  const random = generator(2026)
  const { provenance } = trialFixture()
  return {
    title: 'Calibration to measured spheroids',
    question: 'Which division rate, oxygen uptake and necrosis make the measured spheroids grow as they did?',
    parameters: [
      {
        name: 'division rate',
        unit: '1/h',
        prior: { text: 'uniform, from 0.01 to 0.08 1/h', density: box(0.01, 0.08) },
        posterior: {
          density: hump(0.026, 0.042),
          median: 0.0339,
          low: 0.0281,
          high: 0.0398,
          shrinkage: 0.83,
        },
        point: 0.0342,
        kind: 'measured',
        source: 'inhouse',
      },
      {
        name: 'oxygen uptake',
        unit: '1/min',
        prior: { text: 'lognormal, median 10 1/min, cv 60 %', density: hump(1, 30) },
        posterior: { density: hump(6, 15), median: 10.2, low: 7.4, high: 13.6, shrinkage: 0.68 },
        point: 9.7,
        kind: 'fitted',
        source: 'ghaffarizadeh2018',
      },
      {
        name: 'necrosis below',
        unit: 'mmHg',
        prior: { text: 'uniform, from 0 to 8 mmHg', density: box(0, 8) },
        posterior: { density: hump(0.4, 4.2), median: 2.1, low: 0.8, high: 3.7, shrinkage: 0.62 },
        kind: 'assumed',
      },
      {
        name: 'lysis rate',
        unit: '1/day',
        prior: { text: 'log-uniform, from 0.01 to 10 1/day', density: reciprocal(0.01, 10) },
        posterior: { density: reciprocal(0.012, 8), median: 0.4, low: 0.014, high: 7.9, shrinkage: 0.04 },
        kind: 'assumed',
      },
    ],
    correlations: [
      [1, 0.62, -0.31, 0.02],
      [0.62, 1, -0.94, 0.05],
      [-0.31, -0.94, 1, -0.11],
      [0.02, 0.05, -0.11, 1],
    ],
    draws: Array.from({ length: 240 }, () => {
      const [u, v, w] = [random() - random(), random() - random(), random()]
      return [0.034 + 0.005 * u, 10 + 3 * (0.6 * u + 0.6 * v), 2.1 - 1.2 * (0.2 * u + 0.9 * v), 0.1 + w]
    }),
    generations: [8.2, 4.9, 3.1, 2.2, 1.7, 1.42].map((tolerance, index) => ({
      tolerance,
      acceptance: 0.5 / (index + 1),
      effectiveSample: 200 - 12 * index,
      simulations: 200 + 150 * index,
    })),
    checks: [
      check('2,500 cells', 'radius', 'um', false, 180, 22, random),
      check('2,500 cells', 'necrotic fraction', '', false, 0, 0.05, random),
      check('10,000 cells', 'radius', 'um', true, 260, 19, random),
      check('10,000 cells', 'necrotic fraction', '', true, 0.08, 0.06, random),
    ],
    method: 'ABC-SMC, 200 particles, 6 generations; CMA-ES for the point estimate',
    simulations: 3450,
    failures: 12,
    provenance: { ...provenance, command: 'milieu calibrate experiments/measured-spheroid.yaml --seed 1' },
    limits: ['Spheroids are taken as round.', 'The prior of the lysis rate decides its posterior.'],
    sources: [
      { key: 'ghaffarizadeh2018', text: 'doi:10.1371/journal.pcbi.1005991' },
      { key: 'inhouse', text: 'Growth curves of this laboratory, data/growth/curves.csv' },
    ],
    data: [
      {
        file: 'data/spheroids/radius.csv',
        text: 'outer, inhibited and necrotic radius of 40 spheroids',
        licence: 'CC BY 4.0',
      },
    ],
  }
}

/** A density that is constant between two places. */
function box(low: number, high: number): DensitySummary {
  const at = (share: number): number => low + share * (high - low)
  return { x: [0, 0, 0.5, 1, 1].map(at), y: [0, 1, 1, 1, 0].map((value) => value / (high - low)) }
}

/** A smooth density between two places: 30 s^2 (1 - s)^2 of the share s. */
function hump(low: number, high: number): DensitySummary {
  const shares = Array.from({ length: 41 }, (_, index) => index / 40)
  const y = shares.map((share) => (30 * share * share * (1 - share) * (1 - share)) / (high - low))
  return { x: shares.map((share) => low + share * (high - low)), y }
}

/** A density that falls as 1/x between two places; not scaled. */
function reciprocal(low: number, high: number): DensitySummary {
  const x = Array.from(
    { length: 21 },
    (_, index) => low + ((index / 20) * (index / 20) * index * (high - low)) / 20,
  )
  return { x, y: x.map((value) => 0.15 / value) }
}

function check(
  condition: string,
  quantity: string,
  unit: string,
  isHeldBack: boolean,
  start: number,
  slope: number,
  random: () => number,
): CalibrationCheck {
  const times = Array.from({ length: 22 }, (_, index) => index * days)
  const at = (time: number): number => start + slope * (time / days) * (1 - time / days / 60)
  const width = unit === '' ? 0.05 : 18
  return {
    condition,
    quantity,
    unit,
    isHeldBack,
    times,
    observed: [3, 6, 9, 12, 15, 18, 21].map((day) => {
      const value = at(day * days) + 1.6 * width * (random() - 0.5)
      return { time: day * days, value, low: value - width / 2, high: value + width / 2, n: 6 }
    }),
    predicted: {
      median: times.map(at),
      low: times.map((time) => at(time) - width * (0.4 + time / days / 25)),
      high: times.map((time) => at(time) + width * (0.4 + time / days / 25)),
    },
    coverage: isHeldBack ? 6 / 7 : 1,
    error: width * 0.4,
  }
}
