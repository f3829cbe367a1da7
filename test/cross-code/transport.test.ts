import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'
import { readNumbers } from './read-csv.ts'

/** Step of the reference [min]. */
const STEP = 0.01
const STEPS = 6000

/**
 * Both programs do the same exact operations; what differs is rounding. Ours keeps 48 bits of a field per step (field
 * and remainder): at worst 6000 x 2^-48 = 2e-11 relative. Sweeps in f64 on both sides round some 40 times per voxel and
 * step: 6000 x 40 x 2^-53 = 3e-11. The files have 12 digits: 5e-12.
 */
const RELATIVE = 6e-11
/** We set values below 1e-28 to zero. */
const ABSOLUTE = 1e-26

const OFFSETS = { 'x+20': 1, 'x+40': 2, 'x+60': 3, 'x+80': 4, 'x+100': 5, 'x+140': 7, 'x+200': 10 } as const

interface Reading {
  readonly world: World
  readonly nx: number
  /** The voxel of the source. */
  readonly source: number
}

/** Our value for a column of the reference; undefined when it is not a value of the field. */
function readField({ world, nx, source }: Reading, column: string): number | undefined {
  const field = world.f32('field/s')
  const remainder = world.f32('remainder/s')
  const at = (voxel: number): number => (field[voxel] ?? 0) + (remainder[voxel] ?? 0)
  if (column === 'center' || column === 'cell_voxel') return at(source)
  if (column === 'diag1') return at(source + 1 + nx)
  if (column === 'total_amount_per_voxelvol' || column === 'total_sum') {
    return field.reduce((sum, _, voxel) => sum + at(voxel), 0)
  }
  const offset = new Map<string, number>(Object.entries(OFFSETS)).get(column)
  return offset === undefined ? undefined : at(source + offset)
}

/** Largest difference between a run and a file, relative to the tolerance: 1 is the limit. */
function worstDifference(
  file: string,
  run: TestRun,
  reading: Reading,
  more?: (column: string) => number | undefined,
) {
  let [worst, compared, place] = [0, 0, '']
  for (const row of readNumbers(file)) {
    run.run(Math.round((row['time_min'] ?? 0) / STEP))
    for (const [column, expected] of Object.entries(row)) {
      const ours = more?.(column) ?? readField(reading, column)
      if (ours === undefined) continue
      const difference = Math.abs(ours - expected) / (RELATIVE * Math.abs(expected) + ABSOLUTE)
      if (!(difference <= worst))
        [worst, place] = [difference, `${column} at ${row['time_min']} min: ${ours}, ${expected}`]
      compared += 1
    }
  }
  return { worst, compared, place, steps: run.world.tick }
}

function model(domain: string, substrate: string, rest = ''): string {
  return `
format: 1
title: one substrate
domain: { ${domain}, voxel: 20 um }
time: { stop: 60 min, fields: ${STEP} min, mechanics: 0.1 min, phenotype: 6 min }
transport: { scheme: lod, held sides: overwritten }
substrates: { s: { ${substrate} } }
${rest}`
}

/** The source stands in or beside the middle: voxel 25 of 50, 13 of 25. */
const middle = (n: number): number => (n === 1 ? 0 : Math.ceil(n / 2))

describe('a point that spreads and decays, against the reference program', () => {
  const substrate = 'unit: nM, diffusion: 1000 um^2/min, decay: 0.01 1/min'

  test.each([
    { file: 'diff2d_point', size: '1000 um, 1000 um, 20 um', shape: [50, 50, 1] },
    { file: 'diff3d_point', size: '500 um, 500 um, 500 um', shape: [25, 25, 25] },
  ])('$file', ({ file, size, shape }) => {
    const run = runModel(model(`size: [${size}]`, substrate))
    const [nx = 0, ny = 0, nz = 0] = shape
    const source = (middle(nz) * ny + middle(ny)) * nx + middle(nx)
    run.world.f32('field/s')[source] = 1000
    const result = worstDifference(file, run, { world: run.world, nx, source })
    expect(result.compared).toBeGreaterThan(600)
    expect(result.steps).toBe(STEPS)
    expect(result.worst, result.place).toBeLessThan(1)
  })
})

describe('one cell that exchanges, against the reference program', () => {
  const cases = [
    {
      file: 'source_uptake',
      substrate:
        'unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 38 mmHg, boundary: 38 mmHg',
      exchange: 'uptake: 10 1/min',
    },
    {
      file: 'source_secrete',
      substrate: 'unit: nM, diffusion: 1000 um^2/min, decay: 0.1 1/min',
      exchange: 'secretion: 10 1/min, saturation: 1 nM',
    },
    {
      file: 'source_export',
      substrate: 'unit: nM, diffusion: 1000 um^2/min, decay: 0.1 1/min',
      exchange: 'export: 100 ymol/min',
    },
  ].flatMap((given) => [true, false].map((track) => ({ ...given, track })))

  test.each(cases)('$file, counted per cell $track', ({ file, substrate, exchange, track }) => {
    const cells = `
cell types: { c: { exchange: { s: { ${exchange}, track: ${track} } } } }
initial: { c: { points: [[10 um, 10 um, 0 um]] } }`
    const run = runModel(model('size: [1000 um, 1000 um, 20 um]', substrate, cells))
    const { world } = run
    const internalised = (column: string): number | undefined =>
      track && column === 'internalized' ? world.f64('exchange.internalised/s')[0] : undefined
    const result = worstDifference(file, run, { world, nx: 50, source: 25 * 50 + 25 }, internalised)
    expect(world.count).toBe(1)
    expect(result.compared).toBeGreaterThan(track ? 480 : 400)
    expect(result.steps).toBe(STEPS)
    expect(result.worst, result.place).toBeLessThan(1)
  })
})
