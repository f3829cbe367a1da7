import { describe, expect, test } from 'vitest'
import { saveSnapshot } from '../../engine/snapshot.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { organismFrom, runOrganism } from '../../testing/organism-model.ts'
import { runModel } from '../../testing/run-model.ts'
import { readEventsTable, eventsTable } from '../../store/run-tables.ts'
import type { CellEvent } from '../../engine/events.ts'
import { listMeasures } from '../measure-list.ts'
import { measure } from '../measure.ts'
import { resolveMeasure } from '../measures.ts'
import { bloodColumn, bloodFamily, hasColumn } from './blood.ts'
import { eventMeasureAt, resolveEventMeasure } from './rates.ts'

const world = runOrganism(13)
const value = (name: string): number => measure(world, name).value

describe('measures of a site', () => {
  test('are those of its own tissue', () => {
    // Three steps of the phenotype: at ticks 0, 6 and 12.
    expect(value('tumour cells in liver')).toBe(3)
    expect(value('hepatocyte cells in liver')).toBe(2)
    expect(value('live cells in liver')).toBe(5)
    expect(value('live cells')).toBe(world.count)
    expect(value('live cells in primary')).toBe(world.count)
    expect(value('fraction of tumour among tumour and hepatocyte in liver')).toBe(3 / 5)
    expect(value('mean oxygen in liver')).toBeGreaterThan(0)
    expect(value('mean oxygen in liver')).not.toBe(value('mean oxygen'))
  })

  test('have the units of its space', () => {
    expect(measure(world, 'density of tumour').unit).toBe('1/mm^2')
    // Three cells in a cube of 60 um.
    const { value: found, unit } = measure(world, 'density of tumour in liver')
    expect(unit).toBe('1/mm^3')
    expect(found).toBeCloseTo(3 / 0.06 ** 3, 6)
    expect(value('density of tumour in stroma in liver')).toBeNaN()
  })

  test('count nobody and have no other value before the tissue is there', () => {
    expect(value('tumour cells in lung')).toBe(0)
    expect(value('mean oxygen in lung')).toBeNaN()
    expect(value('density of tumour in lung')).toBeNaN()
  })

  test('change nothing', () => {
    const before = saveSnapshot(world)
    value('density of tumour in tumour nests in liver')
    expect(saveSnapshot(world)).toEqual(before)
  })

  test('stand for the host alone where they are many', () => {
    const names = (name: string) => resolveMeasure(name, world.program)?.map((each) => each.name)
    expect(names('cell counts')).toEqual(['hepatocyte cells', 'tumour cells'])
    expect(names('cell counts in liver')).toEqual(['hepatocyte cells in liver', 'tumour cells in liver'])
  })

  test('are listed', () => {
    const list = listMeasures(organismFrom().model)
    expect(list).toContainEqual({
      name: 'tumour cells in lung',
      unit: 'cells',
      doc: expect.stringContaining('live cells') as string, // vitest types matchers as any
      chapter: 'Cells in lung',
    })
  })

  test('say what is wrong with them', () => {
    expect(() => value('tumour cells in livr')).toThrow("unknown site 'livr'; did you mean 'liver'?")
    expect(() => value('tumour cells in bone')).toThrow("unknown site 'bone'; there are primary, liver, lung")
    expect(() => value('tumor cells in liver')).toThrow("did you mean 'tumour cells in liver'?")
    expect(() => value('mean oxigen in liver')).toThrow("did you mean 'mean oxygen in liver'?")
    expect(() => value('tumour cells in liver in lung')).toThrow('unknown measure')
    const plain = runModel(`format: 1
title: no body
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 h }
cell types: { tumour: {} }
`)
    expect(() => measure(plain.world, 'tumour cells in liver')).toThrow("no section 'body'")
  })
})

test('rates of a site are of what happened there', () => {
  const { program } = organismFrom()
  const event = (tick: number, site?: string): CellEvent => ({
    tick,
    kind: 'division',
    cell: '',
    type: 1,
    x: 0,
    y: 0,
    z: 0,
    ...(site === undefined ? {} : { site }),
  })
  const run = {
    times: [0, 1440],
    values: new Map([
      ['tumour cells', [10, 10]],
      ['tumour cells in liver', [0, 4]],
      ['tumour cells in lung', [0, 0]],
    ]),
    events: [event(10), event(20, 'liver'), event(30, 'liver'), event(40), event(50), event(60, 'blood')],
    kinds: new Set(['division']),
    tick: 1,
  }
  const at = (name: string): number => {
    const rate = resolveEventMeasure(name, program)
    return rate === undefined ? Number.POSITIVE_INFINITY : eventMeasureAt(rate, run, 1440)
  }
  expect(at('division rate of tumour')).toBe(3 / 10)
  expect(at('division rate of tumour in primary')).toBe(3 / 10)
  expect(at('division rate of tumour in liver')).toBe(2 / 2)
  expect(at('division rate of tumour in lung')).toBeNaN()
  expect(at('division rate of tumour in bone')).toBe(Number.POSITIVE_INFINITY)
  expect(resolveEventMeasure('division rate of tumour in liver', program)?.series).toEqual([
    'tumour cells in liver',
  ])
  const nameless = { ...run, values: new Map() }
  const rate = resolveEventMeasure('division rate of tumour in liver', program)
  expect(() => rate?.during(nameless, 0, 1440)).toThrow(
    "no series 'tumour cells in liver': add cell counts in liver",
  )
})

describe('measures of the blood', () => {
  const ticks = bloodFamily({
    pattern: 'ticks of the blood',
    unit: '1',
    doc: 'for tests',
    lacks: (program) => (hasColumn(program, 'world.tick') ? undefined : 'never'),
    measure: () => ({ unit: '1', evaluate: bloodColumn('world.tick') }),
  })

  test('read the blood', () => {
    const [found] = ticks.resolve('ticks of the blood', world.program) ?? []
    expect(found?.evaluate(world)).toBe(13)
    expect(ticks.names(world.program)).toEqual(['ticks of the blood'])
  })

  test('are none where there is no body', () => {
    const { organism: _, ...program } = world.program
    expect(ticks.resolve('ticks of the blood', program)).toBeUndefined()
    expect(ticks.names(program)).toEqual([])
    expect(ticks.complaint('ticks of the blood', program)?.text).toContain("no section 'body'")
  })
})

test('events say where they happened, in tables too', async () => {
  const { program } = organismFrom()
  const events: CellEvent[] = []
  const run = runOrganism(0)
  runUntil(createStepper(run), 30, (now) => {
    events.push(...now.events)
    return true
  })
  expect(program.organism?.sites.length).toBe(2)
  const sites = new Set(events.map(({ site }) => site))
  expect(sites).toEqual(new Set([undefined, 'blood', 'liver']))
  expect(await readEventsTable(eventsTable({ events }))).toEqual(events)
})
