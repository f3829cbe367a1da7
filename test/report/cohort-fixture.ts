import type { ArmSummary, DesignSummary, EffectSummary, TrialSummary } from '../../src/analysis/summary.ts'
import type {
  BiomarkerSummary,
  MaybeNumber,
  ResponseSummary,
  SurvivalCurve,
  SurvivalSummary,
  SynergySummary,
} from '../../src/analysis/summary-results.ts'
import { generator, trialFixture } from './trial-fixture.ts'

const days = 1440
const patients = 60

/** How strongly each arm works, 0 to 1. */
const strengths: Readonly<Record<string, number>> = {
  untreated: 0,
  'anti-PD-1': 0.45,
  'FAK inhibitor': 0.3,
  'anti-PD-1 + FAK inhibitor': 0.85,
}

/** A made-up trial of four arms in sixty virtual patients, with everything that a large trial shows; no number means anything. */
export function cohortFixture(): TrialSummary {
  const random = generator(4711)
  const base = trialFixture()
  const changes = changesOf(random)
  return {
    ...base,
    question: 'Which patients gain from adding a FAK inhibitor to anti-PD-1?',
    title: 'Virtual patients: anti-PD-1 and FAK inhibition in colorectal cancer',
    arms: Object.keys(strengths).map(armOf),
    replicates: 1,
    subjects: patients,
    duration: 28 * days,
    series: base.series.slice(0, 2).map((series, index) => ({
      ...series,
      times: times(),
      ...curvesOf(random, index === 0 ? 760 : 18, index === 0 ? -1 : 1),
    })),
    endpoints: base.endpoints.slice(0, 2).map((endpoint, index) => ({
      ...endpoint,
      at: 28 * days,
      values: perArm((strength) =>
        Array.from({ length: patients }, () =>
          Math.round((index === 0 ? 6200 - 4800 * strength : 30 + 150 * strength) * (0.5 + random())),
        ),
      ),
      summary: perArm((strength) => {
        const middle = index === 0 ? 6200 - 4800 * strength : 30 + 150 * strength
        return { median: middle, low: middle * 0.6, high: middle * 1.4 }
      }),
      interval: 'middle 95\u00a0% of the patients',
    })),
    effects: effectsOf(),
    tissue: base.tissue
      .filter(({ arm, time }) => time > 0 && arm === 'untreated')
      .map((tissue) => ({ ...tissue, time: tissue.time * 4 })),
    design,
    runs: {
      planned: 240,
      finished: 235,
      failures: 3,
      failed: [
        {
          key: 'a1',
          arm: 'untreated',
          replicate: 0,
          point: 16,
          error: 'cell 4,211 left the domain at day 19.5',
        },
        { key: 'a2', arm: 'anti-PD-1', replicate: 0, point: 16, error: 'oxygen is not a number at day 20.1' },
      ],
    },
    twins: [
      {
        endpoint: 'burden',
        arm: 'anti-PD-1',
        against: 'untreated',
        factor: 6.4,
        low: 3.8,
        high: 10.1,
        n: 60,
      },
      {
        endpoint: 'nest CD8',
        arm: 'anti-PD-1',
        against: 'untreated',
        factor: 1.3,
        low: 0.8,
        high: 2.2,
        n: 60,
      },
    ],
    survival: [progression(random), clearance(random)],
    responses: [responseOf(changes)],
    synergy: synergies,
    biomarkers: biomarkersOf(random),
    sensitivity: sensitivityOf(),
  }
}

function armOf(name: string): ArmSummary {
  const drugs = ['anti-PD-1', 'FAK inhibitor'].filter((drug) => name.includes(drug))
  return {
    name,
    role: drugs.length === 0 ? 'control' : 'treatment',
    description:
      drugs.length === 0 ? ['The model as written'] : drugs.map((drug) => `${drug} every 3 days from day 1`),
    doses: drugs.length === 1 ? [1, 8, 15, 22].map((day) => ({ time: day * days, label: name })) : [],
    ...(drugs.length > 1 ? { parts: drugs } : {}),
  }
}

function perArm<T>(make: (strength: number, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(strengths).map(([name, strength]) => [name, make(strength, name)]))
}

function times(): number[] {
  return Array.from({ length: 15 }, (_, index) => index * 2 * days)
}

function curvesOf(random: () => number, start: number, sign: number) {
  const run = (strength: number, luck: number): number[] =>
    times().map((time) => {
      const share = time / (28 * days)
      const slope = sign < 0 ? 7 - 9 * strength : 1 + 6 * strength
      return Math.max(0, Math.round(start * (1 + slope * share * luck)))
    })
  const constant = (value: number): number[] => times().map(() => value)
  return {
    values: perArm((strength) => Array.from({ length: 12 }, () => run(strength, 0.6 + 0.8 * random()))),
    bands: perArm((strength) => ({
      median: run(strength, 1),
      low: run(strength, strength > 0.8 ? 1.4 : 0.65),
      high: run(strength, strength > 0.8 ? 0.65 : 1.4),
      n: constant(patients),
    })),
  }
}

function effectsOf(): EffectSummary[] {
  const made = (
    endpoint: string,
    arm: string,
    against: string,
    [estimate, low, high]: readonly [number, number, number],
    p: number,
  ): EffectSummary => ({
    endpoint,
    arm,
    against,
    estimate,
    low,
    high,
    p,
    holm: Math.min(1, p * 6),
    falseDiscovery: Math.min(1, p * 2),
    level: 0.95,
    method: 'BCa bootstrap, 60 twin pairs',
    n: patients,
    verdict: low > 0 ? 'higher' : high < 0 ? 'lower' : 'unsettled',
  })
  const both = 'anti-PD-1 + FAK inhibitor'
  return [
    made('burden', both, 'untreated', [-4100, -4620, -3580], 0.000_01),
    made('burden', both, 'anti-PD-1', [-1900, -2410, -1370], 0.0002),
    made('burden', both, 'FAK inhibitor', [-2600, -3120, -2060], 0.0001),
    made('nest CD8', both, 'untreated', [127, 101, 152], 0.0001),
    made('nest CD8', both, 'anti-PD-1', [61, 32, 88], 0.004),
    made('nest CD8', both, 'FAK inhibitor', [14, -6, 33], 0.16),
  ]
}

const design: DesignSummary = {
  parameters: [
    {
      name: 'kill rate',
      paths: ['cell types.CD8.kill.rate'],
      unit: '1/h',
      text: 'lognormal, median 0.1 1/h, cv 50 %',
      varies: 'patient',
      kind: 'assumed',
    },
    {
      name: 'CD8 entry',
      paths: ['vessels.entry.CD8'],
      unit: '1/h',
      text: 'lognormal, median 2 1/h, cv 80 %',
      varies: 'patient',
      kind: 'measured',
      source: 'inhouse',
    },
    {
      name: 'collagen',
      paths: ['substrates.collagen.initial', 'cell types.CAF.deposition'],
      unit: '',
      text: 'beta, from 0.1 to 0.9, mean 0.5',
      varies: 'patient',
      kind: 'fitted',
      source: 'inhouse',
    },
    {
      name: 'PD-L1 share',
      paths: ['cell types.tumour.PD-L1'],
      unit: '',
      text: 'uniform, from 0 to 1',
      varies: 'patient',
      kind: 'assumed',
    },
  ],
  settings: 1,
  patients,
  settingValues: [],
  patientValues: [],
}

/** A Kaplan-Meier curve of made-up times, all watched until day 28; the band is the curve more or less a little. */
function curve(
  eventDays: readonly number[],
  censoredDays: readonly number[],
  riskDays: readonly number[],
): SurvivalCurve {
  const events = eventDays.filter((day) => day < 28).toSorted((a, b) => a - b)
  const censored = [...censoredDays, 28]
  const time = [0]
  const share = [1]
  for (const day of events) {
    const atRisk =
      patients -
      events.filter((other) => other < day).length -
      censoredDays.filter((other) => other < day).length
    time.push(day * days)
    share.push((share.at(-1) ?? 1) * (1 - 1 / Math.max(1, atRisk)))
  }
  if (events.length < patients - censoredDays.length) {
    time.push(28 * days)
    share.push(share.at(-1) ?? 1)
  }
  const reach = (value: number): number => 1.96 * Math.sqrt((value * (1 - value)) / patients)
  const first = (level: number): MaybeNumber => {
    const at = share.findIndex((value) => value <= level)
    return at < 0 ? null : (time[at] ?? null)
  }
  return {
    time,
    share,
    low: share.map((value) => Math.max(0, value - reach(value))),
    high: share.map((value) => Math.min(1, value + reach(value))),
    censored: censored.map((day) => day * days),
    atRisk: riskDays.map(
      (day) => patients - [...events, ...censoredDays].filter((other) => other < day).length,
    ),
    n: patients,
    events: events.length,
    median: first(0.5),
    medianLow: first(0.63),
    medianHigh: first(0.38),
  }
}

const riskDays = [0, 7, 14, 21, 28]

function progression(random: () => number): SurvivalSummary {
  return {
    name: 'progression',
    text: 'tumour cells rises above 120 % of its lowest',
    isGood: false,
    arms: perArm((strength) =>
      curve(
        Array.from(
          { length: patients - 3 },
          () => 2 + (6 + 50 * strength * strength) * Math.sqrt(random()) + 8 * random(),
        ),
        [9.5, 15, 22],
        riskDays,
      ),
    ),
    riskTimes: riskDays.map((day) => day * days),
    comparisons: [
      {
        arm: 'anti-PD-1 + FAK inhibitor',
        against: 'anti-PD-1',
        test: 'log-rank, stratified by twin pair',
        chiSquare: 21.4,
        p: 0.000_003_7,
        hazardRatio: 0.31,
        low: 0.18,
        high: 0.53,
        meanTime: { difference: 6.2 * days, low: 4.1 * days, high: 8.3 * days, upTo: 28 * days },
        expected: {
          text: 'progression comes later in anti-PD-1 + FAK inhibitor than in anti-PD-1',
          met: 'met',
          source: 'inhouse',
        },
      },
      {
        arm: 'FAK inhibitor',
        against: 'untreated',
        test: 'log-rank, stratified by twin pair',
        chiSquare: 2.1,
        p: 0.147,
        hazardRatio: 0.77,
        low: 0.53,
        high: 1.1,
        note: 'hazards are not proportional: the ratio is an average over time',
      },
    ],
    note: 'Each virtual patient counts once. Progression is seen at the recorded times; patients without it are censored at the end of their run.',
  }
}

function clearance(random: () => number): SurvivalSummary {
  return {
    name: 'clearance',
    text: 'tumour cells falls below 5 % of its start',
    isGood: true,
    arms: perArm((strength) =>
      curve(
        Array.from({ length: patients }, () => 12 + 60 * random() * (1.1 - strength)),
        [],
        riskDays,
      ),
    ),
    riskTimes: riskDays.map((day) => day * days),
    comparisons: [
      {
        arm: 'anti-PD-1 + FAK inhibitor',
        against: 'untreated',
        test: 'log-rank',
        chiSquare: 18.2,
        p: 0.000_02,
        hazardRatio: 4.4,
        low: 2.1,
        high: null,
      },
    ],
    note: 'Each virtual patient counts once.',
  }
}

function changesOf(random: () => number): Record<string, number[][]> {
  return perArm((strength) =>
    Array.from({ length: patients }, () => {
      const slope = (1.1 - 1.6 * strength) * 130 * (0.2 + 1.5 * random())
      return times().map((time) => {
        const share = time / (28 * days)
        return Math.round(Math.max(-100, slope * share - 220 * strength * share * (1 - share)) * 10) / 10
      })
    }),
  )
}

function responseOf(changes: Readonly<Record<string, number[][]>>): ResponseSummary {
  return {
    name: 'tumour burden',
    measure: 'tumour cells',
    unit: 'cells',
    times: times(),
    arms: Object.fromEntries(
      Object.entries(changes).map(([arm, list]) => [
        arm,
        list.map((change, index) => ({
          subject: `patient ${index + 1}`,
          change: index < 20 ? change : [],
          best: Math.min(...change.slice(1)),
          last: change.at(-1) ?? null,
        })),
      ]),
    ),
    progressionAbove: 20,
    responseBelow: -30,
  }
}

const pair = {
  control: 'untreated',
  a: 'anti-PD-1',
  b: 'FAK inhibitor',
  both: 'anti-PD-1 + FAK inhibitor',
  n: patients,
  method: 'BCa bootstrap over twin sets',
}
const synergies: readonly SynergySummary[] = [
  { ...pair, endpoint: 'burden', model: 'Bliss', excess: 0.094, low: 0.021, high: 0.17, verdict: 'synergy' },
  {
    ...pair,
    endpoint: 'burden',
    model: 'highest single agent',
    excess: 0.24,
    low: 0.16,
    high: 0.33,
    verdict: 'synergy',
  },
  {
    ...pair,
    endpoint: 'nest CD8',
    model: 'Bliss',
    excess: -0.03,
    low: -0.11,
    high: 0.05,
    verdict: 'unsettled',
    note: 'Inhibition of a count that rises is its relative increase.',
  },
]

function biomarkersOf(random: () => number): BiomarkerSummary[] {
  return ['burden', 'nest CD8'].flatMap((endpoint) =>
    design.parameters.flatMap(({ name: parameter }, index) =>
      ['untreated', 'anti-PD-1 + FAK inhibitor'].map((arm): BiomarkerSummary => {
        const rho =
          Math.round(100 * ((index % 2 === 0 ? -0.7 : 0.4) / (index + 1) + 0.3 * (random() - 0.5))) / 100
        return {
          parameter,
          endpoint,
          arm,
          ...(arm === 'untreated' ? {} : { against: 'untreated' }),
          rho,
          low: Math.max(-1, rho - 0.22),
          high: Math.min(1, rho + 0.22),
          p: 0.01,
          falseDiscovery: index < 2 ? 0.02 : 0.3,
          n: patients,
        }
      }),
    ),
  )
}

function sensitivityOf() {
  const names = ['kill rate', 'CD8 entry', 'collagen', 'PD-L1 share', 'cycle entry']
  const indices = [0.38, 0.22, 0.12, 0.04, 0.01]
  const sobol = names.map((parameter, index) => {
    const first = indices[index] ?? 0
    return {
      endpoint: 'burden',
      parameter,
      index: first,
      low: Math.max(0, first - 0.05),
      high: first + 0.06,
      total: first * 1.3 + 0.02,
      totalLow: Math.max(0, first * 1.3 - 0.05),
      totalHigh: first * 1.3 + 0.1,
      interval: '95\u00a0% CI, bootstrap over 512 samples',
      method: 'Sobol indices, 512 samples',
    }
  })
  const morris = names.map((parameter, index) => ({
    endpoint: 'nest CD8',
    parameter,
    index: 60 * (indices[index] ?? 0) + 1,
    low: 48 * (indices[index] ?? 0),
    high: 75 * (indices[index] ?? 0) + 3,
    sigma: index % 2 === 0 ? 14 : 4,
    interval: '95\u00a0% CI, bootstrap over 20 trajectories',
    method: 'Morris screening, 20 trajectories',
  }))
  return [...sobol, ...morris]
}
