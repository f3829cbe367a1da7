import { describe, expect, it } from 'vitest'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { stateHash } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { pairAt } from '../../kernels/field-pair.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { testKernels } from '../../testing/kernels.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { supplyLimited } from './living.ts'
import { livingBook, livingExchange, livingSources, servedHazard } from './living-plain.ts'

const NODES = 300
const SITES = 60
const VOXELS = 64

describe('the kernels of vessels that live', () => {
  const bench = kernelBench()
  const random = testSequence(3)
  const order = fill(NODES, (i) => (i * 7) % NODES)
  const voxelOf = fill(NODES, () => 0)
  order.forEach((node, place) => (voxelOf[node] = Math.floor(place / 5)))
  const sites = {
    voxels: bench.u32(voxelOf),
    order: bench.u32(order),
    first: bench.u32(fill(NODES, (s) => 5 * s)),
    counts: bench.u32(fill(NODES, () => 5)),
  }
  const views = {
    voxels: sites.voxels.view,
    order: sites.order.view,
    first: sites.first.view,
    counts: sites.counts.view,
  }
  const share = bench.f64(fill(NODES, (i) => (i % 4 === 0 ? 0 : 3 * random())))
  const blood = bench.f64([38])
  const places = [sites.voxels, sites.order, sites.first, sites.counts].map(({ pointer }) => pointer)

  it('exchange as their reference, to the last bit', () => {
    const field = bench.f32(fill(VOXELS, () => 50 * random()))
    const remainder = bench.f32(fill(VOXELS, () => 1e-7 * random()))
    const delivered = bench.f64(fill(NODES, () => random()))
    const pair = { field: field.view.slice(), remainder: remainder.view.slice() }
    const expected = delivered.view.slice()
    const wall = { level: 38, k: 0.37, volume: 8000 }
    livingExchange(pair, views, { delivered: expected, share: share.view }, wall, 0, SITES)
    const ends = [delivered.pointer, share.pointer, blood.pointer, wall.k, wall.volume, 0, SITES]
    bench.kernels.call('vasculature_living_exchange', [field.pointer, remainder.pointer, ...places, ...ends])
    expect(field.view).toEqual(pair.field)
    expect(remainder.view).toEqual(pair.remainder)
    expect(delivered.view).toEqual(expected)
  })

  it('state and book sources as their reference, to the last bit, and balance', () => {
    const [loss, gain] = [bench.f64(new Float64Array(64)), bench.f64(new Float64Array(64))]
    const marks = bench.u8([0])
    const expected = { loss: loss.view.slice(), gain: gain.view.slice(), marks: new Uint8Array(1) }
    livingSources(expected, views, share.view, { level: 38, rate: 0.37 }, { begin: 0, end: SITES })
    const fields = [loss.pointer, gain.pointer, marks.pointer, VOXELS]
    const ends = [share.pointer, blood.pointer, 0.37, 0, SITES]
    bench.kernels.call('vasculature_living_sources', [...fields, ...places, ...ends])
    expect(loss.view).toEqual(expected.loss)
    expect(gain.view).toEqual(expected.gain)
    expect(marks.view).toEqual(expected.marks)
    const mean = bench.f64(fill(VOXELS, () => 50 * random()))
    const delivered = bench.f64(new Float64Array(NODES))
    const given = new Float64Array(NODES)
    const dose = 0.37 * 2 * 8000
    livingBook(
      { delivered: given, share: share.view },
      mean.view,
      views.voxels,
      { level: 38, dose },
      { begin: 0, end: NODES },
    )
    const arrays = [mean, sites.voxels, delivered, share, blood].map(({ pointer }) => pointer)
    bench.kernels.call('vasculature_living_book', [...arrays, dose, 0, NODES])
    expect(delivered.view).toEqual(given)
    const fromSources = gain.view.reduce(
      (sum, value, v) => sum + (value - (loss.view[v] ?? 0) * (mean.view[v] ?? 0)) * 2 * 8000,
      0,
    )
    expect(Math.abs(given.reduce((sum, amount) => sum + amount, 0) / fromSources - 1)).toBeLessThan(1e-11)
  })

  it('let cells in as blood comes', () => {
    const hazard = bench.f64(fill(NODES, () => random()))
    const expected = hazard.view.map((value, n) => servedHazard(value, share.view[n] ?? 0))
    bench.kernels.call('vasculature_living_serve', [hazard.pointer, share.pointer, 0, NODES])
    expect(hazard.view).toEqual(expected)
  })
})

interface Model {
  readonly scheme?: 'lod' | 'adaptive'
  readonly exchange?: string
  readonly more?: string
  readonly network?: string
}

/** A vessel through 200 um of tissue in three dimensions, with a dead end in its middle. */
const model = ({ scheme = 'lod', exchange = '', more = '', network = '' }: Model): string => `format: 1
title: living vessels
domain: { size: [200 um, 60 um, 60 um], voxel: 20 um, corner: [0 um, 0 um, 0 um] }
time: { stop: 10 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
transport: { scheme: ${scheme} }
substrates: { oxygen: { unit: mmHg, diffusion: 100 um^2/min } }
cell types: { tumour: { cycle: { model: flow cytometry } }, CD8: { cycle: { model: flow cytometry } } }
vessels:
  exchange: { oxygen: { blood: 38 mmHg, rate: 0.2 1/min${exchange} } }
  entry: { CD8: { rate: 20 1/h } }
vessel network:
  viscosity: 3 mPa s
${network}
  lines:
    - { points: [[10 um, 30 um, 30 um], [110 um, 30 um, 30 um], [190 um, 30 um, 30 um]], pressures: [25 mmHg, 15 mmHg] }
    - { points: [[110 um, 30 um, 30 um], [110 um, 50 um, 30 um]] }
${more}`

const delivered = (world: World): readonly number[] => {
  const x = world.f64('vessel.x')
  const y = world.f64('vessel.y')
  const given = world.f64('vessel.delivered/oxygen')
  const nodes = Array.from({ length: world.u32('network.nodes')[0] ?? 0 }, (_, node) => node)
  return nodes
    .toSorted((a, b) => (y[a] ?? 0) - (y[b] ?? 0) || (x[a] ?? 0) - (x[b] ?? 0))
    .map((node) => given[node] ?? 0)
}

const total = (world: World): number =>
  world
    .f32('field/oxygen')
    .reduce(
      (sum, _, v) =>
        sum + pairAt({ field: world.f32('field/oxygen'), remainder: world.f32('remainder/oxygen') }, v),
      0,
    ) * 8000

const LIGATION = 'ligations: { left: { at: 6 min, centre: [50 um, 30 um, 30 um], radius: 5 um } }'

describe('a vessel that lives', () => {
  it.each(['lod', 'adaptive'] as const)(
    'gives under %s what the tissue gains, and nothing in a dead end',
    (scheme) => {
      const { world, run } = runModel(model({ scheme }))
      run(30)
      const given = delivered(world)
      expect(given).toHaveLength(11)
      expect(given.slice(0, 10).every((amount) => amount > 0)).toBe(true)
      expect(given[10]).toBe(0)
      const sum = given.reduce((a, b) => a + b, 0)
      // Fields are kept to 48 bits, changes of the adaptive scheme to 24.
      expect(Math.abs(total(world) / sum - 1)).toBeLessThan(scheme === 'lod' ? 1e-11 : 1e-6)
    },
  )

  it('lets cells in where blood flows only', () => {
    const { world, run } = runModel(model({}))
    run(300)
    const arrived = world.count
    expect(arrived).toBeGreaterThan(20)
    const closed = runModel(model({ more: LIGATION }))
    // The first that is decided after the ligation still finds the blood that came before.
    closed.run(7)
    const before = closed.world.count
    closed.run(300)
    expect(closed.world.count).toBe(before)
  })

  it('carries nothing from where it is tied on, upstream and downstream', () => {
    const { world, run } = runModel(model({ more: LIGATION }))
    run(12)
    const before = delivered(world)
    expect(before[9]).toBeGreaterThan(0)
    run(30)
    expect(delivered(world)).toEqual(before)
    expect(world.f64('segment.flow').every((flow) => flow === 0)).toBe(true)
  })

  it('gives no more than flow brings', () => {
    const permeance = 0.2
    expect(supplyLimited(permeance, 0)).toBe(0)
    expect(supplyLimited(permeance, 1e6)).toBeCloseTo(permeance, 6)
    expect(supplyLimited(1e6, permeance)).toBeCloseTo(permeance, 12)
    // The flow of Poiseuille through 180 um, and what Renkin and Crone say of it.
    const flow = (10 * Math.PI * 4 ** 4) / (8 * (3e-3 / 133.322387415 / 60) * 180)
    const { world, run } = runModel(model({ exchange: ', carried: 0.0005' }))
    run(1)
    const capacity = (flow * 0.0005) / 8000
    const wanted = capacity * (1 - Math.exp(-0.2 / capacity))
    expect(wanted).toBeLessThan(0.9 * 0.2)
    // One step of backward Euler into empty tissue.
    expect(delivered(world)[4] ?? 0).toBeCloseTo((38 * 8000 * wanted) / (1 + wanted), 4)
  })

  it('leaks where it is said to', () => {
    const leaky = runModel(model({ exchange: ', leaks: true' }))
    leaky.world.f64('vessel.leak').fill(3)
    leaky.run(1)
    const tight = runModel(model({}))
    tight.run(1)
    const [k, triple] = [0.2, 0.6]
    const ratio = (delivered(leaky.world)[3] ?? 0) / (delivered(tight.world)[3] ?? 1)
    expect(ratio).toBeCloseTo(((triple / (1 + triple)) * (1 + k)) / k, 10)
  })

  it('goes on from a snapshot with the same bits', () => {
    const yaml = model({ more: LIGATION, exchange: ', carried: 1' })
    for (const at of [5, 6, 7, 13]) {
      const { world, program, run } = runModel(yaml)
      run(at)
      const copy = loadSnapshot(program, saveSnapshot(world), testKernels())
      run(40)
      runUntil(createStepper(copy), 40)
      expect(stateHash(copy)).toBe(stateHash(world))
    }
  })

  it('is needed for what only flow and walls tell', () => {
    const staying = (more: string): string =>
      model({ exchange: more }).replace(/vessel network:[\s\S]*?(?=\nligations|$)/, '')
    expect(refusal(staying(', carried: 30'))).toContain("'carried' needs flow")
    expect(refusal(staying(', leaks: true'))).toContain("'leaks' needs flow")
  })
})
