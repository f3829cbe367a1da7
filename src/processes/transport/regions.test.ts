import { expect, test } from 'vitest'
import { refusal, runModel } from '../../testing/run-model.ts'

/** A matrix that fills the half above x = 0 and a spot of its own, and a cell in it that degrades it. */
const model = (scheme: 'lod' | 'adaptive', uptake: number, more = ''): string => `format: 1
title: matrix
domain: { size: [200 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 0.1 min, mechanics: 6 min, phenotype: 6 min }
transport: { scheme: ${scheme} }
substrates:
  matrix:
    unit: relative
    diffusion: 0 um^2/s
    regions:
      - { box: { low: [0 um, -50 um, -10 um], high: [100 um, 50 um, 10 um] }, value: 0.7 }
      - { box: { low: [80 um, 30 um, -10 um], high: [100 um, 50 um, 10 um] }, value: 0.1 }
${more}
cell types:
  cell: { exchange: { matrix: { uptake: ${uptake} 1/min } } }
initial:
  cell: { points: [[10 um, 0 um, 0 um]] }
`

/** Value of voxel (i, j): x from -100, y from -50. */
const expected = (v: number): number => {
  const [i, j] = [v % 10, Math.floor(v / 10)]
  return i === 9 && j === 4 ? 0.1 : i >= 5 ? 0.7 : 0
}

test.each(['lod', 'adaptive'] as const)(
  'a matrix stays where it was laid, to the bit, save where it is degraded (%s)',
  (scheme) => {
    const { world, run } = runModel(model(scheme, 0.2))
    const field = world.f32('field/matrix')
    const remainder = world.f32('remainder/matrix')
    const at = (v: number): number => (field[v] ?? 0) + (remainder[v] ?? 0)
    const start = Array.from(field, (_, v) => at(v))
    // A pair of f32 holds 48 bits.
    start.forEach((value, v) => expect(Math.abs(value - expected(v))).toBeLessThan(2 ** -47))
    const before = { field: field.slice(), remainder: remainder.slice() }
    run(180)
    const own = 2 * 10 + 5
    const decay = Math.exp((-0.2 * 18 * 2494) / 8000)
    // lod: backward Euler errs by k t x k dt / 2 = 1.1 x 0.003; adaptive: exact, in 48 bits per step of the field.
    const margin = scheme === 'lod' ? 0.005 * 0.7 * decay : 180 * 2 ** -47
    expect(Math.abs(at(own) - 0.7 * decay)).toBeLessThan(margin)
    for (let v = 0; v < field.length; v++) {
      if (v === own) continue
      expect(field[v]).toBe(before.field[v])
      expect(remainder[v]).toBe(before.remainder[v])
    }
  },
)

test('what cells took of a matrix is what it lost', () => {
  const text = model('adaptive', 0.2).replace('uptake: 0.2 1/min', 'uptake: 0.2 1/min, track: true')
  const { world } = runModel(text, { ticks: 180 })
  const [field, remainder] = [world.f32('field/matrix'), world.f32('remainder/matrix')]
  const left = (field[25] ?? 0) + (remainder[25] ?? 0)
  // Volume of a voxel times the loss; three steps that store 48 bits of the field.
  expect(
    Math.abs((world.f64('exchange.internalised/matrix')[0] ?? 0) / (8000 * (0.7 - left)) - 1),
  ).toBeLessThan(1e-12)
})

test('boxes upside down and values in another unit are mistakes', () => {
  expect(refusal(model('lod', 0).replace('low: [0 um', 'low: [110 um'))).toContain('upside down')
  expect(refusal(model('lod', 0).replace('value: 0.7', 'value: 0.7 nM'))).toContain('nM')
})
