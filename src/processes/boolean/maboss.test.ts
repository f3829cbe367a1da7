import { expect, test } from 'vitest'
import {
  SMALL,
  compareFixedPoints,
  compareProbabilities,
  ensemble,
  networkFrom,
  readFixedPoints,
  readProbabilities,
} from '../../testing/boolean-reference.ts'

/** Networks of the reference program against its results; the bound and its chance of error are in `compareProbabilities`. */
test.each([
  {
    network: 'ToyMod4FP.bnd',
    configuration: 'ToyMod4FP.cfg',
    results: 'ToyMod4FP',
    samples: 8000,
    fixed: true,
  },
  {
    network: 'cellcycle.bnd',
    configuration: 'cellcycle_runcfg.cfg',
    results: 'cellcycle',
    samples: 20_000,
    fixed: false,
  },
  {
    network: 'cellfate.bnd',
    configuration: 'cellfate.cfg',
    results: 'cellfate',
    samples: 8000,
    fixed: false,
  },
  {
    network: 'cell_fate_decision.bnd',
    configuration: 'cell_fate_decision.cfg',
    results: 'cell_fate_decision',
    samples: 10_000,
    fixed: true,
  },
])(
  '$network gives the probabilities of the reference program',
  ({ network: file, configuration, results, samples, fixed }) => {
    const network = networkFrom(SMALL, file, configuration)
    const {
      time_tick: every = 0,
      max_time: until = 0,
      sample_count: rowSamples = 0,
      discrete_time: discrete = 0,
    } = network.settings
    const own = ensemble(network, { samples, until, every, seed: 1, isDiscrete: discrete === 1 })
    const rows = readProbabilities(`${SMALL}${results}_probtraj.csv`)
    // The reference program leaves out windows in which nothing can change any more.
    expect(rows.length).toBeGreaterThanOrEqual(own.times.length - 1)
    const comparison = compareProbabilities(own, samples, rows, rowSamples)
    expect(comparison.compared).toBeGreaterThan(15)
    expect(comparison.worst, comparison.where).toBeLessThan(1)
    if (!fixed) return
    const points = readFixedPoints(`${SMALL}${results}_fp.csv`)
    expect(points.size).toBeGreaterThan(0)
    expect(compareFixedPoints(own, samples, points, rowSamples)).toBeLessThan(1)
  },
)

test('the comparison notices a rate that is wrong by a quarter', () => {
  const network = networkFrom(SMALL, 'cell_fate_decision.bnd', 'cell_fate_decision.cfg')
  const wrong = {
    ...network,
    nodes: network.nodes.map((node) =>
      node.name === 'ATP'
        ? {
            ...node,
            up: { kind: 'binary', op: '*', left: { kind: 'number', value: 1.25 }, right: node.up } as const,
          }
        : node,
    ),
  }
  const own = ensemble(wrong, { samples: 10_000, until: 10, every: 0.5, seed: 1 })
  expect(
    compareProbabilities(own, 10_000, readProbabilities(`${SMALL}cell_fate_decision_probtraj.csv`), 10_000)
      .worst,
  ).toBeGreaterThan(1)
})

test('with and without a header, a .bnet file is the same network', () => {
  const [one, other] = ['model.bnet', 'model_noheader.bnet'].map((file) => networkFrom(SMALL, file))
  const logic = (network = one) => network?.nodes.map(({ name, up, down }) => [name, up, down])
  expect(logic(one)?.length).toBe(19)
  expect(logic(other)).toEqual(logic(one))
})
