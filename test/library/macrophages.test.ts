import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import {
  PER_SECOND,
  PLACES,
  STILL,
  besidePlaces,
  doneBy,
  hill,
  livingOf,
  mean,
  runCulture,
  sensedBy,
} from './culture.ts'

/* Macrophages that are recruited and that were there, what they live on, whom they spare, and the drugs against each. */

/** Ticks of 6 min in a day. */
const DAY = 240
/** Rates are kept per minute. */
const PER_DAY = 1 / 1440
/** Kernels see fields rounded to f32, which moves a response by no more than this. */
const ROUNDED = 2 ** -20

const constant = (level: number): string => `{ initial: ${level} nM, decay: 0 1/s }`
const FEW = PLACES.filter(([x, y]) => Math.abs(x) < 60 && Math.abs(y) < 60)

/** Largest distance of numbers from what they should be, relative to the latter. */
const off = (values: readonly number[], expected: number): number => {
  expect(values.length).toBeGreaterThan(0)
  return Math.max(...values.map((value) => Math.abs(value / expected - 1)))
}

describe.each([
  ['macrophage', 'library/csf1r-inhibitor'],
  ['resident macrophage', 'library/csf1r-inhibitor-on-residents'],
])('CSF1 and a %s', (type, part) => {
  const culture = (csf1: number, drug: number, days = 0): World => {
    const still = `{ ${STILL}, exchange: { CSF1: { uptake: 0 1/min } } }`
    const { world, run } = runCulture({
      parts: [part],
      cells: { [type]: FEW },
      side: 200,
      types: { [type]: still },
      substrates: { CSF1: constant(csf1), 'CSF1R inhibitor': constant(drug) },
    })
    run(1 + days * DAY)
    return world
  }

  test.each([
    [0, 0],
    [0.2, 0],
    [5, 0],
    [5, 17],
    [5, 1000],
  ])('%d nM with %d nM of the inhibitor: it lives and divides as its receptor signals', (csf1, drug) => {
    const world = culture(csf1, drug)
    const signal = hill(csf1 / (1 + drug / 17), 0.2)
    for (const value of sensedBy(world, type, 'CSF1R signalling'))
      expect(Math.abs(value - signal)).toBeLessThan(ROUNDED)
    const death = 0.3 - 0.28 * hill(signal, 0.2, 3)
    expect(off(doneBy(world, type, 'apoptosis'), death * PER_DAY)).toBeLessThan(10 * ROUNDED)
    const division = 0.05 * hill(signal, 0.5, 2)
    for (const rate of doneBy(world, type, 'cycle entry'))
      expect(Math.abs(rate / PER_DAY - division)).toBeLessThan(10 * ROUNDED)
  })

  test('leans towards M2 with CSF1, and the inhibitor takes that back', () => {
    const [without, by, blocked] = [culture(0, 0, 2), culture(5, 0, 2), culture(5, 10_000, 2)].map((world) =>
      mean(sensedBy(world, type, 'M2')),
    )
    // 0.05 a day of M1, at nearly all of the signal, for two days: 0.08 of recruited cells, half of that of residents.
    expect((by ?? 0) - (without ?? 0)).toBeGreaterThan(0.02)
    expect((blocked ?? 0) - (without ?? 0)).toBeLessThan(0.2 * ((by ?? 0) - (without ?? 0)))
  })
})

describe('where macrophages come from', () => {
  const DAYS = 10
  /** Steps [min]: what happens takes days. */
  const STEP = 12
  const VESSELS = PLACES.filter(([x, y]) => Math.abs(x) < 200 && Math.abs(y) < 200)
  const at = (dx: number, dy: number): readonly (readonly [number, number])[] =>
    VESSELS.map(([x, y]) => [x + dx, y + dy])
  const oxygen = 'exchange: { oxygen: { uptake: 0 1/min } }'
  const DOSES = {
    'anti-CCL2': 'anti-CCL2: { dose: 10 mg/kg, every: 7 day }',
    'CSF1R inhibitor': 'CSF1R inhibitor: { dose: 400 mg, every: 12 h }',
    'CCR2 antagonist': 'CCR2 antagonist: { dose: 500 mg, every: 12 h }',
  }

  /** Numbers of recruited and resident macrophages after ten days. */
  function counts(
    drugs: readonly (keyof typeof DOSES)[],
    { enters = true, divides = true } = {},
  ): { readonly recruited: number; readonly resident: number; readonly all: number } {
    const never =
      'rules: ["CSF1R signalling increases cycle entry to 1e-9 1/day, half at 0.5, hill 2 [assumed]"]'
    const type = `{ ${oxygen}${divides ? '' : `, ${never}`} }`
    const { world, run } = runCulture({
      parts: ['library/csf1r-inhibitor-on-residents', 'library/anti-ccl2', 'library/ccr2-antagonist'],
      cells: { tumour: [...at(12, 12), ...at(-16, 14)], 'resident macrophage': at(0, -18) },
      side: 440,
      step: STEP,
      types: {
        tumour: `{ ${STILL}, ${oxygen}, death: { apoptosis: { rate: 0 1/day } } }`,
        macrophage: type,
        'resident macrophage': type,
      },
      // So little that carcinoma cells hardly divide, and enough to live.
      substrates: { oxygen: '{ initial: 10 mmHg, boundary: 10 mmHg, decay: 0 1/min }' },
      top: [
        `vessels: { points: [${VESSELS.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}], exchange: { oxygen: { blood: 10 mmHg } }, entry: { macrophage: { rate: ${enters ? 0.5 : 0} 1/day } } }`,
        ...(drugs.length === 0 ? [] : [`therapy: { ${drugs.map((drug) => DOSES[drug]).join(', ')} }`]),
      ],
    })
    run((DAYS * 1440) / STEP)
    const [recruited, resident] = ['macrophage', 'resident macrophage'].map(
      (name) => livingOf(world, name).length,
    )
    return { recruited: recruited ?? 0, resident: resident ?? 0, all: (recruited ?? 0) + (resident ?? 0) }
  }

  const none = counts([])
  const withoutCcl2 = counts(['anti-CCL2'])

  test('is both from blood and from division where they are', () => {
    const [recruit, proliferate] = [counts([], { divides: false }), counts([], { enters: false })]
    expect(recruit.all).toBeLessThan(none.all)
    expect(proliferate.all).toBeLessThan(none.all)
    expect(proliferate.recruited).toBe(0)
    // Whoever comes through vessels comes without division, too.
    expect(recruit.recruited).toBeGreaterThan(50)
    expect(recruit.resident).toBeLessThan(none.resident)
  })

  test.each([
    ['anti-CCL2', withoutCcl2],
    ['a CCR2 antagonist', counts(['CCR2 antagonist'])],
  ])('%s keeps out those that are recruited, and leaves residents', (_, treated) => {
    expect(treated.recruited).toBeLessThan(none.recruited / 3)
    // Twins: residents differ by who is crowded and by how much CSF1 others leave them.
    expect(treated.resident).toBeGreaterThan(0.75 * none.resident)
  })

  test('an inhibitor of CSF1R lowers both, and both drugs together leave fewest', () => {
    const [csf1r, both] = [counts(['CSF1R inhibitor']), counts(['CSF1R inhibitor', 'anti-CCL2'])]
    expect(csf1r.recruited).toBeLessThan(0.75 * none.recruited)
    expect(csf1r.resident).toBeLessThan(0.75 * none.resident)
    expect(both.all).toBeLessThan(csf1r.all)
    expect(both.all).toBeLessThan(withoutCcl2.all)
    expect(both.all).toBeLessThan(none.all / 3)
  })
})

describe('who is spared', () => {
  const culture = (levels: Readonly<Record<string, number>>, days = 0): World => {
    const { world, run } = runCulture({
      parts: ['library/anti-cd47', 'library/macrophage-pd-1'],
      cells: { macrophage: PLACES, tumour: besidePlaces(15) },
      types: {
        macrophage: `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } } }`,
        tumour: `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } }, rules: ["pressure decreases cycle entry to 0 1/min, half at 1e-9, hill 4 [assumed]"] }`,
      },
      substrates: Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, constant(level)])),
    })
    run(2 + days * DAY)
    return world
  }
  const rate = (world: World): number => mean(doneBy(world, 'macrophage', 'phagocytosis of tumour')) / PER_DAY
  /** What is left of 0.33 a day. */
  const left = (sum: number): number => 0.33 / (1 + sum)
  const bySirpa = (drug: number): number => (hill(1 / (1 + drug), 0.0925, 2) / 0.3) ** 4
  const byPd1 = (shown: number, drug: number): number => (hill(shown / (1 + drug / 2.6), 0.5, 2) / 0.45) ** 3

  test.each([
    ['CD47 spares', {}, bySirpa(0) + byPd1(0.17, 0)],
    ['an antibody against CD47 takes that away', { 'anti-CD47': 100 }, bySirpa(100) + byPd1(0.17, 0)],
    ['interleukin 10 gives it back', { 'anti-CD47': 100, 'IL-10': 0.1 }, bySirpa(100) + byPd1(0.17, 0) + 2],
    [
      'an antibody against PD-1 takes away what PD-L1 adds',
      { 'anti-CD47': 100, 'anti-PD-1': 100 },
      bySirpa(100) + byPd1(0.17, 100),
    ],
  ])('%s', (_, levels, sum) => {
    // Interleukin 10 is made by nobody here; PD-L1 of resting carcinoma cells.
    expect(Math.abs(rate(culture(levels)) / left(sum) - 1)).toBeLessThan(1e-4)
  })

  test('PD-1 of macrophages holds them back where interferon raises PD-L1', () => {
    const shown = { 'anti-CD47': 100, 'IFN-gamma': 1 }
    const [held, freed] = [rate(culture(shown)), rate(culture({ ...shown, 'anti-PD-1': 100 }))]
    expect(held).toBeLessThan(0.3 * freed)
  })

  test('tumour cells are eaten only where CD47 is blocked, and only by macrophages', () => {
    const [spared = 0, eaten = 0] = [{}, { 'anti-CD47': 100 }].map(
      (levels) => livingOf(culture(levels, 2), 'tumour').length,
    )
    expect(spared).toBeGreaterThan(95)
    // 1 - exp(-2 x 0.33) = 0.48 of a hundred: five standard deviations are 25.
    expect(Math.abs(eaten - 52)).toBeLessThan(25)
  })
})

describe.each(['macrophage', 'resident macrophage'])('VEGF-A of a %s', (type) => {
  const culture = (m2: number): World => {
    const network = `network: { nodes: { M1: { start: "${1 - m2} [assumed]" }, M2: { start: "${m2} [assumed]" } } }`
    const { world, run } = runCulture({
      parts: ['library/macrophage-vegf-a'],
      cells: { [type]: FEW },
      side: 200,
      types: { [type]: `{ ${STILL}, ${network} }` },
    })
    run(1)
    return world
  }

  test.each([0.25, 0.5, 1])('at %d of M2 it makes what the rule says', (m2) => {
    const world = culture(m2)
    const made = doneBy(world, type, 'VEGF-A export')
    const states = sensedBy(world, type, 'M2')
    expect(made).toHaveLength(FEW.length)
    for (const [k, value] of made.entries()) {
      const expected = (0.02 + 0.28 * hill(states[k] ?? 0, 0.5, 2)) * PER_SECOND
      // Rules read the state of the same step or of the one before: 6 min at 0.1 a day are 4e-4 of it, twice that with its square.
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-3)
    }
  })
})
