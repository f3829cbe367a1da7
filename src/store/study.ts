import { MilieuError } from '../engine/errors.ts'
import { type Files, joinPath } from './files.ts'

/*
 * A study is a folder in which runs are planned, computed and analysed, by one process or by many on several machines:
 *
 *   study.json        what was asked: kind, experiment file, options, engine version
 *   documents.json    every file that the experiment consists of: nobody needs the author's folders
 *   batches/<id>.json lists of runs that were asked for together; a trial has one, a calibration one per generation
 *   runs/<key>/       the runs
 *
 * All of it is written once and never changed.
 */

/** What a study asks. */
export interface StudyRecord {
  readonly format: 1
  readonly kind: StudyKind
  /** The experiment file, as it was named. */
  readonly file: string
  readonly engine: string
  /** What the command line said instead of the file. */
  readonly options: Readonly<Record<string, string | number | boolean>>
}

export type StudyKind = 'trial' | 'sensitivity' | 'calibration'

/** A file as its author wrote it. */
export interface StudyDocument {
  readonly file: string
  readonly text: string
}

const RECORD = 'study.json'
const DOCUMENTS = 'documents.json'

/** Folder of the runs of a study. */
export function runsFolder(folder: string): string {
  return joinPath(folder, 'runs')
}

/** Folder of the lists of runs of a study. */
export function batchesFolder(folder: string): string {
  return joinPath(folder, 'batches')
}

/** Writes what a study asks and consists of; the record last, since it says that the rest is there. */
export function writeStudy(
  files: Files,
  folder: string,
  record: StudyRecord,
  documents: readonly StudyDocument[],
): void {
  files.write(joinPath(folder, DOCUMENTS), JSON.stringify(documents))
  files.write(joinPath(folder, RECORD), JSON.stringify(record, undefined, 2))
}

/** True when a folder holds a study. */
export function holdsStudy(files: Files, folder: string): boolean {
  return files.exists(joinPath(folder, RECORD))
}

/** What a study asks, and the files that it consists of. */
export function readStudy(
  files: Files,
  folder: string,
): { readonly record: StudyRecord; readonly documents: readonly StudyDocument[] } {
  if (!holdsStudy(files, folder))
    throw new MilieuError(
      'NoStudy',
      `${folder} holds no trial: there is no ${RECORD} (milieu trial and milieu plan --out write it)`,
    )
  const record = readJson(files, joinPath(folder, RECORD)) as StudyRecord // written by writeStudy
  if (record.format !== 1)
    throw new MilieuError('BrokenStudy', `${joinPath(folder, RECORD)} is not of format 1`)
  const documents = readJson(files, joinPath(folder, DOCUMENTS)) as readonly StudyDocument[] // the same
  return { record, documents }
}

function readJson(files: Files, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(files.read(path)))
  } catch (error) {
    throw new MilieuError(
      'BrokenStudy',
      `${path} cannot be read as JSON; run the trial again to write it anew`,
      {
        cause: error,
      },
    )
  }
}
