import { describe, expect, it } from 'vitest'
import { allSections, parseModel } from '../../compile/parse-model.ts'
import type { World } from '../../engine/world.ts'
import { writeModel } from '../../model/assemble.ts'
import { fill, testSequence } from '../../testing/kernel-arrays.ts'
import { type TestRun, modelFrom, runModel } from '../../testing/run-model.ts'
import { pairAt, setPair } from '../../kernels/field-pair.ts'

interface Options {
  readonly size?: string
  readonly boundary?: string
  readonly step?: number
}

function text(
  substrate: string,
  { size = '200 um, 140 um, 20 um', boundary = 'closed', step = 0.01 }: Options = {},
): string {
  return `
format: 1
title: one substrate
domain: { size: [${size}], voxel: 20 um, boundary: ${boundary} }
time: { stop: 1 day, fields: ${step} min, mechanics: ${10 * step} min, phenotype: ${100 * step} min }
transport: { scheme: lod }
substrates: { s: { ${substrate} } }`
}

function pairOf(world: World) {
  return { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
}

function valuesOf({ world }: TestRun): Float64Array {
  const pair = pairOf(world)
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

function setValues({ world }: TestRun, values: ArrayLike<number>): void {
  const pair = pairOf(world)
  pair.field.forEach((_, v) => setPair(pair, v, values[v] ?? 0))
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

/** A field holds 48 bits: `steps` roundings of at most half a unit each, plus as much for the sweeps in f64. */
const rounding = (steps: number): number => steps * 2 ** -47

describe('decay', () => {
  it.each([
    { size: '200 um, 140 um, 20 um', axes: 2, diffusion: 1000 },
    { size: '80 um, 60 um, 100 um', axes: 3, diffusion: 1000 },
    { size: '200 um, 140 um, 20 um', axes: 2, diffusion: 0 },
  ])(
    'of a uniform field is (1 + decay dt / axes)^-axes a step: $axes axes, D $diffusion',
    ({ size, axes, diffusion }) => {
      const run = runModel(
        text(`unit: nM, diffusion: ${diffusion} um^2/min, decay: 0.5 1/min, initial: 3 nM`, { size }),
      )
      run.run(20)
      const expected = 3 * (1 + (0.5 * 0.01) / axes) ** (-20 * axes)
      for (const value of valuesOf(run)) expect(Math.abs(value / expected - 1)).toBeLessThan(rounding(20))
    },
  )

  it('is not lost when a step changes less than f32 can hold', () => {
    // 5e-9 a step and axis, a tenth of half a unit in the last place of f32: there, nothing at all would decay.
    const run = runModel(text('unit: nM, diffusion: 1000 um^2/min, decay: 1e-6 1/min, initial: 3 nM'))
    run.run(1000)
    const expected = 3 * (1 + 0.5e-8) ** -2000
    for (const value of valuesOf(run)) expect(Math.abs(value / expected - 1)).toBeLessThan(rounding(1000))
  })
})

describe('diffusion', () => {
  it.each(['closed', 'periodic'])('keeps the amount between %s faces, and keeps it positive', (boundary) => {
    const run = runModel(
      text('unit: nM, diffusion: 100000 um^2/min', { size: '140 um, 100 um, 60 um', boundary }),
    )
    const random = testSequence(3)
    setValues(
      run,
      fill(7 * 5 * 3, (v) => (v % 4 === 0 ? random() * 1000 : 0)),
    )
    const before = sum(valuesOf(run))
    run.run(100)
    expect(Math.abs(sum(valuesOf(run)) / before - 1)).toBeLessThan(rounding(100))
    expect(Math.min(...valuesOf(run))).toBeGreaterThan(0)
  })

  it('is the same wherever the field lies on a periodic mesh', () => {
    const [nx, ny] = [10, 7]
    const shifted = (v: number): number => ((Math.floor(v / nx) + 3) % ny) * nx + (((v % nx) + 4) % nx)
    const random = testSequence(4)
    const start = fill(nx * ny, () => 100 * random())
    const runs = [false, true].map((isShifted) => {
      const run = runModel(
        text('unit: nM, diffusion: 20000 um^2/min, decay: 0.1 1/min', { boundary: 'periodic' }),
      )
      const values = new Float64Array(start)
      if (isShifted) start.forEach((value, v) => (values[shifted(v)] = value))
      setValues(run, values)
      run.run(50)
      return valuesOf(run)
    })
    const [still, moved] = runs
    still?.forEach((value, v) =>
      expect(Math.abs((moved?.[shifted(v)] ?? NaN) / value - 1)).toBeLessThan(rounding(50)),
    )
  })

  it('stops at a closed face and passes a periodic one', () => {
    const ends = ['closed', 'periodic'].map((boundary) => {
      const run = runModel(
        text('unit: nM, diffusion: 1000 um^2/min', { size: '400 um, 20 um, 20 um', boundary }),
      )
      run.world.f32('field/s')[0] = 100
      run.run(10)
      return valuesOf(run)[19] ?? NaN
    })
    expect(ends[0]).toBeLessThan(1e-15)
    expect(ends[1]).toBeGreaterThan(1)
  })
})

describe('fixed values', () => {
  it('hold on the sides that name them, the later side at shared edges, and single points above all', () => {
    const substrate = `unit: mmHg, diffusion: 1000 um^2/min, boundary: { x low: 10 mmHg, y low: 20 mmHg, y high: closed },
      fixed: [{ at: [-100 um, -70 um, 0 um], value: 30 mmHg }]`
    const run = runModel(text(substrate))
    for (const until of [0, 5]) {
      run.run(until)
      const values = valuesOf(run)
      expect(values[0]).toBe(30)
      expect([1, 2, 9].map((v) => values[v])).toEqual([20, 20, 20])
      expect([10, 20, 60].map((v) => values[v])).toEqual([10, 10, 10])
    }
    expect(valuesOf(run)[11]).toBeGreaterThan(0)
    expect(valuesOf(run)[69]).toBeLessThan(10)
  })

  it('hold for a substrate that neither spreads nor decays', () => {
    const run = runModel(text('unit: nM, diffusion: 0 um^2/min, boundary: 5 nM, initial: 1 nM'))
    run.world.f32('field/s').fill(7)
    run.run(1)
    expect([valuesOf(run)[0], valuesOf(run)[11]]).toEqual([5, 7])
  })
})

describe('the cost of a substrate', () => {
  it('is nothing when it neither spreads nor decays and nothing is fixed', () => {
    const run = runModel(text('unit: nM, diffusion: 0 um^2/min, initial: 1 nM'))
    expect(run.world.has('transport.work')).toBe(false)
    run.run(3)
    expect(sum(valuesOf(run))).toBe(70)
  })
})

/** Codes and paths of everything that is said about a file. */
const codes = (file: string): readonly string[] =>
  parseModel('m.yaml', () => ({ ok: true, text: file })).issues.map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  )

const issuesOf = (substrate: string): readonly string[] => {
  const yaml = text(substrate)
  const parsed = parseModel('m.yaml', () => ({ ok: true, text: yaml }))
  return parsed.issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => `${code} ${path.join('.')}`)
}

describe('what an author may write', () => {
  it('values have the dimension of the substrate', () => {
    const substrate = `unit: mmHg, diffusion: 1 um^2/min, initial: 1 nM, boundary: { x low: 5 um, y high: 5 kPa },
      fixed: [{ at: [0 um, 0 um, 0 um], value: 1 }]`
    const found = ['initial', 'boundary.x low', 'fixed.0.value'].map(
      (place) => `wrong-unit substrates.s.${place}`,
    )
    expect(issuesOf(substrate)).toEqual(found)
    expect(issuesOf('unit: mmHg, diffusion: 1 um^2/min, boundary: 1 nM')).toEqual([
      'wrong-unit substrates.s.boundary',
    ])
    expect(issuesOf('unit: relative, diffusion: 1 um^2/min, boundary: 1')).toEqual([])
  })

  it('every form of the boundary can be written and read back', () => {
    for (const boundary of ['closed', '38 mmHg', '{ x low: 38 mmHg }', '{ x low: 5 kPa, y high: closed }']) {
      const model = modelFrom(text(`unit: mmHg, diffusion: 1 um^2/min, boundary: ${boundary}`))
      expect(modelFrom(writeModel(model.data, allSections())).hash).toBe(model.hash)
    }
    expect(issuesOf('unit: mmHg, diffusion: 1 um^2/min, boundary: open')).not.toEqual([])
  })

  it('what stands outside the domain, or across a plane, is a mistake', () => {
    const outside = 'unit: nM, diffusion: 1 um^2/min, fixed: [{ at: [200 um, 0 um, 0 um], value: 1 nM }]'
    expect(issuesOf(outside)).toEqual(['outside-domain substrates.s.fixed.0.at'])
    const across = 'unit: nM, diffusion: 1 um^2/min, boundary: { z low: 1 nM }'
    expect(issuesOf(across)).toEqual(['no-such-side substrates.s.boundary.z low'])
  })

  it('a step that loses what sides hold brings a warning, unless sides are part of the equations', () => {
    const yaml = text('unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, boundary: 38 mmHg', {
      step: 0.1,
    })
    const overwritten = yaml.replace('{ scheme: lod }', '{ scheme: lod, held sides: overwritten }')
    expect(codes(overwritten)).toContain('held-value-lost substrates.s.boundary')
    expect(codes(yaml).join()).not.toContain('held-value-lost')
    expect(codes(overwritten.replace('fields: 0.1', 'fields: 0.001')).join()).not.toContain('held-value-lost')
  })
})
