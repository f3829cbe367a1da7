import { parquetReadObjects, parquetSchema, parquetMetadata } from 'hyparquet'
import { expect, test } from 'vitest'
import { readOutside } from '../testing/outside-reader.ts'
import { ParquetFile, type Table, tableCsv, tableParquet } from './table-file.ts'

const table: Table = {
  columns: [
    { name: 'arm', kind: 'text', values: ['a, b', 'c', null] },
    { name: 'replicate', kind: 'whole', values: [1, 2, null] },
    { name: 'value [1/mm^2]', kind: 'number', values: [0.1, null, -3e-7] },
    { name: 'progression event', kind: 'flag', values: [true, false, null] },
  ],
}

const rows = [
  { arm: 'a, b', replicate: 1, 'value [1/mm^2]': 0.1, 'progression event': true },
  { arm: 'c', replicate: 2, 'value [1/mm^2]': null, 'progression event': false },
  { arm: null, replicate: null, 'value [1/mm^2]': -3e-7, 'progression event': null },
]

test('a table is read back from Parquet with its types', async () => {
  const file = tableParquet(table).slice().buffer
  const found = await parquetReadObjects({ file })
  expect(found.map((row) => ({ ...row }))).toEqual(rows)
  const types = parquetSchema(parquetMetadata(file)).children.map(({ element }) => element.type)
  expect(types).toEqual(['BYTE_ARRAY', 'INT32', 'DOUBLE', 'BOOLEAN'])
})

test('Apache Arrow reads the same table, with the same types', () => {
  expect(readOutside(tableParquet(table))).toEqual({
    columns: {
      arm: 'Utf8?',
      replicate: 'Int32?',
      'value [1/mm^2]': 'Float64?',
      'progression event': 'Bool?',
    },
    rows,
  })
  // Beyond ASCII, empty beside missing, the ends of the ranges, columns without any value.
  const odd: Table = {
    columns: [
      { name: 'Größe µm', kind: 'text', values: ['ä€😀', '', null] },
      { name: 'n', kind: 'whole', isComplete: true, values: [-(2 ** 31), 0, 2 ** 31 - 1] },
      { name: 'x', kind: 'number', values: [Number.POSITIVE_INFINITY, 5e-324, -0] },
      { name: 'nothing', kind: 'text', values: [null, null, null] },
      { name: 'never', kind: 'flag', values: [null, null, null] },
    ],
  }
  const found = readOutside(tableParquet(odd))
  expect(found.columns).toEqual({
    'Größe µm': 'Utf8?',
    n: 'Int32',
    x: 'Float64?',
    nothing: 'Utf8?',
    never: 'Bool?',
  })
  for (const { name, values } of odd.columns)
    expect(
      found.rows.map((row) => row[name]),
      name,
    ).toEqual(values)
})

test('CSV quotes what must be quoted, and leaves missing values empty', () => {
  expect(tableCsv(table)).toBe(
    'arm,replicate,value [1/mm^2],progression event\n"a, b",1,0.1,true\nc,2,,false\n,,-3e-7,\n',
  )
})

test('groups of rows follow each other in one file; a table without rows has its columns', async () => {
  const columns = [
    { name: 'n', kind: 'whole', isComplete: true },
    { name: 'x', kind: 'number' },
  ] as const
  const file = new ParquetFile(columns)
  file.addGroup([Int32Array.of(1, 2), Float64Array.of(0.5, 0.25)])
  file.addGroup([[], []])
  file.addGroup([Int32Array.of(3), [null]])
  const content = file.finish().slice().buffer
  expect(parquetMetadata(content).row_groups).toHaveLength(2)
  expect((await parquetReadObjects({ file: content })).map((row) => ({ ...row }))).toEqual([
    { n: 1, x: 0.5 },
    { n: 2, x: 0.25 },
    { n: 3, x: null },
  ])
  expect(readOutside(new Uint8Array(content))).toEqual({
    columns: { n: 'Int32', x: 'Float64?' },
    rows: [
      { n: 1, x: 0.5 },
      { n: 2, x: 0.25 },
      { n: 3, x: null },
    ],
  })
  const empty = new ParquetFile(columns).finish().slice().buffer
  expect(readOutside(new Uint8Array(empty))).toEqual({ columns: { n: 'Int32', x: 'Float64?' }, rows: [] })
  expect(await parquetReadObjects({ file: empty })).toEqual([])
  expect(parquetSchema(parquetMetadata(empty)).children.map(({ element }) => element.name)).toEqual([
    'n',
    'x',
  ])
})
