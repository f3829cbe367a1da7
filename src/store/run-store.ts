import { MilieuError } from '../engine/errors.ts'
import type { Recording } from '../record/recorder.ts'
import { type Files, joinPath } from './files.ts'
import { type Series, eventsTable, readSeriesTable, seriesCsv, seriesTable } from './run-tables.ts'

/** What a run is, who made it, and how to tell that its files are whole. */
export interface RunManifest {
  readonly format: 1
  readonly key: string
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  /** Point of the experiment's design, and what it changed of the arm's model; absent where nothing varies. */
  readonly point?: number
  readonly overrides?: readonly { readonly path: string; readonly value: string }[]
  /** Of the model that ran. */
  readonly modelHash: string
  readonly engine: string
  readonly status: 'finished' | 'stopped' | 'failed'
  /** Why it failed. */
  readonly error?: string
  /** What was asked to be recorded. Absent in runs from before there were checkpoints. */
  readonly plan?: RecordedPlan
  /** What the run branched from, if it did not begin at tick 0. */
  readonly origin?: RunOrigin
  /** Simulated time reached [min] and ticks done. */
  readonly time: number
  readonly ticks: number
  /** Hash of the state at the end. */
  readonly stateHash: string
  readonly host: { readonly platform: string; readonly node: string; readonly cores: number }
  /** [s] */
  readonly wallSeconds: number
  /** Largest memory of the process that ran it [MB]. */
  readonly peakMegabytes: number
  readonly snapshots: readonly {
    readonly tick: number
    readonly time: number
    readonly hash: string
    readonly file: string
  }[]
  /** Units of the series' columns. */
  readonly units: Readonly<Record<string, string>>
  /** SHA-256 of each file beside the manifest. */
  readonly checksums: Readonly<Record<string, string>>
}

/** What a branch began from. */
export interface RunOrigin {
  /** Key of the run that it branched from. */
  readonly key: string
  readonly tick: number
  /** [min] */
  readonly time: number
  /** Hash of the state of that run at that instant. */
  readonly stateHash: string
}

/** What a run was asked to record, so that it can be planned again from its folder. */
export interface RecordedPlan {
  /** Measures, by name. */
  readonly series: readonly string[]
  /** [min] */
  readonly seriesEvery: number
  /** 0 for no snapshots at all. */
  readonly snapshotEvery: number
  readonly events: readonly string[]
  /** Lineage of each cell type: no part of what happens, but measures of tumour nests depend on it. */
  readonly lineages: readonly string[]
}

/** What a manifest says beside what follows from the files. */
export type RunFacts = Omit<RunManifest, 'format' | 'snapshots' | 'checksums'>

/** What a run is made of, as its folder keeps it. */
export interface RunTexts {
  /** The normalised model. */
  readonly model: string
  /** What its author wrote. */
  readonly documents: readonly { readonly file: string; readonly text: string }[]
}

/** Everything about a run that its folder holds, apart from checksums. */
export type RunResult = RunFacts & RunTexts & { readonly recording: Recording }

export const MANIFEST = 'manifest.json'

/** Where a run is while it is being computed. */
export function workingFolder(folder: string): string {
  return `${folder}.partial`
}

/** Writes a run that lies in memory as a whole. */
export function writeRun(files: Files, folder: string, result: RunResult): RunManifest {
  const { recording, model, documents, ...facts } = result
  const partial = workingFolder(folder)
  if (files.exists(partial)) files.remove(partial)
  const checksums: Record<string, string> = { ...writeTexts(files, partial, { model, documents }) }
  const snapshots = recording.snapshots.map(({ tick, time, hash, bytes }) => {
    const file = snapshotFile(tick)
    checksums[file] = writeChecked(files, joinPath(partial, file), bytes)
    return { tick, time, hash, file }
  })
  return completeRun(files, folder, facts, {
    series: recording,
    events: eventsTable(recording),
    snapshots,
    checksums,
  })
}

/** What has been written or computed when a run ends. */
export interface RunParts {
  readonly series: Series
  readonly events: Uint8Array
  readonly snapshots: RunManifest['snapshots']
  /** Of the files that are already in the working folder and stay. */
  readonly checksums: Readonly<Record<string, string>>
}

/** Writes the tables and the manifest into the working folder and moves it to its place. */
export function completeRun(files: Files, folder: string, facts: RunFacts, parts: RunParts): RunManifest {
  const partial = workingFolder(folder)
  const checksums: Record<string, string> = { ...parts.checksums }
  const write = (name: string, content: Uint8Array): void => {
    checksums[name] = writeChecked(files, joinPath(partial, name), content)
  }
  write('series.parquet', seriesTable(parts.series))
  write('series.csv', new TextEncoder().encode(seriesCsv(parts.series)))
  write('events.parquet', parts.events)
  const { snapshots } = parts
  const sorted = Object.fromEntries(Object.entries(checksums).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const manifest: RunManifest = { format: 1, ...facts, snapshots, checksums: sorted }
  files.sync(joinPath(partial, 'snapshots'))
  files.sync(partial)
  files.write(joinPath(partial, MANIFEST), JSON.stringify(manifest, undefined, 2))
  files.sync(partial)
  settleRun(files, folder)
  return manifest
}

/**
 * Brings a run that was interrupted while it moved to its place there; true when there was one. A working folder with a
 * manifest is whole: all that is left to do is to clear away what it no longer needs and to change its name.
 */
export function settleRun(files: Files, folder: string): boolean {
  const partial = workingFolder(folder)
  const replaced = `${folder}.replaced`
  const isWhole = files.exists(joinPath(partial, MANIFEST))
  if (isWhole) {
    const kept = new Set([MANIFEST, ...Object.keys(readManifest(files, partial).checksums)])
    for (const name of filesBelow(files, partial, ['parts', 'snapshots']))
      if (!kept.has(name)) files.remove(joinPath(partial, name))
    files.remove(joinPath(partial, 'parts'))
    if (files.exists(folder)) {
      files.remove(replaced)
      files.rename(folder, replaced)
    }
    files.rename(partial, folder)
  }
  // What was replaced goes last, and only when there is something in its place.
  if (files.exists(folder)) files.remove(replaced)
  return isWhole
}

/** Names of files in a folder and in those folders in it that are named. */
export function filesBelow(files: Files, folder: string, folders: readonly string[]): readonly string[] {
  const inside = folders.flatMap((name) =>
    files.list(joinPath(folder, name)).map((file) => joinPath(name, file)),
  )
  return [...files.list(folder).filter((name) => !folders.includes(name)), ...inside]
}

/** Writes the model's texts; returns their checksums. */
export function writeTexts(
  files: Files,
  folder: string,
  { model, documents }: RunTexts,
): Record<string, string> {
  const text = new TextEncoder()
  return {
    'model.yaml': writeChecked(files, joinPath(folder, 'model.yaml'), text.encode(model)),
    'documents.json': writeChecked(
      files,
      joinPath(folder, 'documents.json'),
      text.encode(JSON.stringify(documents, undefined, 1)),
    ),
  }
}

/** Writes a file and returns its SHA-256. */
export function writeChecked(files: Files, path: string, content: Uint8Array): string {
  files.write(path, content)
  return files.digest(content)
}

/** Where a run keeps the state of a tick. */
export function snapshotFile(tick: number): string {
  return `snapshots/${String(tick).padStart(9, '0')}.milieu`
}

/** True when a run was ever written to the folder, finished or not. */
export function holdsRun(files: Files, folder: string): boolean {
  return files.exists(joinPath(folder, MANIFEST))
}

/** The manifest of a run's folder, or an error that says what is wrong with it. */
export function readManifest(files: Files, folder: string): RunManifest {
  const path = joinPath(folder, MANIFEST)
  if (!files.exists(path)) throw new MilieuError('NotARun', `${folder} holds no run: there is no ${MANIFEST}`)
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(files.read(path)))
  } catch (error) {
    throw new MilieuError('BrokenManifest', `${path} is not valid JSON`, { cause: error })
  }
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== 1) {
    throw new MilieuError('BrokenManifest', `${path} is not a manifest of format 1`)
  }
  return parsed as RunManifest // written by writeRun, format checked
}

/** A file of a run, checked against the manifest. */
export function readRunFile(files: Files, folder: string, manifest: RunManifest, name: string): Uint8Array {
  const content = files.read(joinPath(folder, name))
  if (files.digest(content) !== manifest.checksums[name]) {
    throw new MilieuError('Checksum', `${joinPath(folder, name)} is not the file that the run wrote`)
  }
  return content
}

/** The series of a run. */
export function readSeries(files: Files, folder: string, manifest: RunManifest): Promise<Series> {
  return readSeriesTable(readRunFile(files, folder, manifest, 'series.parquet'), Object.keys(manifest.units))
}
