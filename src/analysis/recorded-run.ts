import type { Files } from '../store/files.ts'
import { readRunFile, readSeries, type RunManifest } from '../store/run-store.ts'
import { readEventsTable } from '../store/run-tables.ts'
import type { RecordedRun } from './measures/rates.ts'

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
