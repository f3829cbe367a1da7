import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { deliver, exported, lose, take } from './kernels.ts'
import { cargoStep } from './propagator.ts'

const CELLS = 41

/** Both halves, the second one first: nothing may depend on order. */
const RANGES = [
  [17, CELLS],
  [0, 17],
] as const

function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const types = Uint16Array.from(fill(CELLS, () => Math.floor(3 * random())))
  const values = (): Float64Array => Float64Array.from(fill(CELLS, () => random()))
  const call = (name: string, args: readonly number[]): void => {
    for (const range of RANGES) bench.kernels.call(name, [...args, ...range])
  }
  return { bench, random, types, values, call }
}

test('exports are those of the reference to the bit', () => {
  const { bench, types, values, call } = setUp(1)
  const release = values()
  const perClass = [1.5, 0, 7]
  const out = bench.f64(new Float64Array(CELLS))
  const classes = bench.u16(types).pointer
  call('vesicles_export', [
    out.pointer,
    bench.f64(release).pointer,
    1,
    bench.f64(perClass).pointer,
    0,
    classes,
  ])
  const load = Float64Array.from(types, (type) => perClass[type] ?? NaN)
  expect(out.view).toEqual(exported(release, load))
  call('vesicles_follow', [out.pointer, bench.f64(perClass).pointer, 0, classes])
  expect(out.view).toEqual(load)
})

test('what is taken up is that of the reference to the bit', () => {
  const { bench, types, values, call } = setUp(2)
  const [taken, account, internalised, release] = [values(), values(), values(), values()]
  const perClass = [0.1, 0, 2]
  const [t, a] = [bench.f64(taken), bench.f64(account)]
  const rest = [bench.f64(internalised).pointer, bench.f64(release).pointer, bench.f64(perClass).pointer, 0]
  call('vesicles_take', [t.pointer, a.pointer, ...rest, bench.u16(types).pointer, 0.7])
  const uptake = Float64Array.from(types, (type) => perClass[type] ?? NaN)
  take({ taken, account }, internalised, release, uptake, 0.7)
  expect(t.view).toEqual(taken)
  expect(a.view).toEqual(account)
  call('vesicles_clear', [t.pointer])
  expect(t.view).toEqual(new Float64Array(CELLS))
})

test.each([true, false])(
  'loss and delivery are those of the reference to the bit, enclosed: %s',
  (isEnclosed) => {
    const { bench, types, values, call } = setUp(3)
    const [cargo, enclosed, taken] = [values(), values(), values()]
    const keep = Float64Array.from([1, 0.9, 0.5])
    const rows = Float64Array.from([1, 0, 0, 0, 0.3, 0.1, 0.2, 0.8, 0.5, 0.4, 0.6, 0.4])
    const [c, e] = [bench.f64(cargo), bench.f64(enclosed)]
    const type = bench.u16(types).pointer
    call('vesicles_lose', [c.pointer, bench.f64(keep).pointer, type])
    lose(cargo, keep, types)
    const pointer = isEnclosed ? e.pointer : 0
    call('vesicles_deliver', [c.pointer, pointer, bench.f64(taken).pointer, bench.f64(rows).pointer, type])
    deliver(cargo, isEnclosed ? enclosed : undefined, taken, rows, types)
    expect(c.view).toEqual(cargo)
    expect(e.view).toEqual(enclosed)
  },
)

test.each([
  [0.3, 0.02],
  [0.02, 0.3],
  [0.1, 0.1],
  [0.1, 0.1 + 1e-9],
  [0, 0.05],
  [0.05, 0],
  [5, 1e-6],
  [1e-6, 3],
])(
  'a step with loss %s and release %s is the solution: many small steps by midpoints come to the same',
  (loss, release) => {
    const dt = 6
    const step = cargoStep(loss, release, dt)
    // Inflow 1/dt into the enclosed from (0, 0), and nothing from (0, 1): explicit midpoint, error (rate dt / n)^2 / 6.
    const n = 60000
    const h = dt / n
    const advance = (inflow: number, start: number): readonly [number, number] => {
      let [free, enclosed] = [0, start]
      for (let k = 0; k < n; k++) {
        const e = enclosed + (h / 2) * (inflow - release * enclosed)
        const f = free + (h / 2) * (release * enclosed - loss * free)
        enclosed += h * (inflow - release * e)
        free += h * (release * e - loss * f)
      }
      return [free, enclosed]
    }
    const [arrived, enclosedArrived] = advance(1 / dt, 0)
    const [freed, enclosed] = advance(0, 1)
    for (const [found, expected] of [
      [step.arrived, arrived],
      [step.enclosedArrived, enclosedArrived],
      [step.freed, freed],
      [step.enclosed, enclosed],
    ] as const)
      expect(Math.abs(found - expected)).toBeLessThan(1e-7 * Math.max(1e-3, Math.abs(expected)))
  },
)

test('without loss everything is free or enclosed, also where no time passes', () => {
  for (const dt of [0, 0.1, 6, 600]) {
    const { arrived, enclosedArrived, freed, enclosed } = cargoStep(0, 0.03, dt)
    expect(arrived + enclosedArrived).toBeCloseTo(1, 13)
    expect(freed + enclosed).toBeCloseTo(1, 13)
    expect(cargoStep(0, Infinity, dt)).toMatchObject({ keep: 1, arrived: 1 })
  }
})
