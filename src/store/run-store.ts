import { parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { MilieuError } from '../engine/errors.ts'
import { sha256, toHex } from '../math/sha256.ts'
import type { Recording } from '../record/recorder.ts'
import { type Files, joinPath } from './files.ts'

/** What a run is, who made it, and how to tell that its files are whole. */
export interface RunManifest {
  readonly format: 1
  readonly key: string
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  readonly modelHash: string
  readonly engine: string
  readonly status: 'finished' | 'stopped' | 'failed'
  /** Why it failed. */
  readonly error?: string
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

/** Everything about a run that its folder holds, apart from checksums. */
export type RunResult = Omit<RunManifest, 'format' | 'snapshots' | 'checksums'> & {
  readonly recording: Recording
  /** The normalised model, and what its author wrote. */
  readonly model: string
  readonly documents: readonly { readonly file: string; readonly text: string }[]
}

const MANIFEST = 'manifest.json'

/** Writes a run's folder beside its final place and moves it there: nobody ever sees half of it. */
export function writeRun(files: Files, folder: string, result: RunResult): RunManifest {
  const { recording, model, documents, ...facts } = result
  const partial = `${folder}.partial`
  if (files.exists(partial)) files.remove(partial)
  const checksums: Record<string, string> = {}
  const write = (name: string, content: Uint8Array): void => {
    files.write(joinPath(partial, name), content)
    checksums[name] = toHex(sha256(content))
  }
  const text = new TextEncoder()
  write('model.yaml', text.encode(model))
  write('documents.json', text.encode(JSON.stringify(documents, undefined, 1)))
  write('series.parquet', seriesTable(recording))
  write('series.csv', text.encode(seriesCsv(recording)))
  write('events.parquet', eventsTable(recording))
  const snapshots = recording.snapshots.map(({ tick, time, hash, bytes }) => {
    const file = `snapshots/${String(tick).padStart(9, '0')}.milieu`
    write(file, bytes)
    return { tick, time, hash, file }
  })
  const manifest: RunManifest = { format: 1, ...facts, snapshots, checksums }
  files.write(joinPath(partial, MANIFEST), JSON.stringify(manifest, undefined, 2))
  if (files.exists(folder)) files.remove(folder)
  files.rename(partial, folder)
  return manifest
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
  if (toHex(sha256(content)) !== manifest.checksums[name]) {
    throw new MilieuError('Checksum', `${joinPath(folder, name)} is not the file that the run wrote`)
  }
  return content
}

/** The series of a run: times [min] and one column per measure. */
export async function readSeries(
  files: Files,
  folder: string,
  manifest: RunManifest,
): Promise<{ readonly times: readonly number[]; readonly values: ReadonlyMap<string, readonly number[]> }> {
  const content = readRunFile(files, folder, manifest, 'series.parquet')
  const rows = await parquetReadObjects({ file: new Uint8Array(content).buffer })
  const names = Object.keys(manifest.units)
  const column = (name: string): readonly number[] => rows.map((row) => Number(row[name]))
  return { times: column('time_min'), values: new Map(names.map((name) => [name, column(name)])) }
}

function seriesTable(recording: Recording): Uint8Array {
  const columnData = [
    { name: 'time_min', data: recording.times, type: 'DOUBLE' as const },
    ...[...recording.values].map(([name, data]) => ({ name, data, type: 'DOUBLE' as const })),
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function seriesCsv(recording: Recording): string {
  const names = [...recording.values.keys()]
  const header = ['time_min', ...names].map(csvField).join(',')
  const rows = recording.times.map((time, k) =>
    [time, ...names.map((name) => recording.values.get(name)?.[k])].join(','),
  )
  return [header, ...rows, ''].join('\n')
}

/** A CSV field, quoted where it must be. */
export function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function eventsTable({ events }: Recording): Uint8Array {
  const text = (name: string, data: readonly string[]) => ({ name, data: [...data], type: 'STRING' as const })
  const number = (name: string, data: readonly number[]) => ({
    name,
    data: [...data],
    type: 'DOUBLE' as const,
  })
  const columnData = [
    number(
      'tick',
      events.map((event) => event.tick),
    ),
    text(
      'kind',
      events.map((event) => event.kind),
    ),
    text(
      'cell',
      events.map((event) => event.cell),
    ),
    number(
      'type',
      events.map((event) => event.type),
    ),
    number(
      'x_um',
      events.map((event) => event.x),
    ),
    number(
      'y_um',
      events.map((event) => event.y),
    ),
    number(
      'z_um',
      events.map((event) => event.z),
    ),
    text(
      'other',
      events.map((event) => event.other ?? ''),
    ),
    text(
      'cause',
      events.map((event) => event.cause ?? ''),
    ),
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}
