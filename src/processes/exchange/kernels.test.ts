import { describe, expect, it } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { pairAt, setPair } from '../../kernels/field-pair.ts'
import { type ExchangeCells, exchangeApply, exchangeGather, exchangeTrack } from './kernels.ts'

const VOXELS = 139
/** Voxels of which none holds a cell: more than eight groups, whose marks are read at once. */
const EMPTY = [40, 100] as const
const STEP = { dt: 0.01, voxelVolume: 8000 }

/** Cells of three classes in random voxels; secretion and export per cell, saturation and uptake per class. */
function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const cellCount = fill(VOXELS, (v) => (v >= EMPTY[0] && v < EMPTY[1] ? 0 : Math.floor(4 * random())))
  const cells = cellCount.reduce((sum, n) => sum + n, 0)
  const firstCell = cellCount.map((_, v) => cellCount.slice(0, v).reduce((sum, n) => sum + n, 0))
  const byVoxel = fill(cells, (i) => (i * 7 + 3) % cells)
  // The last class exchanges nothing.
  const classes = fill(cells, () => Math.floor(3 * random()))
  const isIdle = (i: number): boolean => classes[i] === 2
  const ofClass = { saturation: [1, 40, 3], uptake: [10, 0.5, 0] }
  const perCell = (values: readonly number[]): Float64Array =>
    Float64Array.from(classes, (cls) => values[cls] ?? 0)
  const reference: ExchangeCells = {
    firstCell: Uint32Array.from(firstCell),
    cellCount: Uint32Array.from(cellCount),
    byVoxel: Uint32Array.from(byVoxel),
    volume: Float64Array.from(fill(cells, () => 2000 + 1000 * random())),
    secretion: Float64Array.from(fill(cells, (i) => (isIdle(i) ? 0 : 10 * random()))),
    saturation: perCell(ofClass.saturation),
    uptake: perCell(ofClass.uptake),
    release: Float64Array.from(fill(cells, (i) => (isIdle(i) ? 0 : 100 * (random() - 0.5)))),
  }
  // A field as kernels leave it: there the identity of voxels without cells changes no bit, whether applied or not.
  const pair = { field: new Float32Array(VOXELS), remainder: new Float32Array(VOXELS) }
  for (let v = 0; v < VOXELS; v++) setPair(pair, v, 40 * random())
  const field = bench.f32(pair.field)
  const remainder = bench.f32(pair.remainder)
  const columns = [reference.firstCell, reference.cellCount, reference.byVoxel].map(
    (values) => bench.u32(values).pointer,
  )
  const volume = bench.f64(reference.volume).pointer
  const secretion = [bench.f64(reference.secretion).pointer, 1]
  const saturation = [bench.f64(ofClass.saturation).pointer, 0]
  const uptake = [bench.f64(ofClass.uptake).pointer, 0]
  const release = [bench.f64(reference.release).pointer, 1]
  const rates = [...secretion, ...saturation, ...uptake, ...release, STEP.dt, STEP.voxelVolume]
  const args = [...columns, bench.u16(classes).pointer, volume, ...rates]
  return { bench, reference, cells, field, remainder, pair, args }
}

/** The ranges between `cuts`, the last first. */
function ranges(cuts: readonly number[]): readonly (readonly [number, number])[] {
  const bounds = [0, ...cuts, VOXELS]
  return bounds
    .slice(1)
    .map((end, k) => [bounds[k] ?? 0, end] as const)
    .toReversed()
}

describe('exchange kernels', () => {
  it('gather and apply give the bits of the reference, however the voxels are cut into blocks', () => {
    const { bench, reference, field, remainder, pair, args } = setUp(1)
    const marks = bench.u8(new Uint8Array(VOXELS).fill(1))
    const factors = bench.f64(new Float64Array(VOXELS).fill(Number.NaN))
    const gains = bench.f64(new Float64Array(VOXELS).fill(Number.NaN))
    const maps = { factors: new Float64Array(VOXELS), gains: new Float64Array(VOXELS) }
    exchangeGather(maps, reference, STEP, 0, VOXELS)
    exchangeApply(pair, maps, 0, VOXELS)
    const arrays = [marks.pointer, factors.pointer, gains.pointer, VOXELS]
    // The cuts differ, and some fall within groups of four.
    for (const [begin, end] of ranges([17, 30])) {
      bench.kernels.call('exchange_gather', [...arrays, ...args, begin, end])
    }
    for (const [begin, end] of ranges([3, 4, 5, 21])) {
      bench.kernels.call('exchange_apply', [field.pointer, remainder.pointer, ...arrays, begin, end])
    }
    const groups = Array.from({ length: Math.ceil(VOXELS / 4) }, (_, g) => g)
    const isActive = (v: number): boolean => maps.factors[v] !== 1 || maps.gains[v] !== 0
    const expected = groups.map((g) =>
      Number([0, 1, 2, 3].some((k) => 4 * g + k < VOXELS && isActive(4 * g + k))),
    )
    expect([...marks.view.subarray(0, groups.length)]).toEqual(expected)
    // Both kinds are among them.
    expect(new Set(expected)).toEqual(new Set([0, 1]))
    expect(field.view).toEqual(pair.field)
    expect(remainder.view).toEqual(pair.remainder)
  })

  it('tracking gives the bits of the reference', () => {
    const { bench, reference, cells, field, remainder, pair, args } = setUp(2)
    const internalised = bench.f64(new Float64Array(cells))
    const expected = new Float64Array(cells)
    const start = [field.pointer, remainder.pointer, internalised.pointer, ...args]
    for (const [begin, end] of [
      [0, 9],
      [9, VOXELS],
    ] as const) {
      exchangeTrack(pair, expected, reference, STEP, { begin, end })
      bench.kernels.call('exchange_track', [...start, begin, end])
    }
    expect(internalised.view).toEqual(expected)
    expect(field.view).toEqual(pair.field)
    expect(remainder.view).toEqual(pair.remainder)
  })

  it('the product of all cells of a voxel is what they do one after the other', () => {
    const { reference, cells, pair } = setUp(3)
    const tracked = { field: pair.field.slice(), remainder: pair.remainder.slice() }
    const maps = { factors: new Float64Array(VOXELS), gains: new Float64Array(VOXELS) }
    exchangeGather(maps, reference, STEP, 0, VOXELS)
    exchangeApply(pair, maps, 0, VOXELS)
    exchangeTrack(tracked, new Float64Array(cells), reference, STEP, { begin: 0, end: VOXELS })
    // A pair of f32 holds 48 bits; each of the three cells at most rounds a few times at 2^-53.
    for (let v = 0; v < VOXELS; v++) expect(pairAt(pair, v)).toBeCloseTo(pairAt(tracked, v), 11)
  })

  it('what leaves the voxels is what cells have taken up', () => {
    const { reference, cells, pair } = setUp(4)
    const total = (): number => pair.field.reduce((sum, _, v) => sum + pairAt(pair, v), 0) * STEP.voxelVolume
    const internalised = new Float64Array(cells)
    const before = total()
    for (let step = 0; step < 100; step++)
      exchangeTrack(pair, internalised, reference, STEP, { begin: 0, end: VOXELS })
    const taken = internalised.reduce((sum, amount) => sum + amount, 0)
    const gross = internalised.reduce((sum, amount) => sum + Math.abs(amount), 0)
    // 100 roundings of each voxel to 48 bits, at most half a unit each.
    const tolerance = 100 * 2 ** -48 * (gross + 40 * VOXELS * STEP.voxelVolume)
    expect(Math.abs(before - total() - taken)).toBeLessThan(tolerance)
    expect(gross).toBeGreaterThan(1e3)
  })
})
