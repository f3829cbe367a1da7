import type { CellEvent } from '../engine/events.ts'
import type { Files } from '../store/files.ts'
import { readRunFile, readSeries, type RunManifest } from '../store/run-store.ts'
import { readEventsTable } from '../store/run-tables.ts'
import type { EventMeasure, RecordedRun } from './measures/event-measure.ts'
import { eventSeries } from './measures/rates.ts'

/** Reads from a run's folder what rates are made from. */
export async function readRecordedRun(
  files: Files,
  folder: string,
  manifest: RunManifest,
): Promise<RecordedRun> {
  const series = await readSeries(files, folder, manifest)
  return recordedRun(manifest, series, await readEvents(files, folder, manifest))
}

/** The events of a run, checked against its manifest. */
export function readEvents(
  files: Files,
  folder: string,
  manifest: RunManifest,
): Promise<readonly CellEvent[]> {
  return readEventsTable(readRunFile(files, folder, manifest, 'events.parquet'))
}

/** A run from the parts of its folder. */
export function recordedRun(
  manifest: RunManifest,
  { times, values }: Pick<RecordedRun, 'times' | 'values'>,
  events: readonly CellEvent[],
): RecordedRun {
  const tick = manifest.ticks === 0 ? 0 : manifest.time / manifest.ticks
  // Runs from before there were checkpoints do not say what they kept: what is there was.
  const kinds = new Set(manifest.plan?.events ?? events.map(({ kind }) => kind))
  return { times, values, events, kinds, tick }
}

/** Series that are made after a run, with their units. */
export interface LateSeries {
  /** By name, as long as the run's times. */
  readonly values: ReadonlyMap<string, Float64Array>
  readonly units: Readonly<Record<string, string>>
}

/** Rates as series, so that endpoints can be read off them like off any other. */
export function lateSeries(rates: readonly EventMeasure[], run: RecordedRun): LateSeries {
  return {
    values: new Map(rates.map((rate) => [rate.name, Float64Array.from(eventSeries(rate, run))])),
    units: Object.fromEntries(rates.map(({ name, unit }) => [name, unit])),
  }
}
