import { readFileSync, statSync } from 'node:fs'
import type { ReadFile } from '../../model/include.ts'

/** Files above this are refused before they are read [bytes]; chosen: far above any model or cell table. */
const LIMIT = 80_000_000

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'no such file',
}

/** Reads a text file from disk; says in words why it cannot. */
export const readFile: ReadFile = (path) => {
  try {
    const { size } = statSync(path)
    if (size > LIMIT)
      return { ok: false, reason: `it has ${Math.round(size / 1e6)} MB; the limit is ${LIMIT / 1e6} MB` }
    return { ok: true, text: readFileSync(path, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { ok: false, reason: REASONS[code] ?? (error instanceof Error ? error.message : String(error)) }
  }
}
