import { describe, expect, test } from 'vitest'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'
import {
  HALF,
  exportShare,
  exportSlope,
  polarisation,
  polarisationSlope,
  restingLevel,
  rests,
} from './loop.ts'

/*
 * The loop of interleukin 10 and M2, well mixed: what one arm does to the other, measured with the other held, makes a gain,
 * and the gain says how the closed loop answers. All against the closed form i = A + B m, m = r q / (1 + r q).
 */

/** Sixteen macrophages and as many sources of interleukin 10 in 1.9e6 um^3, about as dense as in models/sting-culture. */
const CELLS = 16
const MEDIUM = {
  volume: 320 * 300 * 20,
  decay: 4.6e-5,
  macrophages: CELLS,
  macrophageVolume: 3546,
  uptake: 0.05,
}
/** At M2, of one macrophage [molecules/s]: a tenth of what the rule of the library leads to. */
const AT_M2 = 0.25
/** Turning takes a day or two; closed, the loop is 1/(1 - gain) slower: less than 5 days. Rests are left by e^-12 or less. */
const DAYS = 60

interface Culture {
  /** Export of a source [molecules/s]. */
  readonly source: number
  /** Share of M2 that macrophages are held at; free without it. */
  readonly held?: number
  /** Share that they begin with. */
  readonly start?: number
  /** Export of a macrophage at M2 [molecules/s]. */
  readonly atM2?: number
}

function culture({ source, held, start = 0, atM2 = AT_M2 }: Culture): string {
  const nodes = (['M1', 'M2'] as const).map((name) => {
    const of = (share: number): number => (name === 'M2' ? share : 1 - share)
    return `${name}: { start: ${of(start)}${held === undefined ? '' : `, clamped: ${of(held)}`} }`
  })
  const places = (y: number): string =>
    Array.from({ length: CELLS }, (_, k) => `[${k * 20 - 150} um, ${y} um, 0 um]`).join(', ')
  return `
format: 1
title: the loop, well mixed
include: [library/macrophage-polarisation]
domain: { size: [320 um, 300 um, 20 um], voxel: 20 um, boundary: closed }
time: { stop: ${DAYS} day, fields: 30 min, mechanics: 120 min, phenotype: 120 min }
# 1000 times as fast as in the library: differences in the medium level out within a minute, and interleukin 10 stays for hours
substrates: { IL-10: { diffusion: 10000 um^2/s } }
cell types:
  source: { exchange: { IL-10: { export: ${source} molecules/s } } }
  macrophage:
    motility: { speed: 0 um/min }
    death: { apoptosis: { rate: 0 1/h } }
    network:
      nodes: { ${nodes.join(', ')} }
      # ten times as fast as in tissue, as in models/sting-culture
      edges:
        - M1 becomes M2 at 1 1/day, by IL-10, half at 0.05 nM, hill 2 [assumed]
        - M2 becomes M1 at 0.45 1/day [assumed]
    rules:
      - M2 increases IL-10 export to ${10 * atM2} molecules/s, half at 9, hill 1 [assumed]
initial:
  source: { points: [${places(-100)}] }
  macrophage: { points: [${places(100)}] }`
}

/** Means over macrophages at rest: interleukin 10 that they see [units of HALF], and their share of M2. */
function restOf(how: Culture): { readonly i: number; readonly m: number } {
  const run = runModel(culture(how))
  run.run(DAYS * 12 * 4)
  return { i: meanOf(run, 'signal/IL-10') / HALF, m: meanOf(run, 'network/M2') }
}

function meanOf({ world, program }: TestRun, column: string): number {
  const macrophage = program.cellTypes.indexOf('macrophage')
  const values = [...world.f64(column).subarray(0, world.count)]
  const own = values.filter((_, slot) => world.u16('cell.type')[slot] === macrophage)
  expect(own).toHaveLength(CELLS)
  return own.reduce((sum, value) => sum + value, 0) / own.length
}

/** A source that gives A = `a` where nothing else does [molecules/s]. */
const sourceFor = (a: number): number => a / restingLevel(MEDIUM, CELLS)
/** B: all macrophages at M2 [units of HALF]. */
const B = restingLevel(MEDIUM, CELLS * AT_M2)
/** Small perturbation of either arm [units of HALF; share]. */
const STEP = 0.01

/**
 * How well mixed: what flows between both rows, 200 um apart, is at most all that is given off, so that levels differ by
 * L^2 (k + U) / D = 200^2 x 8e-5 / 1e4 = 3e-4 of themselves. Twice that is allowed; a closed loop enlarges it like anything else.
 */
const MIXED = 6e-4
/**
 * Central differences over 2 STEP are off by a third derivative. By finite differences of the closed form: below 1e-4 for m(i) at
 * these three rests, and 3.4e-3 for the closed loop at 0.2, where it answers most.
 */
const CURVED = { open: 1e-4, closed: 3.4e-3 }

/** A, without feedback: between those of carcinoma cells with MIIP (0.4) and without (0.8) in models/sting-culture, and below. */
describe.each([0.2, 0.4, 0.8])('the loop of interleukin 10 and M2, pushed by %d', (a) => {
  const [low, high] = [restOf({ source: sourceFor(a - STEP) }), restOf({ source: sourceFor(a + STEP) })]
  const rest = { i: (low.i + high.i) / 2, m: (low.m + high.m) / 2 }
  const expectedUp = B * exportSlope(rest.m)
  const expectedGain = expectedUp * polarisationSlope(rest.i)
  /** How much more the closed loop answers. */
  const enlarged = 1 / (1 - expectedGain)

  test('rests where its closed form does, in one state', () => {
    const [only = Number.NaN, ...more] = rests(a - STEP, B, exportShare)
    expect(more).toEqual([])
    expect(Math.abs(low.i / only - 1)).toBeLessThan(MIXED * enlarged)
    // What a macrophage makes of what it sees is exact, but for differences between macrophages, of second order.
    expect(Math.abs(low.m - polarisation(low.i))).toBeLessThan(1e-6)
  })

  test('has a gain, made of both arms while the other is held, and answers by it when it is closed', () => {
    const [less, more] = [
      restOf({ source: sourceFor(a), held: rest.m - STEP }),
      restOf({ source: sourceFor(a), held: rest.m + STEP }),
    ]
    const up = (more.i - less.i) / (2 * STEP)
    expect(Math.abs(up / expectedUp - 1)).toBeLessThan(MIXED + CURVED.open)

    // The other way: macrophages give off next to nothing, and sources alone bring them where they were.
    const [below, above] = [-STEP, STEP].map((by) =>
      restOf({ source: sourceFor(rest.i + by), atM2: 1e-9 * AT_M2 }),
    )
    if (below === undefined || above === undefined) throw new Error('two runs')
    const back = (above.m - below.m) / (above.i - below.i)
    expect(Math.abs(back / polarisationSlope(rest.i) - 1)).toBeLessThan(MIXED + CURVED.open)

    // The closed loop against one that is held: raised by 2 STEP, it answers by 1/(1 - gain) of that.
    const answer = (high.i - low.i) / (2 * STEP)
    expect(answer).toBeGreaterThan(1.1)
    expect(Math.abs(answer * (1 - up * back) - 1)).toBeLessThan(MIXED * enlarged + CURVED.closed)
  })
})

describe('with macrophages that make 1.4 times as much', () => {
  const strong = { atM2: 1.4 * AT_M2 }

  test.each([0.02, 0.065, 0.12])(
    'macrophages remember where they began as the closed form has it, pushed by %d',
    (a) => {
      const found = rests(a, 1.4 * B, exportShare)
      // An odd number: the middle one of three is none that anything stays at.
      expect(found.length % 2).toBe(1)
      for (const [start, expected = Number.NaN] of [
        [0, found[0]],
        [1, found.at(-1)],
      ] as const) {
        const { i } = restOf({ ...strong, source: sourceFor(a), start })
        // Gains are at most 0.9 at these rests: an answer enlarged tenfold.
        expect(Math.abs(i / expected - 1)).toBeLessThan(10 * MIXED)
      }
    },
  )

  test('there are two states in a middle range, and one on either side', () => {
    expect([0.02, 0.065, 0.12].map((a) => rests(a, 1.4 * B, exportShare).length)).toEqual([1, 3, 1])
  })
})

describe('the closed form', () => {
  test('has two states in the ranges that the design of the loop names, and none of macrophages as they are', () => {
    const isDouble = (a: number, b: number): boolean => rests(a, b).length === 3
    for (const [b, low, high] of [
      [1.5, 0.04, 0.08],
      [2, 0.001, 0.055],
      [3, 0.001, 0.035],
    ] as const)
      expect([b, isDouble(low, b), isDouble(high, b), isDouble(high + 0.005, b)]).toEqual([
        b,
        true,
        true,
        false,
      ])
    // The slope of m(i) is at most 0.804: below B = 1/0.804 = 1.24 the gain stays below 1, and there is one state whatever A is.
    const slopes = Array.from({ length: 3000 }, (_, k) => polarisationSlope((k + 1) / 1000))
    expect(1 / Math.max(...slopes)).toBeCloseTo(1.2437, 4)
    // Export that saturates a little is steeper where M2 is low; with it the threshold is 1.16 of what all at M2 raise.
    const gains = slopes.map((slope, k) => slope * exportSlope(polarisation((k + 1) / 1000)))
    expect(1 / Math.max(...gains)).toBeCloseTo(1.1614, 4)
    expect(B).toBeLessThan(1.1614)
  })
})
