import { expect, test } from 'vitest'
import { philox4x32, uniform } from '../../math/philox.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { arrives, feltBeside, gateFactor, vesselExchange } from './kernels.ts'

const VESSELS = 300
const VOXELS = 64

test('the exchange kernel equals its reference to the last bit', () => {
  const bench = kernelBench()
  const random = testSequence(1)
  const field = bench.f32(fill(VOXELS, () => 50 * random()))
  const remainder = bench.f32(fill(VOXELS, () => 1e-7 * random()))
  // Five vessel points in each of 60 voxels, in no particular order.
  const order = fill(VESSELS, (i) => (i * 7) % VESSELS)
  const voxelOf = fill(VESSELS, () => 0)
  order.forEach((vessel, place) => (voxelOf[vessel] = Math.floor(place / 5)))
  const sites = {
    voxels: bench.u32(voxelOf),
    order: bench.u32(order),
    first: bench.u32(fill(VESSELS, (s) => 5 * s)),
    counts: bench.u32(fill(VESSELS, () => 5)),
  }
  const delivered = bench.f64(fill(VESSELS, () => random()))
  const blood = bench.f64([38])
  const expected = {
    field: field.view.slice(),
    remainder: remainder.view.slice(),
    delivered: delivered.view.slice(),
  }
  const wall = { level: 38, k: 0.37, volume: 8000 }
  const views = {
    voxels: sites.voxels.view,
    order: sites.order.view,
    first: sites.first.view,
    counts: sites.counts.view,
  }
  vesselExchange(expected, views, expected.delivered, wall, 0, 60)
  const pointers = [field, remainder, sites.voxels, sites.order, sites.first, sites.counts, delivered, blood]
  bench.kernels.call('vasculature_exchange', [
    ...pointers.map((array) => array.pointer),
    wall.k,
    wall.volume,
    0,
    60,
  ])
  expect(field.view).toEqual(expected.field)
  expect(remainder.view).toEqual(expected.remainder)
  expect(delivered.view).toEqual(expected.delivered)
})

test('hazard, gates and draws equal their references to the last bit', () => {
  const bench = kernelBench()
  const random = testSequence(2)
  const special = specialFunctions(bench.kernels)
  const hazard = bench.f64(fill(VESSELS, () => 0))
  const voxels = bench.u32(fill(VESSELS, () => Math.floor(VOXELS * random())))
  const field = bench.f32(fill(VOXELS, (v) => (v % 9 === 0 ? 0 : 3 * random())))
  const blocker = bench.f32(fill(VOXELS, (v) => (v % 7 === 0 ? 0 : 5 * random())))
  const felt = bench.f64(fill(VESSELS, () => 0))
  const arriving = bench.u8(fill(VESSELS, () => 7))
  const gate = { half: 1.3, hill: 2.5, low: 0.1, high: 1 }
  bench.kernels.call('vasculature_hazard', [hazard.pointer, 0.4, 0, VESSELS])
  bench.kernels.call('vasculature_feel', [felt.pointer, voxels.pointer, field.pointer, 0, VESSELS])
  bench.kernels.call('vasculature_block', [felt.pointer, voxels.pointer, blocker.pointer, 1.7, 0, VESSELS])
  bench.kernels.call('vasculature_gate', [
    hazard.pointer,
    felt.pointer,
    gate.half,
    gate.hill,
    gate.low,
    gate.high,
    0,
    VESSELS,
  ])
  const [dt, low, high, type, tick, draw] = [6, 0x89ab_cdef, 12, 3, 17, 0xffff_ff00]
  const scalars = [dt, low, high, type, tick, draw, 0, VESSELS]
  bench.kernels.call('vasculature_draw', [hazard.pointer, arriving.pointer, ...scalars])
  const words = new Uint32Array(4)
  let arrivals = 0
  for (let vessel = 0; vessel < VESSELS; vessel++) {
    const voxel = voxels.view[vessel] ?? 0
    const level = feltBeside(field.view[voxel] ?? 0, blocker.view[voxel] ?? 0, 1.7)
    const rate = 0.4 * gateFactor(level, gate, special)
    philox4x32([vessel, type, tick, draw], [low, high], words)
    const isArriving = arrives(rate, dt, uniform(words[0] ?? 0, words[1] ?? 0), special)
    expect(hazard.view[vessel]).toBe(rate)
    expect(arriving.view[vessel]).toBe(isArriving ? 1 : 0)
    arrivals += Number(isArriving)
  }
  expect(arrivals).toBeGreaterThan(0)
  expect(arrivals).toBeLessThan(VESSELS)
})

test('gates by hand', () => {
  const special = specialFunctions(kernelBench().kernels)
  const opens = { half: 1, hill: 2, low: 0, high: 1 }
  const closes = { half: 2, hill: 2, low: 1, high: 0 }
  // 3^2 / (1 + 3^2); 1 - 4^2 / (2^2 + 4^2); half at half; the weakest effect at zero.
  expect(gateFactor(3, opens, special)).toBeCloseTo(0.9, 15)
  expect(gateFactor(4, closes, special)).toBeCloseTo(0.2, 15)
  expect(gateFactor(2, closes, special)).toBe(0.5)
  expect(gateFactor(0, opens, special)).toBe(0)
  expect(gateFactor(0, closes, special)).toBe(1)
  // From 0.1: a tenth is open anyway, the rest follows the Hill function: 0.1 + 0.9 x 0.9.
  expect(gateFactor(3, { ...opens, low: 0.1 }, special)).toBeCloseTo(0.91, 15)
})
