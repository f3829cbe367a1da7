import { expect, test } from 'vitest'
import { LIFE_STATES } from '../../engine/columns.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type DeathArrays, type DeathInputs, deathStep } from './kernels.ts'

const CELLS = 600
const TYPES = 2
const SEED = [5, 9] as const
const ONSET = 0x1300
const REMOVAL = 0x1400

/** One value per cell. */
function cell(make: () => number): number[] {
  return fill(CELLS, make)
}

/** Cells in every state of life on a bench; apoptosis per cell, necrosis per class. */
function makeBench(seed: number) {
  const random = testSequence(seed)
  const bench = kernelBench()
  const index = (n: number) => () => Math.floor(n * random())
  const types = cell(index(TYPES))
  const states = cell(index(LIFE_STATES))
  const arrays = {
    states: bench.u8(states),
    types: bench.u16(types),
    classes: bench.u16(types.map((type, slot) => type + TYPES * (states[slot] ?? 0))),
    volume: bench.f64(cell(() => 5000 * random())),
    requests: bench.u8(cell(() => (random() < 0.1 ? 1 : 0))),
    pending: bench.u32([0]),
    elapsed: bench.f64(cell(() => 6 * index(30)())),
    burstVolume: bench.f64(cell(() => 5000 * random())),
    lineageLow: bench.u32(cell(index(2 ** 32))),
    lineageHigh: bench.u32(cell(index(2 ** 32))),
    durations: bench.f64([60, 90]),
    isFixed: bench.u8([1, 0]),
    clearances: bench.f64([120, 150]),
  }
  const apoptosis = bench.f64(cell(() => (random() < 0.3 ? 0 : 0.05 * random())))
  const necrosis = bench.f64(fill(TYPES * LIFE_STATES, () => 0.02 * random()))
  return { bench, arrays, apoptosis, necrosis }
}

test.each([1, 2, 3])('the death kernel does what its plain form does, to the bit (seed %i)', (seed) => {
  const { bench, arrays, apoptosis, necrosis } = makeBench(seed)
  const { kernels } = bench
  const { lineageLow, lineageHigh, ...shared } = arrays
  const plain = Object.fromEntries(Object.entries(shared).map(([name, { view }]) => [name, view.slice()]))
  const draw = (slot: number, tick: number, stream: number): number =>
    kernels.call('uniform', [...SEED, lineageLow.view[slot] ?? 0, lineageHigh.view[slot] ?? 0, tick, stream])
  const pointers = Object.values(arrays).map(({ pointer }) => pointer)
  for (let tick = 0; tick < 4; tick++) {
    const scalars = [apoptosis.pointer, 1, necrosis.pointer, 0, ...SEED, tick, ONSET, REMOVAL, 6]
    kernels.call('death_step', [...pointers, ...scalars, 0, 311])
    kernels.call('death_step', [...pointers, ...scalars, 311, CELLS])
    const inputs: DeathInputs = {
      apoptosis: (slot) => apoptosis.view[slot] ?? 0,
      necrosis: (_, cls) => necrosis.view[cls] ?? 0,
      onset: (slot) => [draw(slot, tick, ONSET), kernels.call('second', [])],
      removal: (slot) => draw(slot, tick, REMOVAL),
      special: specialFunctions(kernels),
    }
    // The cast states that the entries were copied from arrays with these keys and types.
    deathStep(plain as unknown as DeathArrays, inputs, 6, 0, CELLS)
  }
  for (const [name, values] of Object.entries(plain)) {
    expect(arrays[name as keyof typeof arrays].view, name).toEqual(values) // the same keys, see above
  }
  const bits = new Set(plain['requests'])
  for (const bit of [2, 4, 8, 32]) expect([...bits].some((each) => (each & bit) !== 0)).toBe(true)
})

test('the signal is 1 for the dead and 0 for the living', () => {
  const bench = kernelBench()
  const states = bench.u8([0, 1, 2, 3])
  const dead = bench.f64([9, 9, 9, 9])
  bench.kernels.call('death_sense', [states.pointer, dead.pointer, 0, 4])
  expect([...dead.view]).toEqual([0, 1, 1, 1])
})
