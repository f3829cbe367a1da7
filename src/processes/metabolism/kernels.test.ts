import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import {
  type Glycolysis,
  type MetabolicCells,
  type Uptake,
  energyOf,
  glucoseLoss,
  hendersonHasselbalch,
  oxygenLoss,
  releaseLactate,
  turnGlucose,
} from './kernels.ts'

const VOXELS = 150
const VOLUME = 8000
/** Two types; the classes of the dead come after those of the living and take nothing. */
const CLASSES = 4

/** Cells of all classes in random voxels; one type without glucose; factors per cell of oxygen, per class of glucose. */
function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const cellCount = fill(VOXELS, () => Math.max(0, Math.floor(6 * random()) - 2))
  const count = cellCount.reduce((sum, n) => sum + n, 0)
  const cells: MetabolicCells = {
    firstCell: Uint32Array.from(
      cellCount.map((_, v) => cellCount.slice(0, v).reduce((sum, n) => sum + n, 0)),
    ),
    cellCount: Uint32Array.from(cellCount),
    byVoxel: Uint32Array.from(fill(count, (i) => i)).toReversed(),
    classes: Uint16Array.from(fill(count, () => Math.floor(CLASSES * random()))),
    volume: Float64Array.from(fill(count, () => 1000 + 2000 * random())),
  }
  // A field below zero by a rounding counts as none.
  const field = (most: number) => Float32Array.from(fill(VOXELS, () => most * random() - 0.01))
  const oxygen: Uptake = {
    rates: Float64Array.of(1000, 300, 0, 0),
    halves: Float64Array.of(1, 2, 0, 0),
    factor: Float64Array.from(fill(count, () => 2 * random())),
    field: field(20),
  }
  const factors = [0.7, 1.3, 0, 0]
  const glucose: Glycolysis = {
    rates: Float64Array.of(1e6, 0, 0, 0),
    halves: Float64Array.of(5e4, 0, 0, 0),
    factor: Float64Array.from(cells.classes, (cls) => factors[cls] ?? 0),
    field: field(5e6),
    pasteurs: Float64Array.of(2, 1, 2, 1),
    lactates: Float64Array.of(1.8, -1, 1.8, -1),
  }
  const places = [bench.u32(cells.firstCell), bench.u32(cells.cellCount), bench.u32(cells.byVoxel)]
  const classes = bench.u16(cells.classes).pointer
  const at = (values: Float64Array): number => bench.f64(values).pointer
  const pointers = {
    cells: [...places.map(({ pointer }) => pointer), classes, at(cells.volume)],
    classes,
    oxygen: [at(oxygen.rates), at(oxygen.halves), bench.f32(oxygen.field).pointer],
    oxygenFactor: [at(oxygen.factor), 1],
    glucose: [at(glucose.rates), at(glucose.halves), bench.f32(glucose.field).pointer],
    glucoseFactor: [bench.f64(factors).pointer, 0],
    tables: [at(glucose.pasteurs), at(glucose.lactates)],
  } as const
  return { bench, random, count, cells, oxygen, glucose, pointers }
}

/** Two runs that others have marked, and one that nobody has. */
const marked = (): Uint8Array => Uint8Array.of(1, 0, 1)

function sourcesOf(bench: ReturnType<typeof kernelBench>, start: readonly number[]) {
  const [loss, gain, marks] = [bench.f64(start), bench.f64(start), bench.u8(marked())]
  const expected = { loss: Float64Array.from(start), gain: Float64Array.from(start), marks: marked() }
  const check = (): void => {
    expect({ loss: loss.view, gain: gain.view, marks: marks.view }).toEqual(expected)
  }
  return { expected, check, args: [loss.pointer, gain.pointer, marks.pointer, VOXELS] }
}

const RANGES = [
  [70, VOXELS],
  [0, 70],
] as const

test('uptake of oxygen is that of the reference to the bit, in any blocks', () => {
  const { bench, random, cells, oxygen, pointers } = setUp(1)
  const { expected, check, args } = sourcesOf(
    bench,
    fill(VOXELS, () => random()),
  )
  oxygenLoss(expected, cells, oxygen, VOLUME, { begin: 0, end: VOXELS })
  const rest = [...pointers.cells, ...pointers.oxygenFactor, ...pointers.oxygen, VOLUME]
  for (const range of RANGES) bench.kernels.call('metabolism_oxygen', [...args, ...rest, ...range])
  check()
  expect(Math.max(...expected.loss)).toBeGreaterThan(10)
})

test('uptake of glucose and what is made of it are those of the reference to the bit', () => {
  const { bench, random, cells, oxygen, glucose, pointers } = setUp(2)
  const { expected, check, args } = sourcesOf(
    bench,
    fill(VOXELS, () => random()),
  )
  const stale = fill(VOXELS, () => 9)
  const yields = bench.f64(stale)
  const wanted = { ...expected, yields: Float64Array.from(stale) }
  glucoseLoss(wanted, cells, { glucose, oxygen }, VOLUME, { begin: 0, end: VOXELS })
  const [, halves, field] = pointers.oxygen
  const rest = [...pointers.cells, ...pointers.glucoseFactor, ...pointers.glucose, halves, field]
  const ends = [...pointers.tables, yields.pointer, VOLUME]
  for (const range of RANGES) bench.kernels.call('metabolism_glucose', [...args, ...rest, ...ends, ...range])
  check()
  expect(yields.view).toEqual(wanted.yields)
})

test.each([0, 1])(
  'glucose that was lost becomes lactate that is gained, to the bit, at a pace of %d',
  (pace) => {
    const { bench, random } = setUp(3)
    const { expected, check, args } = sourcesOf(
      bench,
      fill(VOXELS, () => random()),
    )
    const pool = bench.f64(fill(VOXELS, (v) => (v < 64 ? 0 : random() - 0.2)))
    const [yields, mean] = [bench.f64(fill(VOXELS, (v) => v % 3)), bench.f64(fill(VOXELS, () => random()))]
    const wanted = Float64Array.from(pool.view)
    turnGlucose(wanted, yields.view, mean.view, 0.7)
    for (const range of RANGES)
      bench.kernels.call('metabolism_turn', [pool.pointer, yields.pointer, mean.pointer, 0.7, ...range])
    expect(pool.view).toEqual(wanted)
    const glucose = bench.f32(fill(VOXELS, () => random() - 0.2))
    const release = { pace, share: 0.4, step: 0.3 }
    releaseLactate(expected, wanted, { yields: yields.view, glucose: glucose.view }, release)
    const rest = [pool.pointer, yields.pointer, glucose.pointer, pace, 0.4, 0.3]
    for (const range of RANGES) bench.kernels.call('metabolism_release', [...args, ...rest, ...range])
    check()
    expect(pool.view).toEqual(wanted)
  },
)

test('energy is that of the reference to the bit', () => {
  const { bench, random, count, cells, oxygen, glucose, pointers } = setUp(4)
  const voxels = Uint32Array.from(fill(count, () => Math.floor(VOXELS * random())))
  const weights = { glucose: [0.3, 0, 0, 0], oxygen: [0.7, 1, 0, 0] }
  const [glycolysis, atp] = [bench.f64(new Float64Array(count)), bench.f64(new Float64Array(count))]
  const [, oxygenHalves, oxygenField] = pointers.oxygen
  const [, glucoseHalves, glucoseField] = pointers.glucose
  bench.kernels.call('metabolism_sense', [
    glycolysis.pointer,
    atp.pointer,
    bench.u32(voxels).pointer,
    pointers.classes,
    ...pointers.oxygenFactor,
    ...pointers.glucoseFactor,
    oxygenField,
    oxygenHalves,
    glucoseField,
    glucoseHalves,
    pointers.tables[0],
    bench.f64(weights.glucose).pointer,
    bench.f64(weights.oxygen).pointer,
    0,
    count,
  ])
  for (let slot = 0; slot < count; slot++) {
    const cls = cells.classes[slot] ?? 0
    const own = { glucose: weights.glucose[cls] ?? 0, oxygen: weights.oxygen[cls] ?? 0 }
    const found = energyOf({ glucose, oxygen }, own, { slot, cls, voxel: voxels[slot] ?? 0 })
    expect([glycolysis.view[slot], atp.view[slot]]).toEqual([found.glycolysis, found.atp])
  }
})

test('pH is that of the reference to the bit, and of the closed form at several lactates', () => {
  const { kernels } = kernelBench()
  const log = (x: number): number => kernels.call('special_log', [x])
  const dissolved = 40 * 0.0307
  for (const [lactate, expected] of [
    [0, 7.391],
    [1, 7.3725],
    [12, 7.09],
    [16, 6.9139],
    [20, 6.6128],
    [23.5, 6],
    [30, 6],
  ] as const) {
    const found = kernels.call('metabolism_henderson', [24 - lactate, dissolved, 6])
    expect(found).toBe(hendersonHasselbalch(24 - lactate, dissolved, 6, log))
    // The table has four digits.
    expect(found).toBeCloseTo(expected, 3)
  }
})
