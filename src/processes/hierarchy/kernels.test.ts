import { describe, expect, test } from 'vitest'
import { LIFE_STATES } from '../../engine/columns.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { arrivalRank, dedifferentiate, divisionRanks } from './kernels.ts'

const CELLS = 500
const TYPES = 3
const SEED = [3, 8] as const
const STREAM = 0x1500

test.each([1, 2])('the kernel does what its plain form does, to the bit (seed %i)', (seed) => {
  const random = testSequence(seed)
  const bench = kernelBench()
  const index = (n: number) => () => Math.floor(n * random())
  const cell = (make: () => number): number[] => fill(CELLS, make)
  const classes = bench.u16(cell(index(TYPES * LIFE_STATES)))
  const hasHierarchy = bench.u8([1, 0, 1])
  const [low, high] = [bench.u32(cell(index(2 ** 32))), bench.u32(cell(index(2 ** 32)))]
  const stemness = bench.f64(cell(index(2)))
  const divisionsLeft = bench.f64(cell(index(5)))
  const mayDivide = bench.u8(cell(index(2)))
  const rate = bench.f64(cell(() => (random() < 0.3 ? 0 : 0.05 * random())))
  const plain = {
    classes: classes.view.slice(),
    hasHierarchy: hasHierarchy.view.slice(),
    stemness: stemness.view.slice(),
    divisionsLeft: divisionsLeft.view.slice(),
    mayDivide: mayDivide.view.slice(),
  }
  const before = plain.stemness.slice()
  const columns = [low, high, stemness, divisionsLeft, mayDivide, rate].map(({ pointer }) => pointer)
  for (let tick = 0; tick < 3; tick++) {
    const scalars = [1, ...SEED, tick, STREAM, 6]
    const args = [classes.pointer, TYPES, hasHierarchy.pointer, ...columns, ...scalars]
    bench.kernels.call('hierarchy_dedifferentiate', [...args, 0, 123])
    bench.kernels.call('hierarchy_dedifferentiate', [...args, 123, CELLS])
    const draw = (slot: number): number =>
      bench.kernels.call('uniform', [...SEED, low.view[slot] ?? 0, high.view[slot] ?? 0, tick, STREAM])
    const special = specialFunctions(bench.kernels)
    dedifferentiate(plain, { rate: (slot) => rate.view[slot] ?? 0, draw, special }, 6, 0, CELLS)
  }
  expect(stemness.view).toEqual(plain.stemness)
  expect(divisionsLeft.view).toEqual(plain.divisionsLeft)
  expect(mayDivide.view).toEqual(plain.mayDivide)
  expect(plain.stemness).not.toEqual(before)
})

describe('ranks', () => {
  const type = { stemShare: 0.2, differentiatedShare: 0.3, divisions: 4 }

  test('of newcomers follow their shares, and the rest has 1 to all of its divisions left', () => {
    expect(arrivalRank(type, [0.19, 0.5])).toEqual({ isStem: true, left: 0 })
    expect(arrivalRank(type, [0.2, 0.5])).toEqual({ isStem: false, left: 0 })
    expect([0, 0.24, 0.26, 0.5, 0.99].map((v) => arrivalRank(type, [0.5, v]).left)).toEqual([1, 1, 2, 3, 4])
  })

  test('of stem cells are kept by one daughter at least, those of others go down to nothing', () => {
    const stem = { isStem: true, left: 0 }
    expect(divisionRanks(stem, 4, true)).toEqual({ mother: stem, daughter: stem })
    expect(divisionRanks(stem, 4, false)).toEqual({ mother: stem, daughter: { isStem: false, left: 4 } })
    const after = (left: number) => divisionRanks({ isStem: false, left }, 4, true)
    expect(after(3)).toEqual({ mother: { isStem: false, left: 2 }, daughter: { isStem: false, left: 2 } })
    expect(after(0).daughter.left).toBe(0)
  })
})
