import { describe, expect, test } from 'vitest'
import type { CellEvent } from '../../engine/events.ts'
import { placedWorld } from '../../testing/placed-world.ts'
import { runModel } from '../../testing/run-model.ts'
import { measure } from '../measure.ts'
import type { RecordedRun } from './event-measure.ts'
import { eventMeasureAt, eventSeries, resolveEventMeasure } from './rates.ts'

const { program } = placedWorld({ cells: [] })
const TYPES = { lymphoid: 0, stroma: 1, tumour: 2 }

function event(
  minute: number,
  kind: string,
  type: keyof typeof TYPES,
  more: Partial<CellEvent> = {},
): CellEvent {
  return { tick: minute, kind, cell: '', type: TYPES[type], x: 0, y: 0, z: 0, ...more }
}

function run(
  events: readonly CellEvent[],
  cells: Readonly<Record<string, readonly number[]>> = {},
): RecordedRun {
  const values = new Map(['lymphoid cells', 'stroma cells', 'tumour cells'].map((name) => [name, [0, 0, 0]]))
  for (const [name, numbers] of Object.entries(cells)) values.set(name, [...numbers])
  return { times: [0, 1440, 2880], values, events, kinds: new Set(events.map(({ kind }) => kind)), tick: 1 }
}

function rate(name: string, recorded: RecordedRun, at: number): number {
  const found = resolveEventMeasure(name, program)
  if (found === undefined) throw new Error(`no rate '${name}'`)
  return eventMeasureAt(found, recorded, at)
}

describe('rates', () => {
  test('divide events by the cells that were there, from time to time', () => {
    const recorded = run(
      [
        event(100, 'death', 'tumour', { cause: 'apoptosis' }),
        event(1500, 'death', 'tumour', { cause: 'necrosis' }),
        event(2880, 'death', 'tumour'),
      ],
      { 'tumour cells': [10, 20, 20] },
    )
    // The first day has 15 cells on the mean, the second 20; an event at the end of a window belongs to it.
    expect(rate('death rate of tumour', recorded, 1440)).toBeCloseTo(1 / 15, 12)
    expect(rate('death rate of tumour', recorded, 2880)).toBeCloseTo(2 / 20, 12)
    expect(rate('death rate of tumour by necrosis', recorded, 2880)).toBeCloseTo(1 / 20, 12)
    expect(rate('death rate of tumour over 2 day', recorded, 2880)).toBeCloseTo(3 / 35, 12)
    // From 10 at noon before: 15 to 20 in half a day, linear.
    expect(rate('death rate of tumour over 12 h', recorded, 1440)).toBe(0)
    expect(rate('death rate of stroma', recorded, 1440)).toBeNaN()
    expect(rate('death rate of tumour', recorded, 0)).toBeNaN()
    const found = resolveEventMeasure('death rate of tumour', program)
    expect(found && eventSeries(found, recorded).slice(1)).toEqual([
      rate('death rate of tumour', recorded, 1440),
      rate('death rate of tumour', recorded, 2880),
    ])
  })

  test('share a kill among its attackers', () => {
    const recorded = run(
      [
        event(10, 'kill', 'lymphoid', { other: 'a' }),
        event(20, 'kill', 'lymphoid', { other: 'b' }),
        event(20, 'kill', 'stroma', { other: 'b' }),
      ],
      { 'lymphoid cells': [3, 3, 3], 'stroma cells': [1, 1, 1] },
    )
    expect(rate('killing rate of lymphoid', recorded, 1440)).toBeCloseTo(1.5 / 3, 12)
    expect(rate('killing rate of stroma', recorded, 1440)).toBeCloseTo(0.5, 12)
    expect(rate('killing rate of live cells', recorded, 1440)).toBeCloseTo(2 / 4, 12)
  })

  test('say what was not recorded, and what they are', () => {
    const recorded = run([])
    expect(() => rate('killing rate of lymphoid', recorded, 1440)).toThrow("events of kind 'kill'")
    const nameless = { ...recorded, kinds: new Set(['kill']), values: new Map() }
    expect(() => rate('killing rate of lymphoid', nameless, 1440)).toThrow("no series 'lymphoid cells'")
    const world = placedWorld({ cells: [] })
    expect(() => measure(world, 'killing rate of lymphoid')).toThrow('made from the events of a finished run')
    expect(() => measure(world, 'killing rate of limphoid')).toThrow("did you mean 'lymphoid'")
    expect(() => measure(world, 'killing rate of lymphoid over 5 um')).toThrow("'5 um' is in um")
    expect(resolveEventMeasure('killing rate of lymphoid over 0 h', program)).toBeUndefined()
  })
})

test('the division rate of cells that divide at random is their rate', () => {
  const points = Array.from(
    { length: 400 },
    (_, k) => `[${50 * (k % 20)} um, ${50 * Math.floor(k / 20)} um, 0 um]`,
  )
  const { world, run: runOn } = runModel(`format: 1
title: divisions
domain: { size: [2400 um, 2400 um, 20 um] }
time: { stop: 1 day, mechanics: 6 min, phenotype: 6 min, fields: 6 min }
cell types: { tumour: { cycle: { model: live, rate: 0.0005 1/min } } }
initial: { tumour: { points: [${points.join(', ')}] } }
`)
  const times: number[] = [0]
  const counts: number[] = [world.count]
  const events: CellEvent[] = []
  runOn(240, (current) => {
    events.push(...current.events)
    times.push(current.time)
    counts.push(current.count)
    return true
  })
  const recorded = {
    times,
    values: new Map([['tumour cells', counts]]),
    events,
    kinds: new Set(['division']),
    tick: world.program.clock.tick,
  }
  const found = resolveEventMeasure('division rate of tumour', world.program)
  const value = found === undefined ? Number.NaN : eventMeasureAt(found, recorded, 1440)
  expect(times.at(-1)).toBe(1440)
  // Poisson: the standard error is rate / sqrt(events); five of them.
  const expected = 0.0005 * 1440
  expect(events.length).toBeGreaterThan(300)
  expect(Math.abs(value - expected)).toBeLessThan((5 * expected) / Math.sqrt(events.length))
})
