import { expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { clonalStep, dendriticStep } from './chain.ts'
import { activate, activationRate, advance, emigrates } from './kernels.ts'

test.each(['anywhere', 'edge', 'vessels'] as const)(
  'the kernel lets cells leave from %s as its plain form does, to the bit',
  (from) => {
    const n = 400
    const random = testSequence(3)
    const bench = kernelBench()
    const place = (): number[] => fill(n, () => 200 * random())
    const [x, y, z] = [bench.f64(place()), bench.f64(place()), bench.f64(place())]
    const types = bench.u16(fill(n, () => Math.floor(2 * random())))
    const low = bench.u32(fill(n, () => Math.floor(2 ** 32 * random())))
    const high = bench.u32(fill(n, () => 5))
    const requests = bench.u8(fill(n, (k) => (k % 7 === 0 ? 32 : 0)))
    const asked = [...requests.view]
    const [leaving, pending] = [bench.u8(fill(n, () => 0)), bench.u32([0])]
    const rate = bench.f64(fill(n, () => (random() < 0.2 ? 0 : 0.2 * random())))
    const points = fill(12, () => [200 * random(), 200 * random(), 200 * random()])
    const vessels = [0, 1, 2].map((axis) => bench.f64(points.map((point) => point[axis] ?? 0)))
    const kinds = bench.u8(points.map((_, k) => (k % 3 === 0 ? 0 : 2)))
    const where = {
      from,
      margin: 40,
      low: [0, -Infinity, 0] as const,
      high: [200, Infinity, 200] as const,
      vessels: points.filter((_, k) => k % 3 !== 0),
    }
    const columns = [x, y, z, types, types, low, high, requests, leaving, pending].map((a) => a.pointer)
    const kind = { anywhere: 0, edge: 1, vessels: 2 }[from]
    const lymphatics = [1, kind, 40, ...where.low, ...where.high, ...vessels.map((a) => a.pointer)]
    const rest = [kinds.pointer, 0, 0, 0, rate.pointer, 1, 6, 5, 9, 0x1300, points.length, 77]
    bench.kernels.call('lymph_node_leave', [...columns, ...lymphatics, ...rest, 0, 150])
    bench.kernels.call('lymph_node_leave', [...columns, ...lymphatics, ...rest, 150, n])
    const special = specialFunctions(bench.kernels)
    const expected = fill(n, (slot) => {
      const draw = bench.kernels.call('uniform', [5, 9, low.view[slot] ?? 0, 5, 77, 0x1300])
      const cell = { place: [x, y, z].map(({ view }) => view[slot] ?? 0), rate: rate.view[slot] ?? 0, draw }
      const isFree = types.view[slot] === 1 && asked[slot] === 0
      return isFree && emigrates(cell, where, 6, special) ? 1 : 0
    })
    expect([...leaving.view]).toEqual(expected)
    expect(expected.filter((value) => value === 1).length).toBeGreaterThan(5)
    expect([...requests.view]).toEqual(expected.map((value, k) => 32 * value + (asked[k] ?? 0)))
    expect(pending.view[0]).toBe(1)
  },
)

test('kernels of node and blood do what their plain forms do, to the bit', () => {
  const random = testSequence(7)
  const bench = kernelBench()
  const travel = dendriticStep(3, 1440, 3600, 6)
  const division = clonalStep({ generations: 2, division: 1 / 480, leaves: 1 / 1440, death: 1 / 14400 }, 6)
  const start = { cells: fill(5, () => 100 * random()), primed: fill(3 + division.width, () => random()) }
  const [cells, primed] = [bench.f64(start.cells), bench.f64(start.primed)]
  const [before, presenting, left, pool] = [
    bench.f64(fill(8, () => 0)),
    bench.f64([0]),
    bench.f64([0]),
    bench.f64([0]),
  ]
  const [ways, divisions] = [bench.f64(travel.change), bench.f64(division.change)]
  const levels = bench.f64([3.7, 120])
  const [plainCells, plainPrimed] = [Float64Array.from(start.cells), Float64Array.from(start.primed)]
  const special = specialFunctions(bench.kernels)
  const { call } = bench.kernels
  const rate = primed.pointer + 24
  const naive = { resting: 0.01, renewal: 0.0007 }
  for (let step = 0; step < 50; step++) {
    call('lymph_node_travel', [
      cells.pointer,
      ways.pointer,
      travel.width,
      before.pointer,
      presenting.pointer,
      3,
    ])
    call('lymph_node_rate', [rate, presenting.pointer, 0.014, 40])
    call('lymph_node_share', [left.pointer, 0.6])
    call('lymph_node_block', [left.pointer, levels.pointer, 2.6])
    call('lymph_node_hold', [rate, left.pointer])
    call('lymph_node_raise', [rate, levels.pointer + 8, 55, 3])
    call('lymph_node_activate', [primed.pointer, naive.resting, naive.renewal, 6])
    call('lymph_node_divide', [rate, divisions.pointer, division.width, before.pointer, pool.pointer, 4, 1])
    const first = plainCells[3] ?? 0
    advance(plainCells, 0, travel)
    plainPrimed[3] = activationRate(
      (first + (plainCells[3] ?? 0)) / 2,
      { activation: 0.014, half: 40 },
      {
        holds: [{ share: 0.6, blockers: [{ level: 3.7, constant: 2.6 }] }],
        raises: [{ level: 120, constant: 55, to: 3 }],
      },
    )
    activate(plainPrimed, naive, 6, special)
    advance(plainPrimed, 3, division)
    expect([...cells.view]).toEqual([...plainCells])
    expect([...primed.view]).toEqual([...plainPrimed])
    expect(pool.view[0]).toBe(1 + (plainPrimed[7] ?? 0))
  }
})
