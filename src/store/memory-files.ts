import { sha256, toHex } from '../math/sha256.ts'
import type { Files } from './files.ts'

/** Files in memory, for pages and tests. */
export interface MemoryFiles extends Files {
  /** What there is: path -> bytes; nobody outside changes it. */
  readonly content: ReadonlyMap<string, Uint8Array>
  /** Takes a file over without copying it: the caller gives the bytes away. */
  adopt(path: string, bytes: Uint8Array): void
}

/** A file system in memory; `content` shows what it holds, by path. */
export function memoryFiles(): MemoryFiles {
  const content = new Map<string, Uint8Array>()
  // Names by folder: with ten thousand runs nobody wants to look at every path for each question.
  const folders = new Map<string, Set<string>>()
  const add = (path: string, bytes: Uint8Array): void => {
    content.set(path, bytes)
    for (
      let [folder, name] = parted(path);
      !namesIn(folders, folder).has(name);
      [folder, name] = parted(folder)
    ) {
      namesIn(folders, folder).add(name)
      if (folder === '') return
    }
  }
  const drop = (path: string): void => {
    content.delete(path)
    for (let [folder, name] = parted(path); ; [folder, name] = parted(folder)) {
      const names = namesIn(folders, folder)
      names.delete(name)
      if (names.size > 0) return
      folders.delete(folder)
      if (folder === '') return
    }
  }
  const below = (path: string): readonly string[] =>
    content.has(path) ? [path] : [...(folders.get(path) ?? [])].flatMap((name) => below(`${path}/${name}`))
  const read = (path: string): Uint8Array => {
    const bytes = content.get(path)
    if (bytes === undefined) throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' })
    return bytes
  }
  const remove = (path: string): void => below(path).forEach(drop)
  return {
    content,
    adopt: add,
    read,
    exists: (path) => content.has(path) || folders.has(path),
    list: (path) => [...(folders.get(path) ?? [])].toSorted(),
    write: (path, written) =>
      add(path, typeof written === 'string' ? new TextEncoder().encode(written) : written.slice()),
    sync: () => {},
    digest: (bytes) => toHex(sha256(bytes)),
    link: (from, to) => add(to, read(from)),
    rename: (from, to) => {
      const moved = below(from).map((path) => [to + path.slice(from.length), read(path)] as const)
      if (moved.length === 0) read(from)
      remove(from)
      // A file gives way to another, as on disk; a folder must be out of the way.
      for (const [path, bytes] of moved) add(path, bytes)
    },
    remove,
  }
}

function namesIn(folders: Map<string, Set<string>>, folder: string): Set<string> {
  const names = folders.get(folder) ?? new Set()
  folders.set(folder, names)
  return names
}

/** A path's folder and last name; the folder of a single name is empty. */
function parted(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/')
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)]
}
