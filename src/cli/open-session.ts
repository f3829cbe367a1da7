import { dirname } from 'node:path'
import { type ReadFile, normalisePath } from '../model/include.ts'
import { packageFolder } from '../platform/node/package-folder.ts'
import { readFile } from '../platform/node/read-file.ts'
import { decodeSession, linkPayload } from '../session/link.ts'
import { type ParsedSession, parseSession } from '../session/session-document.ts'

/** A session, and how the files are read that it names. */
export interface OpenedSession extends ParsedSession {
  readonly read: ReadFile
}

/** Opens a session file, or a link; a text says that it is neither. */
export function openSessionSource(source: string): OpenedSession | string {
  const payload = linkPayload(source)
  if (payload !== undefined) return { ...decodeSession(payload), read: strangersReader }
  const result = readFile(source)
  if (result.ok) return { ...parseSession(result.text, source), read: readerBeside(source) }
  const hint = 'expected a session file, or a link with #/run/ in it'
  const name = source.length > LONGEST_NAME ? `${source.slice(0, LONGEST_NAME)}...` : source
  return `cannot read '${name}': ${result.reason}; ${hint}`
}

/** Characters of an argument that a message repeats; chosen: a line. */
const LONGEST_NAME = 80

/** Files as they are named from here, then from beside the session, then those that ship. */
function readerBeside(session: string): ReadFile {
  return firstOf(['', `${dirname(session)}/`, packageFolder])
}

/** What a link names is looked for below this folder and among what ships, and nowhere else: a stranger wrote it. */
const strangersReader: ReadFile = (path) => {
  const plain = normalisePath(path)
  const isBelow = !/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(plain)
  return isBelow ? firstOf(['', packageFolder])(plain) : { ok: false, reason: 'no such file' }
}

function firstOf(folders: readonly string[]): ReadFile {
  return (path) => {
    const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(path)
    const results = folders.slice(0, isAbsolute ? 1 : folders.length).map((folder) => readFile(folder + path))
    return results.find(({ ok }) => ok) ?? results[0] ?? { ok: false, reason: 'no such file' }
  }
}
