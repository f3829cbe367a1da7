import { parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { SYNTHETIC_MEASURES, syntheticExperiment, writeSyntheticStudy } from '../bench/synthetic-trial.ts'
import { openStudy } from '../experiment/open-study.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { MANIFEST, readManifest } from '../store/run-store.ts'
import type { Table } from '../store/table-file.ts'
import { memoryFiles } from '../store/memory-files.ts'
import { runsTable, seriesCsv, seriesParquet, seriesRowCount } from './run-rows.ts'
import { incompleteness, runsSummary } from './runs-summary.ts'
import { plannedRuns, studyOutcomes } from './study-runs.ts'
import { summarise, trialData } from './summarise.ts'
import { summaryTables } from './summary-tables.ts'
import { readRuns } from './trial-runs.ts'

const REPLICATES = 6

/** A study in memory of which some runs are not as they should be. */
async function damagedStudy() {
  const files = memoryFiles()
  const experiment = syntheticExperiment(REPLICATES)
  const is = (arm: string, replicate: number) => (plan: RunPlan) =>
    plan.arm === arm && plan.replicate === replicate
  const isLeft = (plan: RunPlan): boolean => is('untreated', 5)(plan) || is('treated', 4)(plan)
  const plans = writeSyntheticStudy(files, 'study', experiment, isLeft)
  const keyOf = (arm: string, replicate: number): string => plans.find(is(arm, replicate))?.key ?? ''
  // One is not there; one was tried twice in vain; one failed numerically; one was changed afterwards.
  for (const [number, error] of [
    [1, 'the first time'],
    [2, 'the disk was full'],
  ] as const)
    files.write(`study/attempts/${keyOf('treated', 4)}-${number}.json`, JSON.stringify({ error }))
  const failed = `study/runs/${keyOf('treated', 3)}`
  const manifest = { ...readManifest(files, failed), status: 'failed', error: 'the state is no number' }
  files.write(`${failed}/${MANIFEST}`, JSON.stringify(manifest))
  files.write(`study/runs/${keyOf('treated', 2)}/series.parquet`, 'changed')
  const study = openStudy(files, 'study')
  const outcomes = studyOutcomes(files, study)
  const { runs, broken } = await readRuns(files, 'study/runs', outcomes)
  const input = {
    experiment: study.experiment,
    replicates: REPLICATES,
    seed: 1,
    outcomes,
    runs,
    broken,
    tissue: [],
    events: undefined,
    command: 'milieu trial experiment.yaml',
  }
  const data = trialData(input)
  return { files, plans, outcomes, runs, broken, data, summary: summarise(input, data) }
}

let study: Awaited<ReturnType<typeof damagedStudy>>
beforeAll(async () => {
  study = await damagedStudy()
})

const column = (table: Table | undefined, name: string) =>
  table?.columns.find((candidate) => candidate.name === name)?.values

describe('a study with runs that are not as they should be', () => {
  test('knows what was planned and what became of it', () => {
    expect(plannedRuns(study.files, 'study')).toEqual(study.plans)
    const found = runsSummary(study.outcomes, study.broken)
    expect(found).toMatchObject({ planned: 12, finished: 8, failures: 3 })
    expect(found.failed.map(({ arm, replicate, error }) => [arm, replicate, error])).toEqual([
      ['treated', 2, expect.stringContaining('is not the file that the run wrote')],
      ['treated', 3, 'the state is no number'],
      ['treated', 4, 'the disk was full'],
    ])
  })

  test('says so in the limits of its answer', () => {
    const lines = incompleteness(study.outcomes, study.broken)
    expect(study.summary.limits).toEqual(lines)
    expect(lines.join(' ')).toContain('Failed runs count nowhere')
    expect(lines.at(-1)).toBe('1 run of 12 planned is not there yet: this is the answer so far.')
  })

  test('counts only what is there, pair by pair', () => {
    const { effects, endpoints, survival, responses, series, twins } = study.summary
    // Pairs of which both are there: replicates 0, 1 and 5 of treated, 0 to 4 of untreated.
    expect(effects[0]).toMatchObject({
      endpoint: 'end of tumour cells',
      n: 2,
      method: 'paired t, 2 twin pairs',
    })
    expect(endpoints[0]?.values['treated']?.map((value) => value === null)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ])
    expect(survival?.[0]?.arms['treated']?.n).toBe(3)
    expect(survival?.[0]?.comparisons[0]?.expected?.text).toBe(
      'progression is later in treated than in untreated',
    )
    expect(responses?.[0]).toMatchObject({ progressionAbove: 20, responseBelow: -30, unit: 'cells' })
    expect(responses?.[0]?.arms['treated']?.map(({ subject }) => subject)).toEqual([
      'twin 1',
      'twin 2',
      'twin 6',
    ])
    expect(series.map(({ measure }) => measure)).toEqual(SYNTHETIC_MEASURES)
    expect(series[0]?.bands?.['untreated']?.n.every((n) => n === 5)).toBe(true)
    // Two pairs do not tell scatter within pairs.
    expect(twins).toBeUndefined()
  })

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(study.summary))).toEqual(study.summary)
  })

  test('has a row for every planned run, with values where they count', () => {
    const table = runsTable(study.outcomes, study.data, study.broken)
    expect(column(table, 'status')).toEqual([
      ...Array.from({ length: 5 }, () => 'finished'),
      'missing',
      'finished',
      'finished',
      'unreadable',
      'failed',
      'failed',
      'finished',
    ])
    const values = column(table, 'end of tumour cells [cells]') ?? []
    expect(values.map((value) => value === null)).toEqual(
      column(table, 'status')?.map((status) => status !== 'finished'),
    )
    expect(column(table, 'replicate')).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])
    expect(column(table, 'progression event')?.filter((value) => value !== null)).toHaveLength(8)
    const lengths = new Set(table.columns.map((own) => own.values.length))
    expect([...lengths]).toEqual([12])
  })

  test('writes the same series as Parquet and as CSV', async () => {
    const rows = await parquetReadObjects({ file: seriesParquet(study.data).slice().buffer })
    const lines = seriesCsv(study.data).trimEnd().split('\n')
    expect(rows).toHaveLength(8 * SYNTHETIC_MEASURES.length * 73)
    expect(rows).toHaveLength(seriesRowCount(study.data))
    expect(lines[0]).toBe('arm,replicate,time_min,measure,unit,value')
    expect(rows.map((row) => Object.values(row).join(','))).toEqual(lines.slice(1))
  })

  test('has the tables that its parts need', () => {
    const tables = summaryTables(study.summary)
    expect(Object.keys(tables)).toEqual([
      'endpoints',
      'effects',
      'parameters',
      'survival',
      'survival-comparisons',
      'responses',
    ])
    expect(column(tables['effects'], 'p_holm')).toHaveLength(SYNTHETIC_MEASURES.length)
  })
})
