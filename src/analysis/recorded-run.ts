import type { Files } from '../store/files.ts'
import { readRunFile, readSeries, type RunManifest } from '../store/run-store.ts'
import { readEventsTable } from '../store/run-tables.ts'
import type { Program } from '../engine/program.ts'
import { type RecordedRun, eventSeries, resolveEventMeasure } from './measures/rates.ts'

/** Reads from a run's folder what rates are made from. */
export async function readRecordedRun(
  files: Files,
  folder: string,
  manifest: RunManifest,
): Promise<RecordedRun> {
  const { times, values } = await readSeries(files, folder, manifest)
  const events = await readEventsTable(readRunFile(files, folder, manifest, 'events.parquet'))
  const tick = manifest.ticks === 0 ? 0 : manifest.time / manifest.ticks
  // Runs from before there were checkpoints do not say what they kept: what is there was.
  const kinds = new Set(manifest.plan?.events ?? events.map(({ kind }) => kind))
  return { times, values, events, kinds, tick }
}

/** Series that are made after a run, with their units. */
export interface LateSeries {
  /** By name, as long as the run's times. */
  readonly values: ReadonlyMap<string, readonly number[]>
  readonly units: Readonly<Record<string, string>>
}

/** The rates among names of measures as series, so that endpoints can be read off them like off any other; other names are left out. */
export function lateSeries(names: readonly string[], run: RecordedRun, program: Program): LateSeries {
  const measures = names
    .map((name) => resolveEventMeasure(name, program))
    .filter((measure) => measure !== undefined)
  return {
    values: new Map(measures.map((measure) => [measure.name, eventSeries(measure, run)])),
    units: Object.fromEntries(measures.map(({ name, unit }) => [name, unit])),
  }
}
