import { expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { advanceDrug, freeLigand, neutralise, respond } from './kernels.ts'
import { SITE, propagator } from './propagator.ts'

const CELLS = 200
const VOXELS = 64

test('compartments advance as their reference does, to the last bit', () => {
  const bench = kernelBench()
  const rates = { absorption: 0.02, elimination: 0.003, toPeripheral: 0.01, toCentral: 0.005 }
  const table = propagator(rates, SITE, 6)
  const change = bench.f64(table)
  const amounts = bench.f64([0, 0, 0, 0, 0])
  const plasma = bench.f64([5])
  const expected = new Float64Array(5)
  for (let step = 0; step < 200; step++) {
    const given = { input: SITE, bolus: step % 50 === 0 ? 1e18 : 0, rate: step < 30 ? 1e15 : 0 }
    advanceDrug(expected, table, given, 6)
    const isFirst = step % 2
    const before = plasma.view[0] ?? 0
    const scalars = [given.input, given.bolus, given.rate, 6, plasma.pointer, 1e-16, isFirst]
    bench.kernels.call('therapy_advance', [amounts.pointer, change.pointer, ...scalars])
    expect(amounts.view).toEqual(expected)
    expect(plasma.view[0]).toBe((isFirst === 1 ? 0 : before) + 1e-16 * (expected[1] ?? 0))
  }
})

test('ligand, blockers and response equal their references to the last bit', () => {
  const bench = kernelBench()
  const random = testSequence(4)
  const special = specialFunctions(bench.kernels)
  const classes = bench.u16(fill(CELLS, () => Math.floor(3 * random())))
  const voxels = bench.u32(fill(CELLS, () => Math.floor(VOXELS * random())))
  const fields = [0, 1, 2].map(() => bench.f32(fill(VOXELS, (v) => (v % 7 === 0 ? 0 : 10 * random()))))
  const [ligand, first, second] = fields as [(typeof fields)[0], (typeof fields)[0], (typeof fields)[0]] // three
  const kd = [bench.f64([2.6, Infinity, 0.5]), bench.f64([Infinity, 1, 30])] as const
  const half = bench.f64([1, 0, 4])
  const hill = bench.f64([2, 1, 0.7])
  const signal = bench.f64(fill(CELLS, () => -1))
  const run = (kernel: string, pointers: readonly { readonly pointer: number }[]): void =>
    void bench.kernels.call(kernel, [signal.pointer, ...pointers.map((array) => array.pointer), 0, CELLS])
  run('therapy_ligand_field', [ligand, voxels])
  run('therapy_block', [classes, voxels, first, kd[0]])
  run('therapy_block', [classes, voxels, second, kd[1]])
  run('therapy_respond', [classes, half, hill])
  for (let i = 0; i < CELLS; i++) {
    const [cls = 0, voxel = 0] = [classes.view[i], voxels.view[i]]
    const blockers = [
      { c: first.view[voxel] ?? 0, kd: kd[0].view[cls] ?? 0 },
      { c: second.view[voxel] ?? 0, kd: kd[1].view[cls] ?? 0 },
    ]
    const x = freeLigand(ligand.view[voxel] ?? 0, blockers)
    expect(signal.view[i]).toBe(respond(x, half.view[cls] ?? 0, hill.view[cls] ?? 0, special))
  }
  const other = bench.f64(fill(CELLS, () => random()))
  run('therapy_ligand_cells', [other])
  expect(signal.view).toEqual(other.view)
})

test('neutralisation equals its reference to the last bit', () => {
  const bench = kernelBench()
  const random = testSequence(6)
  const special = specialFunctions(bench.kernels)
  const make = () => bench.f32(fill(VOXELS, (v) => (v % 5 === 0 ? 1 : v % 11 === 0 ? 0 : 20 * random())))
  const rest = () => bench.f32(fill(VOXELS, () => 1e-9 * random()))
  const [a, aRest, b, bRest] = [make(), rest(), make(), rest()]
  const expected = [a, aRest, b, bRest].map((array) => array.view.slice())
  const [field = a.view, remainder = a.view, field2 = a.view, remainder2 = a.view] = expected
  neutralise({ field, remainder }, { field: field2, remainder: remainder2 }, 0.08, special)
  const pointers = [a, aRest, b, bRest].map((array) => array.pointer)
  bench.kernels.call('therapy_neutralise', [...pointers, 0.08, 0, VOXELS])
  expect([a, aRest, b, bRest].map((array) => array.view)).toEqual(expected)
})
