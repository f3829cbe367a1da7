import { describe, expect, it, test } from 'vitest'
import { uniformPair } from '../../engine/random.ts'
import { periods, voxelAt } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { testSequence } from '../../testing/kernel-arrays.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { refusal, runModel } from '../../testing/run-model.ts'
import { meanAndError, positionsOf } from '../../testing/walkers.ts'
import { type Vector, guided, held, nextDirection, passable } from './kernels.ts'
import { DIRECTION } from './step.ts'

const CELLS = 300
const BUNDLE = 0.5
const OBSTACLES = [
  { guidance: 0.8, smallest: 1.5, free: 6, stops: 0.7 },
  { guidance: 0, smallest: 0, free: 0, stops: 2 },
] as const

const cases = [
  { name: '2-D, closed', size: '[200 um, 100 um, 20 um]', boundary: 'closed' },
  { name: '3-D, mixed', size: '[100 um, 60 um, 80 um]', boundary: '{ x: periodic, z: periodic }' },
]

function testWorld({ size, boundary }: (typeof cases)[number]): World {
  const points = Array.from({ length: CELLS }, () => '[0 um, 0 um, 0 um]').join(', ')
  const matrix = 'contact guidance: 0.8, pore: { smallest: 1.5 um, free: 6 um }, membrane stops: 70 %'
  const world = probedWorld(`
format: 1
title: walkers in matrix
domain: { size: ${size}, boundary: ${boundary} }
time: { stop: 10 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
matrix: { density: 10 % }
cell types:
  a: { motility: { speed: 2 um/min, persistence: 0 min, ${matrix} } }
  b: { motility: { speed: 2 um/min, persistence: 0 min } }
initial:
  a: { points: [${points}] }
`)
  const random = testSequence(9)
  const { corner, size: box, dimensions } = world.program.space
  for (let slot = 0; slot < world.count; slot++) {
    for (const axis of [0, 1, 2] as const)
      if (axis < dimensions)
        world.f64(`cell.${'xyz'.charAt(axis)}`)[slot] = corner[axis] + random() * box[axis]
    world.u16('cell.type')[slot] = slot % 2
    world.u16('cell.class')[slot] = slot % 2
  }
  for (const column of ['density', 'membrane'])
    world.f64(`matrix.${column}`).forEach((_, v, all) => (all[v] = v % 5 === 0 ? 0 : 0.9 * random()))
  world.f64('matrix.fibres').forEach((_, v, all) => (all[v] = 0.5 * (random() - 0.5)))
  world.neighboursAreStale = true
  return world
}

const at = (world: World, column: string, index: number): number => world.f64(column)[index] ?? NaN

function placeOf(world: World, slot: number): Vector {
  return [at(world, 'cell.x', slot), at(world, 'cell.y', slot), at(world, 'cell.z', slot)]
}

function chosen(world: World, slot: number): Vector {
  const { space } = world.program
  const [turn, around] = uniformPair(world, slot, DIRECTION)
  const [up] = uniformPair(world, slot, DIRECTION + 1)
  const walker = {
    position: placeOf(world, slot),
    direction: [0, 0, 0] as const,
    persistence: 0,
    bias: 0,
    attractants: [],
    isEachNormalised: true,
  }
  const mesh = {
    corner: space.corner,
    edge: space.voxel,
    shape: space.shape,
    isPeriodic: [false, false, false] as const,
  }
  const special = specialFunctions(world.kernels)
  return nextDirection(walker, { turn, around, up }, space.dimensions, mesh, 0.1, special)
}

/** The same point within the box, around it on periodic axes. */
function inBox(world: World, point: Vector): Vector {
  const { space } = world.program
  const around = point.map((x, axis) => {
    const period = periods(space)[axis] ?? 0
    const low = space.corner[axis] ?? 0
    return period === 0 ? x : x < low ? x + period : x >= low + period ? x - period : x
  })
  return around as unknown as Vector // three axes
}

describe.each(cases)('motion in matrix, $name', (setting) => {
  it('gives the bits of the plain form', () => {
    const world = testWorld(setting)
    const { space } = world.program
    runPhase(world, 'motility', 'forces')
    let [turned, stopped, slowed] = [0, 0, 0]
    for (let slot = 0; slot < world.count; slot++) {
      const obstacles = OBSTACLES[slot % 2] ?? OBSTACLES[0]
      const place = placeOf(world, slot)
      const voxels = world.layout.sizes.voxel
      const components = space.dimensions === 2 ? 2 : 5
      const own = voxelAt(space, ...place)
      const tensor = Array.from({ length: components }, (_, k) =>
        at(world, 'matrix.fibres', k * voxels + own),
      )
      const free = chosen(world, slot)
      const wanted = guided(free, tensor, obstacles.guidance)
      const direction = [0, 1, 2].map((axis) => at(world, 'motility.direction', axis * world.capacity + slot))
      expect(direction).toEqual(wanted.map((component) => component))
      if (wanted.some((component, axis) => component !== free[axis])) turned += 1
      const front = place.map((x, axis) => x + at(world, 'cell.radius', slot) * (wanted[axis] ?? 0))
      const ahead = voxelAt(space, ...inBox(world, front as unknown as Vector)) // three axes
      const share = passable(at(world, 'matrix.density', ahead), obstacles, BUNDLE)
      if (share < 1) slowed += 1
      const isHeld = (point: Vector): boolean =>
        at(world, 'matrix.membrane', voxelAt(space, ...inBox(world, point))) > obstacles.stops
      const pace = wanted.map((component) => 2 * share * component) as unknown as Vector // three axes
      const left = held(place, pace, at(world, 'cell.radius', slot), isHeld)
      if (left.some((component, axis) => component !== pace[axis])) stopped += 1
      const found = ['x', 'y', 'z'].map((name) => at(world, `mechanics.v${name}`, slot) + 0)
      expect(found).toEqual(left.map((component) => component + 0))
    }
    expect(Math.min(turned, slowed)).toBeGreaterThan(CELLS / 30)
    expect(stopped).toBeGreaterThan(2)
  })
})

test('a guided walk spreads along fibres and across them as its directions do', () => {
  const [speed, persistence, weight] = [1, 2, 0.7 * 0.6]
  const { world, run } = runModel(`
format: 1
title: guided walkers
domain: { size: [4000 um, 4000 um, 20 um], boundary: closed }
time: { stop: 600 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
mechanics: { wall: false }
matrix: { density: 10 %, alignment: { direction: [0, 2, 0], degree: 60 % } }
cell types:
  walker:
    mechanics: { adhesion: 0 um/min, repulsion: 0 um/min }
    motility: { speed: ${speed} um/min, persistence: ${persistence} min, contact guidance: 70 % }
initial:
  walker: { points: [${Array.from({ length: 1600 }, (_, k) => `[${40 * (k % 40) - 780} um, ${40 * Math.floor(k / 40) - 780} um, 0 um]`).join(', ')}] }
`)
  const start = positionsOf(world)
  run(200)
  const end = positionsOf(world)
  // Directions are chosen anew each time and have mean zero: <e_x^2> is all that differs from the walk without fibres.
  const STEPS = 100_000
  let across = 0
  for (let k = 0; k < STEPS; k++) {
    const angle = (Math.PI * (k + 0.5)) / STEPS // the upper half: fibres along y pull upwards
    const [x, y] = [(1 - weight) * Math.cos(angle), (1 - weight) * Math.sin(angle) + weight]
    across += (x * x) / (x * x + y * y) / STEPS
  }
  const x = 20 / persistence
  const all = 2 * (speed * persistence) ** 2 * (x - 2 + 2 * Math.exp(-x) + x * Math.exp(-x))
  for (const [axis, share] of [across, 1 - across].entries()) {
    const squares = Array.from(
      { length: world.count },
      (_, slot) => ((end[axis]?.[slot] ?? 0) - (start[axis]?.[slot] ?? 0)) ** 2,
    )
    const { mean, error } = meanAndError(squares)
    // Five standard errors, and a step of 0.1 min in place of continuous time.
    expect(Math.abs(mean - share * all)).toBeLessThan(5 * error + (0.1 / persistence) * share * all)
  }
  expect(across).toBeLessThan(0.3)
})

test('a cell neither crosses basement membrane nor leaves the side of pores that are too narrow', () => {
  const walk = (matrix: string, keys: string): number => {
    const { world, run } = runModel(`
format: 1
title: a walker before a wall
domain: { size: [200 um, 60 um, 20 um], boundary: closed }
time: { stop: 100 day, fields: 1 min, mechanics: 0.1 min, phenotype: 6 min }
matrix: ${matrix}
cell types: { walker: { motility: { speed: 1 um/min, persistence: 1e9 min, ${keys} } } }
initial: { walker: { points: [[-50 um, 0 um, 0 um]] } }
`)
    world.f64('motility.direction')[0] = 1
    run(1200)
    return world.f64('cell.x')[0] ?? NaN
  }
  const place = (value: string): string =>
    `{ regions: [ { layer: { axis: x, at: 10 um, thickness: 20 um }, value: ${value} } ] }`
  const radius = 8.42 // of the default cell of 2494 um^3
  const stops = 'membrane stops: 50 %'
  expect(walk(`{ membrane: ${place('1')} }`, stops)).toBeCloseTo(-radius, 0)
  // Nothing holds it up but the wall of the box.
  expect(walk(`{ membrane: ${place('0.4')} }`, stops)).toBeGreaterThan(60)
  expect(walk(`{ membrane: ${place('1')} }`, '')).toBeGreaterThan(60)
  const pores = 'pore: { smallest: 2.3 um, free: 6 um }'
  // 0.5 um x sqrt(pi / 0.2) = 2 um: too narrow.
  expect(walk(`{ density: ${place('20 %')} }`, pores)).toBeCloseTo(-radius, 0)
  expect(walk(`{ density: ${place('5 %')} }`, pores)).toBeGreaterThan(20)
})

test('basement membrane holds a cell that others push, and lets it slide along', () => {
  const { world, run } = runModel(`
format: 1
title: pushed at a wall
domain: { size: [200 um, 200 um, 20 um], boundary: closed }
time: { stop: 100 day, fields: 1 min, mechanics: 0.1 min, phenotype: 6 min }
matrix: { membrane: { regions: [ { layer: { axis: x, at: 10 um, thickness: 20 um }, value: 1 } ] } }
cell types:
  pushed: { motility: { membrane stops: 50 % } }
  rock: { mechanics: { movable: false } }
initial:
  pushed: { points: [[-10 um, 0 um, 0 um]] }
  rock: { points: [[-16 um, -2 um, 0 um]] }
`)
  run(1200)
  expect(world.f64('cell.x')[0]).toBeLessThan(-7)
  expect(world.f64('cell.y')[0]).toBeGreaterThan(5)
})

test('motion in matrix needs matrix, and pores that can be told apart', () => {
  const model = (motility: string, matrix = ''): string =>
    `format: 1\ntitle: t\ndomain: { size: [60 um, 60 um, 20 um] }\ntime: { stop: 6 min }\n${matrix}\ncell types: { a: { motility: { ${motility} } } }\n`
  expect(refusal(model('contact guidance: 50 %'))).toContain(
    "'contact guidance' means nothing without matrix",
  )
  expect(refusal(model('pore: { smallest: 6 um, free: 2 um }', 'matrix: { density: 5 % }'))).toContain(
    'pores of 6 um stop the cell, but those of 2 um would not slow it',
  )
  expect(refusal(model('pore: { smallest: 2 um, free: 6 um }', 'matrix: { density: 5 % }'))).toBe('')
})
