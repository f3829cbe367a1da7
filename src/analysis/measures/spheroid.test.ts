import { describe, expect, test } from 'vitest'
import { LIVE, NECROTIC } from '../../engine/columns.ts'
import type { World } from '../../engine/world.ts'
import { type PlacedCell, placedWorld } from '../../testing/placed-world.ts'
import { measure } from '../measure.ts'
import { gridAround } from './fine-grid.ts'
import { closingOf } from './outline.ts'

const TUMOUR = 'tumour'
/** Radius of a cell of 2000 um^3 [um]. */
const VOLUME = 2000
const CELL = Math.cbrt((3 * VOLUME) / (4 * Math.PI))
/** Distance between cells of a packing [um]: they touch. */
const SPACING = 15

/** Hexagonal packing of a disc with a hole, or cubic of a ball. */
function packed(radius: number, hole = 0, centre: readonly [number, number] = [0, 0]): PlacedCell[] {
  const cells: PlacedCell[] = []
  const rows = Math.ceil(radius / SPACING) * 2
  for (let j = -rows; j <= rows; j++) {
    for (let i = -rows; i <= rows; i++) {
      const x = (i + (j & 1) / 2) * SPACING
      const y = j * SPACING * Math.sqrt(3 / 4)
      const r = Math.sqrt(x * x + y * y)
      if (r <= radius && r >= hole) cells.push([TUMOUR, centre[0] + x, centre[1] + y])
    }
  }
  return cells
}

function ball(radius: number): PlacedCell[] {
  const n = Math.ceil(radius / SPACING)
  const range = Array.from({ length: 2 * n + 1 }, (_, k) => (k - n) * SPACING)
  return range.flatMap((x) =>
    range.flatMap((y) =>
      range.filter((z) => x * x + y * y + z * z <= radius * radius).map((z): PlacedCell => [TUMOUR, x, y, z]),
    ),
  )
}

/** Sets the state of the cells whose distance from the centre is below `radius` [um]. */
function killWithin(world: World, radius: number): void {
  const { x, y, z, state } = world.cells
  for (let slot = 0; slot < world.count; slot++) {
    const square = (x[slot] ?? 0) ** 2 + (y[slot] ?? 0) ** 2 + (z[slot] ?? 0) ** 2
    state[slot] = square < radius * radius ? NECROTIC : LIVE
  }
}

const value = (world: World, name: string): number => measure(world, name).value

describe('the closing of balls', () => {
  const { space } = placedWorld({ cells: [] }).program
  const balls = (...places: readonly (readonly [number, number, number])[]) => ({
    count: places.length,
    x: Float64Array.from(places, ([x]) => x),
    y: Float64Array.from(places, ([, y]) => y),
    z: new Float64Array(places.length),
    radius: Float64Array.from(places, ([, , radius]) => radius),
  })
  const areaOf = (discs: ReturnType<typeof balls>, gap: number): number => {
    const grid = gridAround(discs, space, Math.max(...discs.radius) + gap + 10)
    return closingOf(discs, grid, gap).reduce((sum, isIn) => sum + isIn, 0) * grid.edge[0] * grid.edge[1]
  }

  test('of one disc is the disc', () => {
    // Boxes of 2 um: the number of them in a disc is off by less than a part of those on its rim.
    for (const radius of [40, 90, 150]) {
      const area = Math.PI * radius * radius
      for (const gap of [0, 10, 40])
        expect(Math.abs(areaOf(balls([0, 0, radius]), gap) / area - 1)).toBeLessThan(0.01)
    }
  })

  test('of two discs that are apart bridges them as geometry says', () => {
    const [r, c, half] = [60, 40, 80]
    // Balls of radius c that touch both discs leave a neck: the kite between the four centres less the sectors.
    const height = Math.sqrt((r + c) ** 2 - half ** 2)
    const angle = Math.atan2(height, half)
    const neck = 2 * half * height - 2 * angle * r * r - (Math.PI - 2 * angle) * c * c
    const expected = 2 * Math.PI * r * r + neck
    // Holds while the two rolling balls do not meet: height above c.
    expect(height).toBeGreaterThan(c)
    expect(Math.abs(areaOf(balls([-half, 0, r], [half, 0, r]), c) / expected - 1)).toBeLessThan(0.01)
    // Too far apart for a bridge.
    const apart = areaOf(balls([-120, 0, r], [120, 0, r]), c)
    expect(Math.abs(apart / (2 * Math.PI * r * r) - 1)).toBeLessThan(0.01)
  })
})

describe('a disc of cells', () => {
  test('has the radius of its outermost cells', () => {
    for (const radius of [120, 300]) {
      const world = placedWorld({ cells: packed(radius), volume: VOLUME })
      // The rim lies between that of a disc which all centres are in, and one spacing less; both widened by a cell.
      const found = value(world, 'tumour radius')
      expect(found).toBeLessThan(radius + CELL)
      expect(found).toBeGreaterThan(radius + CELL - SPACING / 2)
      expect(value(world, 'tumour area')).toBeCloseTo((Math.PI * found * found) / 1e6, 12)
      expect(value(world, 'necrotic radius')).toBeLessThan(CELL)
    }
  })

  test('keeps its area when its core is empty, and the hole is the necrotic core', () => {
    const full = placedWorld({ cells: packed(300), volume: VOLUME })
    const hollow = placedWorld({ cells: packed(300, 150), volume: VOLUME })
    expect(value(hollow, 'tumour area')).toBe(value(full, 'tumour area'))
    // The hole ends where the innermost cells begin.
    const found = value(hollow, 'necrotic radius')
    expect(found).toBeGreaterThan(150 - CELL)
    expect(found).toBeLessThan(150 - CELL + SPACING / 2)
  })

  test('has the necrotic core of its dead cells, the same in any place', () => {
    const world = placedWorld({ cells: packed(300), volume: VOLUME })
    killWithin(world, 150)
    const hollow = placedWorld({ cells: packed(300, 150), volume: VOLUME })
    expect(value(world, 'necrotic radius')).toBe(value(hollow, 'necrotic radius'))
    const ratio = value(world, 'necrotic radius') / value(world, 'tumour radius')
    expect(value(world, 'relative necrotic radius')).toBeCloseTo(ratio, 12)
    const all = packed(300).length
    const dead = all - packed(300, 150).length
    expect(value(world, 'necrotic fraction')).toBeCloseTo(dead / all, 12)
    const wrapped = packed(300, 150, [480, 470]).map(([type, x, y]): PlacedCell => {
      return [type, x > 500 ? x - 1000 : x, y > 500 ? y - 1000 : y]
    })
    const around = placedWorld({ cells: wrapped, volume: VOLUME, boundary: 'periodic' })
    // The grid is another one: 4 instead of 3 um.
    expect(value(around, 'necrotic radius') / value(hollow, 'necrotic radius')).toBeCloseTo(1, 1)
    expect(value(around, 'tumour radius') / value(hollow, 'tumour radius')).toBeCloseTo(1, 2)
  })

  test('has the inhibited region that cells in cycle leave free', () => {
    const world = placedWorld({ cells: packed(350), volume: VOLUME })
    const { x, y } = world.cells
    const phase = world.u8('cycle.phase')
    expect(value(world, 'inhibited radius')).toBeCloseTo(value(world, 'tumour radius'), 9)
    // One in four of the rim cycles: rows and columns in turn, 30 um apart.
    let innermost = Number.POSITIVE_INFINITY
    for (let slot = 0; slot < world.count; slot++) {
      const radius = Math.sqrt((x[slot] ?? 0) ** 2 + (y[slot] ?? 0) ** 2)
      const column = Math.floor((x[slot] ?? 0) / SPACING + 0.25)
      const row = Math.round((y[slot] ?? 0) / (SPACING * Math.sqrt(3 / 4)))
      if (radius < 200 || column % 2 !== 0 || row % 2 !== 0) continue
      phase[slot] = 1
      innermost = Math.min(innermost, radius)
    }
    world.tick += 1
    const found = value(world, 'inhibited radius')
    expect(innermost).toBeLessThan(210)
    expect(found).toBeGreaterThan(innermost - CELL)
    expect(found).toBeLessThan(innermost + 30)
  })
})

test('a ball of cells has its volume and radius', () => {
  const cells = ball(150)
  const world = placedWorld({ size: [600, 600, 600], cells, volume: VOLUME })
  const found = value(world, 'tumour radius')
  expect(found).toBeLessThan(150 + CELL)
  expect(found).toBeGreaterThan(150 + CELL - SPACING / 2)
  expect(value(world, 'tumour volume')).toBeCloseTo(((4 / 3) * Math.PI * found ** 3) / 1e9, 12)
  expect(value(world, 'tumour cell volume')).toBeCloseTo((cells.length * VOLUME) / 1e9, 12)
  killWithin(world, 90)
  world.tick += 1
  const core = value(world, 'necrotic radius')
  expect(core).toBeGreaterThan(90 - CELL - SPACING / 2)
  expect(core).toBeLessThan(90)
})

test('a tumour that fills its domain has the area of the domain', () => {
  for (const boundary of ['closed', 'periodic'] as const) {
    const cells = Array.from({ length: 400 }, (_, k): PlacedCell => {
      return [TUMOUR, -142.5 + 15 * (k % 20), -142.5 + 15 * Math.floor(k / 20)]
    })
    const world = placedWorld({ size: [300, 300, 20], cells, volume: VOLUME, boundary })
    expect(value(world, 'tumour area')).toBeCloseTo(0.09, 12)
  }
})

test('a model of two dimensions has no volume, and says so', () => {
  const world = placedWorld({ cells: packed(50) })
  expect(() => measure(world, 'tumour volume')).toThrow("two dimensions: ask for 'tumour area'")
})
