import { globSync, readFileSync } from 'node:fs'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOutside } from '../../src/testing/outside-reader.ts'
import { SMALL_MODEL, type Workbench, createWorkbench } from './workbench.ts'

/*
 * Every table that a trial leaves, opened with a reader that is none of ours: the Rust implementation of Apache Arrow. What
 * pandas, R and DuckDB do with a file rests on the same format, by other code.
 */

/** Something that varies, something that never happens, something that has no value, names beyond ASCII. */
const TRIAL = `format: 1
question: Does faster division make more cells?
model: model.yaml
replicates: 2
arms:
  "slow, as always": {}
  größer: { set: { cell types.tumour.cycle.rate: 0.004 1/min } }
cohort:
  patients: 2
  parameters:
    speed: { path: cell types.CD8.motility.speed, is: "uniform from 1 to 3 um/min [assumed]" }
endpoints:
  burden: { measure: tumour cells, at: [3 h, end] }
  share of none: { measure: fraction of stroma among stroma, at: end }
  divisions: { measure: division rate of tumour over 3 h, at: end }
times to event:
  growth: tumour cells rises above 110 % of its start
  death: tumour cells falls below 1 % of its start
responses: { tumour: { measure: tumour cells } }
compare: ["größer against slow, as always"]
`

const TABLES = {
  runs: {
    key: 'Utf8?',
    arm: 'Utf8?',
    point: 'Int32?',
    setting: 'Int32?',
    patient: 'Int32?',
    replicate: 'Int32?',
    seed: 'Float64?',
    status: 'Utf8?',
    'speed [um/min]': 'Float64?',
    'burden, day 0.125 [cells]': 'Float64?',
    'burden, day 0.25 [cells]': 'Float64?',
    'share of none': 'Float64?',
    'divisions [1/day]': 'Float64?',
    'death [min]': 'Float64?',
    'death event': 'Bool?',
    'growth [min]': 'Float64?',
    'growth event': 'Bool?',
    wall_s: 'Float64?',
    state_hash: 'Utf8?',
  },
  series: {
    arm: 'Utf8',
    setting: 'Int32',
    patient: 'Int32',
    replicate: 'Int32',
    time_min: 'Float64',
    measure: 'Utf8',
    unit: 'Utf8',
    value: 'Float64?',
  },
  endpoints: {
    endpoint: 'Utf8?',
    arm: 'Utf8?',
    replicate: 'Int32?',
    time_min: 'Float64?',
    unit: 'Utf8?',
    value: 'Float64?',
  },
  effects: {
    endpoint: 'Utf8?',
    arm: 'Utf8?',
    against: 'Utf8?',
    difference: 'Float64?',
    low: 'Float64?',
    high: 'Float64?',
    ratio: 'Float64?',
    ratio_low: 'Float64?',
    ratio_high: 'Float64?',
    p: 'Float64?',
    p_holm: 'Float64?',
    p_benjamini_hochberg: 'Float64?',
    level: 'Float64?',
    method: 'Utf8?',
    n: 'Int32?',
    verdict: 'Utf8?',
    needed: 'Int32?',
    expected: 'Utf8?',
    expected_met: 'Utf8?',
  },
}

let bench: Workbench
beforeAll(async () => {
  bench = createWorkbench()
  bench.write('model.yaml', SMALL_MODEL.replace('  CD8:', '  stroma: {}\n  CD8:'))
  bench.write('trial.yaml', TRIAL)
  const { code, stderr } = await bench.milieu([
    'trial',
    'trial.yaml',
    '--out',
    't',
    '--quiet',
    '--cores',
    '1',
  ])
  expect(code, stderr).toBe(0)
})
afterAll(() => bench.remove())

const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(bench.path('t', file)))
const outside = (table: keyof typeof TABLES) => readOutside(bytes(`tables/${table}.parquet`))

describe('the tables of a trial, read by Apache Arrow', () => {
  test('all hold what our own reader finds in them', async () => {
    const files = globSync('**/*.parquet', { cwd: bench.path('t') })
    // Eight runs with two files each, and the tables.
    expect(files.length).toBeGreaterThan(2 * 8 + 8)
    for (const file of files) {
      const own = await parquetReadObjects({ file: bytes(file).slice().buffer })
      expect(readOutside(bytes(file)).rows, file).toEqual(own.map((row) => ({ ...row })))
    }
  })

  test.each(['runs', 'series', 'endpoints', 'effects'] as const)(
    '%s has the columns of its page',
    (table) => {
      expect(outside(table).columns).toEqual(TABLES[table])
      expect(Object.keys(outside(table).columns)).toEqual(Object.keys(TABLES[table]))
    },
  )

  test('runs has a row per run, and null where there is no value', () => {
    const { rows } = outside('runs')
    expect(rows).toHaveLength(8)
    expect(new Set(rows.map(({ arm }) => arm))).toEqual(new Set(['slow, as always', 'größer']))
    for (const row of rows)
      expect(row).toMatchObject({
        status: 'finished',
        setting: 1,
        'share of none': null,
        'death event': false,
      })
    // Two arms, two patients, each twice.
    const places = rows.map(
      ({ arm, patient, replicate }) => `${String(arm)} ${String(patient)} ${String(replicate)}`,
    )
    expect(new Set(places).size).toBe(8)
    const { rows: effects } = outside('effects')
    expect(effects.find(({ endpoint }) => endpoint === 'share of none')).toMatchObject({ p: null, n: 0 })
  })
})
