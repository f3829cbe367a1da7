import { describe, expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../testing/kernel-arrays.ts'
import { plainWorld } from '../testing/plain-world.ts'
import {
  type ColumnDeclaration,
  ELEMENT_BYTES,
  type ElementType,
  REQUEST_DIVIDE,
  REQUEST_REMOVE,
} from './columns.ts'
import { commit, nextRequest, request } from './population.ts'
import { RECORD_COLUMN, recordColumn, recordCount, writeRecords } from './population-rows.ts'
import type { World } from './world.ts'

const types = Object.keys(ELEMENT_BYTES) as readonly ElementType[] // the keys of that record

const column = (name: string, more: Partial<ColumnDeclaration>): ColumnDeclaration => ({
  name: `test.${name}`,
  group: 'cell',
  type: 'f64',
  unit: '1',
  doc: 'test',
  ...more,
})

/** A column of each kind and type, wide and narrow. */
const columns: readonly ColumnDeclaration[] = [
  ...types.map((type) => column(`copied ${type}`, { type, width: 2 })),
  ...types.map((type) => column(`cleared ${type}`, { type, divide: 'clear', initial: 7, width: 3 })),
  column('halved f64', { divide: 'half', initial: 0.1 }),
  column('halved f32', { divide: 'half', type: 'f32', initial: 1, width: 2 }),
  column('partner', { type: 'i32', width: 3, refersToCells: true, divide: 'clear', initial: -1 }),
  column('working memory', { isScratch: true, initial: 9 }),
]
const stored = columns.filter(({ isScratch }) => isScratch !== true)

/** Rows as lists of numbers: entry k of a wide column follows entry k - 1. */
type Row = number[]

function rowsOf(world: World): Row[] {
  return fill(world.count, (slot) =>
    stored.flatMap(({ name, width = 1 }) =>
      fill(width, (k) => world.view(name)[k * world.capacity + slot] ?? Number.NaN),
    ),
  )
}

/** What commit does to rows, said plainly: divisions in the order of slots, then removals, then references. */
function plainCommit(rows: readonly Row[], requests: readonly number[]): Row[] {
  const places = stored.flatMap((declaration) => fill(declaration.width ?? 1, () => declaration))
  const next = rows.map((row) => [...row])
  for (const [slot, bits] of requests.entries()) {
    const mother = next[slot] ?? []
    if (bits !== REQUEST_DIVIDE) continue
    places.forEach(({ divide }, k) => (mother[k] = (mother[k] ?? 0) / (divide === 'half' ? 2 : 1)))
    next.push(
      places.map(({ divide, initial }, k) => (divide === 'clear' ? (initial ?? 0) : (mother[k] ?? 0))),
    )
  }
  const stays = (slot: number): boolean => requests[slot] !== REQUEST_REMOVE
  const kept = next.map((_, slot) => slot).filter(stays)
  return kept.map((slot) =>
    (next[slot] ?? []).map((value, k) =>
      places[k]?.refersToCells === true && value >= 0 ? kept.indexOf(value) : value,
    ),
  )
}

/** Numbers that all types can hold. */
function scramble(world: World, random: () => number): void {
  for (const { name, width = 1, refersToCells } of stored) {
    for (let k = 0; k < width; k++) {
      for (let slot = 0; slot < world.count; slot++) {
        world.view(name)[k * world.capacity + slot] =
          refersToCells === true ? Math.floor((world.count + 1) * random()) - 1 : Math.floor(200 * random())
      }
    }
  }
}

describe('rows of cells', () => {
  test.each([1, 2, 3, 4, 5])('divide, go and follow as plain rows do (%i)', (seed) => {
    const random = testSequence(seed)
    const world = plainWorld({ cells: 37 + seed, columns })
    for (let round = 0; round < 12; round++) {
      scramble(world, random)
      const before = rowsOf(world)
      const share = random()
      const requests = before.map(() =>
        random() < 0.3 ? (random() < share ? REQUEST_DIVIDE : REQUEST_REMOVE) : 0,
      )
      requests.forEach((bits, slot) => bits !== 0 && request(world, slot, bits))
      commit(world, () => [])
      expect(rowsOf(world)).toEqual(plainCommit(before, requests))
    }
  })

  test('of newcomers are clean, whatever stood there', () => {
    const world = plainWorld({ cells: 5, columns })
    for (const { name } of columns) world.view(name).fill(5)
    for (const source of [0, 1, 2]) world.arrivals.push({ type: 1, x: 1, y: 2, z: 0, source, cause: 'assay' })
    commit(world, () => [])
    const clean = stored.flatMap(({ width = 1, initial = 0, type }) =>
      fill(width, () => (type === 'f32' ? Math.fround(initial) : initial)),
    )
    expect(rowsOf(world).slice(5)).toEqual([clean, clean, clean])
    expect([...world.view('test.working memory').subarray(4, 9)]).toEqual([5, 9, 9, 9, 5])
  })

  test('all go when all ask for it', () => {
    const world = plainWorld({ cells: 20, columns })
    for (let slot = 0; slot < 20; slot++) request(world, slot, REQUEST_REMOVE)
    commit(world, () => [])
    expect(world.count).toBe(0)
    expect(world.events).toHaveLength(20)
  })
})

describe('requests', () => {
  test('are found, counted and listed wherever they stand', () => {
    const random = testSequence(6)
    const { kernels, u8, u32 } = kernelBench()
    for (let round = 0; round < 200; round++) {
      const n = Math.floor(70 * random())
      const bits = fill(n, () => (random() < 0.1 ? 1 << Math.floor(6 * random()) : 0))
      const requests = u8(bits)
      const mask = 1 << Math.floor(6 * random())
      const asking = bits.flatMap((value, slot) => ((value & mask) === 0 ? [] : [slot]))
      const list = u32(new Uint32Array(n))
      expect(kernels.call('population_count', [requests.pointer, mask, n])).toBe(asking.length)
      expect(kernels.call('population_list', [requests.pointer, mask, list.pointer, n])).toBe(asking.length)
      expect([...list.view.subarray(0, asking.length)]).toEqual(asking)
      const begin = Math.floor(n * random())
      const end = begin + Math.floor((n - begin + 1) * random())
      const first = asking.find((slot) => slot >= begin && slot < end) ?? end
      expect(kernels.call('population_next', [requests.pointer, mask, begin, end])).toBe(first)
    }
  })

  test('of an empty range are none', () => {
    const world = plainWorld({ cells: 2 })
    request(world, 1, REQUEST_DIVIDE)
    expect([
      nextRequest(world, 255, 0, 2),
      nextRequest(world, 255, 0, 1),
      nextRequest(world, 255, 2, 2),
    ]).toEqual([1, 1, 2])
  })
})

describe('records of columns', () => {
  test('stand for the cell columns of the program, and for no others', () => {
    const world = plainWorld({ columns })
    const declared = world.program.columns.filter(({ group }) => group === 'cell')
    expect(recordCount(world.u32(RECORD_COLUMN))).toBe(declared.length)
    expect(recordColumn(world.program.columns).width).toBe(8 * declared.length)
  })

  test.each([
    [{ divide: 'half', type: 'u8' }, /has no halves/],
    [{ refersToCells: true, type: 'u32' }, /i32/],
  ] as const)('refuse %o', (more, message) => {
    const declaration = column('wrong', more)
    const placed = [{ declaration, offset: 0, stride: 4, length: 4 }]
    expect(() => writeRecords(new Uint32Array(8), placed)).toThrow(message)
  })
})
