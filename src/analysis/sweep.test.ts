import { describe, expect, test } from 'vitest'
import type { Design } from '../experiment/design.ts'
import type { ExperimentData } from '../experiment/experiment-schema.ts'
import { designSummary } from './design-summary.ts'
import type { EndpointValues } from './endpoint-values.ts'
import { biomarkerSummaries, sweepSummaries } from './sweep.ts'
import { combinationSynergy, doseGrid, gridSynergy } from './synergy.ts'
import { twinFactor, twinSummaries } from './twin-efficiency.ts'

const asked = { compare: [{ arm: 'treated', against: 'control' }], pairing: 'twins' } as const

function parameter(name: string, arms?: readonly string[]): Design['parameters'][number] {
  return {
    name,
    paths: [`therapy.${name}.dose`],
    unit: 'mg/kg',
    text: 'some doses',
    provenance: { kind: 'assumed' },
    ...(arms === undefined ? {} : { arms }),
  }
}

function endpoint(values: Readonly<Record<string, readonly number[]>>): EndpointValues {
  return {
    name: 'burden',
    label: 'burden',
    measure: 'tumour cells',
    unit: 'cells',
    at: 1440,
    values: new Map(Object.entries(values).map(([arm, own]) => [arm, Float64Array.from(own)])),
  }
}

describe('a sweep', () => {
  const design: Design = {
    parameters: [parameter('drug')],
    points: [0, 1, 2, 3].map((setting) => ({ index: setting, setting, values: [setting] })),
  }
  const shape = { settings: 4, patients: 1, replicates: 2 }
  // Setting after setting, two replicates each.
  const burden = endpoint({
    control: [100, 110, 100, 110, 100, 110, 100, 110],
    treated: [99, 111, 80, 90, 60, 70, 40, Number.NaN],
  })

  test('is told setting by setting', () => {
    const [found] = sweepSummaries([burden], design, shape, asked)
    expect(found?.arms['treated']?.map(({ median }) => median)).toEqual([105, 85, 65, 40])
    const [effect] = found?.effects ?? []
    expect(effect?.settings.map(({ estimate }) => estimate)).toEqual([0, -20, -40, -60])
    // Differences -20 and -20 do not scatter; of the last setting one pair is left.
    expect(effect?.settings[1]).toEqual({ estimate: -20, low: -20, high: -20 })
    expect(effect?.settings[3]).toEqual({ estimate: -60, low: null, high: null })
  })

  test('shows on which parameters an endpoint hangs, by rank', () => {
    const [found] = sweepSummaries([burden], design, shape, asked)
    const [control, treated] = found?.correlations ?? []
    // The control is the same everywhere.
    expect(control).toMatchObject({ arm: 'control', rho: null, p: null, n: 4 })
    expect(treated).toMatchObject({ arm: 'treated', parameter: 'drug', rho: -1 })
    // Of the 4! orders one is as low and one as high; of two correlations one has a p.
    expect(treated?.p).toBeCloseTo(2 / 24, 12)
    expect(treated?.falseDiscovery).toBeCloseTo(2 / 24, 12)
  })

  test('leaves out arms that a parameter does not change', () => {
    const own = { ...design, parameters: [parameter('drug', ['treated'])] }
    const [found] = sweepSummaries([burden], own, shape, asked)
    expect(found?.correlations.map(({ arm }) => arm)).toEqual(['treated'])
  })

  test('is described by the values that it took', () => {
    expect(designSummary(design)).toMatchObject({
      parameters: [{ name: 'drug', unit: 'mg/kg', varies: 'setting', kind: 'assumed' }],
      settings: 4,
      patients: 0,
      settingValues: [[0], [1], [2], [3]],
      patientValues: [],
    })
  })
})

describe('a cohort', () => {
  const affinity = [0.3, 0.1, 0.5, 0.2, 0.4]
  const design: Design = {
    parameters: [parameter('affinity')],
    points: affinity.map((value, patient) => ({ index: patient, patient, values: [value] })),
  }
  const shape = { settings: 1, patients: 5, replicates: 1 }
  const burden = endpoint({
    control: [100, 200, 150, 120, 130],
    // The benefit, 10 times the rank of the affinity.
    treated: affinity.map((value, k) => ([100, 200, 150, 120, 130][k] ?? 0) - 100 * value),
  })

  test('shows who benefits', () => {
    const found = biomarkerSummaries([burden], design, shape, asked)
    expect(found.map(({ arm, against }) => [arm, against])).toEqual([
      ['control', undefined],
      ['treated', undefined],
      ['treated', 'control'],
    ])
    expect(found[2]).toMatchObject({ parameter: 'affinity', endpoint: 'burden', rho: -1, n: 5 })
    expect(found[2]?.p).toBeCloseTo(2 / 120, 12)
    // Three correlations; the smallest p of them times three.
    expect(found[2]?.falseDiscovery).toBeCloseTo(6 / 120, 12)
  })

  test('is described by its patients', () => {
    expect(designSummary(design)).toMatchObject({
      settings: 1,
      patients: 5,
      parameters: [{ varies: 'patient' }],
    })
  })
})

describe('twins', () => {
  test('save replicates as scatter within pairs is smaller than in arms', () => {
    // Variances 100, 121 and, of the differences 1, 2, 3, 1.
    const found = twinFactor({ a: [11, 22, 33], b: [10, 20, 30] })
    expect(found?.factor).toBeCloseTo((121 + 100) / 1, 9)
  })

  test('say nothing where there are few, where nothing scatters, or where runs are independent', () => {
    expect(twinFactor({ a: [1, 2], b: [1, 3] })).toBeUndefined()
    expect(twinFactor({ a: [1, 2, 3], b: [2, 3, 4] })).toBeUndefined()
    const values = endpoint({ treated: [1, 3, 2, 5], control: [1, 2, 3, 4] })
    const shape = { settings: 1, patients: 1, replicates: 4 }
    expect(twinSummaries([values], shape, { ...asked, pairing: 'independent' })).toEqual([])
    expect(twinSummaries([values], shape, asked)).toMatchObject([
      { endpoint: 'burden', arm: 'treated', n: 4 },
    ])
  })

  test('have intervals that agree, whether pairs are resampled or left out in groups', () => {
    // Shared luck with variance 4 and own luck with variance 1 in each arm: (5 + 5)/2 = 5.
    const wave = (k: number, step: number): number => Math.sqrt(12) * (((k * step) % 1) - 0.5)
    const sample = (n: number, own: number) =>
      Array.from({ length: n }, (_, k) => 2 * wave(k + 1, 0.618_033_988_7) + wave(k + 1, own))
    const pairs = (n: number) => twinFactor({ a: sample(n, 0.414_213_562), b: sample(n, 0.732_050_807) })
    const [few, many] = [pairs(199), pairs(200)]
    // Even sequences come closer to their variances than chance would: 5 % is ample.
    expect(many?.factor).toBeCloseTo(5, 0)
    const width = (found: typeof few) => Math.log((found?.high ?? 0) / (found?.low ?? 0))
    // Either width is uncertain by about a tenth (50 groups: 1/sqrt(2 x 49)); three such errors.
    expect(Math.abs(width(few) / width(many) - 1)).toBeLessThan(0.3)
  })
})

describe('synergy', () => {
  const question = { a: 'A', b: 'B', both: 'AB', control: 'none', endpoint: 'burden' }
  const data = { pairing: 'twins', synergy: [question] } as unknown as ExperimentData // the rest is not read
  const shape = { settings: 1, patients: 1, replicates: 3 }
  const scaled = (share: number) => [100, 110, 120].map((value) => value * share)

  test('by Bliss and by the highest single agent', () => {
    const values = endpoint({ none: scaled(1), A: scaled(0.5), B: scaled(0.8), AB: scaled(0.3) })
    const found = combinationSynergy({ data }, [values], shape)
    // Inhibitions 0.5, 0.2 and 0.7: Bliss expects 0.6, the highest single agent 0.5; shares do not scatter.
    expect(found.map(({ model, excess, verdict }) => [model, excess?.toFixed(9), verdict])).toEqual([
      ['Bliss', '0.100000000', 'synergy'],
      ['highest single agent', '0.200000000', 'synergy'],
    ])
  })

  test('says why it says nothing', () => {
    const values = endpoint({ none: [0, 0, 0], A: scaled(0.5), B: scaled(0.8), AB: scaled(0.3) })
    expect(combinationSynergy({ data }, [values], shape)[0]).toMatchObject({
      excess: null,
      verdict: 'unsettled',
    })
    const raised = endpoint({ none: scaled(1), A: scaled(1.5), B: scaled(0.8), AB: scaled(0.3) })
    expect(combinationSynergy({ data }, [raised], shape)[0]?.note).toContain('raises')
  })

  const points = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y]))
  const design: Design = {
    parameters: [parameter('A'), parameter('B')],
    points: points.map((values, setting) => ({ index: setting, setting, values })),
  }

  test('finds dose grids, and only whole ones', () => {
    expect(doseGrid(design)).toMatchObject({ a: 'A', b: 'B', dosesA: [0, 1, 2], dosesB: [0, 1, 2] })
    expect(doseGrid({ ...design, points: design.points.slice(1) })).toBeUndefined()
    expect(
      doseGrid({ ...design, points: design.points.filter(({ values }) => values[0] !== 0) }),
    ).toBeUndefined()
    expect(
      doseGrid({ ...design, parameters: [parameter('A'), { ...parameter('B'), paths: ['x'] }] }),
    ).toBeUndefined()
  })

  test('of one drug with itself is none by Loewe', () => {
    // Inhibition d/(d + 1) of the sum of doses: the very thing that Loewe calls additive.
    const grid = { settings: 9, patients: 1, replicates: 3 }
    const burden = endpoint({ model: points.flatMap(([x = 0, y = 0]) => scaled(1 / (1 + x + y))) })
    const found = gridSynergy([burden], design, grid)
    expect(found.map(({ model }) => model)).toEqual(['Bliss', 'highest single agent', 'Loewe'])
    const [bliss, , loewe] = found
    expect(bliss?.grid?.inhibition[1]?.[2]).toBeCloseTo(3 / 4, 12)
    // Bliss expects 1/2 + 1/2 - 1/4 of the doses 1 and 1, which have 2/3.
    expect(bliss?.grid?.excess[1]?.[1]).toBeCloseTo(2 / 3 - 3 / 4, 12)
    // The curves are fitted to two doses each, with three parameters: the fit is exact, but where it ends is not unique.
    expect(Math.abs(loewe?.excess ?? 1)).toBeLessThan(0.03)
  })
})
