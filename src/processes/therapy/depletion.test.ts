import { expect, test } from 'vitest'
import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { philox4x32, uniform } from '../../math/philox.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'

test('the kernel asks for the cells that their lineage names, and leaves other requests alone', () => {
  const cells = 500
  const bench = kernelBench()
  const random = testSequence(8)
  const classes = bench.u16(fill(cells, () => Math.floor(3 * random())))
  const requests = bench.u8(fill(cells, (i) => (i % 3 === 0 ? 1 : 0)))
  const word = (): number => Math.floor(random() * 2 ** 32)
  const [low, high] = [bench.u32(fill(cells, word)), bench.u32(fill(cells, word))]
  const before = requests.view.slice()
  const [cls, share, seedLow, seedHigh, tick, draw] = [1, 0.4, 5, 6, 70, 0xabcd_ef00]
  const pointers = [classes, requests, low, high].map((array) => array.pointer)
  bench.kernels.call('therapy_deplete', [...pointers, cls, share, seedLow, seedHigh, tick, draw, 0, cells])
  const words = new Uint32Array(4)
  const expected = before.map((bits, i) => {
    philox4x32([low.view[i] ?? 0, high.view[i] ?? 0, tick, draw], [seedLow, seedHigh], words)
    const isTaken = classes.view[i] === cls && uniform(words[0] ?? 0, words[1] ?? 0) < share
    return isTaken ? bits | REQUEST_REMOVE : bits
  })
  expect(requests.view).toEqual(expected)
  expect(expected).not.toEqual(before)
})

const population = (depletion: string): string => `format: 1
title: depletion
domain: { size: [2000 um, 2000 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types: { macrophage: {}, tumour: {} }
initial:
  macrophage: { box: { low: [-900 um, -900 um, 0 um], high: [900 um, 900 um, 0 um], count: 2000 } }
  tumour: { box: { low: [-900 um, -900 um, 0 um], high: [900 um, 900 um, 0 um], count: 500 } }
depletion: { macrophage: ${depletion} }
`

test('depletion takes out its share of one type, when asked and at no other time', () => {
  const { world, run } = runModel(population('{ share: 90 %, at: 12 min, every: 12 min, count: 2 }'), {
    seed: 3,
  })
  const macrophages = (): number =>
    world
      .u16('cell.type')
      .subarray(0, world.count)
      .filter((type) => type === 0).length
  const counts = [2, 3, 4, 5, 9].map((ticks) => {
    run(ticks)
    return macrophages()
  })
  expect(counts[0]).toBe(2000)
  // Binomial: five standard deviations are 5 sqrt(2000 x 0.09) = 67 and 5 sqrt(200 x 0.09) + 0.1 x 67 = 28.
  expect(Math.abs((counts[1] ?? 0) - 200)).toBeLessThan(67)
  expect(counts[2]).toBe(counts[1])
  expect(Math.abs((counts[3] ?? 0) - 20)).toBeLessThan(28)
  expect(counts[4]).toBe(counts[3])
  expect(world.count - macrophages()).toBe(500)
})

test('depletion of everything leaves nothing, of nothing everything', () => {
  expect(runModel(population('{ share: 1 }'), { ticks: 1 }).world.count).toBe(500)
  expect(runModel(population('{ share: 0 }'), { ticks: 1 }).world.count).toBe(2500)
  expect(() => modelFrom(population('{ share: 0.5, at: 4 min }'))).toThrow('not a whole multiple')
})
