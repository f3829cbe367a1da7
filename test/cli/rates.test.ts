import { readFileSync, readdirSync } from 'node:fs'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrialSummary } from '../../src/analysis/summary.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* Rates of what happened as endpoints of a trial, counted again from the events of its runs. */

/** Attacks in one arm, none in the other; a window that begins and ends where series were taken. */
const TRIAL = `format: 1
question: Do attacks kill?
model: tissue.yaml
replicates: 2
arms:
  attacks: {}
  no attacks: { set: { cell types.CD8.interaction.attack.tumour: 0 1/min } }
endpoints:
  killing: { measure: killing rate of CD8 over 4 h, at: [4 h, 8 h] }
  deaths: { measure: death rate of tumour by apoptosis, at: end }
times to event:
  first kill: killing rate of CD8 rises above 0 1/h
compare: [attacks against no attacks]
`
const NAMES = ['killing rate of CD8 over 4 h', 'death rate of tumour by apoptosis', 'killing rate of CD8']

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  // Of the events only those are asked for that no rate here is made from, and of the series none.
  const record =
    'record: { snapshots: every 8 h, series every: every 30 min, events: [division], series: [dead cells] }'
  bench.write('tissue.yaml', livingTissue({ more: record }).replace('stop: 1 day', 'stop: 8 h'))
})
afterAll(() => bench.remove())

const parquet = async (...path: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
  parquetReadObjects({ file: new Uint8Array(readFileSync(bench.path(...path))).buffer })

/** Sum of trapezoids over what lies between two times of the series [cells x min]. */
function cellMinutes(
  rows: readonly Record<string, unknown>[],
  name: string,
  from: number,
  to: number,
): number {
  const own = rows.filter((row) => Number(row['time_min']) >= from && Number(row['time_min']) <= to)
  return own
    .slice(1)
    .reduce((sum, row, k) => sum + (30 * (Number(row[name]) + Number(own[k]?.[name]))) / 2, 0)
}

test('rates are endpoints and times to events like any other measure', async () => {
  bench.write('rates.yaml', TRIAL)
  const { code, stdout, stderr } = await bench.milieu([
    'trial',
    'rates.yaml',
    '--out',
    'rates',
    '--cores',
    '1',
  ])
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('killing /day, 8 h')
  const summary = JSON.parse(readFileSync(bench.path('rates/summary.json'), 'utf8')) as TrialSummary // just written
  const tumour = summary.cellTypes.findIndex(({ name }) => name === 'tumour')
  const found = await parquet('rates/tables/runs.parquet')
  expect(found).toHaveLength(4)
  for (const row of found) {
    const folder = `rates/runs/${String(row['key'])}`
    const manifest = JSON.parse(readFileSync(bench.path(folder, 'manifest.json'), 'utf8')) as {
      readonly plan: { readonly events: unknown; readonly series: unknown }
    } // as every run writes it
    expect(manifest.plan).toMatchObject({
      events: ['division', 'kill', 'death'],
      series: ['dead cells', 'CD8 cells', 'tumour cells'],
    })
    const series = await parquet(folder, 'series.parquet')
    const events = await parquet(folder, 'events.parquet')
    // Every victim counts once, however many attackers it had; one attacked across the bound of a window is in both.
    const kills = new Set(
      events
        .filter(({ kind, tick }) => kind === 'kill' && Number(tick) > 240)
        .map(({ other }) => String(other)),
    ).size
    if (row['arm'] === 'attacks') expect(kills).toBeGreaterThan(0)
    else expect(kills).toBe(0)
    expect(row['killing, day 0.3333333333333333 [1/day]']).toBeCloseTo(
      (kills * 1440) / cellMinutes(series, 'CD8 cells', 240, 480),
      9,
    )
    // A day is more than the run has: all of it counts.
    const deaths = events.filter(
      ({ kind, type, cause }) => kind === 'death' && type === tumour && cause === 'apoptosis',
    ).length
    expect(deaths).toBeGreaterThan(0)
    expect(row['deaths [1/day]']).toBeCloseTo(
      (deaths * 1440) / cellMinutes(series, 'tumour cells', 0, 480),
      9,
    )
    // The first recorded time with a kill in the day before it; the clock of this model ticks every minute.
    const first = events.filter(({ kind }) => kind === 'kill').map(({ tick }) => Number(tick))
    expect(row['first kill event']).toBe(first.length > 0)
    if (first.length > 0) expect(row['first kill [min]']).toBe(Math.ceil(Math.min(...first) / 30) * 30)
  }
  const effect = summary.effects.find(({ endpoint }) => endpoint.startsWith('killing, day 0.33'))
  const mean = (arm: string): number => {
    const own = found.filter((row) => row['arm'] === arm)
    return (
      own.reduce((sum, row) => sum + Number(row['killing, day 0.3333333333333333 [1/day]']), 0) / own.length
    )
  }
  expect(effect?.estimate).toBeCloseTo(mean('attacks') - mean('no attacks'), 9)
  const table = await parquet('rates/tables/series.parquet')
  const rates = table.filter(({ measure }) => NAMES.includes(String(measure)))
  expect(new Set(rates.map(({ measure }) => measure))).toEqual(new Set(NAMES))
  expect(rates.every(({ unit }) => unit === '1/day')).toBe(true)
  // Four runs, three rates, every half hour; at the start no time has passed over which there could be a rate.
  expect(rates).toHaveLength(4 * 3 * 17)
  expect(rates.filter(({ value }) => value === null)).toHaveLength(4 * 3)
})

test('a run whose events were changed afterwards does not count', async () => {
  const [key = ''] = readdirSync(bench.path('rates/runs')).filter((name) => !name.includes('.'))
  bench.write(`rates/runs/${key}/events.parquet`, 'changed')
  const { code, stdout } = await bench.milieu(['analyse', 'rates'])
  expect(code).toBe(0)
  expect(stdout).toContain('events.parquet')
  expect((await parquet('rates/tables/runs.parquet')).find((row) => row['key'] === key)).toMatchObject({
    status: 'unreadable',
    'deaths [1/day]': null,
  })
})

test('a model names rates among its series, a response does not', async () => {
  const model = readFileSync(bench.path('tissue.yaml'), 'utf8')
  bench.write('rated.yaml', model.replace('series: [dead cells]', 'series: [killing rate of CD8 over 4 h]'))
  const { code, stderr } = await bench.milieu(['run', 'rated.yaml', '--out', 'single', '--quiet'])
  expect(code, stderr).toBe(0)
  const table = await parquet('single/tables/series.parquet')
  expect(table.filter(({ measure }) => measure === 'killing rate of CD8 over 4 h')).toHaveLength(17)
  bench.write('wrong.yaml', `${TRIAL}responses: { kills: { measure: killing rate of CD8 } }\n`)
  const wrong = await bench.milieu(['check', 'wrong.yaml'])
  expect(wrong.code).toBe(1)
  expect(`${wrong.stdout}${wrong.stderr}`.replaceAll(/[\s|]+/g, ' ')).toContain('no value at the start')
  bench.write('unit.yaml', TRIAL.replace('rises above 0 1/h', 'rises above 0 um'))
  expect((await bench.milieu(['check', 'unit.yaml'])).code).toBe(1)
})
