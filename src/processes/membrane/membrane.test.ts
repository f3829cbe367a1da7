import { describe, expect, it } from 'vitest'
import { rebuildNeighbours, neighboursOf } from '../../engine/neighbours.ts'
import type { World } from '../../engine/world.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { CLEARANCE } from './kernels.ts'

interface Setting {
  readonly low?: readonly (readonly number[])[]
  readonly high?: readonly (readonly number[])[]
  readonly types?: string
  readonly membrane?: string
  readonly dt?: number
  readonly more?: string
}

/** Cells of type `a` and `b` around a membrane across x at 0. */
function yaml({ low = [], high = [], types = '', membrane = '', dt = 0.1, more = '' }: Setting): string {
  const points = (list: readonly (readonly number[])[]): string =>
    list.map((point) => `[${point.map((c) => `${c} um`).join(', ')}]`).join(', ')
  return `
format: 1
title: membrane
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 60 day, fields: ${dt} min, mechanics: ${dt} min, phenotype: 6 min }
membranes:
  filter: { axis: x, at: 0 um${membrane} }
cell types:
${types === '' ? '  a: {}\n  b: {}' : types}
initial:
  a: { points: [${points(low)}] }
  b: { points: [${points(high)}] }
${more}
`
}

const xs = (world: World): readonly number[] => [...world.f64('cell.x').subarray(0, world.count)]

describe('a membrane', () => {
  it('holds cells that press against it, in steps of any size', () => {
    // Eight cells in the place of one push each other apart; one of them starts 0.001 um before the membrane.
    const crowd = Array.from({ length: 8 }, (_, n) => [-0.001 - n * 0.5, (n % 3) * 0.3, 0])
    for (const dt of [0.1, 1, 6]) {
      for (const membrane of ['', ', strength: 0 um/min']) {
        const { world, run } = runModel(yaml({ low: crowd, dt, membrane }))
        run(100, (now) => {
          expect(Math.max(...xs(now))).toBeLessThanOrEqual(-CLEARANCE)
          return true
        })
        expect(world.count).toBe(8)
      }
    }
  })

  it('lets no cell feel or touch one behind it', () => {
    const { world, run } = runModel(
      yaml({ low: [[-3, 0, 0]], high: [[3, 0, 0]], membrane: ', strength: 0 um/min' }),
    )
    rebuildNeighbours(world)
    expect(neighboursOf(world, 0)).toEqual([])
    expect(neighboursOf(world, 1)).toEqual([])
    run(100)
    expect(xs(world)).toEqual([-3, 3])
  })

  it('pushes as two cells of its strength would, mirrored', () => {
    const { world, run } = runModel(yaml({ low: [[-3, 0, 0]], high: [[3, 0, 0]] }))
    run(1)
    const radius = world.f64('cell.radius')[0] ?? 1
    // One step and a half at first: 1.5 dt x 100 (1 - 3 / r)^2.
    const moved = 1.5 * 0.1 * (100 * ((1 - 3 / radius) * (1 - 3 / radius)))
    expect(world.f64('cell.x')[1]).toBeCloseTo(3 + moved, 12)
    expect(world.f64('cell.x')[0]).toBe(-(world.f64('cell.x')[1] ?? 0))
  })

  it('is not there for types that pass, which meet those behind it once they are through', () => {
    const types = '  a: { motility: { speed: 1 um/min, persistence: 5 min } }\n  b: {}'
    const { world, run } = runModel(
      yaml({
        low: Array.from({ length: 20 }, (_, n) => [-5, -95 + 10 * n, 0]),
        types,
        membrane: ', passes: [a]',
      }),
    )
    run(400)
    const above = xs(world).map((x) => (x >= 0 ? 1 : 0))
    expect([...world.u32('cell.side').subarray(0, world.count)]).toEqual(above)
    expect(above.some((side) => side === 1)).toBe(true)
    expect(above.some((side) => side === 0)).toBe(true)
    rebuildNeighbours(world)
    for (let slot = 0; slot < world.count; slot++)
      for (const other of neighboursOf(world, slot)) expect(above[other]).toBe(above[slot])
  })

  it('ends bonds with a cell that goes through', () => {
    const types = `  a: { motility: { speed: 3 um/min, persistence: 5 min }, mechanics: { springs: { attachment: 100 1/min, constant: 0 1/min } } }
  b: { mechanics: { springs: { attachment: 100 1/min, constant: 0 1/min } } }`
    const rows = Array.from({ length: 10 }, (_, n) => -90 + 20 * n)
    const { world, run } = runModel(
      yaml({
        low: rows.map((y) => [-14, y, 0]),
        high: rows.map((y) => [-26, y, 0]),
        types,
        membrane: ', passes: [a]',
      }),
    )
    let most = 0
    run(300, (now) => {
      const sides = now.u32('cell.side')
      const partners = now.i32('bond.partner')
      let bonds = 0
      for (let slot = 0; slot < now.count; slot++)
        for (let k = 0; k < 16; k++) {
          const partner = partners[k * now.capacity + slot] ?? -1
          if (partner < 0) continue
          bonds += 1
          expect(sides[partner]).toBe(sides[slot])
        }
      most = Math.max(most, bonds)
      return true
    })
    expect(most).toBeGreaterThan(0)
    expect([...world.u32('cell.side').subarray(0, 10)].some((side) => side === 1)).toBe(true)
  })

  it('keeps daughters with their mother, apart from each other', () => {
    const types = '  a: { cycle: { model: live, rate: 0.02 1/min } }\n  b: {}'
    const { world, run } = runModel(
      yaml({ low: Array.from({ length: 10 }, (_, n) => [-0.5, -90 + 20 * n, 0]), types, dt: 0.2 }),
      { seed: 3 },
    )
    run(400)
    expect(world.count).toBeGreaterThan(20)
    expect(Math.max(...xs(world))).toBeLessThanOrEqual(-CLEARANCE)
    const places = new Set(xs(world).map((x, slot) => `${x} ${world.f64('cell.y')[slot]}`))
    expect(places.size).toBe(world.count)
  })

  it('is passed at the rate of the behaviour, by living cells within reach', () => {
    const n = 400
    const types =
      '  a: { mechanics: { adhesion: 0 um/min, repulsion: 0 um/min, movable: false }, membrane passage: 0.01 1/min }\n  b: {}'
    const low = Array.from({ length: n }, (_, k) => [-4, -99 + (198 * k) / n, 0])
    const { world, run } = runModel(
      yaml({ low: [...low, [-20, 0, 0]], types, dt: 6, membrane: ', strength: 0 um/min' }),
    )
    const throughAt = Array.from({ length: n + 1 }, () => Number.NaN)
    run(400, (now) => {
      const sides = now.u32('cell.side')
      for (let slot = 0; slot <= n; slot++)
        if (sides[slot] === 1 && Number.isNaN(throughAt[slot])) throughAt[slot] = now.tick * 0.1
      return true
    })
    // Waiting times are geometric with p = 1 - exp(-rate dt): their mean is dt / p. A cell at 20 um does not reach it.
    expect(throughAt[n]).toBeNaN()
    expect(world.f64('cell.x')[n]).toBe(-20)
    const p = 1 - Math.exp(-0.01 * 6)
    const steps = throughAt.slice(0, n).map((time) => time * 10 + 1)
    const mean = steps.reduce((sum, count) => sum + count, 0) / n
    // Standard error of the mean of n geometric numbers: sqrt(1 - p) / (p sqrt n); five of them.
    expect(Math.abs(mean - 1 / p)).toBeLessThan((5 * Math.sqrt(1 - p)) / (p * Math.sqrt(n)))
    // Who passed is as far behind as it was before.
    expect(new Set(xs(world).slice(0, n))).toEqual(new Set([-4, 4]))
  })
})

describe('what an author writes', () => {
  it.each([
    ['outside of the domain', yaml({}).replace('at: 0 um', 'at: 100 um'), 'not inside of the domain'],
    ['across a periodic axis', yaml({}).replace('20 um] }', '20 um], boundary: periodic }'), 'is periodic'],
    ['across the plane', yaml({}).replace('axis: x', 'axis: z'), 'one voxel thick'],
    ['for a type that is not there', yaml({ membrane: ', passes: [c]' }), "'c'"],
  ])('a membrane %s is a mistake', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})
