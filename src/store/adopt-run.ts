import { type Checkpoint, PARTS, type WorkingPlan } from './checkpoint.ts'
import { type Files, joinPath } from './files.ts'
import { type RunManifest, readRunFile, readSeries, writeChecked } from './run-store.ts'
import { seriesTable } from './run-tables.ts'

/** Who takes over what. */
export interface Adoption {
  readonly manifest: RunManifest
  readonly plan: WorkingPlan
  /** The checkpoint of the new folder before anything is in it. */
  readonly empty: Checkpoint
}

/** Takes over what another run recorded, but for the last values if they are there only because it ended then. */
export async function adoptRecords(
  files: Files,
  from: string,
  partial: string,
  { manifest, plan, empty }: Adoption,
): Promise<Checkpoint> {
  const checksums: Record<string, string> = { ...empty.checksums }
  const link = (name: string, as: string): string => {
    readRunFile(files, from, manifest, name) // refuses what is not as it was written
    files.link(joinPath(from, name), joinPath(partial, as))
    checksums[as] = manifest.checksums[name] ?? ''
    return as
  }
  const { ticks, snapshots } = manifest
  const tickLength = manifest.time / Math.max(ticks, 1)
  const first = plan.origin?.tick ?? 0
  const isOnBeat = (every: number): boolean =>
    ticks === first || ticks % Math.max(1, Math.round(every / tickLength)) === 0
  const table = await readSeries(files, from, manifest)
  const rows = table.times.length - (isOnBeat(plan.plan.seriesEvery) ? 0 : 1)
  const series = {
    times: table.times.slice(0, rows),
    values: new Map([...table.values].map(([name, values]) => [name, values.slice(0, rows)])),
  }
  const seriesPart = `${PARTS}/series-${String(ticks).padStart(9, '0')}.parquet`
  checksums[seriesPart] = writeChecked(files, joinPath(partial, seriesPart), seriesTable(series))
  const last = snapshots.at(-1)
  const keepsLast = plan.plan.snapshotEvery > 0 && isOnBeat(plan.plan.snapshotEvery)
  const kept = keepsLast ? snapshots : snapshots.slice(0, -1)
  for (const { file } of kept) link(file, file)
  const lastFile = last?.file ?? ''
  const label = String(ticks).padStart(9, '0')
  return {
    ...empty,
    tick: ticks,
    time: manifest.time,
    stateHash: manifest.stateHash,
    state: keepsLast ? lastFile : link(lastFile, `${PARTS}/state-${label}.milieu`),
    recordedTo: {
      series: Math.round((series.times.at(-1) ?? -1) / tickLength),
      snapshot: kept.at(-1)?.tick ?? -1,
    },
    series: [seriesPart],
    events: [link('events.parquet', `${PARTS}/events-${label}.parquet`)],
    snapshots: kept,
    wallSeconds: manifest.wallSeconds,
    peakMegabytes: manifest.peakMegabytes,
    checksums,
  }
}
