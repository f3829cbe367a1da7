import { describe, expect, test } from 'vitest'
import { kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type SolverLayout, solverLayout } from './multigrid-layout.ts'
import { type MeshLevel, type MeshShape, meshLevels } from './multigrid-mesh.ts'
import { cellsOf, coarsen, cycle, remaining } from './multigrid.ts'

const VOXEL = 20
/** As adaptive-plan.ts has it, in areas of a voxel. */
const BOUND = 0.08 * VOXEL * VOXEL

type Shape = readonly [number, number, number]

interface Options {
  readonly isPeriodic?: MeshShape['isPeriodic']
  readonly isHeld?: NonNullable<MeshShape['isHeld']>
}

const RING = { isPeriodic: [true, true, true] } as const
const HELD_SIDES = {
  isHeld: [
    [true, true],
    [true, false],
    [true, true],
  ],
} as const

function levelsOf(shape: Shape, { isPeriodic = [false, false, false], isHeld }: Options = {}) {
  return meshLevels({ shape, voxel: VOXEL, isPeriodic, ...(isHeld === undefined ? {} : { isHeld }) })
}

/** A solver in the module's memory with the levels of a mesh, and access to the finest level without its padding. */
function startSolver(levels: readonly MeshLevel[], sinks: ArrayLike<number>) {
  const layout = solverLayout(levels)
  const bench = kernelBench(4 + Math.ceil((layout.workspace * 4) / 2 ** 20))
  const work = bench.f32(new Float32Array(layout.workspace))
  work.view.fill(0)
  const [table, geometry] = [bench.u32(layout.levels), bench.f32(layout.geometry)]
  const pointers = [table.pointer, geometry.pointer, work.pointer]
  const at = placeOf(levels, layout)
  const finest = layout.shapes[0]
  const offset = (word: number): number => layout.levels[word] ?? 0
  work.view.fill(1, offset(6), offset(6) + (finest?.rows ?? 0) * (finest?.stride ?? 0))
  Array.from(sinks).forEach((sink, v) => (work.view[offset(6) + at(v)] = sink))
  bench.kernels.call('transport_sinks_below', [...pointers, 0, layout.count, BOUND, 0, 1])
  return {
    setResidual: (values: ArrayLike<number>) =>
      Array.from(values).forEach((value, v) => (work.view[offset(5) + at(v)] = value)),
    correction: () =>
      Float64Array.from({ length: sinks.length }, (_, v) => work.view[offset(4) + at(v)] ?? 0),
    cycle: () => bench.kernels.call('transport_cycle', [...pointers, 0, layout.count, 0, 1]),
    passes: (block: number) => cycleInPasses({ bench, layout, pointers, block }),
  }
}

function placeOf(levels: readonly MeshLevel[], layout: SolverLayout): (v: number) => number {
  const n = levels[0]?.axes[0].n ?? 1
  const stride = layout.shapes[0]?.stride ?? 0
  return (v) => Math.floor(v / n) * stride + (v % n)
}

/** A V-cycle as large meshes make it: each pass in blocks of `block` units or rows, the last first. */
function cycleInPasses({
  bench,
  layout,
  pointers,
  block,
}: {
  readonly bench: ReturnType<typeof kernelBench>
  readonly layout: SolverLayout
  readonly pointers: readonly number[]
  readonly block: number
}): void {
  const [levels = 0, ...shared] = pointers
  const level = (index: number): number => levels + 64 * index
  const run = (kernel: string, args: readonly number[], count: number): void => {
    // Backwards: within a pass the order of blocks does not matter.
    for (let begin = Math.floor((count - 1) / block) * block; begin >= 0; begin -= block)
      bench.kernels.call(kernel, [...args, begin, Math.min(begin + block, count)])
  }
  const smooth = (index: number, colour: number, fromZero: number): void => {
    const { units = 0, hasSeam = false } = layout.shapes[index] ?? {}
    const args = [level(index), ...shared, colour, fromZero]
    run('transport_smooth', args, hasSeam ? units - 1 : units)
    if (hasSeam) bench.kernels.call('transport_smooth', [...args, units - 1, units])
  }
  const rows = (index: number): number => layout.shapes[index]?.rows ?? 0
  for (let index = 0; index < layout.count; index++) {
    smooth(index, 0, 1)
    smooth(index, 1, 0)
    if (index + 1 < layout.count)
      run('transport_restrict', [level(index), level(index + 1), ...shared], rows(index + 1))
  }
  for (let index = layout.count - 2; index >= 0; index--) {
    run('transport_prolong', [level(index), level(index + 1), ...shared], rows(index))
    smooth(index, 0, 0)
    smooth(index, 1, 0)
  }
}

/** Sinks over D [1/um^2] as tissue has them: strong in some voxels, weak in the others, with D as oxygen has it. */
function tissueSinks(count: number, share: number, strong: number, seed = 1): Float64Array {
  const next = testSequence(seed)
  return Float64Array.from({ length: count }, () => Math.fround((next() < share ? strong : 0.1) / 1e5))
}

const noise = (count: number, seed: number): Float64Array => {
  const next = testSequence(seed)
  return Float64Array.from({ length: count }, () => Math.fround(next() - 0.5))
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('the kernels', () => {
  const shapes: readonly Shape[] = [
    [1, 1, 1],
    [7, 1, 1],
    [1, 9, 1],
    [5, 7, 1],
    [25, 25, 1],
    [33, 20, 1],
    [2, 2, 2],
    [3, 1, 5],
    [9, 6, 11],
  ]
  test.each(shapes.flatMap((shape) => [{ shape }, { shape, ...RING }, { shape, ...HELD_SIDES }]))(
    'make the cycle of the plain form: $shape, periodic $isPeriodic, held $isHeld',
    ({ shape, ...options }: { shape: Shape } & Options) => {
      const levels = levelsOf(shape, options)
      const count = shape[0] * shape[1] * shape[2]
      const sinks = tissueSinks(count, 0.1, 100)
      const residual = noise(count, 2)
      const plain = coarsen(levels, sinks, BOUND)
      plain[0]?.residual.set(residual)
      cycle(plain)
      const solver = startSolver(levels, sinks)
      solver.setResidual(residual)
      solver.cycle()
      const expected = plain[0]?.correction ?? new Float64Array()
      const difference = largest(solver.correction().map((value, v) => value - (expected[v] ?? 0)))
      // Some ten roundings to f32 (6e-8 each) per cell and level, relative to the largest: levels are few.
      expect(difference).toBeLessThan(1e-5 * largest(expected))
    },
  )

  test.each([
    [[25, 25, 1], {}],
    [[25, 25, 1], RING],
    [[13, 9, 11], RING],
    [[13, 9, 12], {}],
  ] as const)('give the same bits pass by pass, in any blocks and order: %s %o', (shape, options) => {
    const count = shape[0] * shape[1] * shape[2]
    const results = [0, 1, 2, 5, 1000].map((block) => {
      const solver = startSolver(levelsOf(shape, options), tissueSinks(count, 0.1, 100))
      solver.setResidual(noise(count, 3))
      if (block === 0) solver.cycle()
      else solver.passes(block)
      return solver.correction()
    })
    for (const other of results) expect(other).toEqual(results[0])
  })
})

/** Factor by which the correction shrinks from cycle to cycle, when it has settled. */
function factorOf(levels: readonly MeshLevel[], sinks: Float64Array): number {
  const solver = startSolver(levels, sinks)
  const [finest] = coarsen(levels.slice(0, 1), sinks, BOUND)
  if (finest === undefined) return 0
  let residual = noise(sinks.length, 4)
  const norms: number[] = []
  for (let n = 0; n < 8; n++) {
    solver.setResidual(residual)
    solver.cycle()
    finest.correction.set(solver.correction())
    finest.residual.set(residual)
    norms.push(Math.hypot(...chunkNorms(finest.correction)))
    residual = remaining(finest)
  }
  return Math.sqrt((norms[6] ?? 0) / (norms[4] ?? 1))
}

function chunkNorms(values: Float64Array): number[] {
  return Array.from({ length: Math.ceil(values.length / 4096) }, (_, k) =>
    Math.sqrt(values.subarray(4096 * k, 4096 * (k + 1)).reduce((sum, value) => sum + value * value, 0)),
  )
}

describe('convergence', () => {
  const flat: readonly Shape[] = [16, 25, 50, 64, 75, 100, 128].map((n): Shape => [n, n, 1])
  const deep: readonly Shape[] = [16, 25, 32].map((n): Shape => [n, n, n])

  // Red-black Gauss-Seidel with one sweep before and one after, and linear interpolation: textbooks have 0.12 in 2-D and
  // 0.2 in 3-D on even meshes; odd ones and rings, whose seam joins two cells of one colour, take a little more.
  test.each([...flat, ...deep])(
    'without strong sinks does not depend on the size: %d x %d x %d',
    (...shape) => {
      expect(factorOf(levelsOf(shape), tissueSinks(shape[0] * shape[1] * shape[2], 0, 0))).toBeLessThan(0.3)
    },
  )

  // Sinks of 1000 /min beside 0.1 /min: as strong as the couplings of oxygen's diffusion (250 /min per face) and stronger.
  test.each([...flat, ...deep])('with strong sinks here and there: %d x %d x %d', (...shape) => {
    expect(factorOf(levelsOf(shape), tissueSinks(shape[0] * shape[1] * shape[2], 0.03, 1000))).toBeLessThan(
      0.45,
    )
    expect(factorOf(levelsOf(shape), tissueSinks(shape[0] * shape[1] * shape[2], 0.5, 1000))).toBeLessThan(
      0.45,
    )
  })

  test.each([...flat.slice(0, 4), ...deep.slice(0, 2)])(
    'with held sides, and on rings: %d x %d x %d',
    (...shape) => {
      const sinks = tissueSinks(shape[0] * shape[1] * shape[2], 0, 0)
      expect(factorOf(levelsOf(shape, HELD_SIDES), sinks)).toBeLessThan(0.4)
      expect(factorOf(levelsOf(shape, RING), sinks)).toBeLessThan(0.4)
    },
  )
})

test('a layout knows its cells', () => {
  const levels = levelsOf([25, 10, 3])
  expect(levels.map(cellsOf)).toEqual([750, 13 * 5 * 2, 7 * 3, 4 * 2, 2, 1])
})
