import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { fill, testSequence } from '../testing/kernel-arrays.ts'
import { modelFrom } from '../testing/run-model.ts'
import { startWorld } from '../testing/start-run.ts'
import { listedNeighbours, neighboursOf, rebuildBins, rebuildNeighbours } from './neighbours.ts'
import { neighbourPointers } from './neighbour-calls.ts'
import type { Program } from './program.ts'
import { voxelAt, periods } from './space.ts'
import type { World } from './world.ts'

type Triple = readonly [number, number, number]

interface Box {
  readonly size: Triple
  /** 'closed' or 'periodic', by axis. */
  readonly boundary: readonly [string, string, string]
}

/** An empty world; the sizes leave a thin last grid cell, since grid cells are some 25 um wide. */
function program({ size, boundary }: Box): Program {
  const [x, y, z] = boundary
  return compile(
    modelFrom(`
format: 1
title: neighbours
domain: { size: [${size.map((extent) => `${extent} um`).join(', ')}], voxel: 10 um, boundary: { x: ${x}, y: ${y}, z: ${z} } }
time: { stop: 1 day }
cell types: { cell: {} }
`),
  )
}

const boxes: readonly (readonly [string, Box])[] = [
  ['flat, closed', { size: [130, 110, 10], boundary: ['closed', 'closed', 'closed'] }],
  ['flat, periodic', { size: [130, 110, 10], boundary: ['periodic', 'periodic', 'closed'] }],
  ['deep, closed', { size: [130, 110, 80], boundary: ['closed', 'closed', 'closed'] }],
  ['deep, periodic', { size: [130, 110, 80], boundary: ['periodic', 'periodic', 'periodic'] }],
  ['deep, one axis periodic', { size: [110, 60, 90], boundary: ['closed', 'periodic', 'closed'] }],
  ['narrower than a cell', { size: [130, 20, 20], boundary: ['closed', 'periodic', 'periodic'] }],
  ['just above whole grid cells', { size: [260, 260, 10], boundary: ['periodic', 'closed', 'closed'] }],
]

interface Points {
  readonly positions: readonly Triple[]
  readonly reaches: readonly number[]
}

/** Puts cells at points, with reaches [um]. */
function place(world: World, { positions, reaches }: Points): World {
  if (positions.length > world.capacity) world.grow(positions.length)
  world.count = positions.length
  for (const [axis, column] of ['cell.x', 'cell.y', 'cell.z'].entries()) {
    positions.forEach((point, slot) => (world.f64(column)[slot] = point[axis] ?? 0))
  }
  world.f64('cell.reach').set(reaches)
  world.neighboursAreStale = true
  world.binsAreStale = true
  return world
}

/** The lists of all cells, as slots. */
function listsOf(world: World): (readonly number[])[] {
  return fill(world.count, (slot) => slot).map((slot) => neighboursOf(world, slot))
}

/** Shortest difference along an axis, in the kernels' order of operations. */
function shortest(difference: number, period: number): number {
  return period === 0 ? difference : difference - period * Math.floor(difference / period + 0.5)
}

/** All j with |xi - xj| < reach_i + reach_j + skin, ascending: the definition. */
function bruteForce(world: World, skin: number): number[][] {
  const slots = fill(world.count, (slot) => slot)
  const [px, py, pz] = periods(world.program.space)
  const [x, y, z, reach] = ['cell.x', 'cell.y', 'cell.z', 'cell.reach'].map((name) => world.f64(name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ] // four names, four columns
  const isNear = (i: number, j: number): boolean => {
    const dx = shortest((x[j] ?? 0) - (x[i] ?? 0), px)
    const dy = shortest((y[j] ?? 0) - (y[i] ?? 0), py)
    const dz = shortest((z[j] ?? 0) - (z[i] ?? 0), pz)
    const range = (reach[i] ?? 0) + skin + (reach[j] ?? 0)
    return i !== j && dx * dx + dy * dy + dz * dz < range * range
  }
  return slots.map((i) => slots.filter((j) => isNear(i, j)))
}

/** Random points; `beyond` [um] is how far they may lie outside of closed faces. */
function scatter(world: World, count: number, beyond: number, seed: number): Points {
  const random = testSequence(seed)
  const { corner, size, boundary, dimensions } = world.program.space
  const along = (axis: 0 | 1 | 2): number => {
    if (axis === 2 && dimensions === 2) return 0
    const outside = boundary[axis] === 'periodic' ? 0 : beyond
    return corner[axis] - outside + random() * (size[axis] + 2 * outside)
  }
  return {
    positions: fill(count, () => [along(0), along(1), along(2)] as const),
    reaches: fill(count, () => 2 + 14 * random()),
  }
}

describe.each(boxes)('neighbour lists in a box that is %s', (_, box) => {
  const compiled = program(box)

  test.each([
    ['sparse', 12, 0],
    ['dense', 250, 0],
    ['beyond the walls', 200, 60],
  ])('%s: equal brute force, in the order of the slots', (_name, count, beyond) => {
    const world = startWorld(compiled)
    for (const seed of [1, 2]) {
      for (const skin of [0, 3, 30]) {
        world.skin = skin
        place(world, scatter(world, count, beyond, seed))
        rebuildNeighbours(world)
        expect(listsOf(world)).toEqual(bruteForce(world, skin))
      }
    }
  })

  test('hold points on faces, edges and corners, and points at the same place', () => {
    const world = startWorld(compiled)
    const { corner, size, dimensions } = world.program.space
    const ends = (axis: 0 | 1 | 2) =>
      axis === 2 && dimensions === 2 ? [0] : [0, 0.5, 1].map((s) => corner[axis] + s * size[axis])
    const positions = ends(0).flatMap((x) => ends(1).flatMap((y) => ends(2).map((z) => [x, y, z] as const)))
    place(world, {
      positions: [...positions, ...positions],
      reaches: fill(2 * positions.length, (k) => 1 + k),
    })
    rebuildNeighbours(world)
    const lists = listsOf(world)
    expect(lists).toEqual(bruteForce(world, world.skin))
    for (let slot = 0; slot < positions.length; slot++) expect(lists[slot]).toContain(slot + positions.length)
  })

  test('of one cell far larger than all others hold everybody whom it reaches', () => {
    const world = startWorld(compiled)
    const points = scatter(world, 100, 0, 5)
    place(world, { ...points, reaches: points.reaches.map((reach, slot) => (slot === 40 ? 90 : reach)) })
    rebuildNeighbours(world)
    expect(listsOf(world)).toEqual(bruteForce(world, world.skin))
  })

  test('hold all who touch after cells moved and grew without a new search, and until one has used half of the margin', () => {
    const world = startWorld(compiled)
    place(world, scatter(world, 100, 10, 9))
    rebuildNeighbours(world)
    const random = testSequence(17)
    const made = world.f64('neighbour.x').slice(0, world.count)
    for (let move = 0; move < 25; move++) {
      drift(world, random)
      rebuildNeighbours(world)
      const touching = bruteForce(world, 0)
      const lists = listsOf(world).map((list) => new Set(list))
      expect(
        touching.flatMap((list, slot) => list.filter((other) => lists[slot]?.has(other) !== true)),
      ).toEqual([])
    }
    // The walk is longer than the margin: the search was repeated on the way.
    expect(world.f64('neighbour.x').slice(0, world.count)).not.toEqual(made)
  })
})

/** A small step and a small change of reach of every cell, at most 0.3 um each per axis. */
function drift(world: World, random: () => number): void {
  const axes = world.program.space.dimensions === 2 ? ['cell.x', 'cell.y'] : ['cell.x', 'cell.y', 'cell.z']
  for (let slot = 0; slot < world.count; slot++) {
    for (const name of [...axes, 'cell.reach']) {
      const column = world.f64(name)
      const moved = (column[slot] ?? 0) + 0.6 * (random() - 0.5)
      column[slot] = name === 'cell.reach' ? Math.max(moved, 0.1) : moved
    }
  }
}

describe('packed rows', () => {
  /** Slot, position and reach of the row at each place. */
  const rowsOf = (world: World) =>
    fill(world.count, (at) => {
      const row = neighbourPointers(world).packed + 48 * at
      const [x, y, z, reach, radius] = new Float64Array(world.memory.buffer, row, 5)
      return { slot: new Uint32Array(world.memory.buffer, row + 40, 1)[0] ?? -1, x, y, z, reach, radius }
    })

  test.each(boxes)('hold every cell once, as it is now, in a box that is %s', (_, box) => {
    const world = startWorld(program(box))
    place(world, scatter(world, 120, 0, 3))
    const random = testSequence(4)
    for (let move = 0; move < 4; move++) {
      rebuildNeighbours(world)
      const rows = rowsOf(world)
      expect(rows.map(({ slot }) => slot).toSorted((a, b) => a - b)).toEqual(fill(120, (slot) => slot))
      for (const [at, { slot, ...row }] of rows.entries()) {
        expect(world.u32('neighbour.place')[slot]).toBe(at)
        const cell = ['x', 'y', 'z', 'reach', 'radius'].map((name) => [name, world.f64(`cell.${name}`)[slot]])
        expect(row).toEqual(Object.fromEntries(cell))
      }
      expect(listedNeighbours(world)).toBe(listsOf(world).reduce((sum, list) => sum + list.length, 0))
      drift(world, random)
    }
  })
})

describe('kept lists', () => {
  const world = startWorld(
    program(boxes[2]?.[1] ?? { size: [100, 100, 100], boundary: ['closed', 'closed', 'closed'] }),
  )
  const searched = (): number => world.f64('neighbour.x')[0] ?? 0

  test('are made anew when displacement and growth together pass half of the margin, not before', () => {
    place(world, {
      positions: [
        [0, 0, 0],
        [10, 0, 0],
      ],
      reaches: [5, 5],
    })
    rebuildNeighbours(world)
    world.f64('cell.x')[0] = world.skin / 4
    world.f64('cell.reach')[0] = 5 + world.skin / 4
    rebuildNeighbours(world)
    expect(searched()).toBe(0)
    world.f64('cell.reach')[0] = 5 - world.skin / 4 - 0.01
    rebuildNeighbours(world)
    expect(searched()).toBe(world.skin / 4)
  })

  test('last longer than the margin once the fastest have shown their pace, and still hold all who touch', () => {
    place(world, {
      positions: [
        [0, 0, 0],
        [10, 0, 0],
        [-40, 0, 0],
      ],
      reaches: [5, 5, 5],
    })
    rebuildNeighbours(world)
    let searches = 0
    // One cell runs in steps of 3/4 of the skin, past the others: without a margin of its own each step would search.
    for (let step = 1; step <= 20; step++) {
      const before = searched()
      world.f64('cell.x')[0] = 0.75 * world.skin * step - 50
      rebuildNeighbours(world)
      if (searched() !== before) searches += 1
      const touching = bruteForce(world, 0)
      expect(
        listsOf(world).map((list, slot) => list.filter((other) => touching[slot]?.includes(other) === true)),
      ).toEqual(touching)
    }
    expect(searches).toBeGreaterThan(1)
    expect(searches).toBeLessThan(10)
  })

  test('serve a world without cells', () => {
    place(world, { positions: [], reaches: [] })
    rebuildNeighbours(world)
    rebuildBins(world)
    expect(listsOf(world)).toEqual([])
    expect(world.u32('voxel.cellCount').every((count) => count === 0)).toBe(true)
  })
})

const coordinate = fc.double({ min: -70, max: 70, noNaN: true })

test('lists equal brute force for any points and reaches', () => {
  const world = startWorld(program({ size: [90, 70, 50], boundary: ['periodic', 'closed', 'periodic'] }))
  const cell = fc.record({
    at: fc.tuple(coordinate, coordinate, coordinate),
    reach: fc.double({ min: 0, max: 60, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.array(cell, { maxLength: 40 }),
      fc.double({ min: 0, max: 20, noNaN: true }),
      (cells, skin) => {
        world.skin = skin
        const { corner, size } = world.program.space
        // Motion wraps cells into the box on periodic axes.
        const inside = (value: number, axis: 0 | 2): number =>
          value - size[axis] * Math.floor((value - corner[axis]) / size[axis])
        const positions = cells.map(({ at: [x, y, z] }) => [inside(x, 0), y, inside(z, 2)] as const)
        place(world, { positions, reaches: cells.map(({ reach }) => reach) })
        rebuildNeighbours(world)
        expect(listsOf(world)).toEqual(bruteForce(world, skin))
      },
    ),
    { numRuns: 100, seed: 4711 },
  )
})

describe.each(boxes)('cells by voxel in a box that is %s', (_, box) => {
  test('are in the voxel that holds them, each once, in the order of the slots', () => {
    const world = startWorld(program(box))
    place(world, scatter(world, 300, 40, 21))
    rebuildBins(world)
    const { space } = world.program
    const position = (slot: number): Triple =>
      ['x', 'y', 'z'].map((axis) => world.f64(`cell.${axis}`)[slot] ?? 0) as unknown as Triple // three axes
    const expected = fill(space.shape[0] * space.shape[1] * space.shape[2], (): number[] => [])
    for (let slot = 0; slot < world.count; slot++) {
      const voxel = voxelAt(space, ...position(slot))
      expect(world.u32('cell.voxel')[slot]).toBe(voxel)
      expected[voxel]?.push(slot)
    }
    const firsts = world.u32('voxel.firstCell')
    const counts = world.u32('voxel.cellCount')
    const order = world.u32('cell.byVoxel')
    const found = expected.map((_cells, voxel) => {
      const first = firsts[voxel] ?? 0
      return [...order.subarray(first, first + (counts[voxel] ?? 0))]
    })
    expect(found).toEqual(expected)
  })
})
