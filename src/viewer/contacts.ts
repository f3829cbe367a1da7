import { SIDE_COLUMN } from '../engine/sides.ts'
import type { World } from '../engine/world.ts'

/**
 * Pairs of slots whose reaches meet and that no membrane parts: 2 x pairs. Found from positions alone, in a grid of its own,
 * because the engine's neighbour lists are working memory that a look from outside must not disturb. Pairs across a periodic
 * face are left out: a line between them would cross the whole tissue.
 */
export function contactPairs(world: World): Uint32Array {
  const grid = binCells(world)
  const { x, y, z, reach } = world.cells
  const side = world.has(SIDE_COLUMN) ? world.u32(SIDE_COLUMN) : undefined
  const touches = (a: number, b: number): boolean => {
    if (side !== undefined && side[a] !== side[b]) return false
    const [dx, dy, dz] = [at(x, a) - at(x, b), at(y, a) - at(y, b), at(z, a) - at(z, b)]
    const both = at(reach, a) + at(reach, b)
    return dx * dx + dy * dy + dz * dz < both * both
  }
  const found = new PairList(4 * world.count)
  for (let slot = 0; slot < world.count; slot++) {
    visitAround(grid, slot, (other) => {
      if (other > slot && touches(slot, other)) found.add(slot, other)
    })
  }
  return found.pairs()
}

/** Cells sorted into cubes as wide as two of the largest reaches: those that touch lie in neighbouring cubes. */
interface CellBins {
  readonly shape: readonly [number, number, number]
  readonly home: Uint32Array
  /** First entry of each cube in `slots`; one more at the end. */
  readonly start: Uint32Array
  readonly slots: Uint32Array
}

/** Cubes along an axis at most. Chosen: 2^24 cubes are 64 MB; more would be found more slowly than they help. */
const MOST_CUBES = 256

function binCells(world: World): CellBins {
  const { x, y, z, reach } = world.cells
  const { count } = world
  const axes = [x, y, z].map((values) => extentOf(values, count))
  let widest = 1
  for (let slot = 0; slot < count; slot++) widest = Math.max(widest, 2 * at(reach, slot))
  const edge = Math.max(widest, ...axes.map(([low, high]) => (high - low) / MOST_CUBES))
  const along = (axis: number): number =>
    1 + Math.floor(((axes[axis]?.[1] ?? 0) - (axes[axis]?.[0] ?? 0)) / edge)
  const shape = [along(0), along(1), along(2)] as const
  const cubeOf = (values: Float64Array, slot: number, axis: number): number =>
    Math.floor((at(values, slot) - (axes[axis]?.[0] ?? 0)) / edge)
  const home = Uint32Array.from(
    { length: count },
    (_, slot) => (cubeOf(z, slot, 2) * shape[1] + cubeOf(y, slot, 1)) * shape[0] + cubeOf(x, slot, 0),
  )
  return { shape, home, ...sortByHome(home, shape[0] * shape[1] * shape[2]) }
}

function sortByHome(home: Uint32Array, cubes: number): Pick<CellBins, 'start' | 'slots'> {
  const start = new Uint32Array(cubes + 1)
  for (const cube of home) start[cube + 1] = (start[cube + 1] ?? 0) + 1
  for (let cube = 0; cube < cubes; cube++) start[cube + 1] = (start[cube + 1] ?? 0) + (start[cube] ?? 0)
  const next = start.slice()
  const slots = new Uint32Array(home.length)
  for (const [slot, cube] of home.entries()) {
    const place = next[cube] ?? 0
    slots[place] = slot
    next[cube] = place + 1
  }
  return { start, slots }
}

function visitAround(
  { shape, home, start, slots }: CellBins,
  slot: number,
  visit: (other: number) => void,
): void {
  const [nx, ny, nz] = shape
  const cube = home[slot] ?? 0
  const [i, j, k] = [cube % nx, Math.floor(cube / nx) % ny, Math.floor(cube / (nx * ny))]
  for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
    for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++) {
      const row = (c * ny + b) * nx
      // Cubes along x lie one after the other: one run of slots.
      const end = start[row + Math.min(nx - 1, i + 1) + 1] ?? 0
      for (let place = start[row + Math.max(0, i - 1)] ?? 0; place < end; place++) visit(slots[place] ?? 0)
    }
}

function extentOf(values: Float64Array, count: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let slot = 0; slot < count; slot++) {
    low = Math.min(low, at(values, slot))
    high = Math.max(high, at(values, slot))
  }
  return low <= high ? [low, high] : [0, 0]
}

function at(values: Float64Array, slot: number): number {
  return values[slot] ?? 0
}

/** Pairs of slots in an array that grows. */
class PairList {
  #words: Uint32Array
  #length = 0

  constructor(room: number) {
    this.#words = new Uint32Array(Math.max(2, room))
  }

  add(a: number, b: number): void {
    if (this.#length + 2 > this.#words.length) {
      const larger = new Uint32Array(2 * this.#words.length)
      larger.set(this.#words)
      this.#words = larger
    }
    this.#words[this.#length++] = a
    this.#words[this.#length++] = b
  }

  pairs(): Uint32Array {
    return this.#words.slice(0, this.#length)
  }
}
