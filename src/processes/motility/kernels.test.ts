import { describe, expect, it } from 'vitest'
import { periods } from '../../engine/space.ts'
import { uniformPair } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { testSequence } from '../../testing/kernel-arrays.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { type Mesh, type Vector, nextDirection } from './kernels.ts'
import { DIRECTION } from './step.ts'

const CELLS = 300
const SUBSTRATES = ['food', 'poison']

const cases = [
  { name: '2-D, closed', size: '[200 um, 100 um, 20 um]', boundary: 'closed', behaviours: [] },
  { name: '2-D, periodic', size: '[200 um, 100 um, 20 um]', boundary: 'periodic', behaviours: [] },
  {
    name: '3-D, mixed',
    size: '[100 um, 60 um, 80 um]',
    boundary: '{ x: periodic, z: periodic }',
    behaviours: [],
  },
  {
    name: '3-D, modulated',
    size: '[100 um, 100 um, 40 um]',
    boundary: 'closed',
    behaviours: [
      'migration speed',
      'migration bias',
      'migration persistence',
      'chemotactic response to food',
    ],
  },
]

function testWorld({ size, boundary, behaviours }: (typeof cases)[number]): World {
  const points = Array.from({ length: CELLS }, () => '[0 um, 0 um, 0 um]').join(', ')
  const motion = 'speed: 2 um/min, persistence: 0.3 min, bias: 0.4, chemotaxis: { food: 1, poison: -0.3 }'
  const world = probedWorld(
    `
format: 1
title: walkers
domain: { size: ${size}, boundary: ${boundary} }
time: { stop: 10 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
substrates:
  food: { unit: nM, diffusion: 1000 um^2/min, decay: 0 1/min, initial: 1 nM }
  poison: { unit: nM, diffusion: 1000 um^2/min, decay: 0 1/min, initial: 1 nM }
cell types:
  a: { motility: { ${motion} } }
  b: { motility: { ${motion.replace('0.3 min', '0 min')}, normalise gradients: false } }
initial:
  a: { points: [${points}] }
`,
    { behaviours },
  )
  scatter(world)
  return world
}

function scatter(world: World): void {
  const random = testSequence(7)
  const { corner, size, dimensions } = world.program.space
  for (const name of SUBSTRATES) world.f32(`field/${name}`).forEach((_, v, field) => (field[v] = random()))
  for (let slot = 0; slot < world.count; slot++) {
    for (const axis of [0, 1, 2] as const) {
      if (axis < dimensions)
        world.f64(`cell.${'xyz'.charAt(axis)}`)[slot] = corner[axis] + random() * size[axis]
      world.f64('motility.direction')[axis * world.capacity + slot] = random() - 0.5
    }
    const type = slot % 2
    world.u16('cell.type')[slot] = type
    world.u16('cell.class')[slot] = type
    if (slot % 10 === 9) {
      world.u8('cell.state')[slot] = 1
      world.u16('cell.class')[slot] = 2 + type
    }
    for (const { name, isPerCell } of world.program.behaviours.values()) {
      if (isPerCell) world.f64(`behaviour/${name}`)[slot] = random()
    }
  }
  world.neighboursAreStale = true
}

function meshOf(world: World): Mesh {
  const { corner, voxel, shape } = world.program.space
  const [x, y, z] = periods(world.program.space)
  return { corner, edge: voxel, shape, isPeriodic: [x > 0, y > 0, z > 0] }
}

function directionOf(world: World, slot: number): Vector {
  const along = (axis: number): number => world.f64('motility.direction')[axis * world.capacity + slot] ?? 0
  return [along(0), along(1), along(2)]
}

function expected(world: World, slot: number): Vector {
  const type = world.u16('cell.type')[slot] ?? 0
  const speed = world.behaviourOf('migration speed', slot)
  if (world.u8('cell.state')[slot] !== 0 || speed <= 0) return directionOf(world, slot)
  const [turn, around] = uniformPair(world, slot, DIRECTION)
  const [up] = uniformPair(world, slot, DIRECTION + 1)
  const walker = {
    position: ['x', 'y', 'z'].map((axis) => world.f64(`cell.${axis}`)[slot] ?? 0) as unknown as Vector, // three axes
    direction: directionOf(world, slot),
    persistence: world.behaviourOf('migration persistence', slot),
    bias: world.behaviourOf('migration bias', slot),
    attractants: SUBSTRATES.map((name) => ({
      field: world.f32(`field/${name}`),
      weight: world.behaviourOf(`chemotactic response to ${name}`, slot),
    })),
    isEachNormalised: type === 0,
  }
  return nextDirection(
    walker,
    { turn, around, up },
    world.program.space.dimensions,
    meshOf(world),
    0.1,
    specialFunctions(world.kernels),
  )
}

describe.each(cases)('motility kernel, $name', (setting) => {
  it('gives the bits of the plain form', () => {
    const world = testWorld(setting)
    const slots = Array.from({ length: world.count }, (_, slot) => slot)
    const before = slots.map((slot) => directionOf(world, slot))
    const wanted = slots.map((slot) => expected(world, slot))
    runPhase(world, 'motility', 'forces')
    const after = slots.map((slot) => directionOf(world, slot))
    // `-0` and `0` are the same direction.
    expect(after.map((d) => d.map((c) => c + 0))).toEqual(wanted.map((d) => d.map((c) => c + 0)))
    const turned = slots.filter((slot) => after[slot]?.[0] !== before[slot]?.[0]).length
    expect(turned).toBeGreaterThan(CELLS / 10)
    expect(turned).toBeLessThan(CELLS)
  })

  it('adds speed times direction for live cells only', () => {
    const world = testWorld(setting)
    for (const axis of ['x', 'y', 'z']) world.f64(`mechanics.v${axis}`).fill(0.5)
    runPhase(world, 'motility', 'forces')
    for (let slot = 0; slot < world.count; slot++) {
      const isLive = world.u8('cell.state')[slot] === 0
      const speed = isLive ? world.behaviourOf('migration speed', slot) : 0
      const direction = directionOf(world, slot)
      const velocity = ['x', 'y', 'z'].map((axis) => world.f64(`mechanics.v${axis}`)[slot])
      expect(velocity).toEqual(direction.map((component) => (speed > 0 ? 0.5 + speed * component : 0.5)))
    }
  })
})
