import { describe, expect, test } from 'vitest'
import { kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { solverLayout } from './multigrid-layout.ts'
import { type MeshLevel, type MeshShape, meshLevels } from './multigrid-mesh.ts'
import { coarsenVaried, facesOf } from './multigrid-varied.ts'
import { type Faces, type LevelArrays, cycle, remaining } from './multigrid.ts'

const VOXEL = 20

type Shape = readonly [number, number, number]
type Options = Partial<Pick<MeshShape, 'isPeriodic' | 'isHeld'>>

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

/** As adaptive-plan.ts has it, in sums of couplings. */
const boundOf = ([, , nz]: Shape): number => 0.08 * 2 * (nz > 1 ? 3 : 2)

/** A solver in the module's memory whose faces are the given ones. */
function startSolver(levels: readonly MeshLevel[], sinks: Float64Array, finest: Faces, bound: number) {
  const layout = solverLayout(levels, { isVaried: true })
  const bench = kernelBench(4 + Math.ceil(((layout.workspace + layout.faces) * 4) / 2 ** 20))
  const work = bench.f32(new Float32Array(layout.workspace))
  const faces = bench.f32(new Float32Array(layout.faces))
  const [table, geometry] = [bench.u32(layout.levels), bench.f32(layout.geometry)]
  const word = (index: number): number => layout.levels[index] ?? 0
  const [x, y, z] = (levels[0] as MeshLevel).axes // there is always a finest level
  const stride = layout.shapes[0]?.stride ?? 0
  const place = (offset: number, pitch: number, n: number, values: Float64Array): void =>
    values.forEach((value, v) => (faces.view[offset + Math.floor(v / n) * pitch + (v % n)] = value))
  place(word(11), Math.ceil((x.n + 1) / 4) * 4, x.n + 1, finest[0])
  place(word(12), stride, x.n, finest[1])
  if (z.n > 1) place(word(13), stride, x.n, finest[2])
  const at = (v: number): number => Math.floor(v / x.n) * stride + (v % x.n)
  work.view.fill(1, word(6), word(6) + y.n * z.n * stride)
  sinks.forEach((sink, v) => (work.view[word(6) + at(v)] = sink))
  const level = (index: number): number => table.pointer + 64 * index
  layout.shapes.forEach(({ rows }, index) => {
    if (index > 0)
      bench.kernels.call('transport_coarser_faces', [
        level(index - 1),
        level(index),
        geometry.pointer,
        faces.pointer,
        0,
        rows,
      ])
    bench.kernels.call('transport_couplings', [level(index), geometry.pointer, faces.pointer, 0, rows])
  })
  const shared = [table.pointer, geometry.pointer, work.pointer, faces.pointer, 0, layout.count]
  bench.kernels.call('transport_varied_sinks_below', [...shared, bound, 0, 1])
  return {
    setResidual: (values: Float64Array) => values.forEach((value, v) => (work.view[word(5) + at(v)] = value)),
    correction: () => Float64Array.from(sinks, (_, v) => work.view[word(4) + at(v)] ?? 0),
    cycle: () => bench.kernels.call('transport_varied_cycle', [...shared, 0, 1]),
  }
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
    [8, 6, 1],
    [25, 25, 1],
    [33, 20, 1],
    [2, 2, 2],
    [3, 1, 5],
    [9, 6, 11],
  ]
  test.each(shapes.flatMap((shape) => [{ shape }, { shape, ...RING }, { shape, ...HELD_SIDES }]))(
    'make the cycle of the plain form: $shape, periodic $isPeriodic, held $isHeld',
    ({ shape, ...options }: { shape: Shape } & Options) => {
      const levels = levelsOf(shape, shape[2] === 1 && 'isHeld' in options ? flat(options) : options)
      const count = shape[0] * shape[1] * shape[2]
      const next = testSequence(3)
      const sinks = Float64Array.from({ length: count }, () => Math.fround((next() < 0.1 ? 100 : 0.1) / 1e5))
      const finest = facesOf(levels[0] as MeshLevel, () => Math.fround(30 ** -next())) // never empty
      const plain = coarsenVaried(levels, sinks, finest, boundOf(shape))
      const residual = noise(count, 2)
      plain[0]?.residual.set(residual)
      cycle(plain)
      const solver = startSolver(levels, sinks, finest, boundOf(shape))
      solver.setResidual(residual)
      solver.cycle()
      const expected = plain[0]?.correction ?? new Float64Array()
      const difference = largest(solver.correction().map((value, v) => value - (expected[v] ?? 0)))
      // Some ten roundings to f32 (6e-8 each) per cell and level, relative to the largest: levels are few.
      expect(difference).toBeLessThan(1e-5 * largest(expected))
    },
  )
})

/** A flat domain has no sides across z. */
function flat({ isHeld }: Options): Options {
  return { isHeld: [isHeld?.[0] ?? [false, false], isHeld?.[1] ?? [false, false], [false, false]] }
}

type Medium = (contrast: number, next: () => number) => (at: readonly number[], shape: Shape) => number

const radius = ([i = 0, j = 0, k = 0]: readonly number[], [nx, ny, nz]: Shape): number =>
  Math.hypot(i - nx / 2, j - ny / 2, nz > 1 ? k - nz / 2 : 0) / nx

const media: Readonly<Record<string, Medium>> = {
  'a checkerboard': (c) => (at) => (at.reduce((sum, a) => sum + a, 0) % 2 === 0 ? 1 : 1 / c),
  'two values at random': (c, next) => () => (next() < 0.5 ? 1 : 1 / c),
  'any values at random': (c, next) => () => c ** -next(),
  layers:
    (c) =>
    ([, j = 0]) =>
      j & 4 ? 1 : 1 / c,
  'thin barriers':
    (c) =>
    ([i = 0]) =>
      i % 5 === 2 ? 1 / c : 1,
  blocks: (c) => (at) => (at.reduce((sum, a) => sum + Math.floor(a / 5), 0) % 2 === 0 ? 1 : 1 / c),
  'a capsule': (c) => (at, shape) => (Math.abs(radius(at, shape) - 0.25) < 0.05 ? 1 / c : 1),
}

/** Faces of a medium: harmonic means of voxels on both sides. */
function mediumFaces(
  level: MeshLevel,
  shape: Shape,
  value: (at: readonly number[], shape: Shape) => number,
): Faces {
  const values = new Map<string, number>()
  const at = (place: readonly number[]): number => {
    const inside = place.map((a, axis) => (a + (shape[axis] ?? 1)) % (shape[axis] ?? 1))
    const key = inside.join()
    const known = values.get(key) ?? value(inside, shape)
    values.set(key, known)
    return known
  }
  return facesOf(level, (axis, place) => {
    const [a, b] = [at(place.map((p, other) => (other === axis ? p - 1 : p))), at(place)]
    return (2 * a * b) / (a + b)
  })
}

/** Cycles until three digits are gained, each from the mix of the last two results (mixing.lib.as.ts); 20 at most. */
function cyclesOf(shape: Shape, options: Options, medium: Medium, contrast: number, sink: number): number {
  const levels = levelsOf(shape, options)
  const count = shape[0] * shape[1] * shape[2]
  const finest = mediumFaces(levels[0] as MeshLevel, shape, medium(contrast, testSequence(5))) // never empty
  const sinks = new Float64Array(count).fill(Math.fround(sink))
  const solver = startSolver(levels, sinks, finest, boundOf(shape))
  const [plain] = coarsenVaried(levels.slice(0, 1), sinks, finest, 0) as [LevelArrays] // of one level
  const right = noise(count, 4)
  let [x, result, correction] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  let begin = 0
  for (let n = 1; n <= 20; n++) {
    plain.correction.set(x)
    plain.residual.set(right)
    solver.setResidual(remaining(plain))
    solver.cycle()
    const f = solver.correction()
    const g = x.map((value, v) => value + (f[v] ?? 0))
    const norm = Math.sqrt(f.reduce((sum, value) => sum + value * value, 0))
    if (n === 1) begin = norm
    if (norm < 1e-3 * begin) return n
    const t = n < 3 ? 0 : mixing(f, correction)
    x = g.map((value, v) => value - t * (value - (result[v] ?? 0)))
    result = g
    correction = f
  }
  return Infinity
}

function mixing(f: Float64Array, before: Float64Array): number {
  const product = f.reduce((sum, value, v) => sum + value * (value - (before[v] ?? 0)), 0)
  const square = f.reduce((sum, value, v) => sum + (value - (before[v] ?? 0)) ** 2, 0)
  return Math.min(Math.max(product / square, -10), 10)
}

describe('convergence', () => {
  const all = Object.keys(media)
  // Sinks of D = 600 um^2/min and steps of an hour, against couplings of 1/400.
  const HOUR = 1 / (600 * 60)
  const shapes: readonly (readonly [Shape, Options])[] = [
    [[50, 50, 1], {}],
    [[45, 37, 1], RING],
    [[20, 20, 20], {}],
    [[15, 12, 13], RING],
  ]
  test.each(shapes.flatMap(([shape, options]) => all.map((name) => [name, shape, options] as const)))(
    'of three digits: %s, %s %o',
    (name, shape, options) => {
      const medium = media[name] as Medium // a name of the list
      const cycles = (contrast: number): number => cyclesOf(shape, options, medium, contrast, HOUR)
      expect(cycles(1)).toBeLessThanOrEqual(7)
      expect(cycles(10)).toBeLessThanOrEqual(10)
      expect(cycles(100)).toBeLessThanOrEqual(16)
    },
  )
})
