import { describe, expect, test } from 'vitest'
import { plainWorld } from '../testing/plain-world.ts'
import { columnHashes, stateHash } from './state-hash.ts'
import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

const columns: readonly ColumnDeclaration[] = [
  { name: 'test.wide', group: 'cell', type: 'u8', unit: '1', doc: 'test', width: 3 },
  { name: 'test.scratch', group: 'cell', type: 'f64', unit: '1', doc: 'test', isScratch: true },
  { name: 'test.field', group: 'voxel', type: 'f32', unit: '1', doc: 'test' },
]

const fresh = (): World => plainWorld({ cells: 5, columns })

describe('the hash of a state', () => {
  const hash = stateHash(fresh())

  test('is 16 hexadecimal digits, the same for the same state', () => {
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(stateHash(fresh())).toBe(hash)
  })

  test.each([
    ['the sign of a zero', (world: World) => void (world.f64('cell.y')[4] = -0)],
    ['the last bit of a position', (world: World) => void (world.f64('cell.x')[0] = -900 * (1 + 2 ** -52))],
    [
      'the last component of a column',
      (world: World) => void (world.u8('test.wide')[2 * world.capacity + 4] = 1),
    ],
    ['a voxel', (world: World) => void (world.f32('test.field')[999] = 1)],
    ['the tick', (world: World) => void (world.tick = 1)],
    ['the seed', (world: World) => void (world.u32('world.seed')[1] = 1)],
    ['the number of cells', (world: World) => void (world.count = 4)],
  ])('feels %s', (_, change) => {
    const world = fresh()
    change(world)
    expect(stateHash(world)).not.toBe(hash)
  })

  test.each([
    ['rows that are not in use', (world: World) => void (world.f64('cell.x')[5] = 3)],
    [
      'rows that are not in use, in later components',
      (world: World) => void (world.u8('test.wide')[world.capacity + 5] = 3),
    ],
    ['scratch', (world: World) => void (world.f64('test.scratch')[0] = 3)],
    ['constants, which are not state', (world: World) => void world.f64('table.behaviours').fill(1)],
  ])('does not feel %s', (_, change) => {
    const world = fresh()
    change(world)
    expect(stateHash(world)).toBe(hash)
  })

  test('names the columns that differ', () => {
    const [a, b] = [fresh(), fresh()]
    b.f32('test.field')[0] = 1
    const other = columnHashes(b)
    expect(
      [...columnHashes(a)].filter(([name, value]) => other.get(name) !== value).map(([name]) => name),
    ).toEqual(['test.field'])
  })

  test('tells the components of a column apart', () => {
    const [a, b] = [fresh(), fresh()]
    a.u8('test.wide')[0] = 1
    b.u8('test.wide')[b.capacity] = 1
    expect(stateHash(a)).not.toBe(stateHash(b))
  })

  test('does not depend on the order in which columns were declared', () => {
    expect(stateHash(plainWorld({ cells: 5, columns: columns.toReversed() }))).toBe(hash)
  })
})
