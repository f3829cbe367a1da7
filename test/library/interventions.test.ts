import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { countOf } from '../../src/testing/still-cells.ts'
import {
  PER_SECOND,
  PLACES,
  STILL,
  besidePlaces,
  doneBy,
  hill,
  livingOf,
  mean,
  meanOf,
  runCulture,
  sensedBy,
} from './culture.ts'

/* Each drug of the library reaches its target as far as its numbers say, and moves nothing upstream of it. */

/** Ticks of 6 min in an hour. */
const HOUR = 10

/** Places enough where every cell does the same, within 200 um. */
const FEW = PLACES.filter(([x, y]) => Math.abs(x) < 60 && Math.abs(y) < 60)

/** Kernels see fields rounded to f32, which moves a response by no more than this. */
const ROUNDED = 2 ** -22
/** What the network leaves of a level's error. */
const SETTLED = 2e-3

const constant = (level: number): string => `{ initial: ${level} nM, decay: 0 1/s }`
/** Cells that stay where and what they are. */
const lasting = (more = ''): string =>
  `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } }${more === '' ? '' : `, ${more}`} }`

/** The one value that all cells of a type have. */
function common(values: readonly number[]): number {
  const [first = Number.NaN] = values
  expect(values.length).toBeGreaterThan(0)
  for (const value of values)
    expect(Math.abs(value - first)).toBeLessThan(1e-6 * Math.max(1e-3, Math.abs(first)))
  return first
}

describe.each([
  // A hundredth of what the media of experiments/e2-1-caf.yaml hold, of which nothing is left within a minute; as in e0-2-coculture.yaml.
  ['anti-SPP1', 'SPP1', 1.4, 0.2],
  ['anti-IL-10', 'IL-10', 0.67, 0.53],
])('%s', (antibody, target, a0, b0) => {
  test('takes its target out of the medium as two that bind and are gone', () => {
    const { world, run } = runCulture({
      parts: [`library/${antibody.toLowerCase()}`],
      cells: {},
      substrates: { [antibody]: constant(a0), [target]: constant(b0) },
    })
    const more = a0 - b0
    for (const minutes of [6, 30, 120]) {
      run(minutes / 6)
      // dA/dt = dB/dt = -k A B with A - B constant.
      const expected = (more * b0) / (a0 * Math.exp(0.06 * more * minutes) - b0)
      // Fields keep 48 bits, of the antibody at the start.
      expect(Math.abs(meanOf(world, target) - expected)).toBeLessThan(1e-9 * expected + 1e-12 * a0)
      expect(Math.abs(meanOf(world, antibody) - expected - more)).toBeLessThan(1e-6 * a0)
    }
  })
})

test('anti-SPP1 quiets the receptor of fibroblasts, and carcinoma cells secrete as much as before', () => {
  const [without, treated] = [0, 1000].map((level) => {
    const { world, run } = runCulture({
      parts: ['library/caf-spp1', 'library/anti-spp1'],
      cells: { tumour: FEW, CAF: FEW.map(([x, y]) => [x + 20, y]) },
      side: 200,
      types: { tumour: lasting(), CAF: lasting() },
      substrates: { 'anti-SPP1': constant(level) },
    })
    run(12 * HOUR)
    return world
  })
  if (without === undefined || treated === undefined) throw new Error('two arms')
  const signal = (world: World): number => mean(sensedBy(world, 'CAF', 'SPP1 receptor signalling'))
  // four carcinoma cells keep up some 2 nM in so small a dish
  expect(signal(without)).toBeGreaterThan(0.2)
  expect(signal(treated)).toBeLessThan(0.01 * signal(without))
  expect(mean(sensedBy(treated, 'CAF', 'beta-catenin'))).toBeLessThan(0.05 + SETTLED)
  for (const world of [without, treated])
    expect(common(doneBy(world, 'tumour', 'SPP1 export')) / PER_SECOND).toBeCloseTo(10, 9)
})

describe('plerixafor', () => {
  const culture = (level: number): World => {
    const { world, run } = runCulture({
      parts: ['library/cxcr4', 'library/cd8-cxcr4', 'library/caf-spp1'],
      cells: { tumour: PLACES, CD8: besidePlaces(20), CAF: besidePlaces(0, 20) },
      types: { tumour: lasting(), CD8: lasting(), CAF: lasting() },
      substrates: { plerixafor: constant(level), SPP1: constant(20), CXCL12: '{ initial: 10 nM }' },
    })
    run(2 * HOUR)
    return world
  }

  test.each([0, 5.7, 44, 10_000])('at %d nM leaves CXCR4 what competition leaves', (level) => {
    const world = culture(level)
    const seen = (type: string): readonly number[] =>
      livingOf(world, type).map((slot) => levelAt(world, slot))
    const levels = { tumour: seen('tumour'), CD8: seen('CD8') }
    for (const [k, signal] of sensedBy(world, 'tumour', 'CXCR4 signalling').entries())
      expect(Math.abs(signal - hill((levels.tumour[k] ?? 0) / (1 + level / 44), 25))).toBeLessThan(ROUNDED)
    for (const [k, signal] of sensedBy(world, 'CD8', 'CXCR4 signalling').entries())
      expect(Math.abs(signal - hill((levels.CD8[k] ?? 0) / (1 + level / 5.7), 7, 2))).toBeLessThan(ROUNDED)
  })

  test('leaves fibroblasts and CXCL12 alone, to the last bit', () => {
    const [without, treated] = [culture(0), culture(10_000)]
    expect(treated.f32('field/CXCL12')).toEqual(without.f32('field/CXCL12'))
    for (const node of ['beta-catenin', 'HIF-1a', 'CXCL12 synthesis'])
      expect(sensedBy(treated, 'CAF', node)).toEqual(sensedBy(without, 'CAF', node))
  })

  test('given into a vein without a break reaches its level in plasma and tissue', () => {
    const { world, run } = runCulture({
      parts: ['library/cxcr4'],
      cells: { tumour: [[0, 0]] },
      types: { tumour: lasting() },
      top: [
        // of 1024 voxels one in ten: tissue follows plasma within half an hour
        `vessels: { points: [${PLACES.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }`,
        'therapy: { plerixafor: { dose: 1.92 mg/kg, every: 1 day, infusion: 1 day } }',
      ],
    })
    run(72 * HOUR)
    // Rate over clearance, times the free fraction: 1.92 x 70 mg/day over 0.503 kDa, ln 2 / 4 h x 21 L.
    const plasma = (((1.92 * 70) / 24 / 503) * 1e6 * 0.42) / ((Math.LN2 / 4) * 21)
    expect(Math.abs((world.f64('plasma/plerixafor')[0] ?? 0) / plasma - 1)).toBeLessThan(2 ** -17)
    // Nothing takes it from the tissue but vessels; 1 % is the tolerance of transport.
    expect(Math.abs(meanOf(world, 'plerixafor') / plasma - 1)).toBeLessThan(0.01)
  })
})

describe.each([
  ['beta-catenin', 'library/beta-catenin-inhibitor', 'HIF-1a', 0.05 + 0.95 * hill(0.8, 0.5, 2)],
  ['HIF', 'library/hif-inhibitor', 'beta-catenin', 0.02 + 0.98 * 0.5 * hill(0.8, 0.5, 2)],
])('an inhibitor of %s', (name, part, other, free) => {
  test('leaves its node one part in eleven at 10 uM, and neither its receptor nor the other node moves', () => {
    const node = name === 'HIF' ? 'HIF-1a' : name
    const [without, treated] = [0, 10_000].map((level) => {
      const { world, run } = runCulture({
        parts: [part],
        cells: { CAF: FEW },
        side: 200,
        types: { CAF: lasting('exchange: { oxygen: { uptake: 0 1/min } }') },
        // So much oxygen that lack of it says nothing: 1 - h is below 1e-5 then.
        substrates: {
          [`${name} inhibitor`]: constant(level),
          SPP1: constant(20),
          oxygen: '{ initial: 760 mmHg, boundary: 760 mmHg, decay: 0 1/min }',
        },
      })
      run(24 * HOUR)
      const levelOf = (what: string): number => common(sensedBy(world, 'CAF', what))
      return {
        node: levelOf(node),
        other: levelOf(other),
        receptor: levelOf('SPP1 receptor signalling'),
        synthesis: levelOf('CXCL12 synthesis'),
      }
    })
    if (without === undefined || treated === undefined) throw new Error('two arms')
    expect(Math.abs(without.node - free)).toBeLessThan(SETTLED)
    expect(Math.abs(treated.node - free / 11)).toBeLessThan(SETTLED)
    expect(treated.receptor).toBe(without.receptor)
    expect(Math.abs(treated.other - without.other)).toBeLessThan(SETTLED)
    expect(treated.synthesis).toBeLessThan(without.synthesis / 2)
  })
})

describe('a covalent inhibitor of STING', () => {
  const parts = ['library/sting-inhibitor-on-host']
  const culture = (level: number, hours: number): World => {
    const { world, run } = runCulture({
      parts,
      side: 200,
      cells: { tumour: FEW, macrophage: FEW.map(([x, y]) => [x + 30, y]) },
      types: { tumour: lasting('traits: { MIIP: { value: 0 } }'), macrophage: lasting() },
      substrates: { 'STING inhibitor': constant(level) },
    })
    run(hours * HOUR)
    return world
  }

  test.each([
    [1000, 6],
    [1000, 48],
    [3500, 12],
  ])('at %d nM has bound after %d h what its rate and turnover say, in tumour and host', (level, hours) => {
    const world = culture(level, hours)
    const [bind, renew] = [0.25 * hill(level, 3500), 0.03]
    const free = (renew + bind * Math.exp(-(bind + renew) * hours)) / (bind + renew)
    for (const [type, node] of [
      ['tumour', 'STING'],
      ['macrophage', 'host STING'],
    ] as const) {
      // The world is one response behind: cells meet the inhibitor in their first step of 0.1 h, hence 0.1 (bind + renew) at most.
      expect(Math.abs(common(sensedBy(world, type, `free ${node}`)) - free)).toBeLessThan(
        0.1 * (bind + renew),
      )
      const blocked = world.f64(`network/blocked ${node}`)[livingOf(world, type)[0] ?? 0] ?? 0
      expect(Math.abs(common(sensedBy(world, type, `free ${node}`)) + blocked - 1)).toBeLessThan(1e-9)
    }
  })

  test('quiets STING, and DNA in the cytosol is as it was', () => {
    const [without, treated] = [culture(0, 48), culture(10_000, 48)]
    const dna = (world: World): number => common(sensedBy(world, 'tumour', 'cytosolic DNA'))
    expect(Math.abs(dna(treated) - dna(without))).toBeLessThan(SETTLED)
    const sting = (world: World): number => common(sensedBy(world, 'tumour', 'STING'))
    expect(sting(treated)).toBeLessThan(sting(without) / 2)
    const free = common(sensedBy(treated, 'tumour', 'free STING'))
    // Follows within an hour what changes over five.
    expect(
      Math.abs(sting(treated) - (0.01 + 0.99 * hill(dna(treated), 0.6, 2) * hill(free, 0.5, 2))),
    ).toBeLessThan(0.01)
  })
})

describe('anti-PD-1', () => {
  test.each([0, 2.6, 100])('at %d nM leaves PD-1 what its affinity leaves, and PD-L1 as it is', (level) => {
    const { world, run } = runCulture({
      parts: ['library/pd-1'],
      cells: { CD8: PLACES, tumour: besidePlaces(13) },
      types: { CD8: lasting(), tumour: lasting() },
      substrates: { 'anti-PD-1': constant(level), 'IFN-gamma': constant(0.003) },
    })
    run(2)
    const interferon = sensedBy(world, 'tumour', 'IFN-gamma')
    for (const [k, shown] of doneBy(world, 'tumour', 'PD-L1 expression').entries())
      expect(Math.abs(shown - (0.17 + 0.83 * hill(interferon[k] ?? 0, 0.003)))).toBeLessThan(1e-9)
    const ligand = sensedBy(world, 'CD8', 'PD-L1 on neighbours')
    const damage = doneBy(world, 'CD8', 'attack damage')
    for (const [k, signal] of sensedBy(world, 'CD8', 'PD-1 signalling').entries()) {
      expect(ligand[k]).toBeGreaterThan(0.5)
      expect(Math.abs(signal - hill((ligand[k] ?? 0) / (1 + level / 2.6), 0.5, 2))).toBeLessThan(ROUNDED)
      // What PD-1 holds back of the hits: nearly its signalling.
      expect(Math.abs((damage[k] ?? 0) - (1 - hill(signal, 0.45, 3)))).toBeLessThan(1e-9)
    }
  })
})

describe('MIF', () => {
  const MIF = 9
  const signalOf = (part: string, substrate: string, level: number, blocked = ''): World => {
    const { world, run } = runCulture({
      parts: [part, 'library/msc'],
      cells: { tumour: FEW, MSC: FEW.map(([x, y]) => [x + 30, y]) },
      side: 200,
      types: { tumour: lasting(blocked), MSC: lasting(blocked) },
      substrates: { MIF: constant(MIF), [substrate]: constant(level) },
      step: 1,
    })
    run(3)
    return world
  }
  const through = 'receptors: { CD74: { blocked by: { MIF inhibitor: 300 nM } } }'

  test.each([
    ['an antibody at CD74', 'library/cd74-block', 'anti-CD74', 1, ''],
    // What the part leaves to the model: at which receptor it acts.
    ['a free inhibitor', 'library/mif-inhibitor', 'MIF inhibitor', 300, through],
  ])('%s leaves CD74 what competition leaves, in both cells', (_, part, substrate, half, blocked) => {
    for (const level of [0, half, 10 * half]) {
      const world = signalOf(part, substrate, level, blocked)
      for (const type of ['tumour', 'MSC']) {
        const signals = sensedBy(world, type, 'CD74 signalling')
        for (const [k, signal] of signals.entries()) {
          const seen = levelAt(world, livingOf(world, type)[k] ?? 0, 'MIF')
          expect(Math.abs(signal - hill(seen / (1 + level / half), 9))).toBeLessThan(ROUNDED)
        }
      }
    }
  })

  test('neither moves how much MIF carcinoma cells make within the hour', () => {
    const made = [0, 100].map((level) =>
      mean(doneBy(signalOf('library/cd74-block', 'anti-CD74', level), 'tumour', 'MIF export')),
    )
    // Levels are kept within a thousandth of their scale, whatever steps other nodes ask for.
    expect(Math.abs((made[1] ?? 0) / (made[0] ?? 0) - 1)).toBeLessThan(SETTLED)
  })
})

test('a block of vesicle release halves release at 1 uM, and nothing upstream of it', () => {
  const [without, treated] = [0, 1000].map((level) => {
    const { world, run } = runCulture({
      parts: ['library/vesicle-release-block'],
      cells: { tumour: FEW, MSC: FEW.map(([x, y]) => [x + 30, y]) },
      side: 200,
      types: { tumour: lasting(), MSC: lasting() },
      substrates: { GW4869: constant(level) },
    })
    run(HOUR)
    return world
  })
  if (without === undefined || treated === undefined) throw new Error('two arms')
  for (const [type, kind] of [
    ['tumour', 'tumour vesicles'],
    ['MSC', 'MSC vesicles'],
  ] as const) {
    const rate = (world: World): number => common(doneBy(world, type, `${kind} release`))
    expect(Math.abs(rate(treated) / rate(without) - 0.5)).toBeLessThan(1e-9)
    expect(Math.abs(meanOf(treated, kind) / meanOf(without, kind) - 0.5)).toBeLessThan(0.01)
  }
})

test('depletion takes nine in ten macrophages, again after three days, and nobody else', () => {
  const everywhere = [0, 20, 40].flatMap((dx) => [0, 20, 40].map((dy) => besidePlaces(dx, dy))).flat()
  const { world, run } = runCulture({
    parts: ['library/assays/macrophage-depletion', 'library/fibroblast'],
    cells: { macrophage: everywhere, CAF: PLACES },
    types: { macrophage: lasting(), CAF: lasting() },
  })
  const before = everywhere.length
  const counts = [2, 71 * HOUR, 73 * HOUR].map((ticks) => {
    run(ticks)
    return countOf(world, 'macrophage')
  })
  // Binomial: 5 sqrt(900 x 0.09) = 45; then 5 sqrt(90 x 0.09) and a tenth of the first, 19.
  expect(Math.abs((counts[0] ?? 0) - before / 10)).toBeLessThan(45)
  expect(counts[1]).toBe(counts[0])
  expect(Math.abs((counts[2] ?? 0) - before / 100)).toBeLessThan(19)
  expect(countOf(world, 'CAF')).toBe(PLACES.length)
})

/** A substrate as the kernels see it in the voxel of a cell [nM]. */
function levelAt(world: World, slot: number, substrate = 'CXCL12'): number {
  return world.f32(`field/${substrate}`)[world.u32('cell.voxel')[slot] ?? 0] ?? Number.NaN
}
