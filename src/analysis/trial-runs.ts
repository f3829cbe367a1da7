import { askedRates } from '../experiment/asked-rates.ts'
import type { Design } from '../experiment/design.ts'
import { isMilieuError } from '../engine/errors.ts'
import type { Outcome } from '../experiment/executor.ts'
import type { Experiment } from '../experiment/experiment.ts'
import type { Files } from '../store/files.ts'
import { joinPath } from '../store/files.ts'
import { type RunManifest, readRunFile } from '../store/run-store.ts'
import { readNumberColumns } from '../store/run-tables.ts'
import type { EventMeasure } from './measures/event-measure.ts'
import { lateSeries, readEvents, recordedRun } from './recorded-run.ts'
import { type RunPlace, placeOf } from './run-places.ts'

/** A run that can be analysed: what it is and what it recorded. */
export interface AnalysedRun {
  readonly key: string
  readonly arm: string
  readonly replicate: number
  /** Point of the design; absent where nothing varies. */
  readonly point?: number
  readonly place: RunPlace
  readonly folder: string
  readonly manifest: RunManifest
  /** [min], ascending; runs that recorded at the same times share the list. */
  readonly times: Float64Array
  /** Measure -> [time]; NaN where there was no value. Rates that were asked for are among them. */
  readonly values: ReadonlyMap<string, Float64Array>
  /** Measure -> unit. */
  readonly units: Readonly<Record<string, string>>
}

/** What became of the planned runs when they were read. */
export interface ReadRuns {
  /** In the order of the plan. */
  readonly runs: readonly AnalysedRun[]
  /** Runs whose files are not what the run wrote, by key. */
  readonly broken: ReadonlyMap<string, string>
}

export interface ReadOptions {
  /** What asked for the runs: the rates that it names are made from their events; nobody else's events are read. */
  readonly experiment?: Experiment | undefined
  readonly design?: Design | undefined
  /** True for a run on its own, of which one wants to see how far it came. */
  readonly keepsFailed?: boolean | undefined
}

/**
 * Reads the series of every run that has any, each file once and checked against its manifest. Runs that failed are no
 * data: a run that a numerical failure ended is not one that was merely watched for a shorter time.
 */
export async function readRuns(
  files: Files,
  folder: string,
  outcomes: readonly Outcome[],
  options: ReadOptions = {},
): Promise<ReadRuns> {
  const { experiment, keepsFailed = false } = options
  const rates = experiment && askedRates(experiment)
  const runs: AnalysedRun[] = []
  const broken = new Map<string, string>()
  let times: Float64Array = new Float64Array(0)
  // One after the other: what is read must not lie in memory as files, too.
  for (const { job, manifest } of outcomes) {
    if (manifest === undefined || (manifest.status === 'failed' && !keepsFailed)) continue
    try {
      const run = await readRun(
        files,
        { folder: joinPath(folder, job.plan.key), plan: job.plan, manifest },
        { design: options.design, rates: rates?.get(job.plan.arm) },
        times,
      )
      times = run.times
      runs.push(run)
    } catch (error) {
      if (!isUnreadable(error)) throw error
      broken.set(job.plan.key, error.message)
    }
  }
  return { runs, broken }
}

interface StoredRun {
  readonly folder: string
  readonly plan: Outcome['job']['plan']
  readonly manifest: RunManifest
}

async function readRun(
  files: Files,
  { folder, plan, manifest }: StoredRun,
  {
    design,
    rates = [],
  }: { readonly design: Design | undefined; readonly rates: readonly EventMeasure[] | undefined },
  usual: Float64Array,
): Promise<AnalysedRun> {
  const content = readRunFile(files, folder, manifest, 'series.parquet')
  const columns = await readNumberColumns(content, ['time_min', ...Object.keys(manifest.units)])
  const { time_min: own = new Float64Array(0), ...values } = Object.fromEntries(columns)
  const times = isSame(own, usual) ? usual : own
  const { key, arm, replicate, point } = plan
  const late =
    rates.length === 0
      ? { values: [], units: {} }
      : lateSeries(
          rates,
          recordedRun(
            manifest,
            { times, values: new Map(Object.entries(values)) },
            await readEvents(files, folder, manifest),
          ),
        )
  return {
    key,
    arm,
    replicate,
    ...(point === undefined ? {} : { point }),
    place: placeOf(plan, design),
    folder,
    manifest,
    times,
    values: new Map([...Object.entries(values), ...late.values]),
    units: { ...manifest.units, ...late.units },
  }
}

/** True for a file that is gone, changed or cut off; anything else is a mistake of ours and must be seen. */
export function isUnreadable(error: unknown): error is Error {
  if (isMilieuError(error, 'Checksum')) return true
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES')
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k])
}

/** Value of a measure at time `at` [min]: the last one recorded at or before it; undefined before the run got there. */
export function valueAt(run: AnalysedRun, measure: string, at: number): number | undefined {
  const { times } = run
  if ((times.at(-1) ?? -1) < at) return undefined
  return run.values.get(measure)?.[times.findLastIndex((time) => time <= at)]
}
