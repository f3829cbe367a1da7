import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { readCsv } from '../../src/compile/csv.ts'
import { mean } from '../../src/math/statistics.ts'
import { runModel } from '../../src/testing/run-model.ts'
import { HALF, exportShare, exportSlope, polarisation, polarisationSlope, rests } from './loop.ts'

/*
 * The loop of interleukin 10 and M2 in models/sting-culture, whose cells are held still for a month: its gain from both arms, how it
 * answers when it is closed, and the well-mixed closed form. loop-gain.test.ts does the same where everything is well mixed.
 */

/** Macrophages turn within a day or two, the closed loop within three: rests are left by e^-10. */
const DAYS = 30
/** Relative perturbation of what carcinoma cells give off, and perturbation of the share of M2. Chosen: well above TRANSPORT. */
const STEP = 0.1
/**
 * Fields may be off by 0.1 % of themselves. A tenth of what carcinoma cells give off moves i by a tenth and more, both ways, so
 * that a difference is off by 1 % of itself at most. There is no error of replicates: seeds begin with cells in the same places,
 * and nothing here is left to chance.
 */
const TRANSPORT = 0.01

interface Culture {
  /** Level at which IL-10 synthesis of carcinoma cells is held; 0.134 with MIIP, about 0.27 without. */
  readonly synthesis: number
  /** Share of M2 that macrophages are held at; free without it. */
  readonly held?: number
  /** Export of a macrophage at M2 [molecules/s]; that of the library unless said. */
  readonly atM2?: number
}

function culture({ synthesis, held, atM2 = 0.25 }: Culture): string {
  const clamps = held === undefined ? '' : `M1: { clamped: ${1 - held} }, M2: { clamped: ${held} }`
  return `
format: 1
title: the loop in models/sting-culture
include: [sting-culture/model]
time: { stop: ${DAYS} day, fields: 10 min, mechanics: 60 min, phenotype: 60 min }
transport: { tolerance: 0.1 % }
cell types:
  tumour:
    # no forces either: steps of an hour are too long for them
    mechanics: { repulsion: 0 um/min, adhesion: 1e-9 um/min }
    motility: { speed: 0 um/min }
    death: { apoptosis: { rate: 1e-9 1/h } }
    network: { nodes: { IL-10 synthesis: { clamped: ${synthesis} } } }
    rules:
      - EMT decreases adhesion to 0 um/min, half at 0.5, hill 2 [assumed]
      - oxygen increases cycle entry to 1e-9 1/min, half at 21.5 mmHg, hill 4 [assumed]
      - EMT increases migration speed to 1e-6 um/min, half at 0.5, hill 2 [assumed]
      - motility programme increases migration speed to 1e-6 um/min, half at 5, hill 1 [assumed]
      - EGFR signalling increases migration speed to 1e-6 um/min, half at 0.5, hill 2 [assumed]
  macrophage:
    mechanics: { repulsion: 0 um/min, adhesion: 0 um/min }
    motility: { speed: 0 um/min }
    death: { apoptosis: { rate: 0 1/h } }
    network: { nodes: { ${clamps} } }
    rules:
      - M2 increases IL-10 export to ${10 * atM2} molecules/s, half at 9, hill 1 [assumed]`
}

/** At rest, of macrophages: interleukin 10 that each sees and their mean [units of HALF], and their mean share of M2. */
function restOf(how: Culture) {
  const { world, program, run } = runModel(culture(how), { file: 'models/still.yaml' })
  run(DAYS * 24 * 6)
  const type = program.cellTypes.indexOf('macrophage')
  const of = (column: string): readonly number[] =>
    [...world.f64(column).subarray(0, world.count)].filter((_, slot) => world.u16('cell.type')[slot] === type)
  const seen = of('signal/IL-10').map((i) => i / HALF)
  return { seen, i: mean(seen), m: mean(of('network/M2')) }
}

/** Difference of what a measurement gives at two ends, over the difference of what was changed. */
function slopeOf(low: number, high: number, from: number, to: number): number {
  return (high - low) / (to - from)
}

/** Level of IL-10 synthesis that gives `wanted` over `level` times the export of `level`; export saturates, half at 9. */
function synthesisFor(wanted: number, level: number): number {
  const share = wanted / (9 + level)
  return (9 * share) / (1 - share)
}

/** All that one culture tells about its loop, and what the closed form says to it. */
function loopOf(synthesis: number) {
  const at = (how: Partial<Culture>) => restOf({ synthesis, ...how })
  const rest = at({})
  const [less, more] = [synthesis * (1 - STEP), synthesis * (1 + STEP)]
  const [low, high] = [at({ synthesis: less }), at({ synthesis: more })]
  // Macrophages held where they are: what reaches them of the same change without the loop.
  const [lowHeld, highHeld] = [at({ synthesis: less, held: rest.m }), at({ synthesis: more, held: rest.m })]
  const answer = slopeOf(low.i, high.i, lowHeld.i, highHeld.i)
  // From M2 to interleukin 10.
  const [down, up] = [at({ held: rest.m - STEP }), at({ held: rest.m + STEP })]
  const forth = slopeOf(down.i, up.i, rest.m - STEP, rest.m + STEP)
  // From interleukin 10 to M2: carcinoma cells alone bring macrophages where both had brought them.
  const tumour = at({ held: 0 }).i
  const [below, above] = [1 - STEP, 1 + STEP].map((times) =>
    at({ synthesis: synthesisFor((synthesis * times * rest.i) / tumour, synthesis), atM2: 1e-9 }),
  )
  if (below === undefined || above === undefined) throw new Error('two runs')
  const back = slopeOf(below.m, above.m, below.i, above.i)

  const b = forth / exportSlope(rest.m)
  const restingAt = (a: number): number => rests(a, b, exportShare)[0] ?? Number.NaN
  const i = restingAt(tumour)
  return {
    rest,
    b,
    gain: forth * back,
    answer,
    /** Relative error of a slope at the mean where macrophages see different levels, which rise in proportion. */
    spread: Math.max(...[below, above].map(({ seen }) => spreadOf(seen))),
    form: {
      i,
      gain: b * exportSlope(polarisation(i)) * polarisationSlope(i),
      answer: (restingAt(tumour * (1 + STEP)) - restingAt(tumour * (1 - STEP))) / (2 * STEP * tumour),
    },
  }
}

function spreadOf(seen: readonly number[]): number {
  const centre = mean(seen)
  const slopes = mean(seen.map((i) => (i / centre) * polarisationSlope(i)))
  return Math.abs(slopes / polarisationSlope(centre) - 1)
}

describe.each([
  ['with MIIP', 0.134],
  ['without MIIP', 0.27],
])('the loop in the culture of carcinoma cells %s', (_, synthesis) => {
  const { rest, b, gain, answer, spread, form } = loopOf(synthesis)
  const off = 2 * TRANSPORT + spread

  test('rests where the closed form does', () => {
    expect(Math.abs(rest.i / form.i - 1)).toBeLessThan(TRANSPORT / (1 - form.gain) + spread)
  })

  test('has the gain of the closed form, and one state', () => {
    expect(Math.abs(gain / form.gain - 1)).toBeLessThan(off)
    expect(gain).toBeGreaterThan(0.1)
    // Above 1.16 there would be two states for some A.
    expect(b).toBeGreaterThan(1)
    expect(b).toBeLessThan(1.1614)
  })

  test('answers by its gain when it is closed', () => {
    expect(answer).toBeGreaterThan(1.1)
    expect(Math.abs(answer / form.answer - 1)).toBeLessThan(off)
    // An error of the gain makes gain/(1 - gain) times itself in 1/(1 - gain); finite steps add what they add in the closed form.
    const curved = Math.abs(form.answer * (1 - form.gain) - 1)
    expect(Math.abs(answer * (1 - gain) - 1)).toBeLessThan(off / (1 - form.gain) + curved)
  })
})

/** Levels of MIIP, and what macrophages make at most, of experiments/e0-2-switch.yaml. */
const SETTINGS = { MIIP: [0.2, 0.6, 1, 1.3, 1.6, 2], 'IL-10 of macrophages': [2.5, 4] }

describe('experiments/e0-2-switch.yaml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-switch-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('macrophages remember where they began only where they make much and carcinoma cells little', async () => {
    const out = join(folder, 'switch')
    expect(await main(['trial', 'experiments/e0-2-switch.yaml', '--out', out, '--quiet'])).toBe(0)
    const read = readCsv(readFileSync(join(out, 'tables', 'sweep-effects.csv'), 'utf8'))
    if (!Array.isArray(read)) throw new Error('no table')
    const [header = [], ...rows] = read.map(({ fields }) => fields)
    const of = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? ''
    const memory = rows
      .filter((row) => of(row, 'endpoint') === 'M2 fraction')
      .map((row) => Number(of(row, 'difference')))
    expect(memory).toHaveLength(SETTINGS.MIIP.length * SETTINGS['IL-10 of macrophages'].length)
    // MIIP varies fastest. What is left of a start after four months is below 1e-3 but close to a fold; states lie 0.4 apart and more.
    const [weak, strong] = [memory.slice(0, 6), memory.slice(6)].map((own) =>
      own.map((difference) => difference > 0.4),
    )
    expect(weak).toEqual([false, false, false, false, false, false])
    expect(strong).toEqual([false, false, false, true, true, true])
    expect(memory.filter((difference) => Math.abs(difference) < 1e-3)).toHaveLength(9)
  })
})
