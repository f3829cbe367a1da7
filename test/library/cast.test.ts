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
  meanOf,
  runCulture,
  sensedBy,
} from './culture.ts'

/* What a part of the library says that its cells do, they do: the smallest tissue, the part's own numbers, the law that they add up to. */

const PAIRS = PLACES.length
/** Ticks of 6 min in an hour. */
const HOUR = 10

const attackers = `{ ${STILL}, traits: { tumour specificity: { value: 1, spread: 0 } } }`

/** Largest distance of numbers from what they should be. */
const off = (values: readonly number[], expected: number): number =>
  values.reduce((worst, value) => Math.max(worst, Math.abs(value - expected)), 0)

describe.each([
  // One regulatory T cell halves, as do two suppressor cells of the myeloid line.
  ['Treg', 'library/treg', [besidePlaces(0, 11)]],
  ['MDSC', 'library/mdsc', [besidePlaces(0, 10), besidePlaces(0, -10)]],
])('%s beside a CD8 T cell', (type, part, places) => {
  const culture = (isThere: boolean, tumour: string): ReturnType<typeof runCulture> =>
    runCulture({
      parts: [part],
      cells: {
        CD8: PLACES,
        tumour: besidePlaces(13),
        ...(isThere ? { [type]: places.flat() } : {}),
      },
      types: { CD8: attackers, [type]: `{ ${STILL} }`, tumour },
    })

  test('halves the damage that it does', () => {
    const run = culture(true, `{ ${STILL} }`)
    run.run(1)
    expect(doneBy(run.world, 'CD8', 'attack damage')).toHaveLength(PAIRS)
    // 1/min, less half of it; Hill functions of the module are within 1e-12 of exact ones.
    expect(off(doneBy(run.world, 'CD8', 'attack damage'), 0.5)).toBeLessThan(1e-12)
  })

  test('keeps tumour cells alive', () => {
    const [alone = 0, held = 0] = [false, true].map((isThere) => {
      const run = culture(isThere, `{ ${STILL} }`)
      run.run(3 * HOUR)
      return livingOf(run.world, 'tumour').length
    })
    expect(alone).toBeLessThan(PAIRS / 2)
    // Binomial counts: five standard deviations of their difference are at most 5 sqrt(2 x 100/4) = 35.
    expect(held - alone).toBeGreaterThan(35)
  })

  test('halves the rate at which it divides', () => {
    // Who is repaired at once does not die, and is attacked without an end.
    const immortal = `{ ${STILL}, interaction: { damage repair: 100 1/min } }`
    const [alone = 0, held = 0] = [false, true].map((isThere) => {
      const run = culture(isThere, immortal)
      run.run(2)
      // Those that attack are the fastest.
      return Math.max(...doneBy(run.world, 'CD8', 'cycle entry'))
    })
    const fastest = (0.0556 / 60) * hill(1, 0.5, 8)
    expect(Math.abs(alone / fastest - 1)).toBeLessThan(1e-12)
    expect(Math.abs(held / fastest - 0.5)).toBeLessThan(1e-12)
  })
})

test('regulatory T cells follow CXCL12', () => {
  const wall = Array.from({ length: 30 }, (_, k) => [400, k * 40 - 580] as const)
  const { world, run } = runCulture({
    parts: ['library/treg', 'library/fibroblast'],
    cells: { Treg: [0, 8].flatMap((dx) => [...besidePlaces(dx, -4), ...besidePlaces(-dx, 4)]), CAF: wall },
    types: { CAF: `{ ${STILL} }`, Treg: '{ death: { apoptosis: { rate: 0 1/day } } }' },
    side: 1280,
  })
  const meanX = (): number => mean(livingOf(world, 'Treg').map((slot) => world.f64('cell.x')[slot] ?? 0))
  const start = meanX()
  run(9 * HOUR)
  // Without a bias: 3.6 um/min with 10 min of persistence in a plane spread a cell over sqrt(3.6^2 x 10 x 540) = 265 um along x, the
  // mean of four hundred over 13 um. Five of these.
  expect(meanX() - start).toBeGreaterThan(5 * 13)
})

describe('natural killer cells', () => {
  const attacked = (killer: 'NK' | 'CD8', parts: readonly string[], tumour: string): number => {
    const { world, run } = runCulture({
      parts,
      cells: { [killer]: PLACES, tumour: besidePlaces(13) },
      types: { [killer]: killer === 'NK' ? `{ ${STILL} }` : attackers, tumour },
      step: 1,
    })
    run(10)
    return mean([...world.f64('interaction.attacking').subarray(0, PAIRS)])
  }
  const share = (rate: number): number => 1 - Math.exp(-10 * rate)
  /** Five standard deviations of a share of hundred pairs. */
  const band = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / PAIRS)

  test('kill tumour cells', () => {
    const [left = 0, without = 0] = [true, false].map((isThere) => {
      const run = runCulture({
        parts: ['library/nk'],
        cells: { tumour: besidePlaces(13), ...(isThere ? { NK: PLACES } : {}) },
        types: { NK: `{ ${STILL} }`, tumour: `{ ${STILL} }` },
      })
      run.run(5 * HOUR)
      return livingOf(run.world, 'tumour').length
    })
    expect(without - left).toBeGreaterThan(35)
  })

  test('attack whoever they touch, where nothing says otherwise', () => {
    // Of 60 min on average; who let go within these ten minutes is one in twelve at most, and begins again as fast.
    const p = share(0.05)
    expect(Math.abs(attacked('NK', ['library/nk'], `{ ${STILL} }`) - p)).toBeLessThan(band(p) + p / 12)
  })

  test.each([
    ['NK', 0, 0.05],
    ['NK', 1, 0.05 * (1 - hill(1, 0.4, 4))],
    ['CD8', 0, 0],
    ['CD8', 1, 0.2 * hill(1, 0.82, 30) * hill(1, 0.4, 4)],
  ] as const)(
    'where MHC-I counts, a %s cell attacks a cell that shows %d of it at its rate',
    (killer, shown, rate) => {
      const tumour = `{ ${STILL}, traits: { MHC-I: { value: ${shown} } } }`
      const p = share(rate)
      const found = attacked(killer, ['library/missing-self'], tumour)
      expect(Math.abs(found - p)).toBeLessThanOrEqual(band(p) + p / 12)
    },
  )
})

describe('dendritic cells', () => {
  const still = `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } } }`
  const beside = (dead: boolean): ReturnType<typeof runCulture> =>
    runCulture({
      parts: ['library/dendritic-cell'],
      cells: { 'dendritic cell': PLACES, tumour: besidePlaces(10), CD8: besidePlaces(-10) },
      types: {
        'dendritic cell': still,
        CD8: still,
        // dead at once
        tumour: `{ ${STILL}, death: { apoptosis: { rate: ${dead ? 10 : 0} 1/min, duration: 100 day } } }`,
      },
    })

  test('ripen beside a dead cell within their time, and not beside a live one', () => {
    const [fresh, ripe] = [false, true].map((dead) => {
      const { world, run } = beside(dead)
      run(2 * HOUR)
      return mean(sensedBy(world, 'dendritic cell', 'maturity'))
    })
    expect(fresh).toBe(0)
    // To half of the most at one contact, with 14 h; within the first two steps of 0.1 h the neighbour had yet to die. A corpse shrinks
    // out of touch later on.
    const [last, first] = [0.5 * (1 - Math.exp(-2 / 14)), 0.5 * (1 - Math.exp(-1.8 / 14))]
    expect(ripe).toBeLessThan(last + 1e-3)
    expect(ripe).toBeGreaterThan(first - 1e-3)
  })

  test('give off ligands of CXCR3 and let T cells divide as far as they are ripe', () => {
    const { world, run } = beside(true)
    run(4 * HOUR)
    const [maturity = 0] = sensedBy(world, 'dendritic cell', 'maturity')
    const shown = hill(maturity, 0.5, 2)
    const [exported = 0] = doneBy(world, 'dendritic cell', 'CXCL10 export')
    expect(Math.abs(exported / (5 * PER_SECOND * shown) - 1)).toBeLessThan(1e-9)
    // The T cell sees what the neighbour showed before this step: in 4 h maturity moves by 1/40 in one, and its
    // cycle entry as its fourth power.
    const [entry = 0] = doneBy(world, 'CD8', 'cycle entry')
    expect(Math.abs(entry / ((0.0556 / 60) * hill(shown, 0.5, 2)) - 1)).toBeLessThan(4 / 40)
  })

  test('ripen in interferon beta, too', () => {
    const { world, run } = runCulture({
      parts: ['library/dendritic-cell-ifn-beta'],
      cells: { 'dendritic cell': PLACES },
      types: {
        'dendritic cell': `{ ${STILL}, exchange: { IFN-beta: { uptake: 0 1/min } }, death: { apoptosis: { rate: 0 1/day } } }`,
      },
      substrates: { 'IFN-beta': '{ initial: 0.05 nM, decay: 0 1/min }' },
    })
    run(HOUR)
    // New cells begin settled for what they sense: half of the most. 0.05 is rounded to f32.
    for (const level of sensedBy(world, 'dendritic cell', 'maturity'))
      expect(Math.abs(level - 0.5)).toBeLessThan(1e-3)
  })
})

describe('fibroblasts', () => {
  test('make more interleukin 6 the more of it there is, and STAT3 of carcinoma cells answers', () => {
    const dish = (fibroblasts: number): World => {
      const { world, run } = runCulture({
        parts: ['library/caf-il-6'],
        cells: { CAF: PLACES.slice(0, fibroblasts), tumour: [[0, 0]] },
        types: { CAF: `{ ${STILL} }`, tumour: `{ ${STILL} }` },
      })
      run(48 * HOUR)
      return world
    }
    const [few, many] = [dish(2), dish(PAIRS)]
    const made = (world: World): number => mean(doneBy(world, 'CAF', 'IL-6 export')) / PER_SECOND
    expect(made(few)).toBeGreaterThanOrEqual(0.03)
    expect(made(many)).toBeGreaterThan(4 * made(few))
    for (const world of [few, many]) {
      const levels = sensedBy(world, 'CAF', 'IL-6')
      for (const [k, rate] of doneBy(world, 'CAF', 'IL-6 export').entries())
        expect(Math.abs(rate / PER_SECOND - 0.03 - 0.25 * hill(levels[k] ?? 0, 0.015))).toBeLessThan(1e-9)
      const [level = 0, stat3 = 0] = [
        sensedBy(world, 'tumour', 'IL-6')[0],
        sensedBy(world, 'tumour', 'STAT3')[0],
      ]
      // Interleukin 6 has long settled: the network keeps a level within 1e-3 of its scale.
      expect(Math.abs(stat3 - hill(level, 0.015))).toBeLessThan(2e-3)
    }
  })

  test('make seven times the VEGF-A without oxygen', () => {
    const exported = (oxygen: number): readonly [number, number, number] => {
      const { world, run } = runCulture({
        parts: ['library/caf-vegf-a'],
        cells: { CAF: [[0, 0]] },
        types: { CAF: `{ ${STILL}, exchange: { oxygen: { uptake: 0 1/min } } }` },
        substrates: { oxygen: `{ initial: ${oxygen} mmHg, boundary: ${oxygen} mmHg, decay: 0 1/min }` },
      })
      run(HOUR)
      const [hif = 0] = sensedBy(world, 'CAF', 'HIF-1a')
      const [rate = 0] = doneBy(world, 'CAF', 'VEGF-A export')
      return [hif, rate / PER_SECOND, meanOf(world, 'VEGF-A')]
    }
    for (const oxygen of [143, 15, 0.1]) {
      const [hif, rate, field] = exported(oxygen)
      expect(Math.abs(hif - (0.02 + 0.98 * (1 - hill(oxygen, 15, 3))))).toBeLessThan(1e-3)
      expect(Math.abs(rate - (0.5 + 3.1 * hill(hif, 0.5, 2)))).toBeLessThan(1e-9)
      expect(field).toBeGreaterThan(0)
    }
    expect(exported(0.1)[1] / exported(143)[1]).toBeGreaterThan(5)
  })
})

test('macrophages that secrete SPP1 fill the medium at their rate', () => {
  const { world, run } = runCulture({
    parts: ['library/spp1-macrophage'],
    cells: { macrophage: PLACES },
    types: { macrophage: `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } } }` },
    substrates: { SPP1: '{ initial: 0 nM, decay: 0 1/s }' },
  })
  run(HOUR)
  // Ten molecules a second each, for an hour, in 640 x 640 x 20 um3; fields keep 48 bits.
  const expected = (PAIRS * 10 * PER_SECOND * 60) / (640 * 640 * 20)
  expect(Math.abs(meanOf(world, 'SPP1') / expected - 1)).toBeLessThan(1e-9)
})

describe('carcinoma cells', () => {
  test('answer TGF-beta with Smad, and that with EMT', () => {
    const { world, run } = runCulture({
      parts: ['library/tgf-beta'],
      cells: { tumour: [[0, 0]] },
      types: { tumour: `{ ${STILL} }` },
      substrates: { 'TGF-beta': '{ initial: 0.07 nM, decay: 0 1/s }' },
      side: 200,
    })
    run(HOUR)
    const [smad = 0, emt = 0] = [sensedBy(world, 'tumour', 'Smad')[0], sensedBy(world, 'tumour', 'EMT')[0]]
    // New cells begin settled: half of the most at the half, and what that leaves of 0.6 on top of 0.05.
    expect(Math.abs(smad - 0.5)).toBeLessThan(1e-3)
    expect(Math.abs(emt - (0.05 + 0.95 * 0.6 * hill(0.5, 0.5, 2)))).toBeLessThan(2e-3)
  })

  test('make seven times the VEGF without oxygen', () => {
    const rates = [143, 0.1].map((oxygen) => {
      const { world, run } = runCulture({
        parts: ['library/vegf'],
        cells: { tumour: [[0, 0]] },
        types: { tumour: `{ ${STILL}, death: { necrosis: { rate: 0 1/min } } }` },
        substrates: { oxygen: `{ initial: ${oxygen} mmHg, boundary: ${oxygen} mmHg, decay: 0 1/min }` },
        side: 200,
      })
      run(1)
      return (doneBy(world, 'tumour', 'VEGF export')[0] ?? 0) / PER_SECOND
    })
    expect(Math.abs((rates[0] ?? 0) - 0.9)).toBeLessThan(1e-3)
    expect(Math.abs((rates[1] ?? 0) - (0.9 + 5.5 * hill(1, 0.5, 2)))).toBeLessThan(0.01)
  })
})

test('cells clear the matrix where they are, and nowhere else', () => {
  const { world, run } = runCulture({
    parts: ['library/matrix', 'library/tumour'],
    cells: { tumour: [[10, 10]] },
    types: {
      tumour: `{ ${STILL}, volume: { fluid change: 0 1/min, nuclear growth: 0 1/min, cytoplasmic growth: 0 1/min }, exchange: { matrix: { uptake: 0.02 1/min } } }`,
    },
    substrates: { matrix: '{ initial: 1 }' },
    side: 200,
  })
  run(2 * HOUR)
  const matrix = [...world.f32('field/matrix')]
  const left = Math.min(...matrix)
  // A cell of 2494 um3 in a voxel of 8000; implicit steps of 6 min, each off by at most (rate x step)^2 / 2.
  const rate = (0.02 * 2494) / 8000
  expect(Math.abs(left - Math.exp(-120 * rate))).toBeLessThan((20 * (6 * rate) ** 2) / 2)
  expect(matrix.filter((value) => value !== 1)).toEqual([left])
})
