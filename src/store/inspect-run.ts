import { MilieuError, isMilieuError } from '../engine/errors.ts'
import { type Files, joinPath } from './files.ts'
import { MANIFEST, type RunManifest, readManifest, readRunFile } from './run-store.ts'

/** Tables that an analysis reads; snapshots are checked when they are opened. */
const TABLES = ['series.parquet', 'events.parquet']

/**
 * The manifest of a finished run in its place, whose files are what the run wrote; undefined when there is no such run. One that
 * cannot be read is an error that says which file is at fault and what to do: it is neither counted nor computed over.
 */
export function wholeRun(files: Files, folder: string, key: string): RunManifest | undefined {
  if (!files.exists(joinPath(folder, MANIFEST))) {
    if (!files.exists(folder)) return undefined
    throw unreadable(folder, `${MANIFEST} is missing`)
  }
  try {
    const manifest = readManifest(files, folder)
    if (manifest.status !== 'finished') return undefined
    if (manifest.key !== key)
      throw new MilieuError('BrokenManifest', `its manifest is that of run ${manifest.key}`)
    for (const name of TABLES) checkTable(files, folder, manifest, name)
    return manifest
  } catch (error) {
    if (isMilieuError(error)) throw unreadable(folder, error.message, error)
    throw error
  }
}

function checkTable(files: Files, folder: string, manifest: RunManifest, name: string): void {
  if (!files.exists(joinPath(folder, name))) throw new MilieuError('MissingFile', `${name} is missing`)
  readRunFile(files, folder, manifest, name)
}

function unreadable(folder: string, what: string, cause?: unknown): MilieuError {
  return new MilieuError(
    'UnreadableRun',
    `the run ${folder} cannot be read: ${what}; remove that folder to have it computed again`,
    { cause },
  )
}
