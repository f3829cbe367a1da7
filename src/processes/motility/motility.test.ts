import { describe, expect, it } from 'vitest'
import { REQUEST_APOPTOSIS, REQUEST_DIVIDE } from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { meanAndError, positionsOf, squaredDisplacements, startWalkers } from '../../testing/walkers.ts'

/** Bounds are this many standard errors wide: by chance alone, one test in two million fails. */
const SIGMAS = 5
const SPEED = 1
const PERSISTENCE = 5
const WALK = `{ speed: ${SPEED} um/min, persistence: ${PERSISTENCE} min }`

/** Mean squared displacement [um^2] after `t` min of a walker that is on its way already. */
function stationary(t: number): number {
  const x = t / PERSISTENCE
  return 2 * (SPEED * PERSISTENCE) ** 2 * (x - 1 + Math.exp(-x))
}

/** The same for one that stands still until its first choice of direction. */
function coldStart(t: number): number {
  const x = t / PERSISTENCE
  return 2 * (SPEED * PERSISTENCE) ** 2 * (x - 2 + 2 * Math.exp(-x) + x * Math.exp(-x))
}

/** Steps of dt = 0.1 min instead of continuous time change the formulas by this share at most: dt / persistence. */
const STEP_SHARE = 0.1 / PERSISTENCE

function expectMean(sample: readonly number[], expected: number, share = STEP_SHARE): void {
  const { mean, error } = meanAndError(sample)
  expect(Math.abs(mean - expected)).toBeLessThan(SIGMAS * error + share * Math.abs(expected))
}

/** One walker on its way along x, whose speed is its own. */
function oneWalker(): World {
  const world = probedWorld(
    `
format: 1
title: one walker
domain: { size: [400 um, 400 um, 20 um] }
time: { stop: 10 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
cell types: { walker: { motility: { speed: 1 um/min, persistence: 1e6 min } } }
initial: { walker: { points: [[0 um, 0 um, 0 um]] } }
`,
    { behaviours: ['migration speed'] },
  )
  world.f64('motility.direction')[0] = 1
  return world
}

describe('a persistent random walk', () => {
  it.each([
    { dimensions: 2, size: [4000, 4000, 20] as const },
    { dimensions: 3, size: [600, 600, 600] as const },
  ])('has the mean squared displacement of theory in $dimensions-D, from rest and on the way', ({ size }) => {
    const { world, run } = startWalkers({ cells: 500, motility: WALK, size })
    const start = positionsOf(world)
    run(200)
    const later = positionsOf(world)
    expectMean(squaredDisplacements(start, later), coldStart(20))
    run(500) // 10 persistence times: all but e^-10 of the cells have begun
    const warm = positionsOf(world)
    run(700)
    expectMean(squaredDisplacements(warm, positionsOf(world)), stationary(20))
  })

  it('has no preferred direction in 2-D', () => {
    const { world, run } = startWalkers({ cells: 2000, motility: '{ speed: 1 um/min, persistence: 0 min }' })
    run(1)
    for (const axis of [0, 1]) {
      const components = axisOf(world, axis)
      // Mean 0 and variance 1/2 per component; mean of cos^4 is 3/8.
      expect(Math.abs(sum(components))).toBeLessThan(SIGMAS * Math.sqrt(2000 / 2))
      expectMean(
        components.map((c) => c ** 2),
        1 / 2,
        0,
      )
      expectMean(
        components.map((c) => c ** 4),
        3 / 8,
        0,
      )
    }
    expect(axisOf(world, 2).every((c) => c === 0)).toBe(true)
    const lengths = axisOf(world, 0).map((c, slot) => Math.hypot(c, axisOf(world, 1)[slot] ?? 0))
    expect(Math.max(...lengths.map((length) => Math.abs(length - 1)))).toBeLessThan(1e-15)
  })

  it('has no preferred direction in 3-D', () => {
    const { world, run } = startWalkers({
      cells: 2000,
      motility: '{ speed: 1 um/min, persistence: 0 min }',
      size: [600, 600, 600],
    })
    run(1)
    for (const axis of [0, 1, 2]) {
      const components = axisOf(world, axis)
      // Uniform in [-1, 1]: variance 1/3, fourth moment 1/5.
      expect(Math.abs(sum(components))).toBeLessThan(SIGMAS * Math.sqrt(2000 / 3))
      expectMean(
        components.map((c) => c ** 2),
        1 / 3,
        0,
      )
      expectMean(
        components.map((c) => c ** 4),
        1 / 5,
        0,
      )
    }
  })

  it('heeds a change of speed at once', () => {
    const world = oneWalker()
    for (const speed of [3, 0.5]) {
      world.f64('behaviour/migration speed')[0] = speed
      world.f64('mechanics.vx')[0] = 0
      runPhase(world, 'motility', 'forces')
      expect(world.f64('mechanics.vx')[0]).toBe(speed)
    }
  })

  it('is continued by a daughter and ended by death', () => {
    const world = oneWalker()
    request(world, 0, REQUEST_DIVIDE)
    commit(world, () => bindHooks(world))
    request(world, 0, REQUEST_APOPTOSIS)
    commit(world, () => bindHooks(world))
    world.f64('mechanics.vx').fill(0)
    runPhase(world, 'motility', 'forces')
    expect([...world.f64('mechanics.vx').subarray(0, 2)]).toEqual([0, 1])
  })
})

describe('chemotaxis', () => {
  const sloped = '{ attractant: { unit: nM, diffusion: 1000 um^2/min, decay: 0 1/min, initial: 1 nM } }'

  /** A linear field along x that nothing changes: transport is not run, only forces and motion are. */
  function startOnSlope(motility: string, seed = 1) {
    const started = startWalkers({ cells: 500, motility, size: [1000, 1000, 20], substrates: sloped, seed })
    const { shape } = started.world.program.space
    started.world.f32('field/attractant').forEach((_, v, field) => (field[v] = v % shape[0]))
    return started
  }

  it('drifts up the gradient by the mean direction of the mixture', () => {
    const { world, run } = startOnSlope(`{ ${WALK.slice(2, -2)}, bias: 0.5, chemotaxis: { attractant: 1 } }`)
    const start = positionsOf(world)
    run(200)
    const end = positionsOf(world)
    const shift = (axis: number): number[] =>
      [...(end[axis] ?? [])].map((at, slot) => at - (start[axis]?.[slot] ?? 0))
    // The normalised sum of the gradient and a random direction points at half the random angle: mean cosine 2 / pi.
    const expected = (2 / Math.PI) * SPEED * (20 - PERSISTENCE * (1 - Math.exp(-20 / PERSISTENCE)))
    expectMean(shift(0), expected)
    const { mean, error } = meanAndError(shift(1))
    expect(Math.abs(mean)).toBeLessThan(SIGMAS * error)
  })

  it('goes straight with bias 1, down the gradient with a negative weight', () => {
    const { world, run } = startOnSlope(
      '{ speed: 1 um/min, persistence: 0 min, bias: 1, chemotaxis: { attractant: -1 } }',
    )
    run(1)
    expect(axisOf(world, 0).every((c) => c === -1)).toBe(true)
    expect(axisOf(world, 1).every((c) => c === 0)).toBe(true)
  })

  it('stands still with bias 1 where there is no gradient', () => {
    const { world, run } = startWalkers({
      cells: 5,
      motility: '{ speed: 1 um/min, persistence: 0 min, bias: 1, chemotaxis: { attractant: 1 } }',
      substrates: sloped,
      size: [400, 400, 20],
    })
    run(5)
    expect(axisOf(world, 0).every((c) => c === 0)).toBe(true)
  })

  it('feels no slope of 1e-16 units per um or less', () => {
    const motility = '{ speed: 1 um/min, persistence: 0 min, bias: 1, chemotaxis: { attractant: 1 } }'
    // Slopes in voxels of 20 um; near closed ends the step of transport flattens them, by less than a factor of five.
    for (const [step, felt] of [
      [0.99e-16 * 20, 0],
      [5e-16 * 20, 1],
    ] as const) {
      const { world, run } = startOnSlope(motility)
      world.f32('field/attractant').forEach((value, v, field) => (field[v] = value * step))
      run(1)
      // A number times its rounded inverse is 1 within one rounding.
      expect(axisOf(world, 0).every((c) => Math.abs(c - felt) <= Number.EPSILON)).toBe(true)
    }
  })
})

/** Component of every cell's direction along an axis. */
function axisOf(world: World, axis: number): number[] {
  return [
    ...world.f64('motility.direction').subarray(axis * world.capacity, axis * world.capacity + world.count),
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
