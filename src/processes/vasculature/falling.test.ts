import { describe, expect, it } from 'vitest'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { testKernels } from '../../testing/kernels.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { fallingBook, fallingExchange, fallingSources } from './falling-plain.ts'

const NODES = 300
const SITES = 60
const VOXELS = 64

describe('the kernels of levels that fall along vessels', () => {
  const bench = kernelBench()
  const random = testSequence(5)
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
  const level = bench.f64(fill(NODES, () => 65 * random()))
  const falling = { share: share.view, level: level.view }
  const places = [sites.voxels, sites.order, sites.first, sites.counts].map(({ pointer }) => pointer)

  it('exchange as their reference, to the last bit', () => {
    const field = bench.f32(fill(VOXELS, () => 50 * random()))
    const remainder = bench.f32(fill(VOXELS, () => 1e-7 * random()))
    const delivered = bench.f64(fill(NODES, () => random()))
    const pair = { field: field.view.slice(), remainder: remainder.view.slice() }
    const expected = delivered.view.slice()
    const wall = { k: 0.37, volume: 8000 }
    fallingExchange(pair, views, { ...falling, delivered: expected }, wall, { begin: 0, end: SITES })
    const ends = [delivered.pointer, share.pointer, level.pointer, wall.k, wall.volume, 0, SITES]
    bench.kernels.call('vasculature_falling_exchange', [field.pointer, remainder.pointer, ...places, ...ends])
    expect(field.view).toEqual(pair.field)
    expect(remainder.view).toEqual(pair.remainder)
    expect(delivered.view).toEqual(expected)
  })

  it('state and book sources as their reference, to the last bit, and balance', () => {
    const [loss, gain] = [bench.f64(new Float64Array(64)), bench.f64(new Float64Array(64))]
    const marks = bench.u8([0])
    const expected = { loss: loss.view.slice(), gain: gain.view.slice(), marks: new Uint8Array(1) }
    fallingSources(expected, views, falling, 0.37, { begin: 0, end: SITES })
    const fields = [loss.pointer, gain.pointer, marks.pointer, VOXELS]
    bench.kernels.call('vasculature_falling_sources', [
      ...fields,
      ...places,
      share.pointer,
      level.pointer,
      0.37,
      0,
      SITES,
    ])
    expect(loss.view).toEqual(expected.loss)
    expect(gain.view).toEqual(expected.gain)
    const mean = bench.f64(fill(VOXELS, () => 50 * random()))
    const delivered = bench.f64(new Float64Array(NODES))
    const given = new Float64Array(NODES)
    const dose = 0.37 * 2 * 8000
    fallingBook({ ...falling, delivered: given }, mean.view, views.voxels, dose, { begin: 0, end: NODES })
    const arrays = [mean, sites.voxels, delivered, share, level].map(({ pointer }) => pointer)
    bench.kernels.call('vasculature_falling_book', [...arrays, dose, 0, NODES])
    expect(delivered.view).toEqual(given)
    const fromSources = gain.view.reduce(
      (sum, value, v) => sum + (value - (loss.view[v] ?? 0) * (mean.view[v] ?? 0)) * 2 * 8000,
      0,
    )
    expect(Math.abs(given.reduce((sum, amount) => sum + amount, 0) / fromSources - 1)).toBeLessThan(1e-11)
  })
})

interface Tissue {
  readonly scheme?: 'lod' | 'adaptive'
  readonly decay?: string
  readonly exchange?: string
  readonly more?: string
}

/** A vessel through 400 um of tissue, in a plane. */
const model = ({
  scheme = 'lod',
  decay = '1 1/min',
  exchange = ', carried: 0.01, falls: true',
  more = '',
}: Tissue) => `format: 1
title: blood that gives on its way
domain: { size: [400 um, 60 um, 20 um], voxel: 20 um, corner: [0 um, 0 um, 0 um] }
time: { stop: 10 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
transport: { scheme: ${scheme} }
substrates: { oxygen: { unit: mmHg, diffusion: 1000 um^2/min, decay: ${decay} } }
cell types: { cell: { cycle: { model: flow cytometry } } }
vessels: { exchange: { oxygen: { blood: 60 mmHg, rate: 2 1/min${exchange} } } }
vessel network:
  viscosity: 3 mPa s
  lines:
    - { points: [[10 um, 30 um, 10 um], [390 um, 30 um, 10 um]], pressures: [25 mmHg, 15 mmHg] }
${more}`

/** Levels of the blood that comes to the nodes, along the vessel. */
function levels(world: World): readonly number[] {
  const [x, level] = [world.f64('vessel.x'), world.f64('vessel.level/oxygen')]
  const nodes = Array.from({ length: world.u32('network.nodes')[0] ?? 0 }, (_, node) => node)
  return nodes.toSorted((a, b) => (x[a] ?? 0) - (x[b] ?? 0)).map((node) => level[node] ?? 0)
}

/** Flow of Poiseuille [um^3/min] through 380 um of a tube of 4 um. */
const FLOW = (10 * Math.PI * 4 ** 4) / (8 * (3e-3 / 133.322387415 / 60) * 380)

describe('blood that gives on its way', () => {
  it.each(['lod', 'adaptive'] as const)('falls as it meets tissue without any, under %s', (scheme) => {
    const { world, run } = runModel(model({ scheme }))
    run(1)
    const all = levels(world)
    expect(all).toHaveLength(20)
    // Held ends have half of a vessel's open tubes beside them, as all others: two halves of one, and one whole at an end.
    const kept = Math.exp((-2 * 8000) / (FLOW * 0.01))
    expect(kept).toBeLessThan(0.99)
    all.forEach((level, k) => expect(Math.abs(level / (60 * kept ** k) - 1)).toBeLessThan(1e-9))
  })

  it.each(['lod', 'adaptive'] as const)(
    'loses what the tissue gets once it is steady, under %s',
    (scheme) => {
      const { world, run } = runModel(model({ scheme }))
      const given = (): number =>
        world.f64('vessel.delivered/oxygen').reduce((sum, amount) => sum + amount, 0)
      let tick = 400
      /** Goes on to the next booking: steps of the adaptive scheme are longer than those of the fields. */
      const toNext = (): readonly [amount: number, tick: number] => {
        const before = given()
        while (given() === before) run(++tick)
        return [given(), tick]
      }
      run(tick)
      const [first, from] = toNext()
      const [second, to] = toNext()
      const all = levels(world)
      // What leaves the last node is what comes to it, less what it gives.
      const last = all.at(-1) ?? 0
      const rho = world.f32('field/oxygen')[1 * 20 + 19] ?? 0
      const out = rho + Math.exp((-2 * 8000) / (FLOW * 0.01)) * (last - rho)
      const lost = FLOW * 0.01 * (60 - out)
      expect(last).toBeLessThan(50)
      // Fields are single numbers under the adaptive scheme, 6e-8 of the level; what is left of the approach to the steady state is less.
      expect(Math.abs((second - first) / (to - from) / lost - 1)).toBeLessThan(1e-5)
    },
  )

  it('meets every node as it came in where it does not fall', () => {
    const { world, run } = runModel(model({ exchange: ', carried: 0.01' }))
    run(5)
    expect(world.has('vessel.level/oxygen')).toBe(false)
  })

  it('takes up what the tissue has more of', () => {
    const full = model({ decay: '0.01 1/min' })
      .replace('blood: 60 mmHg', 'blood: 0 mmHg')
      .replace('decay: 0.01 1/min', 'initial: 50 mmHg')
    const { world, run } = runModel(full)
    run(3)
    const all = levels(world)
    for (let k = 1; k < all.length; k++) expect(all[k]).toBeGreaterThan(all[k - 1] ?? 0)
    expect(all.at(-1)).toBeLessThan(50)
  })

  it('goes on from a snapshot with the same bits', () => {
    for (const scheme of ['lod', 'adaptive'] as const) {
      const { world, program, run } = runModel(model({ scheme }))
      run(7)
      const copy = loadSnapshot(program, saveSnapshot(world), testKernels())
      run(20)
      runUntil(createStepper(copy), 20)
      expect(stateHash(copy)).toBe(stateHash(world))
    }
  })

  it('needs a network, and to know how much blood holds', () => {
    expect(refusal(model({ exchange: ', falls: true' }))).toContain("'falls' needs 'carried'")
    const staying = model({}).replace(/vessel network:[\s\S]*$/, '')
    expect(refusal(staying)).toContain("'falls' needs flow")
  })
})
