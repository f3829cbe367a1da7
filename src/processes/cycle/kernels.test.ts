import { expect, test } from 'vitest'
import { LIFE_STATES, LIVE } from '../../engine/columns.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type CycleArrays, type CycleInputs, cycleStep } from './kernels.ts'
import { MOST_PHASES } from './models.ts'

const CELLS = 600
const TYPES = 2
const SEED = [11, 7] as const
const STREAM = 0x1200

/** One value per cell. */
function cell(make: () => number): number[] {
  return fill(CELLS, make)
}

/** Cells of every state and phase, on a bench, with rates per cell for even phases and per class for odd ones. */
function makeBench(seed: number) {
  const random = testSequence(seed)
  const bench = kernelBench()
  const index = (n: number) => () => Math.floor(n * random())
  const types = cell(index(TYPES))
  const states = cell(() => (random() < 0.8 ? LIVE : 1 + index(3)()))
  const arrays = {
    states: bench.u8(states),
    types: bench.u16(types),
    classes: bench.u16(types.map((type, slot) => type + TYPES * (states[slot] ?? 0))),
    requests: bench.u8(cell(() => (random() < 0.1 ? 2 : 0))),
    pending: bench.u32([0]),
    phases: bench.u8(cell(index(MOST_PHASES))),
    elapsed: bench.f64(cell(() => 6 * index(30)())),
    nuclearTarget: bench.f64(cell(() => 135 + 100 * random())),
    lineageLow: bench.u32(cell(index(2 ** 32))),
    lineageHigh: bench.u32(cell(index(2 ** 32))),
    next: bench.u8(fill(TYPES * MOST_PHASES, index(MOST_PHASES))),
    flags: bench.u8(fill(TYPES * MOST_PHASES, index(8))),
  }
  const rates = fill(MOST_PHASES, (phase) => phase).map((phase) => ({
    perCell: phase % 2 === 0 ? 1 : 0,
    values: bench.f64(
      fill(phase % 2 === 0 ? CELLS : TYPES * LIFE_STATES, () => (random() < 0.2 ? 0 : 0.05 * random())),
    ),
  }))
  const mayDivide = bench.u8(cell(index(2)))
  return { bench, arrays, mayDivide, rates }
}

const cases = [1, 2, 3].flatMap((seed) => [false, true].map((isHeld) => ({ seed, isHeld })))

test.each(cases)('the cycle kernel does what its plain form does, to the bit (%o)', ({ seed, isHeld }) => {
  const { bench, arrays, mayDivide, rates } = makeBench(seed)
  const { kernels } = bench
  const low = arrays.lineageLow.view
  const high = arrays.lineageHigh.view
  const plain: CycleArrays = {
    states: arrays.states.view.slice(),
    types: arrays.types.view.slice(),
    classes: arrays.classes.view.slice(),
    requests: arrays.requests.view.slice(),
    pending: arrays.pending.view.slice(),
    phases: arrays.phases.view.slice(),
    elapsed: arrays.elapsed.view.slice(),
    nuclearTarget: arrays.nuclearTarget.view.slice(),
    next: arrays.next.view.slice(),
    flags: arrays.flags.view.slice(),
    ...(isHeld ? { mayDivide: mayDivide.view.slice() } : {}),
  }
  const before = plain.phases.slice()
  const pointers = Object.values(arrays).map(({ pointer }) => pointer)
  const exits = rates.flatMap(({ perCell, values }) => [values.pointer, perCell])
  for (let tick = 0; tick < 5; tick++) {
    const args = [...pointers, ...exits, isHeld ? mayDivide.pointer : 0, ...SEED, tick, STREAM, 6]
    kernels.call('cycle_step', [...args, 0, 250])
    kernels.call('cycle_step', [...args, 250, CELLS])
    const inputs: CycleInputs = {
      rate: (phase, slot, cls) => rates[phase]?.values.view[rates[phase].perCell === 1 ? slot : cls] ?? 0,
      draw: (slot) => kernels.call('uniform', [...SEED, low[slot] ?? 0, high[slot] ?? 0, tick, STREAM]),
      special: specialFunctions(kernels),
    }
    cycleStep(plain, inputs, 6, 0, CELLS)
  }
  for (const [name, values] of Object.entries(plain)) {
    expect({ ...arrays, mayDivide }[name as keyof CycleArrays].view, name).toEqual(values) // the same keys, see above
  }
  expect(plain.phases).not.toEqual(before)
  expect(plain.pending[0]).toBe(1)
})
