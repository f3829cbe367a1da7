import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import type { CellEvent } from '../engine/events.ts'
import { readOutside } from '../testing/outside-reader.ts'
import {
  EventsTable,
  eventsTable,
  joinSeries,
  readEventsTable,
  readSeriesTable,
  seriesTable,
} from './run-tables.ts'

const EVENT_COLUMNS = {
  tick: 'Float64?',
  kind: 'Utf8?',
  cell: 'Utf8?',
  type: 'Float64?',
  x_um: 'Float64?',
  y_um: 'Float64?',
  z_um: 'Float64?',
  other: 'Utf8?',
  cause: 'Utf8?',
  site: 'Utf8?',
}

/** More than one group of rows. */
const MANY = 70_001

const events = Array.from({ length: MANY }, (_, k): CellEvent => {
  const cell = (k * 7919).toString(16).padStart(16, '0')
  const what = { tick: k >> 3, kind: k % 3 === 0 ? 'division' : 'death', cell, type: k % 4 }
  const place = { x: k / 3, y: -0, z: Number.NaN }
  const more = k % 5 === 0 ? { site: 'liver' } : {}
  return { ...what, ...place, ...(k % 3 === 0 ? { other: cell } : { cause: 'apoptosis' }), ...more }
})

describe('a table of events', () => {
  const whole = eventsTable({ events })

  test('is the same file however the events came', () => {
    for (const size of [1000, 65_536, 65_537]) {
      const table = new EventsTable()
      for (let from = 0; from < MANY; from += size) table.add(events.slice(from, from + size))
      expect(Buffer.compare(table.finish(), whole)).toBe(0)
    }
  })

  test('reads back to the bit', async () => {
    expect(await readEventsTable(whole)).toEqual(events)
  })

  test('from before there were sites still reads', async () => {
    const columnData = ['tick', 'type', 'x_um', 'y_um', 'z_um']
      .map((name): ColumnSource => ({ name, data: [1], type: 'DOUBLE' }))
      .concat(
        ['kind', 'cell', 'other', 'cause'].map((name): ColumnSource => ({
          name,
          data: [name === 'other' ? '' : name],
          type: 'STRING',
        })),
      )
    const old = new Uint8Array(parquetWriteBuffer({ columnData }))
    expect(await readEventsTable(old)).toEqual([
      { tick: 1, kind: 'kind', cell: 'cell', type: 1, x: 1, y: 1, z: 1, cause: 'cause' },
    ])
  })

  test('may be empty', async () => {
    expect(await readEventsTable(eventsTable({ events: [] }))).toEqual([])
    const { columns, rows } = readOutside(eventsTable({ events: [] }))
    expect(rows).toEqual([])
    expect(columns).toEqual(EVENT_COLUMNS)
  })

  test('is read by Apache Arrow, over more than one group of rows', () => {
    const { columns, rows } = readOutside(whole)
    expect(columns).toEqual(EVENT_COLUMNS)
    expect(rows).toHaveLength(MANY)
    for (const at of [0, 1, 65_535, 65_536, MANY - 1]) {
      const { tick, kind, cell, type, x, y, z, other = '', cause = '', site = '' } = events[at] as CellEvent // one of those above
      expect(rows[at]).toEqual({ tick, kind, cell, type, x_um: x, y_um: y, z_um: z, other, cause, site })
    }
  })
})

test('series that were cut are put together as they were', async () => {
  const names = ['a', 'odd, "name"']
  const series = {
    times: [0, 0.1, 0.2, 0.3],
    values: new Map([
      ['a', [1, Number.NaN, -0, 1 / 3]],
      ['odd, "name"', [4, 5, 6, Number.POSITIVE_INFINITY]],
    ]),
  }
  const cut = (from: number, to: number) => ({
    times: series.times.slice(from, to),
    values: new Map([...series.values].map(([name, values]) => [name, values.slice(from, to)])),
  })
  const parts = await Promise.all(
    [cut(0, 1), cut(1, 1), cut(1, 4)].map((part) => readSeriesTable(seriesTable(part), names)),
  )
  expect(joinSeries(parts, names)).toEqual(series)
})
