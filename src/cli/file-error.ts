import { accessSync, constants, mkdirSync } from 'node:fs'
import { MilieuError } from '../engine/errors.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'there is a file of that name',
  EISDIR: 'it is a folder',
  ENOENT: 'no such file or folder',
  EMFILE: 'too many files are open',
}

/** Says in words what went wrong with a file; undefined for other errors. */
export function describeFileError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const reason = REASONS[String(error.code)]
  if (reason === undefined) return undefined
  return 'path' in error ? `cannot use '${String(error.path)}': ${reason}` : reason
}

/** Makes the folder for results before anything runs, so that hours of computing cannot end in an error on writing. */
export function claimFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? REASONS[String(error.code)] : undefined
    throw new MilieuError(
      'ResultsFolder',
      `cannot write results to '${folder}': ${reason ?? String(error)}; choose another folder with --out`,
      {
        cause: error,
      },
    )
  }
}
