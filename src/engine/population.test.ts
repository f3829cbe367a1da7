import { describe, expect, test } from 'vitest'
import { plainWorld } from '../testing/plain-world.ts'
import { fill } from '../testing/kernel-arrays.ts'
import {
  APOPTOTIC,
  type ColumnDeclaration,
  LIVE,
  LYSED,
  NECROTIC,
  REQUEST_APOPTOSIS,
  REQUEST_DIVIDE,
  REQUEST_LYSIS,
  REQUEST_NECROSIS,
  REQUEST_REMOVE,
  REQUEST_TYPE,
} from './columns.ts'
import { changeType, commit, emit, lineageText, request, setVolume } from './population.ts'
import type { PopulationHooks } from './program.ts'
import { bindHooks } from './population.ts'
import type { World } from './world.ts'

const column = (name: string, more: Partial<ColumnDeclaration> = {}): ColumnDeclaration => ({
  name: `test.${name}`,
  group: 'cell',
  type: 'f64',
  unit: '1',
  doc: 'test',
  ...more,
})

const columns = [
  column('copied', { width: 2 }),
  column('halved', { divide: 'half', width: 2 }),
  column('cleared', { divide: 'clear', initial: -7, type: 'i32' }),
  column('partner', { refersToCells: true, divide: 'clear', initial: -1, type: 'i32', width: 3 }),
  column('identity', { type: 'u16' }),
]

const serve = (world: World): void => commit(world, () => bindHooks(world))

const ask = (world: World, requests: Readonly<Record<number, number>>): void => {
  for (const [slot, bits] of Object.entries(requests)) request(world, Number(slot), bits)
  serve(world)
}

const used = (world: World, name: string): number[] => [...world.view(name).subarray(0, world.count)]
const lineages = (world: World): string[] => fill(world.count, (slot) => lineageText(world, slot))

/** Cells with their number in every column. */
function numbered(cells: number, hooks: readonly ((world: World) => PopulationHooks)[] = []): World {
  const world = plainWorld({ cells, columns, hooks })
  for (let slot = 0; slot < cells; slot++) {
    world.u16('test.identity')[slot] = slot
    for (const k of [0, 1]) {
      world.f64('test.copied')[k * world.capacity + slot] = 10 * slot + k
      world.f64('test.halved')[k * world.capacity + slot] = 10 * slot + k
    }
    world.i32('test.cleared')[slot] = slot
  }
  return world
}

describe('division', () => {
  test('copies, halves and clears as declared, in every component', () => {
    const world = numbered(4)
    ask(world, { 2: REQUEST_DIVIDE })
    expect(world.count).toBe(5)
    const { capacity } = world
    const both = (name: string, slot: number): number[] =>
      [0, 1].map((k) => world.f64(name)[k * capacity + slot] ?? NaN)
    expect(both('test.copied', 4)).toEqual([20, 21])
    expect(both('test.copied', 2)).toEqual([20, 21])
    expect(both('test.halved', 4)).toEqual([10, 10.5])
    expect(both('test.halved', 2)).toEqual([10, 10.5])
    expect([world.i32('test.cleared')[2], world.i32('test.cleared')[4]]).toEqual([2, -7])
    expect(world.i32('test.partner')[2 * capacity + 4]).toBe(-1)
    expect(used(world, 'cell.births')).toEqual([0, 0, 1, 0, 0])
    expect(both('test.halved', 3)).toEqual([30, 31])
  })

  test('tells who was born to whom', () => {
    const world = numbered(3)
    ask(world, { 0: REQUEST_DIVIDE, 1: REQUEST_DIVIDE })
    expect(world.events.map(({ kind, cell, other }) => [kind, cell, other])).toEqual([
      ['division', lineageText(world, 0), lineageText(world, 3)],
      ['division', lineageText(world, 1), lineageText(world, 4)],
    ])
  })

  test('of more cells than there is room for moves the memory and keeps every row', () => {
    const world = numbered(30)
    let { capacity } = world
    const grown = [capacity]
    for (let generation = 0; generation < 6; generation++) {
      const identities = used(world, 'test.identity')
      ask(world, Object.fromEntries(identities.map((_, slot) => [slot, REQUEST_DIVIDE])))
      expect(used(world, 'test.identity')).toEqual([...identities, ...identities])
      if (world.capacity !== capacity) grown.push((capacity = world.capacity))
    }
    expect(world.count).toBe(30 * 64)
    expect(grown.length).toBeGreaterThan(2)
    expect(new Set(lineages(world)).size).toBe(world.count)
    // 2^6 daughters of one: each holds a 64th.
    expect(world.f64('test.halved')[7]).toBe(70 / 64)
  })

  test('is not for the dead, nor for a cell that dies or leaves in the same tick', () => {
    const world = numbered(4)
    ask(world, { 0: REQUEST_APOPTOSIS })
    ask(world, {
      0: REQUEST_DIVIDE,
      1: REQUEST_DIVIDE | REQUEST_NECROSIS,
      2: REQUEST_DIVIDE | REQUEST_REMOVE,
    })
    expect(used(world, 'test.identity')).toEqual([0, 1, 3])
    expect(used(world, 'cell.state')).toEqual([APOPTOTIC, NECROTIC, LIVE])
  })
})

describe('lineage', () => {
  test('keys are unique over 1e5 births', () => {
    const world = plainWorld({ cells: 7, capacity: 120_000 })
    const keys = new Set<string>(lineages(world))
    let births = 0
    while (births < 100_000) {
      const before = world.count
      ask(world, Object.fromEntries(fill(before, (slot) => [slot, REQUEST_DIVIDE])))
      for (const key of lineages(world).slice(before)) keys.add(key)
      births += world.count - before
    }
    expect(keys.size).toBe(births + 7)
  })

  test('of a daughter depends on her mother and her rank among sisters only', () => {
    const alone = numbered(2)
    for (let birth = 0; birth < 3; birth++) ask(alone, { 1: REQUEST_DIVIDE })
    const busy = plainWorld({ cells: 2, columns, capacity: 5000 })
    busy.tick = 99
    ask(busy, { 0: REQUEST_DIVIDE, 1: REQUEST_DIVIDE })
    ask(busy, { 0: REQUEST_DIVIDE | REQUEST_REMOVE, 2: REQUEST_REMOVE })
    ask(busy, { 0: REQUEST_DIVIDE })
    ask(busy, { 0: REQUEST_DIVIDE })
    // In `busy` the first cell and its daughter are gone, and slot 0 is what was slot 1.
    const [mother, ...daughters] = lineages(busy)
    expect(mother).toBe(lineageText(alone, 1))
    expect(daughters).toEqual(lineages(alone).slice(2))
  })

  test('of initial cells depends on their type and their rank in it only', () => {
    const few = lineages(plainWorld({ cells: 3 }))
    expect(lineages(plainWorld({ cells: 9 })).slice(0, 3)).toEqual(few)
    expect(new Set(few).size).toBe(3)
  })

  test('of arrivals differs by tick, place, type and cause', () => {
    const world = plainWorld({ cells: 1 })
    const at = { x: 0, y: 0, z: 0 }
    for (const tick of [0, 1]) {
      world.tick = tick
      for (const source of [0, 1]) {
        for (const type of [0, 1]) {
          for (const cause of ['vessel', 'assay']) world.arrivals.push({ ...at, type, source, cause })
        }
      }
      serve(world)
    }
    expect(new Set(lineages(world)).size).toBe(17)
  })
})

describe('removal', () => {
  test('keeps the order of the others, and every column moves with them', () => {
    const world = numbered(9)
    ask(world, { 0: REQUEST_REMOVE, 3: REQUEST_REMOVE, 4: REQUEST_REMOVE, 8: REQUEST_REMOVE })
    const left = [1, 2, 5, 6, 7]
    expect(used(world, 'test.identity')).toEqual(left)
    expect(used(world, 'test.copied')).toEqual(left.map((slot) => 10 * slot))
    expect(world.f64('test.copied')[world.capacity + 2]).toBe(51)
    expect(used(world, 'cell.x')).toEqual(left.map((slot) => 30 * slot - 900))
  })

  test('lets references follow, and end where they pointed at who is gone', () => {
    const world = numbered(6)
    const partner = world.i32('test.partner')
    const set = (slot: number, k: number, to: number): void => void (partner[k * world.capacity + slot] = to)
    set(1, 0, 5)
    set(5, 2, 1)
    set(3, 1, 2)
    set(4, 0, 4)
    ask(world, { 0: REQUEST_REMOVE, 2: REQUEST_REMOVE })
    const rows = fill(world.count, (slot) =>
      fill(3, (k) => world.i32('test.partner')[k * world.capacity + slot]),
    )
    expect(rows).toEqual([
      [3, -1, -1],
      [-1, -1, -1],
      [2, -1, -1],
      [-1, -1, 0],
    ])
  })

  test('of the last cell leaves an empty world that cells can enter', () => {
    const world = numbered(1)
    ask(world, { 0: REQUEST_REMOVE })
    expect(world.count).toBe(0)
    expect(world.events.map(({ kind }) => kind)).toEqual(['removal'])
    world.arrivals.push({ type: 1, x: 1, y: 2, z: 3, source: 4, cause: 'vessel' })
    serve(world)
    expect([...used(world, 'cell.x'), ...used(world, 'cell.type')]).toEqual([1, 1])
  })
})

describe('arrivals', () => {
  test('enter behind all others with the initial value of every column, whatever lay in their row before', () => {
    const world = numbered(3)
    ask(world, { 2: REQUEST_REMOVE })
    const { tick } = world
    world.arrivals.push({ type: 1, x: 5, y: 6, z: 0, source: 0, cause: 'assay', volume: 1000 })
    world.arrivals.push({ type: 0, x: 7, y: 8, z: 0, source: 1, cause: 'assay' })
    serve(world)
    expect(world.arrivals).toEqual([])
    expect(used(world, 'cell.type')).toEqual([0, 0, 1, 0])
    expect(used(world, 'test.cleared')).toEqual([0, 1, -7, -7])
    expect(used(world, 'test.copied')).toEqual([0, 10, 0, 0])
    expect([world.f64('cell.volume')[2], world.f64('cell.volume')[3]]).toEqual([
      1000,
      world.program.volumes[0],
    ])
    expect(world.f64('cell.reach')[3]).toBe(
      (world.f64('cell.radius')[3] ?? 0) * (world.program.reaches[0] ?? 0),
    )
    expect(
      world.events
        .filter(({ kind }) => kind === 'arrival')
        .map((event) => [event.tick, event.cause, event.x]),
    ).toEqual([
      [tick, 'assay', 5],
      [tick, 'assay', 7],
    ])
  })

  test('of initial cells are no events', () => {
    expect(plainWorld({ cells: 5 }).events).toEqual([])
  })
})

describe('death and change of type', () => {
  test('set state and class, once', () => {
    const world = numbered(4)
    ask(world, { 0: REQUEST_APOPTOSIS, 1: REQUEST_NECROSIS, 2: REQUEST_APOPTOSIS | REQUEST_NECROSIS })
    expect(used(world, 'cell.state')).toEqual([APOPTOTIC, NECROTIC, APOPTOTIC, LIVE])
    ask(world, { 0: REQUEST_NECROSIS, 1: REQUEST_LYSIS, 3: REQUEST_TYPE })
    expect(used(world, 'cell.state')).toEqual([APOPTOTIC, LYSED, APOPTOTIC, LIVE])
    // Two types: class = 2 x state + type.
    expect(used(world, 'cell.class')).toEqual([2, 6, 2, 0])
    expect(world.events.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['death', 'apoptosis'],
      ['death', 'necrosis'],
      ['death', 'apoptosis'],
      ['lysis', 'lysis'],
    ])
  })

  test('a cell takes the type that it asks for before it divides', () => {
    const world = numbered(2)
    world.u16('cell.requestedType')[1] = 1
    ask(world, { 1: REQUEST_TYPE | REQUEST_DIVIDE })
    expect(used(world, 'cell.type')).toEqual([0, 1, 1])
    expect(world.events.map(({ kind, cause }) => [kind, cause ?? ''])).toEqual([
      ['transition', 'a'],
      ['division', ''],
    ])
  })
})

describe('hooks', () => {
  const calls: string[] = []
  const spy =
    (name: string) =>
    (world: World): PopulationHooks => {
      const who = (slot: number): string => String(world.u16('test.identity')[slot])
      return {
        commit: () => void calls.push(`${name} commit`),
        born: (mother, daughter) => void calls.push(`${name} born ${who(mother)} ${daughter}`),
        died: (slot, state) => void calls.push(`${name} died ${who(slot)} ${state}`),
        changedType: (slot, from) => void calls.push(`${name} changed ${who(slot)} from ${from}`),
        removed: (slot) => void calls.push(`${name} removed ${who(slot)}`),
        arrived: (slot) => void calls.push(`${name} arrived ${slot}`),
      }
    }

  test('are called in process order, in slot order, requests between cells first', () => {
    const world = numbered(4, [spy('A'), spy('B')])
    calls.length = 0
    world.u16('cell.requestedType')[3] = 1
    world.arrivals.push({ type: 0, x: 0, y: 0, z: 0, source: 0, cause: 'assay' })
    ask(world, { 0: REQUEST_DIVIDE, 1: REQUEST_APOPTOSIS, 2: REQUEST_REMOVE, 3: REQUEST_TYPE })
    const expected = ['commit', 'born 0 4', 'died 1 1', 'changed 3 from 0', 'arrived 5', 'removed 2']
    expect(calls).toEqual(expected.flatMap((call) => [`A ${call}`, `B ${call}`]))
  })

  test('that ask for something in `commit` are served in the same commit', () => {
    const world = plainWorld({
      cells: 3,
      columns,
      hooks: [(bound) => ({ commit: () => request(bound, 2, REQUEST_APOPTOSIS) })],
    })
    expect(world.u8('cell.state')[2]).toBe(LIVE)
    ask(world, { 0: REQUEST_DIVIDE })
    expect(used(world, 'cell.state')).toEqual([LIVE, LIVE, APOPTOTIC, LIVE])
  })

  test('are bound anew when the memory moves within a commit', () => {
    let bound = 0
    const world = plainWorld({ cells: 200, capacity: 400, columns, hooks: [() => ((bound += 1), {})] })
    bound = 0
    ask(world, Object.fromEntries(fill(200, (slot) => [slot, REQUEST_DIVIDE])))
    expect(bound).toBe(1)
    ask(world, Object.fromEntries(fill(400, (slot) => [slot, REQUEST_DIVIDE])))
    expect(bound).toBe(3)
  })
})

describe('a commit', () => {
  test('clears all requests and marks what no longer holds', () => {
    const world = numbered(3)
    world.neighboursAreStale = false
    world.binsAreStale = false
    ask(world, { 0: REQUEST_DIVIDE, 1: REQUEST_APOPTOSIS, 2: REQUEST_REMOVE })
    expect(
      world
        .u8('cell.request')
        .subarray(0, world.capacity)
        .every((bits, slot) => slot >= world.count || bits === 0),
    ).toBe(true)
    expect(world.u32('world.pending')[0]).toBe(0)
    expect([world.neighboursAreStale, world.binsAreStale]).toEqual([true, true])
  })

  test('without requests does nothing at all', () => {
    const world = numbered(3)
    world.neighboursAreStale = false
    let isBound = false
    commit(world, () => ((isBound = true), []))
    expect([isBound, world.neighboursAreStale]).toEqual([false, false])
  })
})

describe('parts of it', () => {
  test('a new volume changes radius and reach in proportion', () => {
    const world = numbered(1)
    const [radius = 0, reach = 0] = [world.f64('cell.radius')[0], world.f64('cell.reach')[0]]
    setVolume(world, 0, 8 * (world.f64('cell.volume')[0] ?? 0))
    // One cube root and one division: a few units in the last place.
    expect(Math.abs((world.f64('cell.radius')[0] ?? 0) / radius - 2)).toBeLessThan(1e-15)
    expect(Math.abs((world.f64('cell.reach')[0] ?? 0) / reach - 2)).toBeLessThan(1e-15)
  })

  test('a change to the type that a cell has is none', () => {
    const world = numbered(1)
    changeType(world, 0, 0, [])
    expect(world.events).toEqual([])
  })

  test('an event says when, who, of which type and where', () => {
    const world = numbered(2)
    world.tick = 12
    emit(world, 'test', 1, { cause: 'none' })
    expect(world.events).toEqual([
      { tick: 12, kind: 'test', cell: lineageText(world, 1), type: 0, x: -870, y: 0, z: 0, cause: 'none' },
    ])
    expect(lineageText(world, 1)).toMatch(/^[0-9a-f]{16}$/)
  })
})
