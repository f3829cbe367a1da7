import { expect, test } from 'vitest'
import {
  SHARED,
  compareFixedPoints,
  compareProbabilities,
  ensemble,
  hasShared,
  networkFrom,
  readFixedPoints,
  readProbabilities,
} from '../../testing/boolean-reference.ts'

/*
 * Larger networks of the reference program, which are not part of the repository: without ../shared/reference/maboss all of these are
 * shown as skipped. Bounds as in maboss.test.ts.
 */
const models = [0, 200, 400, 600, 800, 1000].map((k, index) => ({
  files: [`ensemble/invasion/Invasion_${k}.bnet`, 'ensemble/ensemble.cfg'],
  results: `ensemble/refer/res_model_${index}_probtraj.csv`,
  points: `ensemble/refer/res_model_${index}_fp.csv`,
  samples: 40_000,
  // The models of an ensemble share its samples; shares of fixed points are of all of them.
  share: 6,
}))
const prngs = ['glibc', 'mt', 'rand48'].map((name) => ({
  files: ['prngs/cellcycle.bnd', 'prngs/cellcycle_runcfg.cfg', `prngs/${name}.cfg`],
  results: `prngs/refer/Cell_cycle_${name}_probtraj.csv`,
  points: undefined,
  samples: 100_000,
  share: 1,
}))
const others = [
  {
    files: [
      'cellcycle/cellcycle.bnd',
      'cellcycle/cellcycle_runcfg.cfg',
      'cellcycle/cellcycle_runcfg-thread_6.cfg',
    ],
    results: 'cellcycle/refer/Cell_cycle_thread_6_probtraj.csv',
    points: undefined,
    samples: 400_000,
    share: 1,
  },
  {
    files: ['cellfate/cellfate.bnd', 'cellfate/cellfate.cfg'],
    results: 'cellfate/refer/res_probtraj.csv',
    points: undefined,
    samples: 100_000,
    share: 1,
  },
  {
    files: ['cellfate/cellfate.bnd', 'cellfate/cellfate_schedule.cfg'],
    results: 'cellfate/refer/res_schedule_probtraj.csv',
    points: undefined,
    samples: 20_000,
    share: 1,
  },
  {
    files: ['ewing/ewing_full.bnd', 'ewing/ewing.cfg', 'ewing/ewing_runcfg-thread_1.cfg'],
    results: 'ewing/refer/ewing_thread_1_probtraj.csv',
    points: undefined,
    samples: 20_000,
    share: 1,
  },
  {
    files: ['ewing/ewing_full.bnd', 'ewing/ewing.cfg', 'ewing/ewing_runcfg-thread_6.cfg'],
    results: 'ewing/refer/ewing_thread_6_probtraj.csv',
    points: undefined,
    samples: 20_000,
    share: 1,
  },
]

test.skipIf(!hasShared).each([...others, ...prngs, ...models])(
  '$files.0 gives $results',
  ({ files, results, points, samples, share }) => {
    const [file = '', ...configurations] = files
    const network = networkFrom(SHARED, file, ...configurations)
    const {
      time_tick: every = 0,
      max_time: until = 0,
      sample_count: count = 0,
      discrete_time: discrete = 0,
    } = network.settings
    const own = ensemble(network, { samples, until, every, seed: 7, isDiscrete: discrete === 1 })
    const comparison = compareProbabilities(own, samples, readProbabilities(SHARED + results), count / share)
    expect(comparison.compared).toBeGreaterThan(20)
    expect(comparison.worst, comparison.where).toBeLessThan(1)
    if (points === undefined) return
    const fixed = new Map([...readFixedPoints(SHARED + points)].map(([state, part]) => [state, share * part]))
    expect(fixed.size).toBeGreaterThan(1)
    expect(compareFixedPoints(own, samples, fixed, count / share)).toBeLessThan(1)
  },
)
