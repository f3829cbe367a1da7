import { describe, expect, it, test } from 'vitest'
import { resolveMeasure } from '../../analysis/measures.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { leaves } from './kernels.ts'

const SIDE = 20

/** 400 cells that do not move, each beside a vessel point, and one far from all. */
function model({ rate = '0.002 1/min', more = '', vessels = points(), organ = '' } = {}): string {
  return `format: 1
title: circulation
domain: { size: [${30 * SIDE} um, ${30 * SIDE} um, 20 um] }
time: { stop: 20 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
vessels: { points: [${vessels.join(', ')}] }
circulation:
  tumour:
    cells: [tumour]
    clearance: 0.0252 1/min
    organs:
      liver:
        first pass: 0.5
        arrest: 0.01 1/min
        extravasation: 0.0011 1/min
        survive: 0.8
        initiation: 0.0007 1/min
        initiate: 0.6
        dormant: 0.36
        outgrowth: 0.0001 1/min
        grow: 0.9
      lung:
        first pass: 0.1
        extravasation: 0.0011 1/min
        survive: 0.5
        initiation: 0.0007 1/min
        initiate: 0.2${organ}
        outgrowth: 0.0001 1/min
        grow: 0.5
cell types:
  tumour: { mechanics: { movable: false }, intravasation: ${rate} }
  other: { mechanics: { movable: false } }
${more}initial:
  tumour: { points: [${[...points(5), `[${15 * SIDE - 1} um, 0 um, 0 um]`].join(', ')}] }
  other: { points: [${points(-5).slice(0, 3).join(', ')}] }
`
}

function points(shift = 0): readonly string[] {
  const at = (n: number): number => 28 * n + 14 - 14 * SIDE
  return Array.from(
    { length: SIDE * SIDE },
    (_, n) => `[${at(n % SIDE) + shift} um, ${at(Math.floor(n / SIDE))} um, 0 um]`,
  )
}

function measure(world: World, name: string): number {
  const [found] = resolveMeasure(name, world.program) ?? []
  if (found === undefined) throw new Error(`no measure '${name}'`)
  return found.evaluate(world)
}

/** All cells that the pool knows of, wherever they are. */
function accounted(world: World): number {
  const blood = world.f64('circulation.blood/tumour')
  const organs = ['liver', 'lung'].flatMap((organ) => [...world.f64(`circulation.organ/tumour/${organ}`)])
  return [blood[0] ?? 0, blood[1] ?? 0, ...organs].reduce((sum, value) => sum + value, 0)
}

describe('intravasation', () => {
  it('has the law of its rate, at vessels only', () => {
    const steps = 100
    const { world, run } = runModel(model(), { seed: 4 })
    let events = 0
    run(steps, (now) => {
      events += now.events.filter(({ kind }) => kind === 'intravasation').length
      return true
    })
    const n = SIDE * SIDE
    const left = measure(world, 'escaped tumour cells')
    const p = 1 - Math.exp(-0.002 * 6 * steps)
    // Binomial: five standard deviations.
    expect(Math.abs(left - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)))
    expect(left).toBe(events)
    expect(world.count).toBe(n + 4 - left)
    // The one that is far from all stays.
    expect([...world.f64('cell.x').subarray(0, world.count)]).toContain(15 * SIDE - 1)
  })

  it('is what rules make of it', () => {
    const rules =
      '{ mechanics: { movable: false }, rules: ["time increases intravasation to 0.002 1/min, half at 600 min, hill 8 [assumed]"] }'
    const { world, run } = runModel(
      model().replace('{ mechanics: { movable: false }, intravasation: 0.002 1/min }', rules),
    )
    run(30)
    expect(measure(world, 'escaped tumour cells')).toBeLessThan(5)
    run(400)
    expect(measure(world, 'escaped tumour cells')).toBeGreaterThan(100)
  })
})

describe('the blood and the organs', () => {
  it('account for every cell that escaped, at any time', () => {
    const { world, run } = runModel(model())
    let worst = 0
    run(600, (now) => {
      worst = Math.max(worst, Math.abs(accounted(now) - measure(now, 'escaped tumour cells')))
      return true
    })
    expect(measure(world, 'escaped tumour cells')).toBeGreaterThan(390)
    // 600 steps of sums up to 400: 600 x 400 x 1e-16, and few of them in the same direction.
    expect(worst).toBeLessThan(1e-10)
    expect(measure(world, 'expected liver metastases')).toBeGreaterThan(1)
    expect(measure(world, 'expected liver micrometastases')).toBeGreaterThan(1)
  })

  it('expect in the end what shares say, and chance agrees with it', () => {
    const { world } = runModel(model(), { ticks: 1500, seed: 7 })
    const escaped = measure(world, 'escaped tumour cells')
    const byBlood = (0.4 * 0.01) / (0.01 + 0.0252)
    const liver = (0.5 + byBlood) * 0.8 * 0.6 * 0.9
    expect(Math.abs(measure(world, 'eventual liver metastases') - escaped * liver)).toBeLessThan(1e-9)
    expect(
      Math.abs(measure(world, 'eventual lung metastases') - escaped * 0.1 * 0.5 * 0.2 * 0.5),
    ).toBeLessThan(1e-9)
    const drawn = measure(world, 'drawn liver metastases')
    expect(Number.isInteger(drawn)).toBe(true)
    // Binomial: five standard deviations.
    expect(Math.abs(drawn - escaped * liver)).toBeLessThan(5 * Math.sqrt(escaped * liver * (1 - liver)))
    expect(measure(world, 'circulating tumour cells')).toBeLessThan(1)
  })

  it('leave the tissue alone: without organs the same cells escape', () => {
    const keys = (world: World): readonly number[] => [
      ...world.u32('cell.lineageLow').subarray(0, world.count),
    ]
    const [all, none] = [model(), model().replace(/ {4}organs:[\s\S]*?cell types:/, 'cell types:')]
    expect(keys(runModel(none, { ticks: 60 }).world)).toEqual(keys(runModel(all, { ticks: 60 }).world))
  })
})

test('the kernel does what its plain form does, to the bit', () => {
  const n = 400
  const random = testSequence(3)
  const bench = kernelBench()
  const place = (): number[] => fill(n, () => 200 * random())
  const [x, y, z] = [bench.f64(place()), bench.f64(place()), bench.f64(place())]
  const reach = bench.f64(fill(n, () => 10 + 10 * random()))
  const types = bench.u16(fill(n, () => Math.floor(2 * random())))
  const [low, high] = [bench.u32(fill(n, () => Math.floor(2 ** 32 * random()))), bench.u32(fill(n, () => 5))]
  const [requests, leaving, pending] = [
    bench.u8(fill(n, () => 0)),
    bench.u8(fill(n, () => 0)),
    bench.u32([0]),
  ]
  const radii = bench.f64([30, -1])
  const vessels = fill(12, () => [200 * random(), 200 * random(), 200 * random()])
  const stored = bench.f64([0, 1, 2].flatMap((axis) => fill(15, (k) => vessels[k]?.[axis] ?? 0)))
  const rate = bench.f64(fill(n, () => (random() < 0.2 ? 0 : 0.2 * random())))
  const args = [
    ...[x, y, z, reach, types, types, low, high, requests, leaving, pending, radii, stored].map(
      (a) => a.pointer,
    ),
    12,
    15,
    0,
    rate.pointer,
    1,
    0,
    0,
    0,
    6,
    5,
    9,
    0x1300,
    77,
  ]
  bench.kernels.call('circulation_leave', [...args, 0, 150])
  bench.kernels.call('circulation_leave', [...args, 150, n])
  const special = specialFunctions(bench.kernels)
  const expected = fill(n, (slot) => {
    const draw = bench.kernels.call('uniform', [5, 9, low.view[slot] ?? 0, 5, 77, 0x1300])
    const at = [x.view[slot] ?? 0, y.view[slot] ?? 0, z.view[slot] ?? 0] as const
    const cell = { place: at, reach: reach.view[slot] ?? 0, vesselRadius: types.view[slot] === 0 ? 30 : -1 }
    return leaves({ ...cell, rate: rate.view[slot] ?? 0, draw }, vessels, 6, special) ? 1 : 0
  })
  expect([...leaving.view]).toEqual(expected)
  expect(expected.filter((value) => value === 1).length).toBeGreaterThan(10)
  expect([...requests.view]).toEqual(expected.map((value) => 32 * value))
  expect(pending.view[0]).toBe(1)
})

describe('what an author writes', () => {
  it.each([
    ['without a vessel', model({ vessels: [] }), 'no vessel point'],
    ['of a type that no pool takes', model().replace('cells: [tumour]', 'cells: [other]'), 'no circulation'],
    [
      'into two pools',
      model().replace('  tumour:\n    cells', '  more: { clearance: 1 1/min }\n  tumour:\n    cells'),
      'already',
    ],
    [
      'with more than all on the first pass',
      model().replace('first pass: 0.1', 'first pass: 0.6'),
      'add up to 1.1',
    ],
    ['with more fates than cells', model({ organ: '\n        dormant: 0.9' }), 'add up to 1.1'],
  ])('an intravasation %s is a mistake', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})
