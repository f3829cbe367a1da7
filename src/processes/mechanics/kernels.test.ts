import { describe, expect, it } from 'vitest'
import { attach, detachAll } from '../../engine/bonds.ts'
import { periods } from '../../engine/space.ts'
import type { World } from '../../engine/world.ts'
import { testSequence } from '../../testing/kernel-arrays.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import {
  type Body,
  type Vector,
  WALL_STRENGTH,
  move,
  pairVelocity,
  springVelocity,
  wallVelocity,
} from './kernels.ts'

/** Cells of a test world; enough that each has several neighbours in its box. */
const CELLS = 150
const AXES = ['x', 'y', 'z'] as const

interface Case {
  readonly name: string
  readonly size: string
  readonly boundary: string
  readonly behaviours: readonly string[]
}

const cases: readonly Case[] = [
  { name: '2-D, closed', size: '[200 um, 200 um, 20 um]', boundary: 'closed', behaviours: [] },
  { name: '2-D, periodic', size: '[200 um, 200 um, 20 um]', boundary: 'periodic', behaviours: [] },
  {
    name: '3-D, mixed',
    size: '[100 um, 100 um, 80 um]',
    boundary: '{ x: periodic, z: periodic }',
    behaviours: [],
  },
  {
    name: '3-D, closed, modulated',
    size: '[100 um, 100 um, 80 um]',
    boundary: 'closed',
    behaviours: ['adhesion', 'repulsion', 'affinity to b'],
  },
]

function testWorld(setting: Case, signals: readonly string[] = ['pressure']): World {
  const point = '[0 um, 0 um, 0 um]'
  const world = probedWorld(
    `
format: 1
title: random cells
domain: { size: ${setting.size}, boundary: ${setting.boundary} }
time: { stop: 10 min, mechanics: 0.1 min, phenotype: 6 min }
cell types:
  a: { mechanics: { adhesion: 0.7 um/min, affinities: { b: 0.3 }, springs: { attachment: 1 1/min } } }
  b: { mechanics: { repulsion: 7 um/min, affinities: { a: 2 }, springs: { constant: 0.02 1/min }, movable: false } }
initial:
  a: { points: [${Array.from({ length: CELLS }, () => point).join(', ')}] }
`,
    { signals, behaviours: setting.behaviours },
  )
  scatter(world)
  return world
}

/** Gives every cell a random place, size, reach, type, previous velocity, and behaviours where these are its own. */
function scatter(world: World): void {
  const random = testSequence(world.count + world.program.space.shape[0])
  const { corner, size, dimensions } = world.program.space
  for (let slot = 0; slot < world.count; slot++) {
    AXES.slice(0, dimensions).forEach((name, axis) => {
      world.f64(`cell.${name}`)[slot] = (corner[axis] ?? 0) + random() * (size[axis] ?? 0)
    })
    const radius = 5 + 5 * random()
    world.f64('cell.radius')[slot] = radius
    world.f64('cell.reach')[slot] = radius * (1 + random())
    const type = random() < 0.5 ? 0 : 1
    world.u16('cell.type')[slot] = type
    // Every seventh is apoptotic: forces are those of the living.
    world.u16('cell.class')[slot] = slot % 7 === 0 ? 2 + type : type
    for (const { name, isPerCell } of world.program.behaviours.values()) {
      if (isPerCell) world.f64(`behaviour/${name}`)[slot] = 10 * random()
    }
    for (let k = 0; k < 3; k++) world.f64('mechanics.previous')[k * world.capacity + slot] = random() - 0.5
  }
  world.neighboursAreStale = true
}

function bodies(world: World): Body[] {
  return Array.from({ length: world.count }, (_, slot) => ({
    position: vector(world, 'cell.', slot),
    radius: world.f64('cell.radius')[slot] ?? 0,
    reach: world.f64('cell.reach')[slot] ?? 0,
    type: world.u16('cell.type')[slot] ?? 0,
    adhesion: world.behaviourOf('adhesion', slot),
    repulsion: world.behaviourOf('repulsion', slot),
    affinities: world.program.cellTypes.map((name) => world.behaviourOf(`affinity to ${name}`, slot)),
  }))
}

function vector(world: World, prefix: string, slot: number): Vector {
  const along = (axis: string): number => world.f64(prefix + axis)[slot] ?? 0
  return [along('x'), along('y'), along('z')]
}

function affinity(a: Body, b: Body): number {
  return a.affinities[b.type] ?? 1
}

/** Spring constant of a cell [1/min], as in the model above. */
function constant(body: Body): number {
  return body.type === 0 ? 0.01 : 0.02
}

describe.each(cases)('mechanics kernels, $name', (setting) => {
  it('give the bits of the plain form', () => {
    const world = testWorld(setting)
    const before = bodies(world)
    const { corner, size, boundary, dimensions } = world.program.space
    runPhase(world, 'mechanics', 'forces')
    const wraps = periods(world.program.space)
    const expected = before.map((body, slot) => {
      const { velocity, pressure } = pairVelocity(before, slot, wraps)
      for (const axis of [0, 1, 2] as const) {
        if (boundary[axis] !== 'closed' || axis >= dimensions) continue
        velocity[axis] += wallVelocity(
          body.position[axis],
          corner[axis],
          corner[axis] + size[axis],
          body.radius,
          WALL_STRENGTH,
        )
      }
      return { velocity, pressure }
    })
    const found = before.map((_, slot) => ({
      velocity: vector(world, 'mechanics.v', slot),
      pressure: world.f64('mechanics.pressure')[slot],
    }))
    expect(found).toEqual(expected)
    expect(found.filter(({ pressure }) => (pressure ?? 0) > 0).length).toBeGreaterThan(CELLS / 2)
  })

  it('spare immovable cells where nobody asks for the pressure, and change no force on others', () => {
    const [asked, unasked] = [testWorld(setting), testWorld(setting, [])]
    for (const world of [asked, unasked]) runPhase(world, 'mechanics', 'forces')
    const types = asked.u16('cell.type')
    const velocities = (world: World, type: number): Vector[] =>
      bodies(world).flatMap((_, slot) => (types[slot] === type ? [vector(world, 'mechanics.v', slot)] : []))
    expect(velocities(unasked, 0)).toEqual(velocities(asked, 0))
    expect(velocities(unasked, 1)).not.toEqual(velocities(asked, 1))
  })

  it('pull along bonds as the plain form does', () => {
    const world = testWorld(setting)
    const before = bodies(world)
    const random = testSequence(3)
    const bonds = before.map(() => new Set<number>())
    for (let k = 0; k < CELLS; k++) {
      const [a, b] = [Math.floor(random() * CELLS), Math.floor(random() * CELLS)] as const
      if (!attach(world, a, b)) continue
      bonds[a]?.add(b)
      bonds[b]?.add(a)
    }
    runPhase(world, 'mechanics', 'forces')
    const pulled = before.map((_, slot) => vector(world, 'mechanics.v', slot))
    for (let slot = 0; slot < CELLS; slot++) detachAll(world, slot)
    runPhase(world, 'mechanics', 'forces')
    const expected = before.map((body, slot) => {
      const partners = [...(bonds[slot] ?? [])].flatMap((other) => before[other] ?? [])
      const stiffness = partners.map((other) =>
        Math.sqrt(constant(body) * affinity(body, other) * (constant(other) * affinity(other, body))),
      )
      const at = partners.map((other) => other.position)
      const pull = springVelocity(body.position, at, stiffness, periods(world.program.space))
      return vector(world, 'mechanics.v', slot).map((v, axis) => v + (pull[axis] ?? 0))
    })
    // Bonds and their sums may come in another order here: a few roundings of velocities of some 100 um/min.
    pulled.forEach((v, slot) =>
      v.forEach((c, axis) => expect(c).toBeCloseTo(expected[slot]?.[axis] ?? NaN, 12)),
    )
    expect(pulled).not.toEqual(before.map((_, slot) => vector(world, 'mechanics.v', slot)))
  })

  it('move cells as the plain form does, and keep the immovable where they are', () => {
    const world = testWorld(setting)
    const before = bodies(world)
    const { space } = world.program
    const previous = before.map((_, slot) =>
      [0, 1, 2].map((k) => world.f64('mechanics.previous')[k * world.capacity + slot] ?? 0),
    )
    runPhase(world, 'mechanics', 'forces')
    runPhase(world, 'mechanics', 'motion')
    const dt = 0.1
    const expected = before.map((body, slot) =>
      [0, 1, 2].map((k) => {
        const axis = k as 0 | 1 | 2 // the literals of the list above
        if (body.type === 1 || axis >= space.dimensions) return body.position[axis]
        const low = space.corner[axis]
        const faces = { low, high: low + space.size[axis], period: periods(space)[axis] }
        return move(
          body.position[axis],
          vector(world, 'mechanics.v', slot)[axis],
          previous[slot]?.[axis] ?? 0,
          dt,
          faces,
        )
      }),
    )
    expect(before.map((_, slot) => vector(world, 'cell.', slot))).toEqual(expected)
    const kept = before.map((body, slot) => (body.type === 1 ? 0 : (world.f64('mechanics.vx')[slot] ?? 0)))
    expect([...world.f64('mechanics.previous').subarray(0, world.count)]).toEqual(kept)
  })

  it('conserve momentum: forces between cells sum to nothing', () => {
    const world = testWorld(setting)
    const all = bodies(world)
    const velocities = all.map((_, slot) => pairVelocity(all, slot, periods(world.program.space)).velocity)
    for (const axis of [0, 1, 2] as const) {
      const sum = velocities.reduce((total, velocity) => total + velocity[axis], 0)
      const size = velocities.reduce((total, velocity) => total + Math.abs(velocity[axis]), 0)
      // Each pair cancels exactly; what is left is rounding of sums over at most CELLS terms.
      expect(Math.abs(sum)).toBeLessThanOrEqual(CELLS * Number.EPSILON * (size + 1))
    }
  })
})
