import { expect, test } from 'vitest'
import { adviseMeasure, measureNames, resolveMeasure } from '../../analysis/measures.ts'
import { compile } from '../../compile/compile.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'
import { sumOfField } from './kernels.ts'

const text = (ledger: string, more = ''): string => `format: 1
title: a ledger
domain: { size: [100 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
substrates: { drug: { unit: nM, diffusion: 600 um^2/min, decay: 0.01 1/min, initial: 10 nM }, oxygen: { unit: mmHg, diffusion: 1e5 um^2/min } }
${ledger}
${more}`

test('sums are those of the reference to the bit', () => {
  const bench = kernelBench()
  const random = testSequence(5)
  const [field, remainder] = [bench.f32(fill(1000, random)), bench.f32(fill(1000, () => 1e-9 * random()))]
  const pair = { field: field.view, remainder: remainder.view }
  const found = bench.kernels.call('ledger_field', [field.pointer, remainder.pointer, 0, 1000])
  expect(found).toBe(sumOfField(pair))
})

test('what decays is what the medium loses', () => {
  const { world, run } = runModel(text('ledger: [drug]'))
  run(600)
  const [start = 0] = world.f64('ledger.start/drug')
  const [decayed = 0] = world.f64('transport.decayed/drug')
  // 5 voxels of 8000 um^3 at 10 nM.
  expect(start).toBe(400_000)
  const left = world.f32('field/drug').reduce((all, c) => all + 8000 * c, 0)
  // f32 without remainders.
  expect(Math.abs((left + decayed) / start - 1)).toBeLessThan(1e-7)
  // An hour at 0.01 /min.
  expect(decayed / start).toBeCloseTo(1 - Math.exp(-0.6), 2)
})

test('without a ledger nothing is counted, and measures say what to write', () => {
  const program = compile(modelFrom(text('')))
  expect(program.columns.some(({ name }) => name.startsWith('ledger.'))).toBe(false)
  expect(resolveMeasure('drug decayed', program)).toBeUndefined()
  expect(measureNames(program)).not.toContain('drug decayed')
  const listed = compile(modelFrom(text('ledger: [drug]')))
  expect(measureNames(listed)).toContain('drug decayed')
  expect(adviseMeasure('oxygen left with cells', listed).problem).toMatch(/write ledger: \[oxygen\]/)
})

test('mistakes are said', () => {
  expect(refusal(text('ledger: [drog]'))).toMatch(/did you mean 'drug'/)
  expect(refusal(text('ledger: [oxygen]'))).toMatch(/not measured as a concentration/)
  expect(refusal(text('ledger: [drug]', 'transport: { scheme: lod }'))).toMatch(/'scheme: lod' does not keep/)
})
