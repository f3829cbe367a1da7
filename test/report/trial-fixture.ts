import type {
  ArmSummary,
  CellTypeSummary,
  EffectSummary,
  EndpointSummary,
  FieldSummary,
  ParameterSummary,
  SeriesSummary,
  TissueSummary,
  TrialSummary,
} from '../../src/analysis/summary.ts'

/**
 * A made-up trial that exercises everything the report shows. No number in it means anything; it is
 * built from integers and square roots only, so that it has the same bits on every machine.
 */
export function trialFixture(): TrialSummary {
  const random = generator(20_240_611)
  const times = Array.from({ length: 15 }, (_, index) => index * 720)
  return {
    question: "Does anti-PD-1 free CD8 T cells to clear tumour nests in this patient's tissue?",
    title: 'Anti-PD-1 in colorectal cancer',
    model: {
      title: 'Colorectal cancer, invasive margin',
      hash: '3f9c21ab07d4',
      file: 'models/colorectal/model.yaml',
    },
    arms,
    replicates: 4,
    pairing: 'twins',
    seed: 1,
    duration: 10_080,
    domain: { size: [600, 500, 20], voxel: 20 },
    initialCells: 1512,
    cellTypes,
    series: seriesOf(times, random),
    endpoints,
    effects,
    tissue: [0, 2880, 5760, 10_080].flatMap((time) => arms.map((arm) => picture(arm.name, time))),
    parameters: parametersOf(),
    mechanisms: [
      {
        text: 'Oxygen increases cycle entry of tumour cells, half at 21.5 mmHg',
        source: 'ghaffarizadeh2018',
        kind: 'measured',
      },
      { text: 'Contact with tumour cells that show PD-L1 decreases killing by CD8 T cells', kind: 'assumed' },
      {
        text: 'SPP1 from macrophages increases deposition of matrix by fibroblasts',
        source: 'inhouse',
        kind: 'fitted',
      },
    ],
    sources: [
      { key: 'ghaffarizadeh2018', text: 'doi:10.1371/journal.pcbi.1005991' },
      { key: 'inhouse', text: 'Growth curves of this laboratory, data/growth/curves.csv' },
    ],
    provenance: {
      version: '0.1.0',
      modelHash: '3f9c21ab07d4e6',
      planHash: '9a01c7be1122aa',
      seed: 1,
      stateHashes: {
        'untreated/0': 'aa01',
        'untreated/1': 'aa02',
        'anti-PD-1/0': 'bb01',
        'anti-PD-1/1': 'bb02',
      },
      host: { cores: 2, node: '24.21.0' },
      wallTime: { 'untreated/0': 41.2, 'untreated/1': 43.9, 'anti-PD-1/0': 39.5, 'anti-PD-1/1': 40.1 },
      peakMemory: 312,
      command: 'milieu trial experiments/crc-anti-pd1.yaml --seed 1',
    },
    limits: [
      'One slice of 0.6 by 0.5 mm stands for the tumour; lymph nodes and blood are represented only by what enters.',
      'Four twin pairs see large effects only.',
      'The rate at which CD8 T cells kill is assumed, and the answer hangs on it.',
    ],
    events: { untreated: { divisions: 2210, deaths: 431 }, 'anti-PD-1': { divisions: 1804, deaths: 1099 } },
  }
}

const arms: readonly ArmSummary[] = [
  { name: 'untreated', role: 'control', description: ['The model as written'], doses: [] },
  {
    name: 'anti-PD-1',
    role: 'treatment',
    description: ['anti-PD-1, 3 mg/kg every 3 days from day 1'],
    doses: [1440, 5760].map((time) => ({ time, label: 'anti-PD-1, 3 mg/kg' })),
  },
]

const cellTypes: readonly CellTypeSummary[] = [
  { name: 'tumour', lineage: 'tumour', initial: 760 },
  { name: 'hypoxic tumour', lineage: 'tumour', initial: 0 },
  { name: 'CAF', lineage: 'stroma', initial: 190 },
  { name: 'macrophage M1', lineage: 'myeloid', initial: 60 },
  { name: 'macrophage M2', lineage: 'myeloid', initial: 110 },
  { name: 'MDSC', lineage: 'myeloid', initial: 40 },
  { name: 'neutrophil', lineage: 'myeloid', initial: 36 },
  { name: 'dendritic cell', lineage: 'myeloid', initial: 24 },
  { name: 'CD8', lineage: 'lymphoid', initial: 120 },
  { name: 'CD4', lineage: 'lymphoid', initial: 90 },
  { name: 'Treg', lineage: 'lymphoid', initial: 42 },
  { name: 'epithelium', lineage: 'epithelium', initial: 40 },
]

const endpoints: readonly EndpointSummary[] = [
  endpoint('burden', 'tumour cells', 'Tumour cells', 'cells', 10_080, [
    [4310, 4120, 4480, 4262],
    [3020, 2790, 3260, 2970],
  ]),
  endpoint('nest CD8', 'density of CD8 in tumour nests', 'CD8 in tumour nests', '1/mm^2', 10_080, [
    [31.2, 26.4, 37.1, 30.3],
    [118.4, 97.2, 141.6, 110.9],
  ]),
  endpoint('hypoxia', 'hypoxic fraction', 'Hypoxic fraction', '%', 10_080, [
    [12.4, 15.1, 11.8, 13.6],
    [11.9, 12.8, 12.6, 10.4],
  ]),
]

const effects: readonly EffectSummary[] = [
  effect('burden', [-1283, -1420, -1146], [0.7, 0.66, 0.74], 'lower', {
    expected: { text: 'burden is lower in anti-PD-1 than in untreated', met: 'met', source: 'inhouse' },
  }),
  effect('nest CD8', [85.8, 61.2, 110.4], [3.7, 2.9, 4.9], 'higher', {
    expected: { text: 'nest CD8 is higher in anti-PD-1 than in untreated', met: 'met' },
  }),
  effect('hypoxia', [-1.3, -4.1, 1.5], [0.9, 0.7, 1.13], 'unsettled', {
    needed: 18,
    expected: { text: 'hypoxia is lower in anti-PD-1 than in untreated', met: 'unsettled' },
  }),
]

function endpoint(
  name: string,
  measure: string,
  label: string,
  unit: string,
  at: number,
  [control = [], treated = []]: readonly (readonly number[])[],
): EndpointSummary {
  return {
    name,
    measure,
    label,
    unit,
    at,
    values: { untreated: control, 'anti-PD-1': treated },
    summary: { untreated: statistics(control), 'anti-PD-1': statistics(treated) },
  }
}

function statistics(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: ((sorted[1] ?? 0) + (sorted[2] ?? 0)) / 2, low: sorted[0] ?? 0, high: sorted[3] ?? 0 }
}

function effect(
  name: string,
  [estimate, low, high]: readonly [number, number, number],
  [ratio, ratioLow, ratioHigh]: readonly [number, number, number],
  verdict: EffectSummary['verdict'],
  more: Partial<EffectSummary>,
): EffectSummary {
  return {
    endpoint: name,
    arm: 'anti-PD-1',
    against: 'untreated',
    estimate,
    low,
    high,
    ratio,
    ratioLow,
    ratioHigh,
    level: 0.95,
    method: 'paired t, 4 twin pairs',
    n: 4,
    verdict,
    ...more,
  }
}

/** Smooth curves that differ between arms after the first dose, with a little noise per run. */
function seriesOf(times: readonly number[], random: () => number): SeriesSummary[] {
  const curve = (start: number, slope: number, treated: number) => {
    const runs = (gain: number) =>
      Array.from({ length: 4 }, () => {
        const luck = 0.94 + 0.12 * random()
        return times.map((time) => {
          const days = time / 1440
          const after = Math.max(0, days - 1)
          return Math.round((start + slope * days * luck + gain * after * luck) * 10) / 10
        })
      })
    return { untreated: runs(0), 'anti-PD-1': runs(treated) }
  }
  return [
    { measure: 'tumour cells', label: 'Tumour cells', unit: 'cells', times, values: curve(760, 500, -210) },
    { measure: 'CD8', label: 'CD8 in tumour nests', unit: '1/mm^2', times, values: curve(18, 1.8, 13) },
    { measure: 'hypoxia', label: 'Hypoxic fraction', unit: '%', times, values: curve(4, 1.3, -0.1) },
    { measure: 'oxygen', label: 'Mean oxygen', unit: 'mmHg', times, values: curve(36, -0.4, 0.05) },
  ]
}

/** A packed slice: a nest that grows, stroma around it, immune cells between. */
function picture(arm: string, time: number): TissueSummary {
  const random = generator(77)
  const columns: { x: number[]; y: number[]; radius: number[]; type: number[]; state: number[] } = {
    x: [],
    y: [],
    radius: [],
    type: [],
    state: [],
  }
  const grown = 130 + (time / 10_080) * (arm === 'untreated' ? 90 : 25)
  for (let row = 0; row < 34; row++) {
    for (let column = 0; column < 44; column++) {
      const x = -293 + column * 13.6 + (row % 2) * 6 + random() * 4
      const y = -242 + row * 14.6 + random() * 4
      const type = typeAt(Math.hypot(x * 0.9 + 40, y - 20), grown, random())
      const luck = random()
      const dead = type <= 1 && luck < (arm === 'untreated' ? 0.02 : 0.09 * (time / 10_080) + 0.01)
      if (random() < 0.06) continue
      columns.x.push(x)
      columns.y.push(y)
      columns.radius.push(type >= 8 && type <= 10 ? 4.6 : 6.2 + 1.4 * random())
      columns.type.push(type)
      columns.state.push(dead ? (luck < 0.015 ? 2 : 1) : 0)
    }
  }
  return {
    arm,
    replicate: 0,
    time,
    cells: columns,
    vessels: { x: [-240, 215, 150, -60, 250], y: [150, 120, -190, -215, -40], radius: [9, 11, 8, 10, 7] },
    fields: [pairAt('oxygen', 'mmHg', 'nutrient', grown), pairAt('SPP1', 'ng/mL', 'factor', grown * 1.4)],
  }
}

function typeAt(distance: number, nest: number, luck: number): number {
  if (distance < nest * 0.45) return luck < 0.93 ? 1 : 4
  if (distance < nest) return luck < 0.88 ? 0 : luck < 0.93 ? 4 : luck < 0.97 ? 8 : 10
  if (distance < nest + 55)
    return luck < 0.45 ? 2 : luck < 0.6 ? 4 : luck < 0.75 ? 8 : luck < 0.85 ? 3 : luck < 0.93 ? 5 : 9
  return luck < 0.25
    ? 2
    : luck < 0.55
      ? 11
      : luck < 0.7
        ? 8
        : luck < 0.8
          ? 9
          : luck < 0.86
            ? 6
            : luck < 0.92
              ? 7
              : 3
}

function pairAt(substrate: string, unit: string, kind: 'nutrient' | 'factor', nest: number): FieldSummary {
  const [nx, ny, voxel] = [30, 25, 20]
  const values = Array.from({ length: nx * ny }, (_, index) => {
    const x = -290 + (index % nx) * voxel
    const y = -240 + Math.floor(index / nx) * voxel
    const share = Math.min(1, Math.hypot(x * 0.9 + 40, y - 20) / (nest * 1.3))
    return Math.round((kind === 'nutrient' ? 2 + 36 * share * share : 8 * (1 - share * share)) * 1000) / 1000
  })
  return { substrate, unit, class: kind, nx, ny, voxel, origin: [-300, -250], values }
}

function parametersOf(): ParameterSummary[] {
  const kinds = ['measured', 'fitted', 'assumed', 'measured'] as const
  const rates = cellTypes.flatMap((type, index): ParameterSummary[] => [
    {
      path: `cell types.${type.name}.cycle.rate`,
      name: 'cycle entry',
      value: 0.0007 * (index + 1),
      unit: '1/min',
      kind: kinds[index % 4] ?? 'assumed',
      source: 'ghaffarizadeh2018',
    },
    {
      path: `cell types.${type.name}.motility.speed`,
      name: 'migration speed',
      value: 0.4 + index / 10,
      unit: 'um/min',
      kind: kinds[(index + 1) % 4] ?? 'assumed',
      note: index % 3 === 0 ? 'in collagen' : '',
    },
    { path: `cell types.${type.name}.volume`, name: 'volume', value: 2494, unit: 'um^3', kind: 'measured' },
  ])
  return [
    {
      path: 'substrates.oxygen.diffusion',
      name: 'diffusion',
      value: 100_000,
      unit: 'um^2/min',
      kind: 'measured',
      source: 'ghaffarizadeh2018',
    },
    { path: 'substrates.oxygen.boundary', name: 'boundary', value: 'open', unit: '', kind: 'assumed' },
    {
      path: 'substrates.SPP1.decay',
      name: 'decay',
      value: 0.000_021,
      unit: '1/min',
      kind: 'fitted',
      source: 'inhouse',
    },
    ...rates,
  ]
}

/** Lehmer's generator modulo 2^31 - 1 with multiplier 48271 (Park and Miller, 1993); numbers in (0, 1). */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
