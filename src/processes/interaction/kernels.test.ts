import { packCells } from '../../testing/packed-cells.ts'
import { describe, expect, it } from 'vitest'
import { type ColumnArray, type ElementType, ELEMENT_BYTES, viewOf } from '../../engine/columns.ts'
import { type Kernels, createMemory, instantiateKernels } from '../../kernels/kernels.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { philox4x32, uniform } from '../../math/philox.ts'
import { testKernels } from '../../testing/kernels.ts'
import {
  type BehaviourValues,
  type DecideArrays,
  type DecideFrame,
  interactionDamage,
  interactionDecide,
  interactionDeliver,
} from './kernels.ts'

const TYPES = 3
const CELLS = 300
const SEED = [7, 11] as const
// Flags of classes, as `compileInteraction` makes them.
const ACTS = 1
const ACTS_WHEN_MODULATED = 2

/** Seeded uniform numbers: each call gives the next. */
function generator(seed: number): () => number {
  const words = new Uint32Array(4)
  let n = 0
  return () => {
    philox4x32([n++, 0, 0, 0], [seed, 0], words)
    return uniform(words[0] ?? 0, words[1] ?? 0)
  }
}

/** Puts arrays into the memory of a module one after the other; returns their pointers. */
function arena(kernels: Kernels): (type: ElementType, values: ArrayLike<number>) => number {
  let at = Math.ceil(kernels.heapBase / 8) * 8
  return (type, values) => {
    const pointer = at
    viewOf(kernels.memory.buffer, type, pointer, values.length).set(values)
    at += Math.ceil((values.length * ELEMENT_BYTES[type]) / 8) * 8
    return pointer
  }
}

function freshKernels(): Kernels {
  return instantiateKernels(testKernels(), createMemory(32))
}

/**
 * Half of the behaviours per cell, half per class; a third of the rates are zero. The last type acts by modulated rates only:
 * all others are zero for its class, as its flag says.
 */
function randomRates(random: () => number): readonly BehaviourValues[] {
  return Array.from({ length: 4 + 4 * TYPES }, (_, entry) => {
    const isPerCell = random() < 0.5
    const length = isPerCell ? CELLS : 4 * TYPES
    const scale = entry === 0 ? 20 : 2
    const values = Float64Array.from({ length }, () => (random() < 0.3 ? 0 : scale * random()))
    if (!isPerCell && entry > 0 && (entry < 4 || (entry - 4) % 4 < 3)) values[TYPES - 1] = 0
    return { isPerCell, values }
  })
}

function randomCells(seed: number): DecideArrays {
  const random = generator(seed)
  const f64 = (scale: number, from = 0): Float64Array =>
    Float64Array.from({ length: CELLS }, () => from + scale * random())
  const word = (): Uint32Array => Uint32Array.from({ length: CELLS }, () => random() * 2 ** 32)
  const types = Uint16Array.from({ length: CELLS }, () => random() * TYPES)
  const states = Uint8Array.from({ length: CELLS }, () => (random() < 0.5 ? 0 : 1 + random() * 3))
  return {
    x: f64(100),
    y: f64(100),
    z: f64(60),
    reach: f64(6, 6),
    types,
    classes: Uint16Array.from(types, (type, i) => (states[i] ?? 0) * TYPES + type),
    states,
    lineageLow: word(),
    lineageHigh: word(),
    target: Int32Array.from({ length: CELLS }, () => (random() < 0.3 ? random() * CELLS : -1)),
    request: new Uint8Array(CELLS).fill(255),
    prey: new Int32Array(CELLS).fill(-1),
    // A superset of those that touch, in the order of the slots, as the lists of the engine are.
    neighbours: Array.from({ length: CELLS }, (_, i) =>
      Array.from({ length: CELLS }, (_j, j) => j).filter((j) => j !== i && random() < 0.4),
    ),
    actors: Uint8Array.from({ length: 4 * TYPES }, (_, cls) => [ACTS, 0, ACTS_WHEN_MODULATED][cls] ?? 0),
    rates: randomRates(random),
  }
}

/** Runs the kernel on a copy of the arrays; returns what it wrote. */
function decideByKernel(
  a: DecideArrays,
  frame: DecideFrame,
): Pick<DecideArrays, 'target' | 'request' | 'prey'> {
  const kernels = freshKernels()
  const put = arena(kernels)
  const target = put('i32', a.target)
  const request = put('u8', a.request)
  const prey = put('i32', a.prey)
  const packed = packCells(a, a.neighbours)
  const isDeed = (entry: number): boolean => entry > 0 && (entry < 4 || (entry - 4) % 4 < 3)
  const modulated = [...a.rates.keys()].filter((entry) => isDeed(entry) && a.rates[entry]?.isPerCell === true)
  const rates = a.rates.flatMap((rate) => [put('f64', rate.values), rate.isPerCell ? 1 : 0])
  const kinds = [put('u16', a.classes), put('u8', a.states)]
  const lineage = [put('u32', a.lineageLow), put('u32', a.lineageHigh)]
  const pairs = [packed.rows, packed.ends, packed.lists, packed.places].map((words) => put('u32', words))
  const tables = [put('u8', a.actors), put('u32', rates), put('u32', modulated), modulated.length]
  const cells = [...kinds, ...lineage, target, request, prey, ...pairs, ...tables]
  const args = [...cells, ...frame.periods, ...frame.seed, frame.stream, frame.dt, frame.tick]
  for (let begin = 0; begin < CELLS; begin += 64) {
    kernels.call('interaction_decide', [...args, begin, Math.min(begin + 64, CELLS)])
  }
  const read = (type: ElementType, pointer: number): ColumnArray =>
    viewOf(kernels.memory.buffer, type, pointer, CELLS)
  return {
    target: Int32Array.from(read('i32', target)),
    request: Uint8Array.from(read('u8', request)),
    prey: Int32Array.from(read('i32', prey)),
  }
}

const frameOf = (tick: number, periods: DecideFrame['periods']): DecideFrame => ({
  periods,
  seed: SEED,
  stream: 0xfedc_ba00,
  tick,
  dt: 0.5,
})

describe('interaction_decide', () => {
  it.each([
    ['closed axes', 0],
    ['periodic axes', 60],
  ])('agrees with the plain form to the bit on %s', (_name, period) => {
    const frame = frameOf(3, [period, period, 0])
    const kernels = freshKernels()
    const cells = randomCells(1)
    const byKernel = decideByKernel(cells, frame)
    interactionDecide(cells, frame, specialFunctions(kernels), 0, CELLS)
    expect(byKernel.request).toEqual(cells.request)
    expect(byKernel.target).toEqual(cells.target)
    expect(byKernel.prey).toEqual(cells.prey)
    // The random case is worth something only if everything happens in it.
    for (const bit of [1, 2, 4, 8]) expect(cells.request.some((asks) => (asks & bit) !== 0)).toBe(true)
  })

  it('lets neither the dead nor types without rates ask for anything', () => {
    const cells = { ...randomCells(2), target: new Int32Array(CELLS).fill(-1) }
    const { request } = decideByKernel(cells, frameOf(0, [0, 0, 0]))
    const asking = [...request.keys()].filter((i) => request[i] !== 0)
    expect(asking.length).toBeGreaterThan(20)
    for (const i of asking) {
      expect(cells.states[i]).toBe(0)
      expect(cells.types[i]).not.toBe(1)
    }
  })

  it('does not depend on the order of the list', () => {
    const cells = randomCells(4)
    const turned = { ...cells, neighbours: cells.neighbours.map((list) => list.toReversed()) }
    const frame = frameOf(9, [0, 0, 0])
    expect(decideByKernel(turned, frame)).toEqual(decideByKernel(cells, frame))
  })
})

describe('interaction_deliver', () => {
  it.each([true, false])('agrees with the plain form to the bit (power per cell: %s)', (isPerCell) => {
    const cells = randomCells(5)
    const random = generator(6)
    const tally = (): Float64Array => Float64Array.from({ length: CELLS }, random)
    const power = { isPerCell, values: Float64Array.from({ length: isPerCell ? CELLS : 4 * TYPES }, random) }
    const [damage, attackTime, delivered] = [tally(), tally(), tally()]
    // Some ask to begin an attack; those whose target is dead will ask to end one.
    const request = Uint8Array.from({ length: CELLS }, () => (random() < 0.1 ? 1 : 0))
    const a = { ...cells, request, asking: new Uint32Array(CELLS), damage, attackTime, delivered, power }
    const kernels = freshKernels()
    const put = arena(kernels)
    const requests = put('u8', a.request)
    const tallies = [a.damage, a.attackTime, a.delivered].map((values) => put('f64', values))
    const columns = [put('i32', a.target), requests, put('u8', a.states), put('u16', a.classes), ...tallies]
    const asking = put('u32', a.asking)
    const args = [...columns, asking, put('f64', power.values), isPerCell ? 1 : 0, 0.1, CELLS]
    const asked = kernels.call('interaction_deliver', args)
    expect(interactionDeliver(a, 0.1, CELLS)).toBe(asked)
    expect(viewOf(kernels.memory.buffer, 'u8', requests, CELLS)).toEqual(a.request)
    expect(viewOf(kernels.memory.buffer, 'u32', asking, CELLS)).toEqual(a.asking)
    expect(a.asking[0]).toBeGreaterThan(0)
    for (const [k, values] of [a.damage, a.attackTime, a.delivered].entries()) {
      expect(viewOf(kernels.memory.buffer, 'f64', tallies[k] ?? 0, CELLS)).toEqual(values)
    }
  })
})

describe('interaction_damage', () => {
  it('agrees with the plain form to the bit', () => {
    const { classes } = randomCells(8)
    const random = generator(9)
    const perCell = { isPerCell: true, values: Float64Array.from({ length: CELLS }, random) }
    const perClass = { isPerCell: false, values: Float64Array.from({ length: 4 * TYPES }, random) }
    const damage = Float64Array.from({ length: CELLS }, random)
    const kernels = freshKernels()
    const put = arena(kernels)
    const pointer = put('f64', damage)
    const rates = [put('f64', perCell.values), 1, put('f64', perClass.values), 0]
    kernels.call('interaction_damage', [pointer, put('u16', classes), ...rates, 6, 0, CELLS])
    interactionDamage(damage, classes, perCell, perClass, 6)
    expect(viewOf(kernels.memory.buffer, 'f64', pointer, CELLS)).toEqual(damage)
  })
})
