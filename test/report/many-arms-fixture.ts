import type { ArmSummary, EffectSummary, TrialSummary } from '../../src/analysis/summary.ts'
import { trialFixture } from './trial-fixture.ts'

/** Names as long as people write them, and one that contains another. */
const names = [
  'untreated',
  'anti-PD-1',
  'CXCR4 antagonist',
  'anti-SPP1',
  'CXCR4 antagonist + anti-PD-1',
  'anti-SPP1 + anti-PD-1',
  'fibroblasts without the receptor for the ligand of macrophages',
  'no macrophages',
  'no fibroblasts',
]

/** Comparisons as pairs of places in `names`. */
const pairs = [
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [5, 0],
  [6, 0],
  [4, 2],
  [4, 1],
  [5, 3],
] as const

/** The made-up trial with nine arms and nine comparisons: arm k has the values of the second arm. */
export function manyArmsFixture(): TrialSummary {
  const base = trialFixture()
  const [control, treated] = base.arms
  if (control === undefined || treated === undefined) throw new Error('the fixture has two arms')
  const spread = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const value = values[index === 0 ? control.name : treated.name]
        return value === undefined ? [] : [[name, value]]
      }),
    )
  const arms = names.map((name, index): ArmSummary => ({ ...(index === 0 ? control : treated), name }))
  return {
    ...base,
    arms,
    series: base.series.map((series) => ({ ...series, values: spread(series.values) })),
    endpoints: base.endpoints.map((endpoint) => ({
      ...endpoint,
      values: spread(endpoint.values),
      summary: spread(endpoint.summary),
    })),
    effects: base.effects.flatMap((effect) => pairs.map(([arm, against]) => between(effect, arm, against))),
    tissue: names.flatMap((arm, index) =>
      base.tissue
        .filter((tissue) => tissue.arm === (index === 0 ? control.name : treated.name))
        .filter(({ time }) => time === 0 || time === base.duration)
        .map((tissue) => ({ ...tissue, arm })),
    ),
    relations: [
      {
        text: 'burden in anti-SPP1 keeps at most 20 % of the change from untreated to anti-PD-1',
        met: 'not met',
        judgedBy: {
          statistic: 'share of the change',
          estimate: 63,
          low: 41,
          high: 88,
          unit: '%',
          method: "Fieller's interval over 4 twin pairs",
          n: 4,
        },
      },
    ],
  }
}

function between(effect: EffectSummary, arm: number, against: number): EffectSummary {
  const [to, from] = [names[arm] ?? '', names[against] ?? '']
  const { expected, ...rest } = effect
  const text = `${effect.endpoint} is ${effect.verdict === 'higher' ? 'higher' : 'lower'} in ${to} than in ${from}`
  const judged = { estimate: effect.estimate, low: effect.low, high: effect.high, unit: '1', n: effect.n }
  const judgedBy = { ...judged, statistic: 'difference', method: effect.method }
  return {
    ...rest,
    arm: to,
    against: from,
    ...(expected === undefined || against !== 0 ? {} : { expected: { text, met: expected.met, judgedBy } }),
  }
}
