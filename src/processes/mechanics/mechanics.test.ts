import { describe, expect, it } from 'vitest'
import type { World } from '../../engine/world.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { type TestRun, runModel } from '../../testing/run-model.ts'

/** Radius of a cell of default volume, 2494 um^3 [um]. */
const RADIUS = Math.cbrt((3 * 2494) / (4 * Math.PI))
/** Where adhesion and repulsion of two default cells balance [um]: 2 r (1 - sqrt q) / (1 - sqrt(q) / s), q = 0.4 / 10. */
const REST = (2 * RADIUS * (1 - Math.sqrt(0.04))) / (1 - Math.sqrt(0.04) / 1.25)
/** Rounding of positions that lie within some 100 um [um]. */
const ROUNDING = 1e-12

interface Setting {
  readonly points: readonly (readonly number[])[]
  readonly mechanics?: string
  readonly domain?: string
  readonly model?: string
  readonly dt?: number
}

function yaml(setting: Setting): string {
  const points = setting.points.map((point) => `[${point.map((c) => `${c} um`).join(', ')}]`)
  const dt = setting.dt ?? 0.1
  return `
format: 1
title: mechanics
domain: ${setting.domain ?? '{ size: [200 um, 200 um, 20 um] }'}
time: { stop: 600 min, fields: ${dt} min, mechanics: ${dt} min, phenotype: 600 min }
${setting.model ?? ''}
cell types:
  cell: { mechanics: ${setting.mechanics ?? '{}'} }
initial:
  cell: { points: [${points.join(', ')}] }
`
}

function start(setting: Setting): TestRun {
  return runModel(yaml(setting))
}

function position(world: World, slot: number): readonly number[] {
  return ['x', 'y', 'z'].map((axis) => world.f64(`cell.${axis}`)[slot] ?? 0)
}

function gap(world: World): number {
  const [a, b] = [position(world, 0), position(world, 1)]
  return Math.hypot(...a.map((coordinate, axis) => coordinate - (b[axis] ?? 0)))
}

function pair(distance: number): readonly (readonly number[])[] {
  return [
    [-distance / 2, 3, 0],
    [distance / 2, 3, 0],
  ]
}

describe('two cells', () => {
  it('make one step and a half at first', () => {
    const { world, run } = start({ points: pair(2) })
    run(1)
    // d0 + 2 x 1.5 dt v with v = 10 (1 - 2 / 2r)^2 - 0.4 (1 - 2 / 2.5r)^2.
    const v = 10 * (1 - 1 / RADIUS) ** 2 - 0.4 * (1 - 1 / (1.25 * RADIUS)) ** 2
    expect(gap(world)).toBeCloseTo(2 + 0.3 * v, 12)
    expect(gap(world)).toBeCloseTo(4.2309, 4)
  })

  it.each([2, 8, 14, 16, 18])('relax from %f um to where forces balance', (distance) => {
    const { world, run } = start({ points: pair(distance) })
    run(5000)
    expect(REST).toBeCloseTo(16.02421057, 8)
    // Near rest the difference decays at 0.095 per min: after 500 min nothing but rounding is left of it.
    expect(Math.abs(gap(world) - REST)).toBeLessThan(1e-9)
  })

  it('do not feel each other beyond the sum of their reaches', () => {
    const { world, run } = start({ points: pair(2.5 * RADIUS + 1e-6) })
    run(100)
    expect(gap(world)).toBe(2.5 * RADIUS + 1e-6)
  })

  it('do not adhere without affinity', () => {
    const { world, run } = start({ points: pair(18), mechanics: '{ affinities: { cell: 0 } }' })
    run(100)
    expect(gap(world)).toBe(18)
  })

  it('keep their centre where it is', () => {
    const { world, run } = start({ points: pair(5) })
    run(1000)
    expect(Math.abs((world.f64('cell.x')[0] ?? 0) + (world.f64('cell.x')[1] ?? 0))).toBeLessThan(ROUNDING)
    expect(world.f64('cell.y')[0]).toBe(3)
  })

  it('meet across a periodic face as anywhere else', () => {
    const domain = '{ size: [200 um, 200 um, 20 um], boundary: periodic }'
    const inside = start({ points: pair(12), domain })
    const across = start({
      points: [
        [-94, 3, 0],
        [94, 3, 0],
      ],
      domain,
    })
    for (const { run } of [inside, across]) run(50)
    expect(200 - gap(across.world)).toBeCloseTo(gap(inside.world), 10)
    // Once they have wandered over the face they are on the other side.
    const crossing = start({
      points: [
        [99.5, 0, 0],
        [-98.5, 0, 0],
      ],
      domain,
    })
    crossing.run(1)
    expect(crossing.world.f64('cell.x')[0]).toBeLessThan(99.5)
    const pushed = start({
      points: [
        [99.5, 0, 0],
        [97.5, 0, 0],
      ],
      domain,
    })
    pushed.run(1)
    expect(pushed.world.f64('cell.x')[0]).toBeLessThan(-90)
  })
})

/** Distance after 1 min from 12 um; `isWarm` = the velocity before the start is known instead of zero. */
function distanceAfter(dt: number, isWarm: boolean): number {
  const { world, run } = start({ points: pair(12), dt })
  if (isWarm) {
    runPhase(world, 'mechanics', 'forces')
    world.f64('mechanics.previous').set(world.f64('mechanics.vx').subarray(0, 2))
  }
  run(Math.round(1 / dt))
  return gap(world)
}

describe('the scheme', () => {
  it.each([
    // A cold start puts everything half a step ahead: first order. A warm one begins with an Euler step: second order.
    { isWarm: false, order: 1 },
    { isWarm: true, order: 2 },
  ])('converges with order $order when isWarm = $isWarm', ({ isWarm, order }) => {
    const [a, b, c] = [0.05, 0.025, 0.0125].map((dt) => distanceAfter(dt, isWarm)) as [number, number, number] // three
    // Ratio of successive differences is 2^order up to the next order, dt / (time of the motion, 1 min) = 5 %.
    expect(Math.log2((a - b) / (b - c))).toBeGreaterThan(order - 0.15)
    expect(Math.log2((a - b) / (b - c))).toBeLessThan(order + 0.15)
  })
})

describe('walls and the box', () => {
  it('repel a cell until it no longer overlaps them', () => {
    const { world, run } = start({ points: [[98, 0, 0]] })
    run(20_000)
    const fromWall = 100 - (world.f64('cell.x')[0] ?? 0)
    // dg/dt = 100 (1 - g/r)^2 approaches r like r^2 / (100 t): 0.00035 um at 2000 min.
    expect(fromWall).toBeLessThanOrEqual(RADIUS)
    expect(RADIUS - fromWall).toBeLessThan((2 * RADIUS ** 2) / (100 * 2000))
  })

  it('push like the mirror image of the cell where they are as strong as its repulsion', () => {
    const mechanics = '{ adhesion: 0 um/min, repulsion: 2 um/min }'
    const wall = 'mechanics: { wall strength: 2 um/min }'
    const alone = start({ points: [[97, 3, 0]], mechanics, model: wall })
    const beside = start({ points: pair(6), mechanics })
    for (const { run } of [alone, beside]) run(100)
    const fromWall = 100 - (alone.world.f64('cell.x')[0] ?? 0)
    expect(fromWall).toBeGreaterThan(4)
    expect(Math.abs(fromWall - gap(beside.world) / 2)).toBeLessThan(100 * ROUNDING)
  })

  it('let a cell be where there is no wall', () => {
    const { world, run } = start({ points: [[98, 0, 0]], model: 'mechanics: { wall: false }' })
    run(100)
    expect(world.f64('cell.x')[0]).toBe(98)
  })

  it('never let a cell out, however hard it is pushed', () => {
    const crowd = Array.from({ length: 40 }, (_, k) => [99 - (k % 5) / 10, 99 - k / 40, 0])
    const { world, run } = start({ points: crowd, model: 'mechanics: { wall: false }' })
    for (let tick = 1; tick <= 100; tick++) {
      run(tick)
      for (const axis of ['x', 'y']) {
        const positions = world.f64(`cell.${axis}`).subarray(0, world.count)
        expect(Math.max(...positions)).toBeLessThanOrEqual(100)
        expect(Math.min(...positions)).toBeGreaterThanOrEqual(-100)
      }
    }
  })

  it('keep a two-dimensional world in its plane', () => {
    const { world, run } = start({
      points: [
        [0, 0, 0],
        [3, 4, 0],
        [-3, 4, 0],
      ],
    })
    run(200)
    expect([...world.f64('cell.z').subarray(0, 3)]).toEqual([0, 0, 0])
  })

  it('push in three dimensions from above and below', () => {
    const { world, run } = start({ points: [[0, 0, 38]], domain: '{ size: [80 um, 80 um, 80 um] }' })
    run(10)
    expect(world.f64('cell.z')[0]).toBeLessThan(38)
    expect(world.f64('cell.x')[0]).toBe(0)
  })
})

describe('pressure', () => {
  it('is 1 for twelve neighbours in close packing', () => {
    // Spacing of the definition: hexagonal packing of the same density as a square of side 2r.
    const d = 2 * RADIUS * Math.sqrt(Math.PI / (2 * Math.sqrt(3)))
    const h = d * Math.SQRT1_2
    const neighbours = [-h, h].flatMap((a) =>
      [-h, h].flatMap((b) => [
        [a, b, 0],
        [a, 0, b],
        [0, a, b],
      ]),
    )
    const setting = { points: [[0, 0, 0], ...neighbours], domain: '{ size: [80 um, 80 um, 80 um] }' }
    const world = probedWorld(yaml(setting), { signals: ['pressure'] })
    runPhase(world, 'mechanics', 'forces')
    // The scale is published to 14 digits.
    expect(world.f64('mechanics.pressure')[0]).toBeCloseTo(1, 12)
  })
})

describe('reach', () => {
  it('follows the radius through growth', () => {
    const world = probedWorld(yaml({ points: pair(50) }), { behaviours: ['reach'] })
    world.f64('behaviour/reach').set([2, 0.5])
    world.f64('cell.radius').set([5, 6])
    runPhase(world, 'mechanics', 'growth')
    // Below 1 it would be less than the distance of repulsion, which the neighbour lists must hold.
    expect([...world.f64('cell.reach').subarray(0, 2)]).toEqual([10, 6])
  })
})
