import type { DesignSummary, TrialSummary } from '../../src/analysis/summary.ts'
import type { SynergySummary } from '../../src/analysis/summary-results.ts'
import { generator, trialFixture } from './trial-fixture.ts'

/** A made-up trial over one swept parameter, a grid of two, or a Latin hypercube of many; no number means anything. */
export function sweepFixture(kind: 'one' | 'grid' | 'many'): TrialSummary {
  const random = generator(99)
  const design = designs[kind](random)
  const level = (values: readonly number[], gain: number): number => {
    const [a = 0, b = 1] = values
    return Math.round(4000 - gain * 2600 * (a / (a + 0.1)) * (kind === 'one' ? 1 : (b + 1) / 5))
  }
  const settings = (gain: number) =>
    design.settingValues.map((values) => {
      const median = level(values, gain)
      return { median, low: median - 240, high: median + 260 }
    })
  return {
    ...trialFixture(),
    design,
    sweep: [
      {
        endpoint: 'burden',
        unit: 'cells',
        arms: { untreated: settings(0.2), 'anti-PD-1': settings(1) },
        effects: [
          {
            arm: 'anti-PD-1',
            against: 'untreated',
            settings: design.settingValues.map((values) => {
              const estimate = level(values, 1) - level(values, 0.2)
              return { estimate, low: estimate - 200, high: estimate + 200 }
            }),
          },
        ],
        correlations: ['untreated', 'anti-PD-1'].flatMap((arm) =>
          design.parameters.map(({ name: parameter }, index) => {
            const rho = (index % 2 === 0 ? -0.8 : 0.6) / (index + 1)
            return {
              parameter,
              arm,
              rho,
              low: Math.max(-1, rho - 0.15),
              high: Math.min(1, rho + 0.15),
              p: 0.01,
              falseDiscovery: 0.02,
              n: design.settingValues.length,
            }
          }),
        ),
      },
    ],
    ...(kind === 'grid' ? { synergy: [doseGridOf()] } : {}),
  }
}

const names = ['kill rate', 'CD8 entry', 'collagen', 'PD-L1 share', 'oxygen supply', 'cycle entry']

function parametersOf(count: number): DesignSummary['parameters'] {
  return names.slice(0, count).map((name, index) => ({
    name,
    paths: [`somewhere.${name}`],
    unit: index < 2 ? '1/h' : '',
    text: 'uniform, from 0.01 to 1',
    varies: 'setting' as const,
    kind: index === 0 ? ('assumed' as const) : ('measured' as const),
  }))
}

const designs: Readonly<Record<'one' | 'grid' | 'many', (random: () => number) => DesignSummary>> = {
  one: () =>
    designOf(
      1,
      [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].map((value) => [value]),
      'grid',
    ),
  grid: () =>
    designOf(
      2,
      [0.5, 1, 2, 4].flatMap((b) => [0.02, 0.05, 0.1, 0.2, 0.5].map((a) => [a, b])),
      'grid',
    ),
  many: (random) =>
    designOf(
      6,
      Array.from({ length: 24 }, () => Array.from({ length: 6 }, () => Math.round(1000 * random()) / 1000)),
      'latin hypercube',
    ),
}

function designOf(count: number, settingValues: number[][], layout: string): DesignSummary {
  const parameters = parametersOf(count)
  return { parameters, layout, settings: settingValues.length, patients: 0, settingValues, patientValues: [] }
}

function doseGridOf(): SynergySummary {
  const dosesA = [0, 0.3, 1, 3, 10]
  const dosesB = [0, 0.1, 0.5, 2]
  const alone = (dose: number, half: number): number => dose / (dose + half)
  const expected = (a: number, b: number): number => {
    const [x, y] = [alone(a, 3), alone(b, 1)]
    return x + y - x * y
  }
  const excess = dosesA.map((a, i) =>
    dosesB.map((b, j) => (i * j === 0 ? 0 : 0.22 * alone(a, 1) * alone(b, 0.5) - (i === 1 ? 0.09 : 0))),
  )
  return {
    endpoint: 'burden',
    control: 'untreated',
    a: 'anti-PD-1',
    b: 'FAK inhibitor',
    model: 'Loewe',
    excess: 0.08,
    low: 0.03,
    high: 0.13,
    verdict: 'synergy',
    n: 8,
    method: 'bootstrap over twin sets',
    grid: {
      dosesA,
      dosesB,
      unitA: 'mg/kg',
      unitB: 'uM',
      inhibition: dosesA.map((a, i) =>
        dosesB.map((b, j) => (i === 4 && j === 3 ? null : expected(a, b) + (excess[i]?.[j] ?? 0))),
      ),
      excess: excess.map((row, i) => row.map((value, j) => (i === 4 && j === 3 ? null : value))),
    },
  }
}
