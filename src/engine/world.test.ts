import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { fill, testSequence } from '../testing/kernel-arrays.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { plainWorld } from '../testing/plain-world.ts'
import { modelFrom } from '../testing/run-model.ts'
import { runTo } from '../testing/start-run.ts'
import type { ColumnDeclaration, ElementType } from './columns.ts'
import { placeColumns } from './layout.ts'
import { columnHashes } from './state-hash.ts'
import { type World, columnsOf } from './world.ts'

/** Wide ones first: where a column is moved the least, its components get in each other's way. */
const TYPES: readonly ElementType[] = ['f64', 'u8', 'u16', 'f32', 'i32', 'u32']
const WIDTHS = [40, 3, 2, 1]

/** One cell column of each element type and width. */
const columns: readonly ColumnDeclaration[] = TYPES.flatMap((type) =>
  WIDTHS.map((width): ColumnDeclaration => ({
    name: `test.${type}x${width}`,
    group: 'cell',
    type,
    unit: '1',
    doc: 'test',
    width,
  })),
)

/** Every byte of the used rows of the test columns, column by column. */
function bytesOf(world: World): readonly (readonly number[])[] {
  return columns.map(({ name, width = 1 }) => {
    const view = world.view(name)
    const size = view.BYTES_PER_ELEMENT
    return fill(width, (k) => world.pointer(name, k)).flatMap((at) => [
      ...new Uint8Array(world.memory.buffer, at, world.count * size),
    ])
  })
}

function scribble(world: World): void {
  const random = testSequence(3)
  for (const { name } of columns) {
    const view = world.view(name)
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).forEach(
      (_, k, bytes) => (bytes[k] = 256 * random()),
    )
  }
}

describe('growing', () => {
  // A first capacity that is no multiple of anything, and growth by a little, by a lot, and twice.
  test.each([[300], [301], [1000], [50_000]])('to %d cells keeps every column, bit for bit', (capacity) => {
    const world = plainWorld({ cells: 20, columns, capacity: 259 })
    world.count = 257
    scribble(world)
    const before = bytesOf(world)
    world.grow(capacity)
    expect(world.capacity).toBeGreaterThanOrEqual(Math.max(capacity, 1.5 * 259))
    expect(bytesOf(world)).toEqual(before)
    world.grow(2 * capacity)
    expect(bytesOf(world)).toEqual(before)
  })

  test('leaves all other columns alone, and voids pointers and lists', () => {
    const world = runTo(compile(modelFrom(livingTissue())), 60)
    const hashes = columnHashes(world)
    const { layoutVersion } = world
    world.neighboursAreStale = false
    world.grow(3000)
    expect(columnHashes(world)).toEqual(hashes)
    expect(world.layoutVersion).toBeGreaterThan(layoutVersion)
    expect([world.neighboursAreStale, world.binsAreStale]).toEqual([true, true])
  })
})

describe('the layout', () => {
  const world = plainWorld({ columns, capacity: 259, withProcesses: true })

  test('begins every column at a cache line, and none overlaps another', () => {
    const placed = [...world.layout.columns.values()].toSorted((a, b) => a.offset - b.offset)
    let end = world.kernels.heapBase
    for (const { declaration, offset, length } of placed) {
      expect(offset % 64).toBe(0)
      expect(offset).toBeGreaterThanOrEqual(end)
      end = offset + length * world.view(declaration.name).BYTES_PER_ELEMENT
    }
    expect(world.layout.end).toBeGreaterThanOrEqual(end)
    expect(world.memory.buffer.byteLength).toBeGreaterThanOrEqual(world.layout.end)
  })

  test('puts component k of a column k times its rows behind the first', () => {
    expect(world.pointer('test.u16x3', 2) - world.pointer('test.u16x3')).toBe(2 * 259 * 2)
    expect(world.view('test.u16x3').length).toBe(3 * 259)
  })

  test('refuses two columns of one name', () => {
    const [column] = columns
    if (column === undefined) throw new Error('no column')
    expect(() => placeColumns([column, column], world.layout.sizes, 0)).toThrow('declared twice')
  })
})

describe('the world', () => {
  const world = plainWorld({ columns })

  test('hands out views of the element type only', () => {
    expect(world.f32('test.f32x1')).toBeInstanceOf(Float32Array)
    expect(() => world.f64('test.f32x1')).toThrow("'test.f32x1' is not a Float64Array")
    expect(() => world.f64('test.none')).toThrow("'test.none' is not in this world")
    expect(() => world.behaviour('flying')).toThrow("'flying'")
  })

  test('gives scratch memory behind the columns, and views stay valid when it grows', () => {
    const seed = world.u32('world.seed')
    seed[0] = 77
    const base = world.scratch(5_000_000)
    expect(base).toBe(world.layout.end)
    new Uint8Array(world.memory.buffer, base, 5_000_000).fill(255)
    expect(world.u32('world.seed')[0]).toBe(77)
    expect(seed[0]).toBe(77)
    seed[0] = 78
    expect(world.u32('world.seed')[0]).toBe(78)
  })

  test('fills new columns with their initial values and constants with theirs', () => {
    const fresh = plainWorld({
      cells: 0,
      columns: [
        { name: 'test.start', group: 'voxel', type: 'f32', unit: '1', doc: 'test', initial: 2.5 },
        {
          name: 'test.constants',
          group: 'table',
          type: 'u16',
          unit: '1',
          doc: 'test',
          width: 3,
          data: [7, 8, 9],
        },
      ],
    })
    expect(fresh.f32('test.start').every((value) => value === 2.5)).toBe(true)
    expect(fresh.f32('test.start').length).toBe(1000)
    expect([...fresh.u16('test.constants')]).toEqual([7, 8, 9])
  })

  test('lists the columns of a group in the order of the schema', () => {
    const names = columnsOf(world, 'cell').map(({ declaration }) => declaration.name)
    expect(names.slice(0, 3)).toEqual(['cell.x', 'cell.y', 'cell.z'])
    expect(names.filter((name) => name.startsWith('test.'))).toEqual(columns.map(({ name }) => name))
  })

  test('takes both words of a seed', () => {
    const program = compile(modelFrom(livingTissue()))
    const world2 = runTo(program, 0, { seed: 2 ** 40 + 5 })
    expect([...world2.u32('world.seed')]).toEqual([5, 256])
  })
})
