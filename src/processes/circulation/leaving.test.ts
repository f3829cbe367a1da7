import { describe, expect, it, test } from 'vitest'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { modelFrom, modelIssues, refusal } from '../../testing/run-model.ts'
import { type WitnessedRun, witnessOrganism } from '../../testing/witnessed-organism.ts'
import { entersLymph } from './kernels.ts'
import { LEFT_COLUMN } from './leaving.ts'

const SIDE = 20
const at = (n: number): number => 28 * n + 14 - 14 * SIDE
const points = (shift = 0): string =>
  Array.from(
    { length: SIDE * SIDE },
    (_, n) => `[${at(n % SIDE) + shift} um, ${at(Math.floor(n / SIDE))} um, 0 um]`,
  ).join(', ')

interface Options {
  readonly rates?: string
  readonly vessels?: string
  readonly more?: string
  readonly rules?: string
}

/** 400 cells that do not move, each beside a point. */
const model = ({ rates = '', vessels = points(), more = '', rules = '' }: Options): string => `format: 1
title: leaving
domain: { size: [${30 * SIDE} um, ${30 * SIDE} um, 20 um] }
time: { stop: 20 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: 2 mL }
vessels: { points: [${vessels}] }
${more}
cell types:
  tumour: { mechanics: { movable: false }, ${rates}${rules} }
  endothelium: { mechanics: { movable: false } }
initial:
  tumour: { points: [${points(5)}] }
sites: { liver: { domain: { size: [100 um, 100 um, 20 um] }, vessels: { points: [[0 um, 0 um, 0 um]] } } }
`

const leftBy = ({ left }: WitnessedRun, way: string): number => left.filter((each) => each.way === way).length

/** Five standard deviations of a binomial number. */
const fiveSigma = (n: number, p: number): number => 5 * Math.sqrt(n * p * (1 - p))

describe('through vessels', () => {
  it('cells leave with the law of their rate, and none is lost', () => {
    const organism = witnessOrganism(model({ rates: 'intravasation: 0.002 1/min' }))
    organism.run(100)
    const n = SIDE * SIDE
    const p = 1 - Math.exp(-0.002 * 600)
    const left = leftBy(organism, 'blood')
    expect(Math.abs(left - n * p)).toBeLessThan(fiveSigma(n, p))
    expect(organism.world.count + left).toBe(n)
    expect([...organism.world.f64(LEFT_COLUMN)]).toEqual([left, 0])
    expect(organism.left.every(({ from }) => from === 'primary')).toBe(true)
  })

  it('nobody gets in where they are tied', () => {
    const more = 'ligations: { all: { at: 0 day, centre: [-150 um, 0 um, 0 um], radius: 150 um } }'
    const exchange = model({ rates: 'intravasation: 0.1 1/min', more }).replace(
      'vessels: {',
      'vessels: { exchange: { oxygen: { blood: 70 mmHg, rate: 1 1/min } },',
    )
    const { world, run } = witnessOrganism(
      exchange.replace(
        'cell types:',
        'substrates: { oxygen: { unit: mmHg, diffusion: 100 um^2/min } }\ncell types:',
      ),
    )
    run(200)
    const near = (slot: number): boolean =>
      Math.hypot((world.cells.x[slot] ?? 0) - 5 + 150, world.cells.y[slot] ?? 0) <= 150
    // Those whose own point is tied stay; all others have left, with a probability of 1 - exp(-120) each.
    expect(world.count).toBeGreaterThan(50)
    expect(Array.from({ length: world.count }, (_, slot) => near(slot)).every(Boolean)).toBe(true)
  })
})

/** One vessel whose blood flows along y at x = 0, and another at x = 60 um that is a dead end. */
const network = (more = ''): string => `format: 1
title: leaving living vessels
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 2 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: 2 mL }
cell types:
  tumour: { mechanics: { movable: false }, intravasation: 0.1 1/min${more} }
vessel network:
  lines:
    - { points: [[-10 um, -90 um, 0 um], [-10 um, 90 um, 0 um]], pressures: [25 mmHg, 15 mmHg] }
    - { points: [[70 um, -90 um, 0 um], [70 um, 90 um, 0 um]], pressures: [25 mmHg, free] }
initial:
  tumour: { points: [[-10 um, 10 um, 0 um], [70 um, 10 um, 0 um], [30 um, 10 um, 0 um]] }
`

test('a living vessel that carries no blood lets nobody in', () => {
  const { world, run, left } = witnessOrganism(network())
  run(100)
  expect(world.count).toBe(2)
  expect(left).toHaveLength(1)
  expect([...world.cells.x.subarray(0, 2)].toSorted((a, b) => a - b)).toEqual([30, 70])
})

test('a vessel that collapses lets nobody in from then on', () => {
  const { world, run } = witnessOrganism(network().replace('0.1 1/min', '1e-9 1/min'))
  run(2)
  world.f64('segment.radius').fill(0)
  world.u32('network.version')[0] = (world.u32('network.version')[0] ?? 0) + 1
  run(4)
  // Where it enters and leaves a slice it runs on, beyond the faces.
  const kind = world.u8('vessel.kind')
  expect([...world.f64('vessel.carries')].filter((carries, row) => kind[row] === 2 && carries > 0)).toEqual(
    [],
  )
  // The rate is a constant of the program.
  const slow = world.f64('table.behaviours')
  slow.forEach((value, k) => (slow[k] = value === 1e-9 ? 1 : value))
  run(100)
  expect(world.count).toBe(3)
})

describe('into lymph', () => {
  const lymph = 'lymphatics: { type: endothelium }'
  const touching = (text: string): string =>
    text.replace('initial:\n', `initial:\n  endothelium: { points: [${points(12)}] }\n`)

  it('cells get in that touch a lymphatic, with the law of their rate', () => {
    const text = model({ rates: 'entry into lymph: 0.002 1/min', more: lymph })
    const none = witnessOrganism(text)
    none.run(50)
    expect(none.left).toEqual([])
    const organism = witnessOrganism(touching(text))
    organism.run(100)
    const p = 1 - Math.exp(-0.002 * 600)
    const n = SIDE * SIDE
    expect(Math.abs(leftBy(organism, 'lymph') - n * p)).toBeLessThan(fiveSigma(n, p))
    expect(organism.world.count + organism.left.length).toBe(2 * n)
  })

  it('points count, too', () => {
    const text = model({
      rates: 'entry into lymph: 1 1/min',
      more: 'lymphatic points: [[-261 um, -266 um, 0 um]]',
    })
    const { run, left } = witnessOrganism(text)
    run(20)
    expect(left).toHaveLength(1)
  })

  it('two ways compete: all leave as the sum of rates says, and share as rates do', () => {
    const organism = witnessOrganism(
      touching(model({ rates: 'intravasation: 0.002 1/min, entry into lymph: 0.001 1/min', more: lymph })),
    )
    organism.run(100)
    const n = SIDE * SIDE
    const all = organism.left.length
    const p = 1 - Math.exp(-0.003 * 600)
    expect(Math.abs(all - n * p)).toBeLessThan(fiveSigma(n, p))
    // Who drew both goes into blood: 0.6 % of those that leave in a step of 6 min, far below the spread.
    expect(Math.abs(leftBy(organism, 'blood') - (2 / 3) * all)).toBeLessThan(
      fiveSigma(all, 2 / 3) + 0.006 * all,
    )
  })
})

test('a cell that settles does not leave because it left before', () => {
  const organism = witnessOrganism(
    model({ rates: 'intravasation: 0.002 1/min' }).replace('[[0 um, 0 um, 0 um]]', '[[40 um, 40 um, 0 um]]'),
    {
      settling: { site: 'liver' },
    },
  )
  organism.run(60)
  const liver = organism.world.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  expect(liver.count).toBe(organism.left.length)
  expect(Math.max(...liver.u8('circulation.leaving').subarray(0, liver.count))).toBe(0)
  expect(organism.left.filter(({ from }) => from === 'liver')).toEqual([])
})

test('in a site cells leave by the same rates', () => {
  const organism = witnessOrganism(model({ rates: 'intravasation: 0.002 1/min' }), {
    settling: { site: 'liver' },
  })
  organism.run(300)
  expect(organism.left.filter(({ from }) => from === 'liver').length).toBeGreaterThan(50)
})

describe('what cells feel of vessels that stay', () => {
  const felt = (world: World, name: string): readonly number[] => [
    ...world.f64(`signal/${name}`).subarray(0, world.count),
  ]
  const rules =
    'rules: ["vessel nearby increases apoptosis to 1e-9 1/min, half at 0.5, hill 1", "leak of vessel nearby increases necrosis to 1e-9 1/min, half at 0.5, hill 1"]'

  it('is one beside them and nothing far away, in every tissue', () => {
    const text = model({ rules, vessels: '[-266 um, -266 um, 0 um]' })
    const { world, run } = witnessOrganism(text)
    run(2)
    const near = felt(world, 'vessel nearby')
    // Voxels of 20 um have their middles at odd multiples of 10 um: the point lies 5.66 um from that of its own.
    expect(near[0]).toBeCloseTo(1 - Math.hypot(4, 4) / 50, 12)
    expect(near.at(-1)).toBe(0)
    expect(felt(world, 'leak of vessel nearby')[0]).toBe(1)
    expect(felt(world, 'leak of vessel nearby').at(-1)).toBe(0)
    expect(world.inner.get('blood')?.has('signal/vessel nearby')).toBe(true)
  })

  it('is what the network says where vessels live', () => {
    const { world, run } = witnessOrganism(network(`, ${rules}`).replace('0.1 1/min', '0 1/min'))
    run(2)
    expect(felt(world, 'leak of vessel nearby')).toEqual([1, 0, felt(world, 'leak of vessel nearby')[2] ?? 0])
    world.f64('vessel.leak').fill(3)
    world.u32('network.revision')[0] = (world.u32('network.revision')[0] ?? 0) + 1
    run(4)
    expect(felt(world, 'leak of vessel nearby')[0]).toBe(3)
  })
})

test('the kernel of entry into lymph does what its plain form does, to the bit', () => {
  const n = 300
  const random = testSequence(5)
  const bench = kernelBench()
  const place = (): number[] => fill(n, () => 200 * random())
  const [x, y, z] = [bench.f64(place()), bench.f64(place()), bench.f64(place())]
  const reach = bench.f64(fill(n, () => 20 + 20 * random()))
  const classes = bench.u16(fill(n, () => 0))
  const [low, high] = [bench.u32(fill(n, () => Math.floor(2 ** 32 * random()))), bench.u32(fill(n, () => 5))]
  const asked = fill(n, () => (random() < 0.2 ? 32 : 1))
  const [requests, leaving, pending] = [bench.u8(asked), bench.u8(fill(n, () => 0)), bench.u32([0])]
  const touched = bench.f64(fill(n, () => (random() < 0.3 ? 2 : 0)))
  const places = fill(9, () => [200 * random(), 200 * random(), 200 * random()])
  const stored = bench.f64([0, 1, 2].flatMap((axis) => places.map((point) => point[axis] ?? 0)))
  const rate = bench.f64(fill(n, () => (random() < 0.2 ? 0 : 0.2 * random())))
  const columns = [x, y, z, reach, classes, low, high, requests, leaving, pending, touched, stored]
  const args = [...columns.map(({ pointer }) => pointer), 9, rate.pointer, 1, 0, 0, 0, 6, 5, 9, 0x1300, 77]
  bench.kernels.call('circulation_enter_lymph', [...args, 0, 100])
  bench.kernels.call('circulation_enter_lymph', [...args, 100, n])
  const special = specialFunctions(bench.kernels)
  const expected = fill(n, (slot) => {
    const cell = {
      place: [x.view[slot] ?? 0, y.view[slot] ?? 0, z.view[slot] ?? 0] as const,
      reach: reach.view[slot] ?? 0,
      rate: rate.view[slot] ?? 0,
      draw: bench.kernels.call('uniform', [5, 9, low.view[slot] ?? 0, 5, 77, 0x1300]),
      touched: touched.view[slot] ?? 0,
      isGone: asked[slot] === 32,
    }
    return entersLymph(cell, places, 6, special) ? 2 : 0
  })
  expect([...leaving.view]).toEqual(expected)
  expect(expected.filter((value) => value === 2).length).toBeGreaterThan(10)
  expect([...requests.view]).toEqual(asked.map((bits, slot) => bits | (expected[slot] === 2 ? 32 : 0)))
})

describe('what an author writes', () => {
  it('a circulation beside a body is a mistake', () => {
    const more = 'circulation: { tumour: { clearance: 1 1/h } }'
    expect(refusal(model({ more }))).toContain("'circulation' is the blood of a model without 'body'")
  })

  it('lymph belongs to organisms', () => {
    const alone = model({ rates: 'entry into lymph: 1 1/day', more: 'lymphatics: { type: endothelium }' })
      .replace(/^body.*\n/m, '')
      .replace(/^sites.*\n/m, '')
    expect(refusal(alone)).toContain("'lymphatics' is part of an organism")
    expect(refusal(alone)).toContain("'entry into lymph' is part of an organism")
  })

  it('a way that is not there is a warning', () => {
    const issues = modelIssues(model({ rates: 'entry into lymph: 1 1/day' }))
    expect(issues.map(({ code }) => code).filter((code) => code !== 'no-source')).toEqual(['no-way-out'])
    expect(modelFrom(model({ rates: 'intravasation: 1 1/day' })).sites).toHaveLength(1)
  })
})
